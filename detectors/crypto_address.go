package detectors

import "crypto/sha256"

// Address of a cryptocurrency, 加密货币地址.
//
//	1… 3…                  Bitcoin, base 58: version, 20 bytes, and the first 4
//	                       bytes of SHA-256 of SHA-256 of them
//	T…                     Tron, the same
//	bc1…                   Bitcoin since 2017 (BIP 173, BIP 350): base 32, the
//	                       last 6 characters a BCH code
//	0x and 40 hex digits   Ethereum: no check digit unless capitals are one
//
// The codes are so long that no other text passes. Ethereum's addresses look
// like hashes with 0x before them: of 40 digits few are anything else.
//
// Source: identifiers.md §12.
var _ = register(detector{
	Info: Info{
		Name: "crypto_address", Title: "Address of a cryptocurrency", TitleZH: "加密货币地址", Level: "L3",
		Sensitive: Sensitive{Policy: true},
	},
	rule: rule{chance: 1e-9, plain: never},
	words: `btc_address bitcoin_address eth_address ethereum_address wallet_address crypto_address trx_address tron_address
		钱包地址`,
	near:  "bitcoin btc eth usdt tron wallet 钱包",
	form:  cryptoForm,
	runs:  []shape{{mixedRun, 26, 35, ""}, {mixedRun, 42, 42, ""}, {mixedRun, 62, 62, ""}},
	check: func(_ *knowledge, b []byte) Grade { return cryptoAddress(b) },
})

func cryptoAddress(b []byte) Grade {
	switch {
	case len(b) <= 35:
		if (b[0] == '1' || b[0] == '3' || b[0] == 'T') && base58Checked(b) {
			return Checked
		}
	case b[0] == '0' && b[1]|0x20 == 'x':
		if len(b) == 42 && hexOnly(b[2:]) && varied(b[2:]) {
			return Shaped
		}
	case string(b[:3]) == "bc1" && bech32(b[3:]):
		return Checked
	}
	return 0
}

const (
	base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	base32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
)

// places are where characters stand in an alphabet, and one; 0 of those that do
// not.
func places(alphabet string) (t [256]uint8) {
	for i := range alphabet {
		t[alphabet[i]] = uint8(i + 1)
	}
	return t
}

var base58Places, base32Places = places(base58), places(base32)

// base58Checked reports whether b is 25 bytes to the base 58, of which the last
// four are right, and the first is the version that the first character says.
func base58Checked(b []byte) bool {
	var n [25]byte
	for _, c := range b {
		carry := int(base58Places[c]) - 1
		if carry < 0 {
			return false
		}
		for i := len(n) - 1; i >= 0; i-- {
			carry += int(n[i]) * 58
			n[i] = byte(carry)
			carry >>= 8
		}
		if carry > 0 {
			return false
		}
	}
	version := byte(0)
	switch b[0] {
	case '3':
		version = 5
	case 'T':
		version = 65
	}
	if n[0] != version {
		return false
	}
	once := sha256.Sum256(n[:21])
	twice := sha256.Sum256(once[:])
	return string(twice[:4]) == string(n[21:])
}

// bech32 reports whether the part after bc1 has a right code, of either
// constant. Programs write small letters only.
func bech32(b []byte) bool {
	sum := uint32(1)
	for _, v := range [5]uint32{3, 3, 0, 2, 3} { // of the part before 1: upper bits, 0, lower bits
		sum = bech32Step(sum, v)
	}
	for _, c := range b {
		v := base32Places[c]
		if v == 0 {
			return false
		}
		sum = bech32Step(sum, uint32(v-1))
	}
	return sum == 1 || sum == 0x2bc830a3
}

// bech32Step is one character's part in the code.
func bech32Step(sum, v uint32) uint32 {
	top := sum >> 25
	sum = sum&0x1ffffff<<5 ^ v
	for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 != 0 {
			sum ^= g
		}
	}
	return sum
}

// cryptoForm is the address, of hexadecimal ones in small letters.
func cryptoForm(dst, v []byte) ([]byte, bool) {
	start, end := trimmed(v)
	v = v[start:end]
	if len(v) == 0 || wholeRun(v) != mixedRun || len(v) < 26 || cryptoAddress(v) == 0 {
		return dst, false
	}
	from := len(dst)
	dst = append(dst, v...)
	if v[0] == '0' {
		for i, c := range dst[from:] {
			if kinds[c] == kindLetter {
				dst[from+i] = c | 0x20
			}
		}
	}
	return dst, true
}
