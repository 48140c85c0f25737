package detectors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"tuomin/scanners/columns"
)

// Columns of invented values. Persons are born 1880 to 1910, telephones are of
// block zero of their code.

var testKey = TallyKey{7, 7, 7}

// counties are some that existed; identity numbers keep them for ever.
var counties = []string{"110105", "110108", "310101", "310104", "440524", "440103", "510104", "510105", "330102", "420102", "370102", "610102"}

func checkDigit(b17 string) string {
	sum := 0
	for i, c := range b17 {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11 : sum%11+1]
}

func birth(r *rand.Rand) time.Time {
	return time.Date(1880, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(30*365))
}

func identity(r *rand.Rand, _ int) string {
	b := counties[r.IntN(len(counties))] + birth(r).Format("20060102") + fmt.Sprintf("%03d", r.IntN(1000))
	return b + checkDigit(b)
}

// contract is a county, a date and a serial number.
func contract(r *rand.Rand, _ int) string {
	return counties[r.IntN(len(counties))] + birth(r).Format("20060102") + fmt.Sprintf("%04d", r.IntN(10000))
}

func excel(r *rand.Rand, i int) string { return identity(r, i)[:15] + "000" }

var codes = strings.Fields(`130 131 132 133 135 136 137 138 139 145 147 150 151 152 153 155 156 157 158 159 166 171 173 175 176 177 178
	180 181 182 183 185 186 187 188 189 191 193 195 198 199`)

func mobile(r *rand.Rand, _ int) string {
	return codes[r.IntN(len(codes))] + "0000" + fmt.Sprintf("%04d", r.IntN(10000))
}

func fixedLine(r *rand.Rand, _ int) string {
	return []string{"010", "021", "0755", "0571"}[r.IntN(4)] + fmt.Sprintf("-%d000%04d", 2+r.IntN(7), r.IntN(10000))
}

func hotline(r *rand.Rand, _ int) string {
	return fmt.Sprintf("400%03d%04d", r.IntN(1000), r.IntN(10000))
}

func mailAddress(r *rand.Rand, i int) string {
	return fmt.Sprintf("%s%d@example.%s", []string{"li.na", "wang", "zhang_wei", "x-y"}[r.IntN(4)], i, []string{"com", "org", "cn"}[r.IntN(3)])
}

// deviceIdentity is of a type with serial numbers of block zero.
func deviceIdentity(r *rand.Rand, _ int) string {
	b := []byte(fmt.Sprintf("%s%06d00%04d0", []string{"35", "86"}[r.IntN(2)], r.IntN(1e6), r.IntN(1e4)))
	for !luhn(b) {
		b[14]++
	}
	return string(b)
}

func hardware(separator string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		return strings.Join([]string{"00", "00", "5e", "00", fmt.Sprintf("%02x", r.IntN(256)), fmt.Sprintf("%02x", r.IntN(256))}, separator)
	}
}

func subscriber(r *rand.Rand, _ int) string {
	return []string{"46000", "46001", "46003"}[r.IntN(3)] + fmt.Sprintf("%d%09d", r.IntN(10), r.IntN(1e6))
}

// openid is 28 characters that begin as given.
func openid(head string) func(*rand.Rand, int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return func(r *rand.Rand, _ int) string {
		b := []byte(head)
		for len(b) < 28 {
			b = append(b, alphabet[r.IntN(len(alphabet))])
		}
		return string(b)
	}
}

func version(r *rand.Rand, _ int) string {
	return fmt.Sprintf("%d.%d.%d.%d", r.IntN(20), r.IntN(50), r.IntN(50), r.IntN(20000))
}

func maskedMobile(r *rand.Rand, i int) string {
	m := mobile(r, i)
	return m[:3] + "****" + m[7:]
}

// serial counts, in eleven digits that start with 138.
func serial(_ *rand.Rand, i int) string { return fmt.Sprintf("1380%07d", 1000000+i) }

// scattered are eleven digits that start with 1.
func scattered(r *rand.Rand, _ int) string { return fmt.Sprintf("1%010d", r.Int64N(1e10)) }

func remark(r *rand.Rand, i int) string {
	words := []string{"尽快发货", "放门口", "不要辣", "周末送", "谢谢老板", "多给点", "包装严实"}
	return fmt.Sprintf("%s，%s %d", words[r.IntN(len(words))], words[r.IntN(len(words))], i)
}

func address(r *rand.Rand, _ int) string {
	heads := []string{"北京市朝阳区", "上海市黄浦区", "广东省广州市越秀区", "四川省成都市锦江区", "浙江省杭州市上城区"}
	roads := []string{"和平路", "解放路", "人民路", "建设路", "中山路"}
	return fmt.Sprintf("%s%s%d号%d单元%d室", heads[r.IntN(len(heads))], roads[r.IntN(len(roads))], 1+r.IntN(300), 1+r.IntN(6), 101+r.IntN(2000))
}

func hexID(r *rand.Rand, _ int) string { return fmt.Sprintf("%016x", r.Uint64()) }

// now and then puts b among a, one time in n.
func sometimes(n int, b, a func(*rand.Rand, int) string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		if i%n == 0 {
			return b(r, i)
		}
		return a(r, i)
	}
}

func generate(n int, f func(*rand.Rand, int) string) []string {
	r := rand.New(rand.NewPCG(11, uint64(n)))
	out := make([]string, n)
	for i := range out {
		out[i] = f(r, i)
	}
	return out
}

// text lays values out as columns hold them.
func text(values []string) *columns.Values {
	var b columns.Builder
	for _, v := range values {
		b.Append([]byte(v))
	}
	out := b.Values()
	return &out
}

func leafOf(name string, kind columns.Kind) *columns.Column {
	return &columns.Column{Path: columns.Path(name), Type: columns.Type{Kind: kind, Width: widthOf(kind)}}
}

// number10 is ten digits.
func number10(i int) string { return fmt.Sprintf("%010d", i) }

func widthOf(kind columns.Kind) int {
	switch kind {
	case columns.Int, columns.Uint, columns.Float:
		return 8
	}
	return 0
}

// tallied counts values in one go, with a sample of the usual size.
func tallied(col *columns.Column, values []string) *Tally {
	t := NewTally(col, testKey, maxSample)
	v := text(values)
	t.Add(v, nil, find(v))
	return t
}

// find is what a Finder says of values, in memory of their own.
func find(v *columns.Values) []Span { return NewFinder().Find(v, nil) }
