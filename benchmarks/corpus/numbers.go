package corpus

import "math/rand/v2"

// The numbers of money, companies, cars and telephones follow the standards
// that name them, and are nobody's: their serials are zeros but for the last
// digits.

// A bin is how an issuer's cards begin, and how long they are.
type bin struct {
	start  string
	digits int
	bank   string
}

var bins = []bin{
	{"622202", 19, "工商银行"}, {"622208", 19, "工商银行"}, {"621226", 19, "工商银行"},
	{"622848", 19, "农业银行"}, {"622845", 19, "农业银行"}, {"621336", 19, "农业银行"},
	{"621700", 19, "建设银行"}, {"622700", 19, "建设银行"}, {"436742", 19, "建设银行"},
	{"621661", 19, "中国银行"}, {"621660", 19, "中国银行"},
	{"622258", 17, "交通银行"}, {"622588", 16, "招商银行"}, {"621483", 16, "招商银行"},
	{"622690", 16, "中信银行"}, {"622908", 18, "兴业银行"}, {"621098", 19, "邮储银行"},
}

// appendCard appends a card of the bin.
func appendCard(dst []byte, b *bin, r *rand.Rand) []byte {
	body := len(dst)
	dst = append(dst, b.start...)
	dst = digits(dst, r.Int64N(100_000), b.digits-len(b.start)-1)
	return append(dst, luhn(dst[body:]))
}

// appendAccount appends an account of a company, which no rule describes.
func appendAccount(dst []byte, r *rand.Rand) []byte {
	dst = append(dst, [...]string{"11001", "31050", "44032"}[r.IntN(3)]...)
	return digits(dst, r.Int64N(1_000_000), 15)
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// appendUSCC appends a company's code in a district: GB 32100, and GB 11714 in
// its body.
func appendUSCC(dst []byte, p *place, r *rand.Rand) []byte {
	start := len(dst)
	dst = append(dst, [...]string{"91", "91", "91", "92"}[r.IntN(4)]...)
	dst = append(dst, p.code...)
	dst = append(dst, "MA0000"...)
	dst = append(dst, usccAlphabet[r.IntN(31)], usccAlphabet[r.IntN(31)])
	dst = append(dst, orgCheck(dst[start+8:]))
	return append(dst, usccCheck(dst[start:]))
}

// orgCheck is the last character of an organisation code of which b holds the
// first eight: GB 11714-1997.
func orgCheck(b []byte) byte {
	sum := 0
	for i, w := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += base36(b[i]) * w
	}
	switch c := 11 - sum%11; c {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + c)
	}
}

// usccCheck is the last character of a credit code of which b holds the first
// seventeen: GB 32100-2015, modulo 31.
func usccCheck(b []byte) byte {
	sum, weight := 0, 1
	for _, c := range b[:17] {
		for i := range len(usccAlphabet) {
			if usccAlphabet[i] == c {
				sum += i * weight
			}
		}
		weight = weight * 3 % 31
	}
	return usccAlphabet[(31-sum%31)%31]
}

// appendRegistration appends the number that companies had before: GS 15-2006.
func appendRegistration(dst []byte, p *place, r *rand.Rand) []byte {
	start := len(dst)
	dst = digits(append(dst, p.code...), r.Int64N(10_000), 8)
	return append(dst, registrationCheck(dst[start:]))
}

// registrationCheck is the last digit of a registration of which b holds the
// first fourteen: ISO 7064 MOD 11,10.
func registrationCheck(b []byte) byte {
	p := 10
	for _, c := range b[:14] {
		s := (p + int(c-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return byte('0' + (11-p)%10)
}

// base36 is the value of a digit or capital.
func base36(c byte) int {
	if c >= 'A' {
		return int(c-'A') + 10
	}
	return int(c - '0')
}

// plateLetters are those of serials: no I, no O.
const plateLetters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// provinces are the characters of plates.
var provinces = []rune("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新")

// appendPlate appends a number plate; one in four is that of an electric car.
func appendPlate(dst []byte, r *rand.Rand) []byte {
	dst = append(dst, string(provinces[r.IntN(len(provinces))])...)
	dst = append(dst, "ABCDEFGHJKLMN"[r.IntN(13)])
	if r.IntN(4) == 0 {
		dst = append(dst, "DF"[r.IntN(2)], plateLetters[r.IntN(34)])
		return digits(dst, r.Int64N(100), 4)
	}
	return append(dst, '0', '0', '0', plateLetters[r.IntN(34)], plateLetters[r.IntN(34)])
}

// appendVIN appends the number of a car: ISO 3779 with the check of GB 16735.
func appendVIN(dst []byte, r *rand.Rand) []byte {
	start := len(dst)
	dst = append(dst, [...]string{"LSV", "LFV", "LGB", "LHG", "LVS"}[r.IntN(5)]...)
	dst = append(dst, "AA0000"...) // the last is the check digit's place
	dst = append(dst, "ABCDEFGHJKLMNPRS"[r.IntN(16)], "ABCDEFGH"[r.IntN(8)])
	dst = digits(dst, r.Int64N(10_000), 6)
	dst[start+8] = vinCheck(dst[start:])
	return dst
}

// vinValues are what letters count for, from A; 0 is a letter not used.
const vinValues = "12345678012345070923456789"

func vinCheck(b []byte) byte {
	sum := 0
	for i, w := range [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		v := int(b[i] - '0')
		if b[i] >= 'A' {
			v = int(vinValues[b[i]-'A'] - '0')
		}
		sum += v * w
	}
	return "0123456789X"[sum%11]
}

// appendPassport appends the number of an ordinary passport.
func appendPassport(dst []byte, r *rand.Rand) []byte {
	switch r.IntN(4) {
	case 0:
		return digits(append(dst, 'G'), r.Int64N(10_000), 8)
	case 1:
		return digits(append(dst, 'E', "ABCDEFGHJK"[r.IntN(10)]), r.Int64N(10_000), 7)
	}
	return digits(append(dst, 'E'), r.Int64N(10_000), 8)
}

// areas are codes of cities with local numbers of eight digits, and of others,
// where they have seven.
var areas = []struct {
	code  string
	local int
}{
	{"010", 8}, {"021", 8}, {"022", 8}, {"024", 8}, {"025", 8}, {"027", 8}, {"028", 8}, {"029", 8}, {"0571", 8}, {"0755", 8},
	{"0532", 8}, {"0310", 7}, {"0533", 7}, {"0550", 7}, {"0716", 7}, {"0837", 7}, {"0937", 7},
}

// appendLandline appends a fixed telephone's number.
func appendLandline(dst []byte, r *rand.Rand) []byte {
	a := &areas[r.IntN(len(areas))]
	dst = append(append(dst, a.code...), '-', byte('2'+r.IntN(7)))
	return digits(dst, r.Int64N(1000), a.local-1)
}

// appendQQ appends a number longer than any that was given.
func appendQQ(dst []byte, r *rand.Rand) []byte {
	return digits(append(dst, "9000"...), r.Int64N(10_000_000), 7)
}
