package splice

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/pierrec/lz4/v4"
)

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
