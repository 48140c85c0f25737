package policy

import (
	"strings"
	"testing"
)

// Levels are of classes: a slip of the pen would leave the class at its own.
func TestPackLevels(t *testing.T) {
	for _, c := range []struct{ levels, want string }{
		{"{cn_mobile: L4}", ""},
		{"{staff_no: L2}", ""},
		{"{cn_mobil: L4}", "house.yaml:4:10: levels.cn_mobil: no such class\n\thint: did you mean cn_mobile?"},
		{"{cn_mobile: L7}", "levels.cn_mobile: no such value"},
		{"[L4]", "want classes and their levels"},
	} {
		src := "version: 1\nname: house\ndetectors: [{name: staff_no, title: Staff, level: L2, pattern: 'S[0-9]{4}', samples: {hit: [S0001], miss: [x]}}]\nlevels: " + c.levels + "\n"
		p, err := readPack("house.yaml", []byte(src), testNames)
		switch {
		case c.want == "" && (err != nil || len(p.Levels) != 1):
			t.Errorf("%s: %v", c.levels, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %s", c.levels, err, c.want)
		}
	}
}
