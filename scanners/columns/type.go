package columns

import "fmt"

// A Kind is what a leaf's values mean, as far as a program that looks for
// personal data must know it.
type Kind uint8

const (
	Unknown   Kind = iota // stored bytes whose meaning we do not know
	Null                  // a column that can hold nothing but nulls
	Bool                  // one byte, 0 or 1
	Int                   // signed, little-endian, Width 1, 2, 4 or 8
	Uint                  // unsigned, little-endian, Width 1, 2, 4 or 8
	Float                 // IEEE 754, little-endian, Width 2, 4 or 8
	Decimal               // two's complement; see Scale and BigEndian
	Date                  // days (Width 4) or milliseconds (Width 8) since 1970-01-01
	Time                  // Unit since midnight, Width 4 or 8
	Timestamp             // Unit since 1970-01-01, Width 8; or Parquet's INT96, see Julian
	Interval              // a duration or interval of whatever layout
	Text                  // UTF-8, by promise of the schema, not by proof
	Binary                // bytes
	UUID                  // 16 bytes, the first that is written first (RFC 9562)
	Geometry              // points, lines and areas on the earth, as bytes (WKB)
)

var kindNames = [...]string{
	"unknown", "null", "bool", "int", "uint", "float", "decimal", "date", "time", "timestamp", "interval", "string", "binary", "uuid", "geometry",
}

// A Unit is the resolution of a Time or Timestamp.
type Unit uint8

const (
	Second Unit = iota
	Milli
	Micro
	Nano
)

// A Type says how a leaf's values are stored, and what they mean.
type Type struct {
	Kind      Kind
	Width     int // bytes of one stored value; 0 where values differ in length
	Unit      Unit
	Precision int
	Scale     int  // digits after the point of a Decimal
	UTC       bool // a Timestamp is an instant rather than a wall clock
	BigEndian bool // a Decimal in Parquet's byte arrays
	Julian    bool // a Timestamp in Parquet's INT96: 8 bytes of nanoseconds in the day, 4 of Julian day; Width 12
}

// String names the type as reports and JSON spell it: "string", "int64",
// "decimal(18,2)", "timestamp[us]".
func (t Type) String() string {
	switch t.Kind {
	case Int, Uint, Float:
		return fmt.Sprintf("%s%d", kindNames[t.Kind], 8*t.Width)
	case Decimal:
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	case Time, Timestamp:
		if t.Julian {
			return "timestamp[int96]"
		}
		return fmt.Sprintf("%s[%s]", kindNames[t.Kind], [...]string{"s", "ms", "us", "ns"}[t.Unit])
	case Binary:
		if t.Width > 0 {
			return fmt.Sprintf("binary(%d)", t.Width)
		}
	}
	return kindNames[t.Kind]
}
