package corpus

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// prose is a column of texts in which cell marks what it mentions.
func prose(name string, cell func(d *draw, dst []byte) []byte) *column {
	c := text(name, cell)
	c.verdict = "contains"
	return c
}

// A mention is what a word in angle brackets stands for in a sentence.
type mention struct {
	class string // empty where it is nobody's
	cue   bool   // of a name: the sentence has a title or label beside it
	form  string
	write func(d *draw, dst []byte) []byte
}

// mentionable are the words that sentences may have in angle brackets. <Name> is a
// name with a title or label beside it, <name> one without.
var mentionable = map[string]mention{
	"Name":     {class: "cn_person_name", cue: true, write: writesName},
	"name":     {class: "cn_person_name", write: writesName},
	"mobile":   {class: "cn_mobile", write: buyerMobile},
	"else":     {class: "cn_mobile", write: func(d *draw, dst []byte) []byte { return block0(dst, d.Rand) }},
	"spaced":   {class: "cn_mobile", write: spacedMobile},
	"wide":     {class: "cn_mobile", write: func(d *draw, dst []byte) []byte { return append(dst, wide(block0(nil, d.Rand))...) }},
	"encoded":  {class: "cn_mobile", form: "base64", write: encodedMobile},
	"id":       {class: "cn_id18", write: buyerID},
	"address":  {class: "cn_address", write: address},
	"landline": {class: "cn_landline", write: func(d *draw, dst []byte) []byte { return appendLandline(dst, d.Rand) }},
	"email":    {class: "email", write: mailOf},
	"card":     {class: "bank_card", write: func(d *draw, dst []byte) []byte { return appendCard(dst, &bins[d.IntN(len(bins))], d.Rand) }},
	"plate":    {class: "cn_plate", write: func(d *draw, dst []byte) []byte { return appendPlate(dst, d.Rand) }},
	"ip":       {class: "ipv4", write: func(d *draw, dst []byte) []byte { return appendIPv4(dst, d.Rand) }},
	"imei":     {class: "imei", write: func(d *draw, dst []byte) []byte { return appendIMEI(dst, d.Rand) }},
	"qq":       {class: "qq", write: func(d *draw, dst []byte) []byte { return appendQQ(dst, d.Rand) }},
	"order":    {class: "order_id", write: func(d *draw, dst []byte) []byte { return number(dst, int(d.key)) }},
	"waybill":  {class: "cn_waybill", write: func(d *draw, dst []byte) []byte { return appendWaybill(dst, d.row) }},
	// Nobody's.
	"hotline":  {write: oneOf("400-800-0000", "4008000000", "12345", "95500")},
	"masked":   {write: maskedMobile},
	"contract": {write: wrongContract},
	"version":  {write: func(d *draw, dst []byte) []byte { return appendVersion(dst, d) }},
	"sum":      {write: func(d *draw, dst []byte) []byte { return number(dst, 10+d.IntN(9990)) }},
	"count":    {write: func(d *draw, dst []byte) []byte { return number(dst, 2+d.IntN(98)) }},
	"goods":    {write: oneOf(goods...)},
	"place":    {write: oneOf("黄山", "金华", "马鞍山", "白城", "高邮", "常州", "安庆")},
}

// say appends a sentence with what its brackets stand for.
func (d *draw) say(dst []byte, sentence string) []byte {
	for {
		before, rest, found := strings.Cut(sentence, "<")
		dst = append(dst, before...)
		if !found {
			return dst
		}
		word, after, _ := strings.Cut(rest, ">")
		m, ok := mentionable[word]
		if !ok {
			panic("corpus: no mention is called " + word)
		}
		start := len(dst)
		dst = m.write(d, dst)
		if m.class != "" {
			d.mark(Span{Start: start, End: len(dst), Class: m.class, Cue: m.cue, Form: m.form})
		}
		sentence = after
	}
}

// oneOf writes one of a few words.
func oneOf(pool ...string) func(d *draw, dst []byte) []byte {
	return func(d *draw, dst []byte) []byte { return append(dst, pool[d.IntN(len(pool))]...) }
}

// writesName is the name of the person whom the row is about, or of another.
func writesName(d *draw, dst []byte) []byte {
	if d.one(3) {
		return d.appendName(dst, d.Int64N(d.opt.People))
	}
	return d.appendName(dst, d.buyer.number)
}

// address is the person's, one time in eight without the province.
func address(d *draw, dst []byte) []byte {
	p := d.buyer
	if d.one(8) {
		home := *p.home
		home.province, p.home = "", &home
	}
	return p.appendAddress(dst, d.Rand)
}

func mailOf(d *draw, dst []byte) []byte { return append(d.buyer.appendPin(dst), "@example.com"...) }

func spacedMobile(d *draw, dst []byte) []byte {
	m := block0(nil, d.Rand)
	for i, c := range m {
		if i == 3 || i == 7 {
			dst = append(dst, " -"[d.row&1])
		}
		dst = append(dst, c)
	}
	return dst
}

func encodedMobile(d *draw, dst []byte) []byte {
	return base64.StdEncoding.AppendEncode(dst, block0(nil, d.Rand))
}

// wrongContract is a contract's number that is wrong as an identity number: in a
// text nobody could tell the one in eleven that is right from a child's.
func wrongContract(d *draw, dst []byte) []byte {
	start := len(dst)
	dst = contractNo(d, dst)
	if last := &dst[len(dst)-1]; check(dst[start:]) == *last {
		*last = '0' + (*last-'0'+1)%10
	}
	return dst
}

// maskedMobile is a telephone of which the middle is not there any more.
func maskedMobile(d *draw, dst []byte) []byte {
	dst = append(dst, d.buyer.mobile[:3]...)
	dst = append(dst, "****"...)
	return append(dst, d.buyer.mobile[7:]...)
}

// maskedName is the first character of a name and stars.
func maskedName(d *draw, dst []byte) []byte {
	name := d.appendName(nil, d.buyer.number)
	_, n := utf8.DecodeRune(name)
	dst = append(dst, name[:n]...)
	for range utf8.RuneCount(name[n:]) {
		dst = append(dst, '*')
	}
	return dst
}
