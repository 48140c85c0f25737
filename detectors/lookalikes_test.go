package detectors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// Columns of every kind in the tables of identifiers.md §10.1 and §10.2, under
// a name that tells and under one that means nothing: what each is taken for.
func TestLookalikes(t *testing.T) {
	for _, c := range []struct {
		about   string
		gen     func(*rand.Rand, int) string
		class   string // of the column
		name    string // that tells
		unnamed string // verdict and class under c1; "" for as under the name
	}{
		// 15 digits.
		{"random digits", randomDigits(15), "", "n", "unknown unknown"},
		{"IMEI of reporting body 35", imei("35"), "imei", "imei", ""},
		{"IMEI of reporting body 86", imei("86"), "imei", "device_imei", ""},
		{"IMSI", imsi, "imsi", "imsi", ""},
		{"identity numbers of 15 digits", identity15, "cn_id15", "sfzh", ""},
		{"business registrations", bizreg, "cn_bizreg15", "注册号", ""},
		{"business registrations under another's name", bizreg, "cn_bizreg15", "imei", ""},
		{"waybills of 15 digits", counting("43", 15), "", "serial", "unknown unknown"},
		// 18 characters.
		{"random digits of 18", randomDigits(18), "", "n", "unknown unknown"},
		{"times and serial numbers", timed, "", "trade_serial", "unknown unknown"},
		{"region, date and serial number", contract, "", "contract_no", "unknown unknown"},
		{"region, date and serial number under another's name", contract, "", "uscc", "unknown unknown"},
		{"snowflakes", counting("178", 18), "", "row_key", "unknown unknown"},
		{"identity numbers", identity, "cn_id18", "sfzh", ""},
		{"identity numbers under another's name", identity, "cn_id18", "uscc", ""},
		{"unified codes of digits", usccOf("0123456789"), "cn_uscc", "信用代码", ""},
		{"unified codes", usccOf(usccSymbols), "cn_uscc", "tyshxydm", ""},
		{"unified codes under another's name", usccOf(usccSymbols), "cn_uscc", "id_no", ""},
	} {
		if _, ok := ClassOf(c.class); !ok && c.class != "" {
			t.Errorf("%s: no detector of %s", c.about, c.class)
		}
		for _, named := range []bool{true, false} {
			name, want := "c1", c.unnamed
			if named {
				name = c.name
			}
			if want == "" {
				want = "is " + c.class
			}
			t.Run(c.about+" as "+name, func(t *testing.T) {
				got := tallied(leafOf(name, columns.Text), generate(3000, c.gen)).Classify()
				if have := string(got.Verdict) + " " + got.Class; have != want {
					t.Errorf("got %s (%s), want %s", have, got.Why, want)
				}
			})
		}
	}
}

// A handful of values that are right in several ways: the name decides, and
// then what does least harm.
func TestTies(t *testing.T) {
	both := func(gen func(*rand.Rand, int) string, also check) []string {
		var list []string
		for _, v := range generate(4000, gen) {
			if also(known(), []byte(v)) == Checked {
				list = append(list, v)
			}
		}
		return list[:8]
	}
	persons := both(identity15, bizreg15) // and registrations
	for _, c := range []struct{ name, want string }{
		{"注册号", "is cn_bizreg15"}, {"sfzh", "is cn_id15"}, {"c1", "is cn_id15"},
	} {
		if _, ok := ClassOf("cn_id15"); !ok && strings.HasSuffix(c.want, "cn_id15") {
			continue
		}
		got := tallied(leafOf(c.name, columns.Text), persons).Classify()
		if have := string(got.Verdict) + " " + got.Class; have != c.want {
			t.Errorf("under %s: got %s (%s), want %s", c.name, have, got.Why, c.want)
		}
	}
}

// What is said of a column that only looks like persons.
func TestLookalikesWhy(t *testing.T) {
	got := tallied(leafOf("case_key", columns.Text), generate(3000, contract)).Classify()
	if want := "shaped like cn_id18, but the check digit is right as often as by chance"; !strings.Contains(got.Why, want) {
		t.Errorf("why: %q, want %q", got.Why, want)
	}
}

// Keys of objects in addresses of pages are hexadecimal, and some of them happen
// to be digits of a card: no more than chance has, and they are none. More than
// that are cards, and so are those that stand where nothing is hexadecimal.
func TestHexadecimalNumbers(t *testing.T) {
	page := func(tail string) string { return "https://oss.example.com/cert/" + tail + ".pdf" }
	hexadecimal := func(n int) func(*rand.Rand, int) string {
		return func(r *rand.Rand, _ int) string {
			return page(fmt.Sprintf("%016x", r.Uint64())[:n])
		}
	}
	words := func(_ *rand.Rand, i int) string { return page(fmt.Sprintf("certificate-of-%d", i)) }
	for _, c := range []struct {
		about string
		gen   func(*rand.Rand, int) string
		cards int
		want  string
	}{
		{"none", hexadecimal(16), 0, "is url"},
		{"as many as by chance", hexadecimal(16), 2, "is url"},
		{"more than by chance", hexadecimal(16), 6, "contains bank_card"},
		{"among shorter numbers", hexadecimal(12), 2, "contains bank_card"},
		{"among words", words, 2, "contains bank_card"},
	} {
		for _, name := range []string{"c1", "document_url"} {
			t.Run(c.about+" as "+name, func(t *testing.T) {
				values := generate(20_000, c.gen)
				for i, v := range generate(c.cards, card("621", 16)) {
					values[1+i] = page(v)
				}
				got := tallied(leafOf(name, columns.Text), values).Classify()
				if have := string(got.Verdict) + " " + got.Class; have != c.want {
					t.Errorf("got %s (%s), want %s", have, got.Why, c.want)
				}
			})
		}
	}
}

func randomDigits(n int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = '0' + byte(r.IntN(10))
		}
		return string(b)
	}
}

// counting are n digits that begin so and go up.
func counting(start string, n int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		return fmt.Sprintf("%s%0*d", start, n-len(start), 5_000_000+3*i+r.IntN(3))
	}
}

func timed(r *rand.Rand, i int) string {
	return birth(r).AddDate(130, 0, 0).Format("20060102150405") + fmt.Sprintf("%04d", i%10000)
}

// luhnDigit is the digit that makes n pass.
func luhnDigit(n string) string {
	for d := range 10 {
		if s := fmt.Sprint(n, d); luhn([]byte(s)) {
			return s
		}
	}
	panic("one of ten passes")
}

// imei has a model of zeros, which nobody makes.
func imei(body string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		return luhnDigit(fmt.Sprintf("%s0000%02d%06d", body, r.IntN(100), r.IntN(1e6)))
	}
}

func imsi(r *rand.Rand, _ int) string {
	return []string{"46000", "46001", "46002", "46003", "46007", "46011", "46015"}[r.IntN(7)] + fmt.Sprintf("%010d", r.IntN(1e6))
}

func identity15(r *rand.Rand, _ int) string {
	return counties[r.IntN(len(counties))] + birth(r).Format("060102") + fmt.Sprintf("%03d", r.IntN(996))
}

func bizreg(r *rand.Rand, _ int) string {
	b := counties[r.IntN(len(counties))] + fmt.Sprintf("%d%07d", r.IntN(10), r.IntN(1e7))
	for d := range 10 {
		if s := fmt.Sprint(b, d); bizreg15(known(), []byte(s)) == Checked {
			return s
		}
	}
	panic("one of ten passes")
}

const usccSymbols = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccOf is a company's code of which the body has such symbols.
func usccOf(symbols string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		b := "91" + counties[r.IntN(len(counties))]
		for range 8 {
			b += string(symbols[r.IntN(len(symbols))])
		}
		for _, c := range "0123456789X" {
			if organisation([]byte(b[8:] + string(c))) {
				b += string(c)
				break
			}
		}
		sum, weight := 0, 1
		for _, c := range b {
			sum += weight * strings.IndexRune(usccSymbols, c)
			weight = weight * 3 % 31
		}
		return b + string(usccSymbols[(31-sum%31)%31])
	}
}
