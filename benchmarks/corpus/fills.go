package corpus

import (
	"strconv"
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
	return append(append(append(v[:0], ' '), s...), '\t')
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

// choice is a column of few words, a dictionary in Arrow.
func choice(name string, pool []string, pick func(d *draw) int) *column {
	return &column{name: name, pool: pool, repeats: true, fill: func(d *draw, b array.Builder) {
		b.(*array.Int32Builder).Append(int32(pick(d)))
	}}
}

func integer(name string, cell func(d *draw) int64) *column {
	return &column{name: name, typ: arrow.PrimitiveTypes.Int64, fill: func(d *draw, b array.Builder) {
		b.(*array.Int64Builder).Append(cell(d))
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
