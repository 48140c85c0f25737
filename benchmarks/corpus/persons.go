package corpus

import (
	"math/rand/v2"
	"strconv"
	"time"
	"unicode/utf8"
)

// A person is invented: number says who, and the seed what they are.
type person struct {
	number int64
	home   *place
	birth  time.Time
	id     [18]byte
	mobile [11]byte
	name   [3]uint8 // surname, and one or two syllables of a given name
	female bool
}

var (
	surnames  = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
	syllables = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英")
)

// prefixes are network codes of mobile numbers, the common ones more often.
var prefixes = []string{
	"130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "135", "136", "137", "138", "139",
	"150", "151", "152", "153", "155", "156", "157", "158", "159", "150", "158", "159",
	"180", "181", "182", "183", "184", "185", "186", "187", "188", "189", "186", "187", "188", "189",
	"145", "147", "149", "162", "165", "166", "167", "170", "171", "172", "173", "175", "176", "177", "178",
	"190", "191", "192", "193", "195", "196", "197", "198", "199",
}

// minors is how many people there are for each child.
const minors = 32

// someone returns the person of that number.
func someone(seed uint64, number int64) person {
	var src rand.PCG
	src.Seed(seed^0x70656f706c65, mix(uint64(number)))
	d := rand.New(&src)
	p := person{number: number, home: &places[d.IntN(len(places))], female: d.IntN(2) == 0}
	code := p.home.code
	if d.IntN(minors) == 0 {
		code = abolished[d.IntN(len(abolished))]
		p.birth = time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.IntN(6*365))
	} else {
		p.birth = time.Date(1880, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, d.IntN(31*365))
	}
	sequence := d.IntN(500)*2 + 1 // odd for men
	if p.female {
		sequence--
	}
	b := append(p.id[:0], code...)
	b = p.birth.AppendFormat(b, "20060102")
	b = digits(b, int64(sequence), 3)
	p.id[17] = check(b)
	block0(p.mobile[:0], d)
	p.name = [3]uint8{uint8(d.IntN(len(surnames))), uint8(d.IntN(len(syllables))), uint8(d.IntN(len(syllables) + 8))}
	return p
}

// block0 appends a mobile number whose block is 0000: a placeholder.
func block0(dst []byte, d *rand.Rand) []byte {
	dst = append(dst, prefixes[d.IntN(len(prefixes))]...)
	dst = append(dst, "0000"...)
	return digits(dst, int64(d.IntN(10000)), 4)
}

// appendName appends two or three characters.
func (p *person) appendName(dst []byte) []byte {
	dst = utf8.AppendRune(dst, surnames[p.name[0]])
	dst = utf8.AppendRune(dst, syllables[p.name[1]])
	if int(p.name[2]) < len(syllables) {
		dst = utf8.AppendRune(dst, syllables[p.name[2]])
	}
	return dst
}

// appendPin appends the name of an account, one for each number.
func (p *person) appendPin(dst []byte) []byte {
	dst = append(dst, "jd_"...)
	h := strconv.AppendUint(nil, mix(uint64(p.number)), 36)
	return append(dst, h...)
}

// appendAddress appends an address of the person's district: no road has a
// house of that number.
func (p *person) appendAddress(dst []byte, d *rand.Rand) []byte {
	dst = append(dst, p.home.province...)
	dst = append(dst, p.home.city...)
	dst = append(dst, p.home.district...)
	dst = append(dst, roads[d.IntN(len(roads))]...)
	dst = strconv.AppendInt(dst, int64(9001+d.IntN(999)), 10)
	dst = append(dst, "号"...)
	if d.IntN(4) > 0 {
		dst = append(dst, estates[d.IntN(len(estates))]...)
		dst = strconv.AppendInt(dst, int64(1+d.IntN(40)), 10)
		dst = append(dst, "号楼"...)
		dst = strconv.AppendInt(dst, int64(1+d.IntN(6)), 10)
		dst = append(dst, "单元"...)
		dst = strconv.AppendInt(dst, int64((1+d.IntN(30))*100+1+d.IntN(4)), 10)
		dst = append(dst, "室"...)
	}
	return dst
}

// check is the last character of an identity number of which b holds the first
// 17: ISO 7064 MOD 11-2, as GB 11643-1999 has it.
func check(b []byte) byte {
	sum := 0
	for i, c := range b[:17] {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11]
}

// luhn is the digit that makes b and it pass ISO/IEC 7812's check.
func luhn(b []byte) byte {
	sum := 0
	for i := range b {
		n := int(b[len(b)-1-i] - '0')
		if i%2 == 0 {
			n *= 2
			n = n/10 + n%10
		}
		sum += n
	}
	return byte('0' + (10-sum%10)%10)
}

// appendIMEI appends a device number of a type code that nobody was given.
func appendIMEI(dst []byte, d *rand.Rand) []byte {
	body := len(dst)
	dst = append(dst, [...]string{"35", "86", "01", "99"}[d.IntN(4)]...)
	dst = append(dst, "000000"...)
	dst = digits(dst, int64(d.IntN(1_000_000)), 6)
	return append(dst, luhn(dst[body:]))
}

// digits appends n in exactly width digits.
func digits(dst []byte, n int64, width int) []byte {
	for range width {
		dst = append(dst, '0')
	}
	for i := len(dst) - 1; width > 0; width-- {
		dst[i] = byte('0' + n%10)
		n /= 10
		i--
	}
	return dst
}
