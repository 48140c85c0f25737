package corpus

import (
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// words is a string array.
func words(pool []string) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(pool, nil)
	return b.NewArray()
}

// text is a column of strings: cell appends one to the scratch.
func text(name string, cell func(d *draw, dst []byte) []byte) *column {
	return &column{name: name, typ: arrow.BinaryTypes.String, fill: func(d *draw, b array.Builder) {
		d.buf = cell(d, d.buf)
		b.(*array.StringBuilder).BinaryBuilder.Append(d.buf)
	}}
}

// planted is a column of strings of a class, all spelled as they should be.
func planted(name, class string, cell func(d *draw, dst []byte) []byte) *column {
	c := text(name, func(d *draw, dst []byte) []byte {
		d.marked.plant(class)
		return cell(d, dst)
	})
	c.class, c.verdict = class, "is"
	return c
}

// soiled is planted, with one cell in 25 in an unusual spelling and one in 50
// saying that there is nothing.
func soiled(name, class string, cell func(d *draw, dst []byte) []byte) *column {
	c := text(name, func(d *draw, dst []byte) []byte {
		if d.one(50) {
			d.marked.nullish++
			return append(dst, nullish[d.IntN(len(nullish))]...)
		}
		d.marked.plant(class)
		dst = cell(d, dst)
		if d.one(25) {
			d.marked.dirty++
			dst = respell(d, dst, class)
		}
		return dst
	})
	c.class, c.verdict = class, "is"
	return c
}

// nullish are ways to say that there is nothing.
var nullish = []string{"", `\N`, "NULL", "null", "未知", "无", "-"}

// respell writes a telephone or identity number as people and exports do.
func respell(d *draw, v []byte, class string) []byte {
	switch class {
	case "cn_mobile":
		s := string(v)
		switch d.IntN(6) {
		case 0:
			return append(v[:0], "+86 "+s[:3]+" "+s[3:7]+" "+s[7:]...)
		case 1:
			return append(v[:0], "0086-"+s[:3]+"-"+s[3:7]+"-"+s[7:]...)
		case 2:
			return append(v[:0], "86"+s...)
		case 3:
			return append(v[:0], s[:3]+"-"+s[3:7]+"-"+s[7:]...)
		case 4:
			return wide(v)
		}
	case "cn_id18":
		s := string(v)
		switch d.IntN(4) {
		case 0:
			return append(v[:0], s[:6]+" "+s[6:14]+" "+s[14:]...)
		case 1:
			return wide(v)
		case 2:
			if s[17] == 'X' {
				v[17] = 'x'
				return v
			}
		}
	}
	s := string(v)
	if spell := spellings[class]; spell != nil && d.one(2) {
		return append(v[:0], spell(s)...)
	}
	return append(append(append(v[:0], ' '), s...), '\t')
}

// spellings are what people make of the other classes.
var spellings = map[string]func(string) string{
	"bank_card": inFours,
	"imei":      func(s string) string { return s[:2] + "-" + s[2:8] + "-" + s[8:14] + "-" + s[14:] },
	"mac":       func(s string) string { return strings.ToUpper(strings.ReplaceAll(s, ":", "-")) },
	"email":     strings.ToUpper,
	"cn_plate":  func(s string) string { return s[:4] + "·" + s[4:] },
	"vin":       strings.ToLower,
	"cn_uscc":   inFours,
	"cn_landline": func(s string) string {
		area, local, _ := strings.Cut(s, "-")
		return "(" + area + ")" + local
	},
}

// inFours writes groups of four with spaces between them.
func inFours(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}

// wide writes digits and capitals in full width.
func wide(v []byte) []byte {
	s := string(v)
	v = v[:0]
	for _, c := range []byte(s) {
		v = append(v, string(rune(c)-'!'+'！')...)
	}
	return v
}

// choice is a column of few words, a dictionary in Arrow. It stands outside
// structs and lists only: below them Arrow would build the dictionary by itself.
func choice(name string, pool []string, pick func(d *draw) int) *column {
	return &column{name: name, pool: pool, repeats: true, fill: func(d *draw, b array.Builder) {
		b.(*array.Int32Builder).Append(int32(pick(d)))
	}}
}

func integer(name string, cell func(d *draw) int64) *column {
	return &column{name: name, typ: arrow.PrimitiveTypes.Int64, fill: func(d *draw, b array.Builder) {
		// An older version of a schema may have had 32 bits.
		switch b := b.(type) {
		case *array.Int64Builder:
			b.Append(cell(d))
		case *array.Int32Builder:
			b.Append(int32(cell(d)))
		}
	}}
}

// small is a column of few integers.
func small(name string, n int) *column {
	return &column{name: name, typ: arrow.PrimitiveTypes.Int32, repeats: true, fill: func(d *draw, b array.Builder) {
		b.(*array.Int32Builder).Append(int32(d.IntN(n)))
	}}
}

func float(name string, cell func(d *draw) float64) *column {
	return &column{name: name, typ: arrow.PrimitiveTypes.Float64, fill: func(d *draw, b array.Builder) {
		b.(*array.Float64Builder).Append(cell(d))
	}}
}

func boolean(name string) *column {
	return &column{name: name, typ: arrow.FixedWidthTypes.Boolean, fill: func(d *draw, b array.Builder) {
		b.(*array.BooleanBuilder).Append(d.one(7))
	}}
}

// money is a decimal(12,2).
func money(name string) *column {
	return &column{name: name, typ: &arrow.Decimal128Type{Precision: 12, Scale: 2}, fill: func(d *draw, b array.Builder) {
		b.(*array.Decimal128Builder).Append(decimal128.FromI64(d.Int64N(500000)))
	}}
}

// moment is a timestamp in microseconds, an instant.
func moment(name string, cell func(d *draw) time.Time) *column {
	return &column{name: name, typ: arrow.FixedWidthTypes.Timestamp_us, fill: func(d *draw, b array.Builder) {
		b.(*array.TimestampBuilder).Append(arrow.Timestamp(cell(d).UnixMicro()))
	}}
}

func date(name string, cell func(d *draw) time.Time) *column {
	return &column{name: name, typ: arrow.FixedWidthTypes.Date32, fill: func(d *draw, b array.Builder) {
		b.(*array.Date32Builder).Append(arrow.Date32FromTime(cell(d)))
	}}
}

// holds says that every cell of the column holds the classes, the first of
// which it should be taken for.
func holds(c *column, classes ...string) *column {
	fill := c.fill
	c.fill = func(d *draw, b array.Builder) {
		for _, class := range classes {
			d.marked.plant(class)
		}
		fill(d, b)
	}
	c.class, c.verdict = classes[0], "is"
	return c
}

// linkKey is a column that joins tables, which only its name says.
func linkKey(c *column, class string) *column { return named(holds(c, class), "unknown") }

// named is a column whose name is part of the evidence: what is left of it
// under a name that does not tell is said by verdict.
func named(c *column, verdict string) *column {
	c.unnamed = verdict
	return c
}

// masked is a column of values that were masked before.
func masked(name, class string, cell func(d *draw, dst []byte) []byte) *column {
	c := text(name, cell)
	c.class, c.verdict, c.unnamed = class, "masked", unclaimed
	return c
}

// damaged is a column of values that lost digits on the way.
func damaged(c *column, class string) *column {
	c.class, c.verdict, c.unnamed = class, "damaged", unclaimed
	return c
}

// wordsOf is a column of few words that is stored as text.
func wordsOf(name string, pool []string) *column {
	c := text(name, func(d *draw, dst []byte) []byte { return append(dst, pool[d.IntN(len(pool))]...) })
	c.repeats = true
	return c
}

// list is a column of lists of up to n elements.
func list(name string, n int, element *column) *column {
	return &column{name: name, nulls: 0.1, element: element, length: func(d *draw) int { return d.IntN(n + 1) }}
}

// float32s is a column of single-precision numbers.
func float32s(name string, cell func(d *draw) float32) *column {
	return &column{name: name, typ: arrow.PrimitiveTypes.Float32, fill: func(d *draw, b array.Builder) {
		b.(*array.Float32Builder).Append(cell(d))
	}}
}

// blob is a column of bytes that are no text.
func blob(name string, cell func(d *draw, dst []byte) []byte) *column {
	return &column{name: name, typ: arrow.BinaryTypes.Binary, fill: func(d *draw, b array.Builder) {
		d.buf = cell(d, d.buf)
		b.(*array.BinaryBuilder).Append(d.buf)
	}}
}

// sometimes makes a share of the column null.
func sometimes(nulls float64, c *column) *column {
	c.nulls = nulls
	return c
}

// imitates says what the column must not be taken for, and, where its name
// means nothing, what remains to be said of it.
func imitates(c *column, unnamed string, not ...string) *column {
	c.not, c.unnamed = not, unnamed
	return c
}

// number appends a decimal number.
func number(dst []byte, n int) []byte { return strconv.AppendInt(dst, int64(n), 10) }
