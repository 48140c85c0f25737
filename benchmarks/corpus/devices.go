package corpus

import (
	"encoding/hex"
	"math/rand/v2"
	"strconv"
)

// appendIMSI appends a subscriber's number.
func appendIMSI(dst []byte, r *rand.Rand) []byte {
	dst = append(dst, "460"...)
	dst = append(dst, [...]string{"00", "01", "02", "03", "07", "11", "15"}[r.IntN(7)]...)
	return digits(dst, r.Int64N(1_000_000), 10)
}

// appendICCID appends a SIM card's number, of the issuers whose cards have a
// check digit.
func appendICCID(dst []byte, r *rand.Rand) []byte {
	body := len(dst)
	dst = append(dst, "8986"...)
	dst = append(dst, [...]string{"00", "02", "07", "01", "06", "09"}[r.IntN(6)]...)
	dst = digits(dst, r.Int64N(1_000_000), 13)
	return append(dst, luhn(dst[body:]))
}

// appendMAC appends a network card's address: one of those for documents, or,
// as telephones have them, one that no manufacturer gave.
func appendMAC(dst []byte, r *rand.Rand) []byte {
	octets := [6]byte{0x00, 0x00, 0x5e, 0x00, 0x53, byte(r.Uint64())}
	if r.IntN(8) > 0 {
		octets = [6]byte{0x02, 0x00, 0x5e, byte(r.Uint64()), byte(r.Uint64()), byte(r.Uint64())}
	}
	for i, o := range octets {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = hex.AppendEncode(dst, []byte{o})
	}
	return dst
}

// appendIPv4 appends an address of the networks for documents (RFC 5737) or for
// measurements (RFC 2544), which no machine of the Internet has.
func appendIPv4(dst []byte, r *rand.Rand) []byte {
	nets := [...]string{"192.0.2.", "198.51.100.", "203.0.113."}
	if n := r.IntN(8); n < len(nets) {
		dst = append(dst, nets[n]...)
	} else {
		dst = number(append(dst, "198."...), 18+r.IntN(2))
		dst = append(number(append(dst, '.'), r.IntN(256)), '.')
	}
	return number(dst, 1+r.IntN(254))
}

// appendIPv6 appends an address of the network for documents (RFC 3849).
func appendIPv6(dst []byte, r *rand.Rand) []byte {
	dst = append(dst, "2001:db8"...)
	for range 6 {
		dst = strconv.AppendUint(append(dst, ':'), 1+r.Uint64N(65535), 16)
	}
	return dst
}

// appendHex appends n random bytes, a multiple of four, in hexadecimal digits.
func appendHex(dst []byte, n int, r *rand.Rand) []byte {
	for ; n > 0; n -= 4 {
		v := r.Uint32()
		dst = hex.AppendEncode(dst, []byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
	}
	return dst
}

// appendUUID appends a random UUID, version 4.
func appendUUID(dst []byte, r *rand.Rand) []byte {
	var scratch [32]byte
	h := appendHex(scratch[:0], 16, r)
	h[12], h[16] = '4', "89ab"[r.IntN(4)]
	for i, c := range h {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			dst = append(dst, '-')
		}
		dst = append(dst, c)
	}
	return dst
}

// capitals writes hexadecimal digits as the other system does.
func capitals(b []byte) []byte {
	for i, c := range b {
		if c >= 'a' && c <= 'f' {
			b[i] = c - 'a' + 'A'
		}
	}
	return b
}

// Alphabets of random text: base64's for addresses, and bcrypt's.
const (
	base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	bcrypt64  = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// appendToken appends n characters of an alphabet of 64.
func appendToken(dst []byte, n int, alphabet string, r *rand.Rand) []byte {
	for range n {
		dst = append(dst, alphabet[r.IntN(64)])
	}
	return dst
}

// appendOpenID appends a WeChat user of one app.
func appendOpenID(dst []byte, r *rand.Rand) []byte {
	return appendToken(append(dst, "oTuo0x"...), 22, base64url, r)
}

// appendBcrypt appends what a password is stored as.
func appendBcrypt(dst []byte, r *rand.Rand) []byte {
	return appendToken(append(dst, "$2b$12$"...), 53, bcrypt64, r)
}
