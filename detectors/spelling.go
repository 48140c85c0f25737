package detectors

import (
	"strings"
	"unicode/utf8"
)

// A spelling is the digits of a number, and X at its end, whatever people write
// between them. It is for values that a name says something of: elsewhere two
// numbers would become one.
type spelling struct {
	text [20]byte
	n    int
}

// spell reads a value that is digits, Chinese ones among them, with blanks,
// hyphens, brackets and those marks between; n is 0 where it is something else.
func spell(v []byte, marks string) (d spelling) {
	for p := 0; p < len(v); {
		c, size := v[p], 1
		if c >= 0x80 {
			var r rune
			if r, size = utf8.DecodeRune(v[p:]); !chineseDigit(&c, r) {
				return spelling{}
			}
		}
		switch {
		case c-'0' <= 9, c|0x20 == 'x' && p == len(v)-1 && d.n > 0:
			if d.n == len(d.text) {
				return spelling{}
			}
			d.text[d.n] = c
			d.n++
		case c == '.' && zeros(v[p+1:]): // as pandas leaves it
			return d
		case c == ' ', c == '\t', c == '-', c == '(', c == ')', c == '+' && d.n == 0:
		default:
			if strings.IndexByte(marks, c) < 0 || d.n == 0 || p == len(v)-1 {
				return spelling{}
			}
		}
		p += size
	}
	return d
}

// digits are those that were read.
func (d *spelling) digits() []byte { return d.text[:d.n] }

// chineseDigit is the digit that a character stands for, also 幺, which is said for
// 一 on the telephone.
func chineseDigit(digit *byte, r rune) bool {
	switch r {
	case '〇', '零', '○':
		*digit = '0'
	case '一', '幺':
		*digit = '1'
	case '二':
		*digit = '2'
	case '三':
		*digit = '3'
	case '四':
		*digit = '4'
	case '五':
		*digit = '5'
	case '六':
		*digit = '6'
	case '七':
		*digit = '7'
	case '八':
		*digit = '8'
	case '九':
		*digit = '9'
	default:
		return false
	}
	return true
}
