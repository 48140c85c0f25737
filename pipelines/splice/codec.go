package splice

import (
	"bytes"
	"encoding/binary"
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
	// Level is the effort of compressing, from 1; 0 is each codec's fastest. It
	// is set before the first use.
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

// appender is an io.Writer that appends.
type appender struct{ b []byte }

// Write appends p. It cannot fail.
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

// Codec 5 is what Hadoop calls LZ4, which Parquet took over without saying so:
//
//	4 bytes  length of what follows when decompressed, big-endian  ┐ a frame; any
//	4 bytes  length of a block in the file, big-endian  ┐ until    │ number of them
//	         an LZ4 block                                ┘ full     ┘
//
// Writers outside the Java world took it for bare LZ4 blocks before codec 7
// (LZ4_RAW) settled the matter, so readers try one, then the other.

// hadoopBlock is how many bytes go into one frame. Hadoop's decompressor has a
// buffer of 256 KiB and fails on blocks that do not fit; half of that is far
// enough from it, and no smaller, as LZ4 looks 64 KiB back.
const hadoopBlock = 128 << 10

func (c *Coders) appendLZ4(dst, src []byte) ([]byte, error) {
	if len(src) == 0 {
		return append(dst, 0), nil // one token: no literals, no match
	}
	at, n := len(dst), lz4.CompressBlockBound(len(src))
	dst = slices.Grow(dst, n)
	n, err := c.lz4Enc.CompressBlock(src, dst[at:at+n])
	return dst[:at+n], err
}

func (c *Coders) appendHadoop(dst, src []byte) ([]byte, error) {
	for first := true; first || len(src) > 0; first = false {
		block := src[:min(len(src), hadoopBlock)]
		src = src[len(block):]
		dst = binary.BigEndian.AppendUint32(dst, uint32(len(block)))
		at := len(dst)
		var err error
		if dst, err = c.appendLZ4(append(dst, 0, 0, 0, 0), block); err != nil {
			return dst, err
		}
		binary.BigEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	}
	return dst, nil
}

func decodeHadoop(into, src []byte) (int, error) {
	if n, err := decodeFrames(into, src); err == nil && n == len(into) {
		return n, nil
	}
	return lz4.UncompressBlock(src, into)
}

var errFrame = errors.New("LZ4 frame does not fit")

func decodeFrames(into, src []byte) (int, error) {
	done := 0
	for len(src) > 0 {
		if len(src) < 4 {
			return done, errFrame
		}
		frame := int64(binary.BigEndian.Uint32(src))
		if src = src[4:]; frame > int64(len(into)-done) {
			return done, errFrame
		}
		for end := done + int(frame); done < end || frame == 0; {
			if len(src) < 4 {
				return done, errFrame
			}
			size := int64(binary.BigEndian.Uint32(src))
			if src = src[4:]; size > int64(len(src)) {
				return done, errFrame
			}
			n, err := lz4.UncompressBlock(src[:size], into[done:end])
			if err != nil {
				return done, err
			}
			done, src = done+n, src[size:]
			if n == 0 {
				if frame != 0 {
					return done, errFrame // would go on for ever
				}
				break
			}
		}
	}
	return done, nil
}
