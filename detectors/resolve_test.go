package detectors

import "testing"

// Of several classes in one place, the one that may be a person's stays: a
// device that is right by the check digit of companies too, in whole values and
// in text.
func TestResolvePersons(t *testing.T) {
	both := 0
	for _, v := range generate(2000, imei("35")) {
		if bizreg15(known(), []byte(v)) != Checked {
			continue
		}
		both++
		for _, in := range []string{v, "设备 " + v + "，谢谢"} {
			hits := find(text([]string{in}))
			if got := Resolve(nil, hits); len(got) != 1 || got[0].Class.Info().NotPersonal {
				t.Fatalf("of %v stays %v, want the device, or the person that it could be", hits, got)
			}
		}
	}
	if both < 100 {
		t.Errorf("only %d of 2000 are right both ways", both)
	}
}

// Better grades win, then the longer, then the first; what is left does not
// overlap, and stands in order.
func TestResolveOrder(t *testing.T) {
	span := func(start, end int32, c *detector, g Grade) Span {
		return Span{Start: start, End: end, Class: c.class, Grade: g}
	}
	hits := []Span{
		span(0, 10, cnMobile, Shaped), span(5, 20, cnMobile, Shaped), span(8, 12, cnID18, Checked), span(12, 20, cnMobile, Worded),
	}
	got := Resolve(nil, hits)
	if len(got) != 2 || got[0] != hits[2] || got[1] != hits[3] {
		t.Errorf("got %v", got)
	}
	if got := Resolve(nil, hits[:2]); len(got) != 1 || got[0] != hits[1] {
		t.Errorf("of two alike stays %v, want the longer", got)
	}
}
