package detectors

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// What is not read because it is a moment would not have been a hit of anything.
func TestMomentsAreNoHits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	f := NewFinder()
	digits := func(n int) string {
		return fmt.Sprintf("%0*d", n, r.IntN([]int{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}[n]))
	}
	for range 300_000 {
		sep := []string{"-", "/"}[r.IntN(2)]
		day := fmt.Sprintf("%s%s%02d%s%02d", digits(4), sep, 1+r.IntN(12), sep, 1+r.IntN(31))
		clock := fmt.Sprintf("%02d:%02d:%02d", r.IntN(24), r.IntN(60), r.IntN(60))
		fraction := "." + digits(1+r.IntN(9))
		zone := []string{"", "Z", "+08:00", "-0330", "+08", fmt.Sprintf("+%02d:%02d", r.IntN(19), r.IntN(60))}[r.IntN(6)]
		for _, text := range []string{day, clock, clock + fraction, clock + fraction + zone, day + " " + clock[:5], day + "T" + clock + zone, day + []string{" ", "T"}[r.IntN(2)] + clock + fraction + zone} {
			if !isMoment([]byte(text)) {
				t.Fatalf("%s is no moment", text)
			}
			f.value, f.hits = 0, f.hits[:0]
			f.askText([]byte(text))
			if len(f.hits) > 0 {
				t.Fatalf("%s: %s", text, table[f.hits[0].Class].Name)
			}
		}
	}
}

// Whatever a column of moments holds within four digits of a year is one.
func TestMomentsOfColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var buf columns.Builder
	for _, typ := range []columns.Type{
		{Kind: columns.Timestamp, Unit: columns.Second}, {Kind: columns.Timestamp, Unit: columns.Milli, UTC: true},
		{Kind: columns.Timestamp, Unit: columns.Micro, UTC: true}, {Kind: columns.Time, Unit: columns.Micro}, {Kind: columns.Time, Unit: columns.Nano},
	} {
		per := []int64{1, 1e3, 1e6, 1e9}[typ.Unit]
		span := int64(8000 * 365 * 86400)
		if typ.Kind == columns.Time {
			span = 86400
		}
		var data []byte
		for range 20_000 {
			data = binary.LittleEndian.AppendUint64(data, uint64(r.Int64N(span*min(per, 1e6))*max(1, per/1e6)))
		}
		v := columns.NewFixed(data, 8)
		text := columns.Render(typ, &v, &buf)
		for i := range text.Len() {
			if b := text.At(i); !isMoment(b) {
				t.Fatalf("%+v: %s", typ, b)
			}
		}
	}
}

// Nor would a number with a fraction, whatever identifiers are before and behind its
// point.
func TestFractionsAreNoHits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	f := NewFinder()
	try := func(text string) {
		t.Helper()
		if !isFraction([]byte(text)) {
			t.Fatalf("%s is no fraction", text)
		}
		f.value, f.hits = 0, f.hits[:0]
		f.askText([]byte(text))
		if len(f.hits) > 0 {
			t.Fatalf("%s: %s", text, table[f.hits[0].Class].Name)
		}
	}
	numbers := 0
	for _, value := range ownValues(t) {
		if len(value) < 6 || !digitsOnly(value) || strings.Trim(string(value), "0") == "" {
			continue
		}
		numbers++
		for range 20 {
			sign := []string{"", "-"}[r.IntN(2)]
			try(fmt.Sprintf("%s%s.%d", sign, value, 1+r.IntN(1e6)))
			try(fmt.Sprintf("%s%d.%s", sign, r.IntN(1e6), value))
			try(fmt.Sprintf("%s%s.%s", sign, value, value))
		}
	}
	if numbers < 100 {
		t.Errorf("only %d numbers", numbers)
	}
	for range 100_000 {
		if text := strconv.FormatFloat(r.Float64()*[]float64{1, 180, 1e4, 1e11, 1e15}[r.IntN(5)], 'f', -1, 64); strings.Contains(text, ".") {
			try(text)
		}
	}
	for _, text := range []string{"1", "13800138000", "13800138000.0", "13800138000.000", "0.0", ".5", "-.5", "--1.5", "1.2.3", "1.5e3", "1,5", "5.", "1.5 ", "+1.5"} {
		if isFraction([]byte(text)) {
			t.Errorf("%s is a fraction", text)
		}
	}
}

func TestMoments(t *testing.T) {
	for _, text := range []string{
		"", "2026", "2026-11-1", "2026-13-01", "2026-11-32", "2026-11/18", "2026.11.18", "2026-11-18x", "2026-11-18 ", "2026-11-18 1",
		"2026-11-18 25:00", "2026-11-18 10:60", "2026-11-18 10:05:61", "2026-11-18 10:05:06.", "2026-11-18 10:05:06.1234567890",
		"2026-11-18 10:05:06.13800138000", "2026-11-18 10:05:06ZZ", "2026-11-18 10:05:06+8", "2026-11-18 10:05:06+08:0", "2026-11-18 10:05:06+19:00",
		"2026-11-18 10:05:06 13800138000", "+2026-11-18", "12026-11-18", "10:05", "10:05:6", "1380-01-38", "0571-88-88", "a026-11-18", "２026-11-18",
	} {
		if isMoment([]byte(text)) {
			t.Errorf("%s is a moment", text)
		}
	}
}
