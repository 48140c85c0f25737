package detectors

import "bytes"

// Fixed-line number, 固定电话 (MIIT numbering plan).
//
//	0 10 - 6200 0000 - 801
//	│ │    │           └ extension: also 转801, ext 801
//	│ │    └──────────── 7 or 8 digits, as the area has; from 2 to 8 on
//	│ └───────────────── area, 2 or 3 digits
//	└─────────────────── trunk prefix, which +86 takes the place of
//
// Written (0755)20000000, 021 6000 0000, +86 10 6200 0000. It takes a separator
// after the area: without one, and without an area, digits are a number by
// their name only, as 8 digits are dates, invoices and serial numbers more
// often. There is no check digit.
//
// Confused with dates (2024-01-15), numbers of service (400-800-8000), and part
// numbers with hyphens, of which few have an area with locals of that length. A
// company's switchboard has such a number too.
//
// Source: identifiers.md §6.3, Appendix A.
var _ = register(detector{
	Info: Info{
		Name: "cn_landline", Title: "Fixed-line number", TitleZH: "固定电话", Level: "L3", Sensitive: Sensitive{Policy: true},
		// 328 areas of some 10^7 numbers each.
		Space: 7e9,
	},
	rule: rule{chance: 0.001},
	words: `landline fixed_line fixed_phone home_phone home_tel office_phone office_tel work_phone fax fax_no fax_number
		tel tel_no telephone telephone_no dh dhhm
		固话 固定电话 座机 座机号 座机号码 家庭电话 办公电话 单位电话 住宅电话 传真 传真号 传真号码
		电话 电话号码`,
	near:  "电话 座机 固话 传真 联系 致电 tel phone fax",
	form:  landlineForm,
	runs:  []shape{{digitRun, 2, 4, " -)"}},
	find:  landlineIn,
	whole: landlineWhole,
})

// A landline is a fixed-line number that was read.
type landline struct {
	from, to  int
	area      []byte // without the 0
	local     [8]byte
	n         int // digits of local
	extension []byte
}

func landlineIn(_ *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	l, ok := readLandline(b, s, e)
	if !ok {
		return 0, 0, 0
	}
	return l.from, l.to, Shaped
}

// readLandline reads a number that begins with the run of digits b[s:e].
func readLandline(b []byte, s, e int) (l landline, ok bool) {
	l.from = s
	country := false
	switch run := b[s:e]; {
	case len(run) >= 3 && run[0] == '0' && run[1] != '0':
		run = run[1:]
		l.area = run
	case string(run) == "86", string(run) == "0086": // 86-10-62000000
		country = true
		p := blanks(b, e)
		if e = digitsTo(b, p); e-p < 2 {
			return l, false
		}
		if b[p] == '0' {
			p++
		}
		l.area = b[p:e]
	default:
		return l, false
	}
	lengths := areaLocals(l.area)
	if lengths == 0 || s > 0 && (b[s-1] == '-' || b[s-1] == '.') {
		return l, false
	}
	if s > 0 && b[s-1] == '+' {
		if !country {
			return l, false
		}
		l.from--
	}
	if l.from > 0 && b[l.from-1] == '(' && e < len(b) && b[e] == ')' {
		l.from--
	}
	p := blanks(b, e)
	if p == e {
		return l, false
	}
	if l.to = l.readLocal(b, p); l.to == 0 || lengths&(1<<l.n) == 0 || l.local[0] < '2' || l.local[0] > '8' {
		return l, false
	}
	return l, l.readExtension(b)
}

// readLocal reads the digits after the area, in one run or in two of which the
// second has four.
func (l *landline) readLocal(b []byte, p int) (end int) {
	e := digitsTo(b, p)
	if l.n = e - p; l.n > 8 || l.n < 3 {
		return 0
	}
	copy(l.local[:], b[p:e])
	if l.n <= 4 && e < len(b) && (b[e] == ' ' || b[e] == '-') {
		second := digitsTo(b, e+1)
		if second-e-1 != 4 {
			return 0
		}
		l.n += copy(l.local[l.n:], b[e+1:second])
		e = second
	}
	return e
}

// readExtension reads what may follow, and reports whether the number may end
// there.
func (l *landline) readExtension(b []byte) bool {
	const longest = 6
	rest := b[l.to:]
	if len(rest) == 0 {
		return true
	}
	n := 0
	for _, sign := range []string{"-", "转", " 转", "转接", "分机", "ext.", "ext", " ext. ", " ext.", " ext ", " ext", "x", "#"} {
		if len(sign) > n && hasFold(rest, sign) && len(rest) > len(sign) && kinds[rest[len(sign)]] == kindDigit {
			n = len(sign)
		}
	}
	if n > 0 {
		if e := digitsTo(rest, n); e-n <= longest && !(e < len(rest) && (isAlnum(rest[e]) || rest[e] == '-')) {
			l.extension = rest[n:e]
			l.to += e
			return true
		}
		return rest[0] != '-' && rest[0] != 'x'
	}
	return !isAlnum(rest[0]) && !(rest[0] == '.' && len(rest) > 1 && kinds[rest[1]] == kindDigit)
}

// blanks is where digits go on after a separator, or two: ") " and " - ".
func blanks(b []byte, p int) int {
	for n := 0; n < 3 && p < len(b) && (b[p] == ' ' || b[p] == '-' || b[p] == ')' || b[p] == '('); n++ {
		p++
	}
	return p
}

// digitsTo is where the digits end that begin at p.
func digitsTo(b []byte, p int) int {
	for p < len(b) && kinds[b[p]] == kindDigit {
		p++
	}
	return p
}

// landlineWhole judges a value that a name calls a telephone: in groups, or in
// digits with the area, or, as integers lose it, without its 0, or the local
// number alone.
func landlineWhole(_ *knowledge, v []byte) Grade {
	if l, ok := parseLandline(v); ok && l.n > 0 {
		return Shaped
	}
	return 0
}

// parseLandline reads a number that is all of a value.
func parseLandline(v []byte) (l landline, ok bool) {
	v = national(v)
	if !allDigits(v) {
		s := len(v) - len(bytes.TrimLeft(v, "+("))
		l, ok = readLandline(v, s, digitsTo(v, s))
		return l, ok && l.from == 0 && l.to == len(v)
	}
	digits := bytes.TrimPrefix(v, []byte("0"))
	for n := 2; n <= 3 && n < len(digits); n++ {
		local := digits[n:]
		if len(local) <= 8 && areaLocals(digits[:n])&(1<<len(local)) != 0 && local[0] >= '2' && local[0] <= '8' {
			l.area = digits[:n]
			l.n = copy(l.local[:], local)
			return l, true
		}
	}
	if len(v) != 7 && len(v) != 8 || v[0] < '2' || v[0] > '8' || !varied(v) && v[0] == v[1] && v[1] == v[2] {
		return l, false
	}
	l.n = copy(l.local[:], v)
	return l, true
}

// national is a number in digits without the +86, 86 or 0086 before it, and without the
// point that registries of domains put there (RFC 5733).
func national(v []byte) []byte {
	const shortest = 10 // of area and local number
	rest := bytes.TrimPrefix(bytes.TrimPrefix(v, []byte("+")), []byte("00"))
	rest, ok := bytes.CutPrefix(rest, []byte("86"))
	if rest = bytes.TrimPrefix(rest, []byte(".")); ok && len(rest) >= shortest && allDigits(rest) {
		return rest
	}
	return v
}

// landlineForm is 010-62000000-801, or the local number where that is all.
func landlineForm(dst, v []byte) ([]byte, bool) {
	v = innerText(v)
	if len(v) < 7 {
		return dst, false
	}
	l, ok := parseLandline(v)
	if !ok {
		return dst, false
	}
	if len(l.area) > 0 {
		dst = append(append(append(dst, '0'), l.area...), '-')
	}
	dst = append(dst, l.local[:l.n]...)
	if len(l.extension) > 0 {
		dst = append(append(dst, '-'), l.extension...)
	}
	return dst, true
}

// areaLocals says how many digits the numbers of an area have, a bit for each
// length; 0 for what is no area.
func areaLocals(area []byte) uint16 {
	switch {
	case len(area) == 2 && area[0] <= '2', len(area) == 3 && area[0] >= '3':
		return areas[number(area)]
	}
	return 0
}

// areas are the areas by number, 010 as 10 and 0755 as 755. Lists and ranges,
// of those with numbers of 8 digits, of 7, and of either.
var areas = func() (t [1000]uint16) {
	for list, lengths := range map[string]uint16{
		`10 20-25 27-29 311 371 377 379 411 431 432 451 510-519 523 527 531 532 551 571 573-577 579 591 595 731 755 757 760 769 791
			851 871 898`: 1 << 8,
		`433 435 754`: 1<<7 | 1<<8,
		`310 312-319 335 349 350-359 370 372-376 378 391-398 410 412-419 421 427 429 434 436-439 452-459 464 467-469 470-479 482 483
			530 533-539 543 546 550 552-559 561-566 570 572 578 580 592-594 596-599 631-635 660 662 663 668 691 692 701 710-719
			722 724 728 730 734-739 743-746 750-753 756 758 759 762 763 766 768 770-779 790 792-799 812 813 816-818 825-827
			830-839 852-859 870 872-879 883 886-888 891-897 901-903 906 908 909 911-917 919 930-939 941 943 951-955 970-977 979
			990-993 995-999`: 1 << 7,
	} {
		for _, span := range bytes.Fields([]byte(list)) {
			first, last, ok := bytes.Cut(span, []byte("-"))
			if !ok {
				last = first
			}
			for n := number(first); n <= number(last); n++ {
				t[n] = lengths
			}
		}
	}
	return t
}()
