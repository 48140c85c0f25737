package detectors

import "encoding/binary"

// Resident identity number, 公民身份号码 (GB 11643-1999).
//
//	110105 19491231 002 X
//	│      │        │   └ check character, ISO 7064 MOD 11-2
//	│      │        └──── sequence; odd for men
//	│      └───────────── birth, yyyymmdd
//	└──────────────────── region of registration (GB/T 2260) when it was issued
//
// Regions change and numbers do not: any code since 1980 will do. 810000, 820000
// and 830000 are those of residence permits, which are a class of their own.
// Births go back to 1850, as the standard's own example is of 1880. Written also with x, with the
// Roman numeral Ⅹ, full-width, and in groups of 6, 8 and 4; where a name says so
// also in any groups.
//
// The number of a pupil's file, 学籍号, is G or L and the pupil's identity number: it
// is one value, and one person with what stands elsewhere without the letter.
//
// Confused with business numbers made of region, date and serial, of which one
// in eleven passes everything: only the rate in a column tells. A hit of theirs
// is Shaped where the digit is wrong, so that the rate can be counted. Numbers
// that begin with a time (20241120…) have no province, and are no hits.
//
// Source: identifiers.md §1.1, §10.2.
var cnID18 = register(detector{
	Info: Info{
		Name: "cn_id18", Title: "Resident identity number", TitleZH: "居民身份证号", Level: "L4", Sensitive: Sensitive{Policy: true},
		// 6,600 regions × 62,000 days × 1,000 sequences; the check character
		// follows. A machine of 2026 hashes all of them in days.
		Space: 4e11, Checks: true,
	},
	rule:  rule{chance: 1.0 / 11, random: 4e-7, checks: true, long: true, plain: 18},
	words: identityWords,
	near:  "身份证 证件 公民身份 idcard identity",
	form:  id18Form,
	birth: (*knowledge).birth18, year: 6,
	runs:  []shape{{digitRun, 18, 18, ""}, {mixedRun, 18, 18, ""}, {mixedRun, 19, 19, ""}, {digitRun, 6, 6, " -"}},
	leads: func(_, lead int) bool { return provinceCode[lead] },
	check: (*knowledge).id18,
	find:  id18In,
	spelt: func(k *knowledge, v []byte) Grade {
		if d := spell(v, ""); d.n == 18 {
			return k.id18(d.digits())
		}
		return 0
	},
})

func id18In(k *knowledge, b []byte, s, e int) (from, to int, g Grade) {
	number, to := eighteen(b, e-len(unlettered(b[s:e])), e)
	return s, to, k.id18(number[:])
}

// pupil judges what has not 18 characters: the number of a pupil's file or none.
func (k *knowledge) pupil(b []byte) Grade {
	if rest := unlettered(b); len(rest) == 18 {
		return k.id18(rest)
	}
	return 0
}

// unlettered is a number of 19 characters without the letter that makes it that of
// a pupil's file; others are left as they are.
func unlettered(b []byte) []byte {
	if len(b) == 19 && (upper(b[0]) == 'G' || upper(b[0]) == 'L') {
		return b[1:]
	}
	return b
}

// eighteen reads a number that is a run of 18 characters, or begins with one of 6:
// 320311 19010101 009X. It is zeros where there is none, or more behind it.
func eighteen(b []byte, s, e int) (number [18]byte, to int) {
	if e-s == len(number) {
		number, to = [18]byte(b[s:e]), e
	} else {
		for n := (groups{b: b, p: s, letterX: true}); n.next(); {
			if n.n == len(number) {
				number, to = [18]byte(n.digits[:]), n.p
				break
			}
		}
	}
	if to, ok := unbroken(b, s, to); ok {
		return number, to
	}
	return [18]byte{}, 0
}

// id18Form is 18 characters without separators, X in upper case, and for a
// number of the first generation the one that replaced it. A wrong check digit
// does not matter: whoever is given it twice should be one person.
func id18Form(dst, v []byte) ([]byte, bool) {
	d := spell(unlettered(innerText(v)), "")
	digits := d.digits()
	switch {
	case d.n == 15 && digitsOnly(digits) && digits[0] >= '1' && digits[0] <= '6' && birthOf(digits[6:], 1900):
		return longerID(dst, digits), true
	case d.n != 18:
		return dst, false
	case digits[17] > '9':
		digits[17] = 'X'
	}
	return append(dst, digits...), true
}

// id18 judges 18 letters and digits: 0 where they have not even the format.
func (k *knowledge) id18(b []byte) Grade {
	if len(b) != 18 {
		return k.pupil(b)
	}
	d := (*[18]byte)(b)
	x, y := binary.LittleEndian.Uint64(d[:8]), binary.LittleEndian.Uint64(d[8:16])
	last := d[17]
	if digitsOf(x)&digitsOf(y) != tops || d[16]-'0' > 9 || last > '9' && last|0x20 != 'x' {
		return 0
	}
	x, y = x-'0'*each, y-'0'*each
	if !provinceCode[two(b)&127] || permitRegion(b) || !k.born(d[6:14]) {
		return 0
	}
	if id18Sum(x, y, d[16]) == upper(last) {
		head := pairs(x)
		if k.divisions.region(int(head&0xff)*10000 + int(head>>16&0xff)*100 + int(head>>32&0xff)) {
			return Checked
		}
	}
	return Shaped
}

// id18Check is the check character of the 17 digits that b begins with.
func id18Check(b []byte) byte {
	d := (*[17]byte)(b)
	return id18Sum(binary.LittleEndian.Uint64(d[:8])-'0'*each, binary.LittleEndian.Uint64(d[8:16])-'0'*each, d[16])
}

// id18Sum is the same of two words of digits without their '0', and one that has
// it: times 7 9 10 5 8 4 2 1, 6 3 7 9 10 5 8 4, 2, every other digit of a word
// at once, as the highest part of a product is the sum of all.
func id18Sum(x, y uint64, last byte) byte {
	const other = 0x00ff00ff00ff00ff
	sum := int((x&other*(7<<48|10<<32|8<<16|2)+x>>8&other*(9<<48|5<<32|4<<16|1)+
		y&other*(6<<48|7<<32|10<<16|8)+y>>8&other*(3<<48|9<<32|5<<16|4))>>48) + 2*int(last-'0')
	return "10X98765432"[sum%11]
}

// pairs are the four numbers of two digits each that eight digits are.
func pairs(digits uint64) uint64 { return (digits*10 + digits>>8) & 0x00ff00ff00ff00ff }

// birth18 is the day of birth in a number, whatever separates its groups.
func (k *knowledge) birth18(hit []byte) int32 {
	if len(hit) == 18 && digitsOnly(hit[6:14]) { // as nearly all are
		return dayOf(two(hit[6:])*100+two(hit[8:]), two(hit[10:]), two(hit[12:]))
	}
	var digits [18]byte
	n := 0
	for _, c := range hit {
		if kinds[c] == kindDigit && n < len(digits) {
			digits[n] = c
			n++
		}
	}
	if n < 17 {
		return 0
	}
	return dayOf(two(digits[6:])*100+two(digits[8:]), two(digits[10:]), two(digits[12:]))
}

// born reports whether eight digits are a day of birth since 1850.
func (k *knowledge) born(b []byte) bool {
	p := pairs(binary.LittleEndian.Uint64(b) - '0'*each)
	year, month, day := int(p&0xff)*100+int(p>>16&0xff), int(p>>32&0xff), int(p>>48)
	return year >= 1850 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && int32(year*10000+month*100+day) <= k.today
}

func two(b []byte) int { return int(b[0]-'0')*10 + int(b[1]-'0') }

func daysIn(year, month int) int {
	if month == 2 && (year%4 == 0 && year%100 != 0 || year%400 == 0) {
		return 29
	}
	return [...]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

var provinceCode = func() (t [128]bool) {
	for _, c := range []int{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83} {
		t[c] = true
	}
	return t
}()
