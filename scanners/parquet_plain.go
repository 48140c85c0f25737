package scanners

import (
	"bytes"
	"encoding/binary"
	"slices"

	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// plainOffsets fills offsets, one longer than there are values, with where the
// values of a PLAIN byte-array page start in src, and ends it with the end of
// the last value plus the 4 bytes of a length that does not follow: the layout
// that columns.NewVariable takes with a gap of 4. It returns what stands behind
// the last value.
func plainOffsets(offsets []int32, src []byte) (rest []byte, err error) {
	at, last := 0, len(src)-4
	n := len(offsets) - 1
	for i := range offsets[:n] {
		if at > last || at < 0 {
			return nil, corrupt("values are cut off: %d are missing", n-i)
		}
		size := int(binary.LittleEndian.Uint32(src[at:]))
		at += 4
		offsets[i] = int32(at)
		// At most 2^31+2^32: no overflow, and the next turn's comparison, or
		// the one below, finds it too far.
		at += size
	}
	if at > len(src) || at < 0 {
		return nil, corrupt("%d bytes of values where the lengths add up to %d", len(src), at)
	}
	offsets[n] = int32(at) + 4
	return src[at:], nil
}

// spareBytes is how many bytes may stand behind the values of a PLAIN page. Not
// fewer: fastparquet leaves 8 there, zeros, and all readers pass over them. Not
// more: what is longer holds other values than its header counts.
const spareBytes = 8

// spare judges what stands behind the values of a PLAIN page. Nobody reads it,
// so that whoever copies the page must know of it.
func spare(rest []byte) (bool, error) {
	if len(rest) > spareBytes {
		return false, corrupt("%d bytes stand behind the values of a page", len(rest))
	}
	return says(rest), nil
}

// says reports whether bytes are other than zeros.
func says(b []byte) bool { return slices.ContainsFunc(b, func(c byte) bool { return c != 0 }) }

// behindNothing takes note of what stands in a page without values, where writers leave
// the headers of what would be there.
func (d *leafDecoder) behindNothing(encoding splice.Encoding, src []byte) {
	headers := 0
	switch encoding {
	case splice.DeltaBinaryPacked, splice.DeltaLengthByteArray:
		headers = 1
	case splice.DeltaByteArray:
		headers = 2
	}
	for ; headers > 0 && d.delta.start(src, 0) == nil; headers-- {
		src = d.delta.src
	}
	// Fewer are the width of indices, or the length of runs.
	d.spare = d.spare || len(bytes.TrimRight(src, "\x00")) >= spareBytes
}

// lengthOffsets turns lengths into the offsets of values that lie end to end
// in size bytes. offsets[1:] holds the lengths.
func lengthOffsets(offsets []int32) {
	at := int32(0)
	for i, size := range offsets[1:] {
		offsets[i] = at
		at += size
	}
	offsets[len(offsets)-1] = at
}

// unshuffle undoes BYTE_STREAM_SPLIT: src holds the first bytes of all values,
// then their second bytes, and so on.
func unshuffle(dst, src []byte, width int) {
	n := len(dst) / width
	switch width {
	case 4:
		a, b, c, d := src[:n], src[n:2*n], src[2*n:3*n], src[3*n:4*n]
		for i := range a {
			v := uint32(a[i]) | uint32(b[i])<<8 | uint32(c[i])<<16 | uint32(d[i])<<24
			binary.LittleEndian.PutUint32(dst[4*i:], v)
		}
	default:
		// One stream after the other, a stretch of values at a time, so that
		// the stretch stays in the cache while its bytes are filled in.
		const stretch = 1024
		for from := 0; from < n; from += stretch {
			to := min(from+stretch, n)
			for k := range width {
				at := from*width + k
				for _, b := range src[k*n+from : k*n+to] {
					dst[at] = b
					at += width
				}
			}
		}
	}
}

// joinPrefixes undoes DELTA_BYTE_ARRAY: value i is the first prefix[i] bytes
// of the value before it and then suffix i. dst holds exactly the sum of all
// lengths; offsets becomes where the values start in it, and their end.
func joinPrefixes(dst []byte, offsets, prefix []int32, suffixes *columns.Values) error {
	at, before := 0, 0 // where this value starts, and the one before it
	for i, p := range prefix {
		if int(p) > at-before {
			return corrupt("a value shares %d bytes with one of %d", p, at-before)
		}
		offsets[i] = int32(at)
		n := copy(dst[at:], dst[before:before+int(p)])
		n += copy(dst[at+n:], suffixes.At(i))
		before, at = at, at+n
	}
	offsets[len(prefix)] = int32(at)
	return nil
}
