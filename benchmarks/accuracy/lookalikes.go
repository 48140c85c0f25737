package accuracy

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"tuomin/detectors"
	"tuomin/scanners/columns"
)

// A LookAlike makes the values of a column that is nobody's, whatever it looks
// like. Row counts from 0.
type LookAlike struct {
	Name string
	make func(r *rand.Rand, row int) string
}

// LookAlikes are what lakes are full of: numbers of orders and contracts, times,
// counters, hashes, prices, versions. None of them is a class by its values, and
// under c1 … cn there is nothing else.
func LookAlikes() []LookAlike {
	all := []LookAlike{
		{"epoch seconds", func(r *rand.Rand, _ int) string { return strconv.FormatInt(moment(r).Unix(), 10) }},
		{"epoch milliseconds", func(r *rand.Rand, _ int) string { return strconv.FormatInt(moment(r).UnixMilli(), 10) }},
		{"epoch microseconds", func(r *rand.Rand, _ int) string { return strconv.FormatInt(moment(r).UnixMicro(), 10) }},
		{"times of 14 digits", func(r *rand.Rand, _ int) string { return moment(r).Format("20060102150405") }},
		{"times of 12 digits", func(r *rand.Rand, _ int) string { return moment(r).Format("200601021504") }},
		{"times of 17 digits", func(r *rand.Rand, _ int) string {
			return moment(r).Format("20060102150405") + digits(r, 3)
		}},
		{"orders that begin with a time", func(r *rand.Rand, _ int) string { return moment(r).Format("20060102150405") + digits(r, 4) }},
		{"trades of 28 digits", func(r *rand.Rand, _ int) string { return "42000" + moment(r).Format("20060102") + digits(r, 15) }},
		{"snowflakes", func(r *rand.Rand, row int) string { return strconv.FormatInt(1<<60|int64(row)<<22|r.Int64N(1<<12), 10) }},
		{"counter in 138", func(_ *rand.Rand, row int) string { return fmt.Sprintf("138%08d", 10_000_000+row) }},
		{"counter in 139, every seventh", func(_ *rand.Rand, row int) string { return fmt.Sprintf("139%08d", 7*row) }},
		{"contracts", contract},
		{"goods of 13 digits", article},
		{"prices", func(r *rand.Rand, _ int) string { return fmt.Sprintf("%d.%02d", r.IntN(100_000), r.IntN(100)) }},
		{"cents", func(r *rand.Rand, _ int) string { return strconv.Itoa(100 * r.IntN(100_000_000)) }},
		{"versions", func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(14), r.IntN(30), r.IntN(10), r.IntN(4000))
		}},
		{"micro-degrees", func(r *rand.Rand, _ int) string { return strconv.Itoa(73_000_000 + r.IntN(62_000_000)) }},
		{"goods with a letter", func(r *rand.Rand, _ int) string { return "EG"[r.IntN(2):][:1] + digits(r, 8) }},
		{"invoices", func(r *rand.Rand, _ int) string { return "26" + digits(r, 18) }},
		{"banks of 12 digits", func(r *rand.Rand, _ int) string {
			return []string{"102", "103", "104", "105"}[r.IntN(4)] + digits(r, 9)
		}},
		{"batches", func(r *rand.Rand, row int) string {
			return fmt.Sprintf("B%s-%05d", moment(r).Format("060102"), row%100_000)
		}},
		{"seats", func(r *rand.Rand, _ int) string { return fmt.Sprintf("%c%d", 'A'+r.IntN(26), 1+r.IntN(60)) }},
	}
	for n := 6; n <= 20; n++ {
		all = append(all, LookAlike{fmt.Sprintf("%d random digits", n), func(r *rand.Rand, _ int) string { return strconv.Itoa(1+r.IntN(9)) + digits(r, n-1) }})
	}
	for _, n := range []int{12, 14, 16, 32, 40, 64} {
		all = append(all, LookAlike{fmt.Sprintf("%d random hex digits", n), func(r *rand.Rand, _ int) string { return random(r, n, "0123456789abcdef") }})
	}
	return append(all,
		LookAlike{"18 letters and digits", func(r *rand.Rand, _ int) string { return random(r, 18, "0123456789ABCDEFGHJKLMNPQRTUWXY") }},
		LookAlike{"17 letters and digits", func(r *rand.Rand, _ int) string { return random(r, 17, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ") }},
		LookAlike{"9 letters and digits", func(r *rand.Rand, _ int) string { return random(r, 9, "0123456789ABCDEFGHJKLMNPQRTUWXY") }},
	)
}

// Values makes a column of n.
func (l LookAlike) Values(n int) *columns.Values {
	r := rand.New(rand.NewPCG(uint64(len(l.Name)), uint64(l.Name[0])))
	var b columns.Builder
	for row := range n {
		b.Append([]byte(l.make(r, row)))
	}
	v := b.Values()
	return &v
}

// False judges the column under a name that says nothing, and is what it is
// taken for, nil where it is taken for nobody's.
func (l LookAlike) False(n int) *detectors.Classification {
	c := Judge("c1", l.Values(n))
	switch c.Verdict {
	case detectors.VerdictNone, detectors.VerdictUnknown:
		return nil
	}
	return &c
}

func moment(r *rand.Rand) time.Time {
	return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(3 * 365 * 24 * int64(time.Hour))))
}

func digits(r *rand.Rand, n int) string { return random(r, n, "0123456789") }

func random(r *rand.Rand, n int, alphabet string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// contract is a county, a day and a serial number: one in eleven is right as an
// identity number.
func contract(r *rand.Rand, _ int) string {
	county := []string{"110105", "310104", "440103", "510104", "330102"}[r.IntN(5)]
	return county + time.Date(1880+r.IntN(30), 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC).Format("20060102") + digits(r, 4)
}

// article is an EAN-13 of a Chinese company, whose check digit is right.
func article(r *rand.Rand, _ int) string {
	b := "69" + digits(r, 10)
	sum := 0
	for i, c := range []byte(b) {
		sum += int(c-'0') * (1 + i%2*2)
	}
	return b + strconv.Itoa((10-sum%10)%10)
}
