package detectors

import "bytes"

// versionOctet is from where on a number is none that versions count to. Not
// lower: 10.0.45 exists. Not higher: of addresses, one in 25 has both of its
// last two numbers below it, and half of them would have below 180.
const versionOctet = 50

// dotted tells numbers with points between them, three at least: versions, and
// network addresses, which of four numbers up to 255 have one of the last two
// that no version reaches.
//
//	4.18.0.25    v1.2.3-beta    192.0.2.101
//	└ version    └ version      └ address
func dotted(form []byte) flags {
	rest := form
	if len(rest) > 1 && rest[0]|0x20 == 'v' {
		rest = rest[1:]
	}
	count, octets, high := 0, true, false
	for {
		n := 0
		for n < len(rest) && kinds[rest[n]] == kindDigit {
			n++
		}
		if n == 0 || n > 9 {
			return 0
		}
		count++
		value := number(rest[:n])
		octets = octets && value <= 255
		high = high || count > 2 && value >= versionOctet
		if rest = rest[n:]; len(rest) == 0 || rest[0] != '.' {
			break
		}
		rest = rest[1:]
	}
	switch {
	case count < 3 || len(rest) > 0 && rest[0] != '-' && rest[0] != '+':
		return 0
	case count == 4 && len(rest) == 0 && octets && high:
		return lookVersion | lookOctets
	}
	return lookVersion
}

// withAddress tells text with a network address in it that no version is. Not behind a
// stroke: programs write their versions there, and a page may be at its address.
func withAddress(form []byte) flags {
	for p := 1; p+1 < len(form); p++ {
		if form[p] != '.' {
			continue
		}
		from, to, g := ipv4In(nil, form, p, 0)
		if g == 0 {
			continue
		}
		version := from > 0 && form[from-1] == '/' && !bytes.HasSuffix(form[:from], []byte("://"))
		if !version && dotted(form[from:to])&lookOctets != 0 {
			return lookOctets
		}
		p = to
	}
	return 0
}
