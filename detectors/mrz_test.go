package detectors

import "testing"

// Lines of one document are one hit, whatever breaks them.
func TestLinesOfZones(t *testing.T) {
	for class, lines := range map[string][]string{
		"mrz_td3_line2": {"P<UTOSPECIMEN<<ONE<TWO<<<<<<<<<<<<<<<<<<<<<<", "E000000019CHN0102030M3102031<<<<<<<<<<<<<<<2"},
		"mrz_td1":       {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "SPECIMEN<<ONE<<<<<<<<<<<<<<<<<"},
	} {
		for _, between := range []string{"", "\n", "\r\n", `\n`, `\r\n`, " "} {
			value := lines[0]
			for _, line := range lines[1:] {
				value += between + line
			}
			hits := find(text([]string{"机读码：" + value + "。"}))
			if len(hits) != 1 || hits[0].Class.String() != class || int(hits[0].End-hits[0].Start) != len(value) || hits[0].Grade != Checked {
				t.Errorf("%s broken by %q: %v", class, between, hits)
			}
		}
		hits := find(text([]string{lines[0] + "\n\n" + lines[1]}))
		for _, h := range hits {
			if int(h.End-h.Start) > len(lines[0])+1 {
				t.Errorf("%s: lines of two paragraphs are one hit", class)
			}
		}
	}
}
