package transforms

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"tuomin/scanners/columns"
)

// parseStored writes a text as a column of type t stores the value that it
// says: the other way of columns.AppendText, for the types that both Parquet
// and Arrow store in that width. It reports false for everything else.
func parseStored(t columns.Type, s string) ([]byte, bool) {
	switch t.Kind {
	case columns.Bool:
		switch s {
		case "true":
			return []byte{1}, true
		case "false":
			return []byte{0}, true
		}
	case columns.Int:
		n, err := strconv.ParseInt(s, 10, 8*t.Width)
		return little(uint64(n), t.Width), err == nil && t.Width >= 4
	case columns.Float:
		f, err := strconv.ParseFloat(s, 8*t.Width)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, false
		}
		if t.Width == 4 {
			return little(uint64(math.Float32bits(float32(f))), 4), true
		}
		return little(math.Float64bits(f), 8), t.Width == 8
	case columns.UUID:
		raw, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
		return raw, err == nil && len(raw) == t.Width && string(columns.AppendText(nil, t, raw)) == strings.ToLower(s)
	case columns.Decimal:
		return parseDecimal(t, s)
	case columns.Date:
		d, ok := parseDate([]byte(s))
		if !ok || d.day == 0 || d.hasClock || t.Width != 4 {
			return nil, false
		}
		return little(uint64(d.days()), 4), true
	}
	return nil, false
}

func little(n uint64, width int) []byte {
	return binary.LittleEndian.AppendUint64(nil, n)[:width]
}

// parseDecimal scales an exact decimal; digits beyond the scale or precision
// make it none of the type.
func parseDecimal(t columns.Type, s string) ([]byte, bool) {
	if t.Width == 0 || strings.ContainsAny(s, "eE/xX_") {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || t.Scale < 0 {
		return nil, false
	}
	ten := big.NewInt(10)
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(ten, big.NewInt(int64(t.Scale)), nil)))
	n := r.Num()
	if !r.IsInt() || new(big.Int).Abs(n).Cmp(new(big.Int).Exp(ten, big.NewInt(int64(t.Precision)), nil)) >= 0 {
		return nil, false
	}
	if n.Sign() < 0 { // two's complement
		n = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), uint(8*t.Width)))
	}
	out := n.FillBytes(make([]byte, t.Width))
	if !t.BigEndian {
		slices.Reverse(out)
	}
	return out, true
}
