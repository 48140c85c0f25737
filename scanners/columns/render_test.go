package columns

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

func le(n uint64, width int) []byte {
	return binary.LittleEndian.AppendUint64(nil, n)[:width]
}

func int96(nanos int64, julian int32) []byte {
	return binary.LittleEndian.AppendUint32(le(uint64(nanos), 8), uint32(julian))
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestAppendText(t *testing.T) {
	f64 := func(f float64) []byte { return le(math.Float64bits(f), 8) }
	for _, c := range []struct {
		name string
		typ  Type
		in   []byte
		want string
	}{
		{"text", Type{Kind: Text}, []byte("张三"), "张三"},
		{"null", Type{Kind: Null}, nil, ""},
		{"uuid", Type{Kind: UUID, Width: 16}, unhex("550e8400e29b41d4a716446655440000"), "550e8400-e29b-41d4-a716-446655440000"},
		{"no uuid", Type{Kind: UUID, Width: 15}, unhex("550e8400e29b41d4a7164466554400"), "550e8400e29b41d4a7164466554400"},
		{"bool", Type{Kind: Bool, Width: 1}, []byte{1}, "true"},
		{"int8", Type{Kind: Int, Width: 1}, []byte{0xff}, "-1"},
		{"int16", Type{Kind: Int, Width: 2}, le(0x8000, 2), "-32768"},
		{"int32", Type{Kind: Int, Width: 4}, le(0xffffffff, 4), "-1"},
		{"int64", Type{Kind: Int, Width: 8}, le(13800138000, 8), "13800138000"},
		{"uint8", Type{Kind: Uint, Width: 1}, []byte{0xff}, "255"},
		{"uint32", Type{Kind: Uint, Width: 4}, le(0xffffffff, 4), "4294967295"},
		{"uint64", Type{Kind: Uint, Width: 8}, le(math.MaxUint64, 8), "18446744073709551615"},
		{"phone as double", Type{Kind: Float, Width: 8}, f64(13800138000), "13800138000"},
		{"below 1e17", Type{Kind: Float, Width: 8}, f64(99999999999999984), "99999999999999980"},
		{"1e17", Type{Kind: Float, Width: 8}, f64(1e17), "1e+17"},
		{"price", Type{Kind: Float, Width: 8}, f64(-12.5), "-12.5"},
		{"tiny", Type{Kind: Float, Width: 8}, f64(5e-324), "5e-324"},
		{"zero", Type{Kind: Float, Width: 8}, f64(0), "0"},
		{"nan", Type{Kind: Float, Width: 8}, f64(math.NaN()), "NaN"},
		{"float32", Type{Kind: Float, Width: 4}, le(uint64(math.Float32bits(0.1)), 4), "0.1"},
		{"half", Type{Kind: Float, Width: 2}, le(0x3e00, 2), "1.5"},
		{"half subnormal", Type{Kind: Float, Width: 2}, le(0x0001, 2), "5.9604645e-08"},
		{"half infinity", Type{Kind: Float, Width: 2}, le(0xfc00, 2), "-Inf"},
		{"decimal(11,0)", Type{Kind: Decimal, Width: 8}, le(13800138000, 8), "13800138000"},
		{"decimal(18,2)", Type{Kind: Decimal, Width: 8, Scale: 2}, le(1250, 8), "12.50"},
		{"decimal below one", Type{Kind: Decimal, Width: 4, Scale: 3}, le(7, 4), "0.007"},
		{"decimal negative", Type{Kind: Decimal, Width: 4, Scale: 2}, le(0xffffff85, 4), "-1.23"},
		{"decimal zero", Type{Kind: Decimal, Width: 4, Scale: 2}, le(0, 4), "0.00"},
		{"decimal zero, negative scale", Type{Kind: Decimal, Width: 4, Scale: -3}, le(0, 4), "0"},
		{"decimal negative scale", Type{Kind: Decimal, Width: 4, Scale: -3}, le(12, 4), "12000"},
		{"decimal byte array", Type{Kind: Decimal, BigEndian: true}, []byte{0x01, 0x00}, "256"},
		{"decimal byte array, empty", Type{Kind: Decimal, BigEndian: true}, nil, "0"},
		{"decimal too wide", Type{Kind: Decimal, BigEndian: true}, make([]byte, 33), hex.EncodeToString(make([]byte, 33))},
		{"decimal128 min", Type{Kind: Decimal, Width: 16, BigEndian: true}, append([]byte{0x80}, make([]byte, 15)...), "-170141183460469231731687303715884105728"},
		{"date", Type{Kind: Date, Width: 4}, le(0, 4), "1970-01-01"},
		{"date64", Type{Kind: Date, Width: 8}, le(86400_000*19737, 8), "2024-01-15"},
		{"date64 before noon of the day before", Type{Kind: Date, Width: 8}, le(math.MaxUint64, 8), "1969-12-31"},
		{"last date", Type{Kind: Date, Width: 4}, le(2932896, 4), "9999-12-31"},
		{"beyond", Type{Kind: Date, Width: 4}, le(2932897, 4), "+10000-01-01"},
		{"year 0", Type{Kind: Date, Width: 4}, le(uint64(0xffffffff&(-719528+1<<32)), 4), "0000-01-01"},
		{"time", Type{Kind: Time, Width: 4, Unit: Milli}, le(37845500, 4), "10:30:45.5"},
		{"time out of range", Type{Kind: Time, Width: 4, Unit: Second}, le(86400, 4), "80510100"},
		{"timestamp", Type{Kind: Timestamp, Width: 8, Unit: Micro}, le(1705314645000001, 8), "2024-01-15T10:30:45.000001"},
		{"timestamp before 1970", Type{Kind: Timestamp, Width: 8, Unit: Milli, UTC: true}, le(math.MaxUint64, 8), "1969-12-31T23:59:59.999Z"},
		{"int96", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(37845000000000, julianEpoch+19737), "2024-01-15T10:30:45"},
		{"int96 of 9999", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(0, julianEpoch+2932896), "9999-12-31T00:00:00"},
		{"int96 past midnight", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(86400e9, julianEpoch), "1970-01-02T00:00:00"},
		{"int96 before midnight", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(-1, julianEpoch), "1969-12-31T23:59:59.999999999"},
		{"int96 finer than a microsecond", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(1999, julianEpoch), "1970-01-01T00:00:00.000001999"},
		{"int96, first day of the Gregorian calendar", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(0, 2299161), "1582-10-15T00:00:00"},
		{"int96, year 290000 by Spark", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(-0x1d913846a000, -105862232), "+290000-12-30T23:00:00"},
		{"int96, latest", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(0, math.MaxInt32), "+5874898-06-03T00:00:00"},
		{"int96, earliest", Type{Kind: Timestamp, Width: 12, Julian: true}, int96(0, math.MinInt32), "-5884323-05-15T00:00:00"},
		{"interval", Type{Kind: Interval}, unhex("0102"), "0102"},
		{"short int", Type{Kind: Int, Width: 8}, []byte{1, 2, 3}, "010203"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(AppendText([]byte("="), c.typ, c.in)); got != "="+c.want {
				t.Errorf("got %q, want %q", got, "="+c.want)
			}
		})
	}
}

// Decimals and dates agree with the standard library's.
func TestAppendTextAgainstStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		v := make([]byte, 1+r.IntN(maxDecimal))
		for i := range v {
			v[i] = byte(r.Uint32())
		}
		want := new(big.Int).SetBytes(v)
		if v[0] >= 0x80 {
			want.Sub(want, new(big.Int).Lsh(big.NewInt(1), uint(8*len(v))))
		}
		if got := string(AppendText(nil, Type{Kind: Decimal, BigEndian: true}, v)); got != want.String() {
			t.Fatalf("%x: got %s, want %s", v, got, want)
		}
		day := r.Int32N(2932896+719529) - 719528
		date := time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
		if got := string(AppendText(nil, Type{Kind: Date, Width: 4}, le(uint64(uint32(day)), 4))); got != date {
			t.Fatalf("day %d: got %s, want %s", day, got, date)
		}
	}
}

// Text is passed through, other kinds are rendered, and a warm builder
// allocates nothing.
func TestRender(t *testing.T) {
	text := NewVariable([]byte("ab"), []int32{0, 1, 2}, 0)
	var b Builder
	if got := Render(Type{Kind: Text}, &text, &b); got != &text {
		t.Error("text was copied")
	}
	ints := NewFixed(append(le(13800138000, 8), le(7, 8)...), 8)
	typ := Type{Kind: Int, Width: 8}
	got := Render(typ, &ints, &b)
	if got.Len() != 2 || string(got.At(0)) != "13800138000" || string(got.At(1)) != "7" {
		t.Errorf("got %d values, first %q", got.Len(), got.At(0))
	}
	if n := testing.AllocsPerRun(10, func() { Render(typ, &ints, &b) }); n > 0 {
		t.Errorf("%v allocations per batch", n)
	}
}

// The short way for amounts gives what the long one does.
func TestCents(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		f := float64(rng.Int64N(1<<uint(1+rng.IntN(52)))) / []float64{1, 2, 4, 10, 100, 1000}[rng.IntN(6)]
		if rng.IntN(3) == 0 {
			f = math.Float64frombits(math.Float64bits(f) + uint64(rng.IntN(3)) - 1)
		}
		if rng.IntN(2) == 0 {
			f = -f
		}
		if a := math.Abs(f); a < 1e-7 || a >= 1e17 {
			continue
		}
		if got, want := appendFloat(nil, f, 64), strconv.AppendFloat(nil, f, 'f', -1, 64); string(got) != string(want) {
			t.Fatalf("%x is %s, want %s", f, got, want)
		}
	}
}
