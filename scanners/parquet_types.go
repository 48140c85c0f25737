package scanners

import (
	"tuomin/pipelines/splice"
	"tuomin/scanners/columns"
)

// A logical type, by its field number in parquet.thrift's union LogicalType.
type logical int16

const (
	logicalNone      logical = 0
	logicalString    logical = 1
	logicalMap       logical = 2
	logicalList      logical = 3
	logicalEnum      logical = 4
	logicalDecimal   logical = 5
	logicalDate      logical = 6
	logicalTime      logical = 7
	logicalTimestamp logical = 8
	logicalInteger   logical = 10
	logicalNull      logical = 11
	logicalJSON      logical = 12
	logicalBSON      logical = 13
	logicalUUID      logical = 14
	logicalFloat16   logical = 15
	logicalVariant   logical = 16
	logicalGeometry  logical = 17
	logicalGeography logical = 18
	logicalInterval  logical = 100 // only a ConvertedType so far
	logicalUnheardOf logical = 101
)

// convertedTypes are the ConvertedTypes of parquet.thrift, in their order, as
// logical types: what files before 2018 have alone.
var convertedTypes = [...]annotation{
	0: {is: logicalString}, 1: {is: logicalMap}, 2: {is: logicalMap}, 3: {is: logicalList},
	4: {is: logicalEnum}, 5: {is: logicalDecimal}, 6: {is: logicalDate},
	7: {is: logicalTime, unit: columns.Milli, utc: true}, 8: {is: logicalTime, unit: columns.Micro, utc: true},
	9: {is: logicalTimestamp, unit: columns.Milli, utc: true}, 10: {is: logicalTimestamp, unit: columns.Micro, utc: true},
	11: {is: logicalInteger, bits: 8}, 12: {is: logicalInteger, bits: 16},
	13: {is: logicalInteger, bits: 32}, 14: {is: logicalInteger, bits: 64},
	15: {is: logicalInteger, bits: 8, signed: true}, 16: {is: logicalInteger, bits: 16, signed: true},
	17: {is: logicalInteger, bits: 32, signed: true}, 18: {is: logicalInteger, bits: 64, signed: true},
	19: {is: logicalJSON}, 20: {is: logicalBSON}, 21: {is: logicalInterval},
}

// An annotation is a logical type with its parameters.
type annotation struct {
	is               logical
	unit             columns.Unit
	utc, signed      bool
	bits             int64
	precision, scale int64
}

// logicalOf is what an element is annotated as. The logical type counts before
// the converted one, unless it is younger than this program, or says that there are
// nothing but nulls: so does parquet-mr beside what only a converted type can say, an
// interval.
func logicalOf(e *splice.Element) logical { return annotationOf(e).is }

func annotationOf(e *splice.Element) annotation {
	converted := e.Converted >= 0 && e.Converted < len(convertedTypes)
	for id := logicalString; id <= logicalGeography; id++ {
		if n := e.Logical.Get(int16(id)); n != nil && !(id == logicalNull && converted) {
			return readAnnotation(id, n)
		}
	}
	if converted {
		a := convertedTypes[e.Converted]
		a.precision, a.scale = int64(e.Precision), int64(e.Scale)
		return a
	}
	if e.Logical != nil || e.Converted != splice.NoAnnotation {
		return annotation{is: logicalUnheardOf}
	}
	return annotation{}
}

func readAnnotation(id logical, n *splice.Node) annotation {
	a := annotation{is: id}
	switch id {
	case logicalDecimal:
		a.scale, a.precision = n.IntOr(1, 0), n.IntOr(2, 0)
	case logicalTime, logicalTimestamp:
		a.utc = n.Bool(1, false)
		for i, unit := range [...]columns.Unit{columns.Milli, columns.Micro, columns.Nano} {
			if n.Get(2).Get(int16(i+1)) != nil {
				a.unit = unit
			}
		}
	case logicalInteger:
		a.bits, a.signed = n.IntOr(1, 0), n.Bool(2, false)
	}
	return a
}

// parquetType says what the values of a leaf mean, and how many bytes one takes
// in PLAIN (0 where they differ, and for booleans).
func parquetType(e *splice.Element) (t columns.Type, width int, err error) {
	switch e.Physical {
	case splice.TypeBoolean:
		t, width = columns.Type{Kind: columns.Bool, Width: 1}, 0
	case splice.TypeInt32:
		t, width = columns.Type{Kind: columns.Int, Width: 4}, 4
	case splice.TypeInt64:
		t, width = columns.Type{Kind: columns.Int, Width: 8}, 8
	case splice.TypeInt96:
		// Nothing else was ever stored so, whatever the annotation.
		return columns.Type{Kind: columns.Timestamp, Width: 12, Unit: columns.Nano, Julian: true}, 12, nil
	case splice.TypeFloat:
		t, width = columns.Type{Kind: columns.Float, Width: 4}, 4
	case splice.TypeDouble:
		t, width = columns.Type{Kind: columns.Float, Width: 8}, 8
	case splice.TypeByteArray:
		t = columns.Type{Kind: columns.Binary}
	case splice.TypeFixedLenByteArray:
		if e.TypeLength <= 0 || e.TypeLength > maxFixedWidth {
			return t, 0, corrupt("values of a fixed length of %d bytes", e.TypeLength)
		}
		t, width = columns.Type{Kind: columns.Binary, Width: e.TypeLength}, e.TypeLength
	default:
		return t, 0, unsupported("physical type %d", e.Physical)
	}
	t, err = annotationOf(e).refine(t, e.Physical)
	return t, width, err
}

const (
	// maxFixedWidth is how long values of a fixed length may be: of longer ones
	// no page can hold one.
	maxFixedWidth = 1 << 30
	// maxDigits is how many digits a decimal may have: engines end at 76, and
	// what writes a number out must not be asked for a gigabyte of zeros.
	maxDigits = 1000
)

// refine makes the type that storage gives into what the annotation says. A
// meaning that is not known, or that the storage cannot hold, is Unknown: its
// bytes can still be read, and nobody takes them for harmless numbers.
func (a annotation) refine(t columns.Type, p splice.Physical) (columns.Type, error) {
	int32s, int64s := p == splice.TypeInt32, p == splice.TypeInt64
	bytes, fixed := p == splice.TypeByteArray, p == splice.TypeFixedLenByteArray
	ok := false
	switch a.is {
	case logicalNone:
		ok = true
	case logicalNull:
		t, ok = columns.Type{Kind: columns.Null, Width: t.Width}, true
	case logicalString, logicalEnum, logicalJSON:
		t.Kind, ok = columns.Text, bytes || fixed
	case logicalBSON:
		ok = bytes
	case logicalGeometry, logicalGeography:
		t.Kind, ok = columns.Geometry, bytes
	case logicalUUID:
		t.Kind, ok = columns.UUID, fixed && t.Width == 16
	case logicalFloat16:
		t.Kind, ok = columns.Float, fixed && t.Width == 2
	case logicalInterval:
		t.Kind, ok = columns.Interval, fixed && t.Width == 12
	case logicalDecimal:
		if a.precision < 1 || a.precision > maxDigits || a.scale < 0 || a.scale > a.precision {
			return t, corrupt("a decimal of %d digits, %d of them after the point", a.precision, a.scale)
		}
		t = columns.Type{Kind: columns.Decimal, Width: t.Width, Precision: int(a.precision), Scale: int(a.scale), BigEndian: bytes || fixed}
		ok = int32s || int64s || bytes || fixed
	case logicalDate:
		t.Kind, ok = columns.Date, int32s
	case logicalTime:
		t.Kind, t.Unit, t.UTC = columns.Time, a.unit, a.utc
		ok = int32s && a.unit == columns.Milli || int64s && a.unit >= columns.Micro
	case logicalTimestamp:
		t.Kind, t.Unit, t.UTC = columns.Timestamp, a.unit, a.utc
		ok = int64s && a.unit != columns.Second
	case logicalInteger:
		if !a.signed {
			t.Kind = columns.Uint
		}
		ok = int32s && a.bits <= 32 || int64s && a.bits == 64
	}
	if !ok {
		t = columns.Type{Kind: columns.Unknown, Width: t.Width}
	}
	return t, nil
}
