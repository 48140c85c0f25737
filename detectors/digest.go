package detectors

import "bytes"

// Values that somebody has hashed or encrypted still lead to whom they are about:
// the same value is the same hash. As what they were is gone, they are unknown.

// digestHexes stands for a value that is encoded in look.hexes, which counts no
// further than mostHexes.
const digestHexes = mostHexes + 1

// encoded reports whether a form is a digest of SHA-1 or SHA-2, in hexadecimal, in
// base64 or in raw bytes, one of MD5 but in bare hexadecimal, which hexadecimal
// sees, or something encrypted in base64; what says which function made it may
// stand before it: sha256:…, {SHA}…, 0x…. valid says that it is UTF-8.
func encoded(form []byte, valid bool) bool {
	if !valid {
		switch len(form) {
		case 16, 20, 28, 32, 48, 64:
			return true
		}
		return false
	}
	const longestFunction = 10 // hmacsha256
	b := bytes.TrimPrefix(form, []byte("0x"))
	if i := bytes.LastIndexAny(b[:min(len(b), longestFunction+1)], ":=}$#*"); i >= 0 {
		b = b[i+1:]
	}
	switch len(b) {
	case mostHexes:
		if len(b) < len(form) && hexOnly(b) && !digitsOnly(b) {
			return true
		}
	case 40, 56, 64, 96, 128:
		if hexOnly(b) && !digitsOnly(b) { // bits and numbers are none
			return true
		}
	}
	return randomBase64(b)
}

// shortestBase64 is what 16 bytes take in base64 without padding.
const shortestBase64 = 22

// randomBase64 reports whether a form is random bytes in base64 (RFC 4648), of either
// alphabet: with capitals, small letters and digits, and no more strokes than
// random bytes have, as paths do.
func randomBase64(b []byte) bool {
	text := bytes.TrimRight(b, "=")
	if len(text) < shortestBase64 || len(b)-len(text) > 2 || len(b) != len(text) && len(b)%4 != 0 {
		return false
	}
	var capitals, small, digits, strokes int
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z':
			capitals++
		case c >= 'a' && c <= 'z':
			small++
		case c >= '0' && c <= '9':
			digits++
		case c == '/':
			strokes++
		case c != '+' && c != '-' && c != '_':
			return false
		}
	}
	return capitals > 0 && small > 0 && digits > 0 && strokes <= 1+len(text)/16
}

// digest is 1 for what a hash function makes: also for the 32 digits of MD5, which
// are as many as a random UUID has.
func (l *look) digest() int64 {
	if l.hexes == digestHexes || l.hexes == mostHexes && l.length == mostHexes {
		return 1
	}
	return 0
}

// hashed reports whether the column's values are hashes, and of many: a few that
// fill many rows are of versions, or of files.
func (j *judge) hashed() bool {
	distinct, _ := j.t.Distinct()
	return share(j.digests, j.d) >= opaqueShare && (distinct >= unknownDistinct || share(distinct, j.full) >= unknownRatio)
}

// padded reports whether a form is base64 that ends in its padding, of whatever:
// telephones that somebody wrote so are keys that nobody can read. Words with one group
// of four characters are too short to be anybody's.
func padded(form []byte) bool {
	b := bytes.TrimRight(form, "=")
	if n := len(form) - len(b); n == 0 || n > 2 || len(form)%4 != 0 || len(form) <= 4 {
		return false
	}
	for _, c := range b {
		if !isAlnum(c) && c != '+' && c != '/' {
			return false
		}
	}
	return true
}
