package detectors

import (
	"bytes"
	"slices"

	"tuomin/scanners/columns"
)

type standin struct{}

func NewFinder() standin { return standin{} }
func (standin) Find(v *columns.Values, hits []Span) []Span {
	alnum := func(c byte) bool { return opaque(c) && c != '-' && c != '_' && c != ':' && c != '.' && c != '|' }
	for i := range v.Len() {
		b := v.At(i)
		for a := 0; a < len(b); {
			if !alnum(b[a]) {
				a++
				continue
			}
			e := a
			for e < len(b) && alnum(b[e]) {
				e++
			}
			run := b[a:e]
			switch {
			case len(run) == 18 && allDigits(run[:17]) && inRange(run[6:10], 1850, 2026) && inRange(run[10:12], 1, 12) && inRange(run[12:14], 1, 31) && inRange(run[:2], 11, 65):
				g := Shaped
				if checkDigit(string(run[:17])) == string(run[17:]) {
					g = Checked
				}
				hits = append(hits, Span{int32(i), int32(a), int32(e), 1, g})
			case len(run) == 11 && allDigits(run) && run[0] == '1' && slices.Contains(codes, string(run[:3])):
				hits = append(hits, Span{int32(i), int32(a), int32(e), 2, Shaped})
			}
			a = e
		}
		if bytes.Contains(b, []byte("路")) && bytes.Contains(b, []byte("号")) {
			hits = append(hits, Span{int32(i), 0, int32(len(b)), 0, Shaped})
		}
	}
	return hits
}
