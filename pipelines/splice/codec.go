package splice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Coders compress and decompress page bodies. They keep the state that is dear
// to make (a zstd encoder is megabytes), so each worker has its own and uses it
// for everything; they are for one goroutine at a time. What was coded before
// has no influence on the bytes that come out.
type Coders struct {
	// Level is the effort of compressing, from 1; 0 is each codec's fastest.
	// Columns of hashes cannot be compressed further by trying harder, and
	// those are what we mostly write.
	Level int

	zstdEnc   *zstd.Encoder
	zstdDec   *zstd.Decoder
	gzipEnc   *gzip.Writer
	gzipDec   *gzip.Reader
	brotliEnc *brotli.Writer
	brotliDec *brotli.Reader
	lz4Enc    lz4.Compressor
	source    bytes.Reader
	sink      appender
}

// Supports reports whether the codec can be read and written.
func (c Codec) Supports() bool { return c >= Uncompressed && c <= LZ4Raw && c != LZO }

// appender is an io.Writer that appends.
type appender struct{ b []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.b = append(a.b, p...)
	return len(p), nil
}

// Compress appends src, compressed, to dst.
func (c *Coders) Compress(dst []byte, codec Codec, src []byte) ([]byte, error) {
	switch codec {
	case Uncompressed:
		return append(dst, src...), nil
	case Snappy:
		at := len(dst)
		n := s2.MaxEncodedLen(len(src))
		if n < 0 {
			return dst, limit("page is too long for snappy")
		}
		dst = slices.Grow(dst, n)
		encode := s2.EncodeSnappy
		if c.Level > 1 {
			encode = s2.EncodeSnappyBetter
		}
		return dst[:at+len(encode(dst[at:at+n], src))], nil
	case Zstd:
		if err := c.openZstd(); err != nil {
			return dst, err
		}
		return c.zstdEnc.EncodeAll(src, dst), nil
	case Gzip:
		return c.stream(dst, src, c.gzipWriter)
	case Brotli:
		return c.stream(dst, src, c.brotliWriter)
	case LZ4Raw:
		return c.appendLZ4(dst, src)
	case LZ4Hadoop:
		return c.appendHadoop(dst, src)
	}
	return dst, fmt.Errorf("%w: codec %d", ErrUnsupported, codec)
}

func (c *Coders) openZstd() (err error) {
	if c.zstdEnc != nil {
		return nil
	}
	// Without AllLitEntropyCompression the fastest level stores hex digits as
	// they are: 450 MB where this gives 250.
	c.zstdEnc, err = zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(max(c.Level, 1))),
		zstd.WithAllLitEntropyCompression(true),
		zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(false))
	return err
}

type streamEncoder interface {
	io.WriteCloser
	Reset(io.Writer)
}

func (c *Coders) gzipWriter() (streamEncoder, error) {
	if c.gzipEnc == nil {
		w, err := gzip.NewWriterLevel(nil, min(max(c.Level, 1), 9))
		if err != nil {
			return nil, err
		}
		c.gzipEnc = w
	}
	return c.gzipEnc, nil
}

func (c *Coders) brotliWriter() (streamEncoder, error) {
	if c.brotliEnc == nil {
		c.brotliEnc = brotli.NewWriterLevel(nil, min(max(c.Level, 1), 11))
	}
	return c.brotliEnc, nil
}

func (c *Coders) stream(dst, src []byte, open func() (streamEncoder, error)) ([]byte, error) {
	w, err := open()
	if err != nil {
		return dst, err
	}
	c.sink.b = dst
	w.Reset(&c.sink)
	if _, err = w.Write(src); err == nil {
		err = w.Close()
	}
	dst, c.sink.b = c.sink.b, nil
	return dst, err
}

// Decompress appends the size bytes that src holds. More or fewer are
// ErrCorrupt, and no more than size are ever made.
func (c *Coders) Decompress(dst []byte, codec Codec, src []byte, size int) ([]byte, error) {
	if size == 0 && len(src) == 0 { // an empty V2 page of parquet-mr
		return dst, nil
	}
	at := len(dst)
	if codec == Uncompressed {
		if len(src) != size {
			return dst, corrupt("page is not as long as it says")
		}
		return append(dst, src...), nil
	}
	dst = slices.Grow(dst, size)
	into := dst[at : at+size : at+size]
	n, err := 0, error(nil)
	switch codec {
	case Snappy:
		n, err = decodeSnappy(into, src)
	case Zstd:
		n, err = c.decodeZstd(into, src)
	case Gzip:
		n, err = c.decodeGzip(into, src)
	case Brotli:
		n, err = c.decodeBrotli(into, src)
	case LZ4Raw:
		n, err = lz4.UncompressBlock(src, into)
	case LZ4Hadoop:
		n, err = decodeHadoop(into, src)
	default:
		return dst[:at], fmt.Errorf("%w: codec %d", ErrUnsupported, codec)
	}
	if err != nil {
		// The codecs' own words, which hold positions and no data.
		return dst[:at], corrupt("page does not decompress: %v", err)
	}
	if n != size {
		return dst[:at], corrupt("page is not as long as it says")
	}
	return dst[:at+size], nil
}

var errLonger = errors.New("more bytes than announced")

func decodeSnappy(into, src []byte) (int, error) {
	n, err := s2.DecodedLen(src)
	if err != nil {
		return 0, err
	}
	if n != len(into) {
		return n, nil // not as long as it says
	}
	out, err := s2.Decode(into, src)
	return len(out), err
}

func (c *Coders) decodeZstd(into, src []byte) (int, error) {
	if c.zstdDec == nil {
		var err error
		// CapLimit: never write beyond what was handed in.
		c.zstdDec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true))
		if err != nil {
			return 0, err
		}
	}
	out, err := c.zstdDec.DecodeAll(src, into[:0])
	return len(out), err
}

func (c *Coders) decodeGzip(into, src []byte) (int, error) {
	c.source.Reset(src)
	if c.gzipDec == nil {
		r, err := gzip.NewReader(&c.source) // reads one member after the other
		if err != nil {
			return 0, err
		}
		c.gzipDec = r
	} else if err := c.gzipDec.Reset(&c.source); err != nil {
		return 0, err
	}
	return readExactly(c.gzipDec, into)
}

func (c *Coders) decodeBrotli(into, src []byte) (int, error) {
	c.source.Reset(src)
	if c.brotliDec == nil {
		c.brotliDec = brotli.NewReader(&c.source)
	} else if err := c.brotliDec.Reset(&c.source); err != nil {
		return 0, err
	}
	return readExactly(c.brotliDec, into)
}

func readExactly(r io.Reader, into []byte) (int, error) {
	n, err := io.ReadFull(r, into)
	if err != nil && !(err == io.EOF && len(into) == 0) {
		return n, err
	}
	var more [1]byte
	switch _, err := io.ReadFull(r, more[:]); err {
	case io.EOF:
		return n, nil
	case nil:
		return n, errLonger
	default:
		return n, err
	}
}
