package scanners

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tuomin/scanners/files"
)

// readless is a file system in which opening any file is a failure of the test:
// to select takes names alone.
type readless struct {
	files.FS
	t *testing.T
}

func (r readless) Open(name string) (files.File, error) {
	r.t.Errorf("%s was opened", name)
	return r.FS.Open(name)
}

// Which partitions are selected, which are missing, and what is not looked at.
func TestSelect(t *testing.T) {
	root := tree(t, map[string]string{
		"order/dt=2026-11-19/a.parquet":                      "=",
		"order/dt=2026-11-20/a.parquet":                      "=",
		"order/dt=2026-11-20/_tmp/b.parquet":                 "=",
		"order/_SUCCESS":                                     "=",
		"order/stray.parquet":                                "=",
		"deep/v1/dt=1/city=%E5%8C%97%E4%BA%AC/a.parquet":     "=",
		"deep/v1/dt=1/city=__HIVE_DEFAULT_PARTITION__/a.arr": "=",
		"deep/v1/dt=2/city=x/a.parquet":                      "=",
		"plain/a.parquet":                                    "=",
		"mixed/dt=1/a.parquet":                               "=",
		"mixed/dt=1/hour=1/a.parquet":                        "=",
		"linked/dt=1":                                        "->../plain",
		"linked/dt=2/a.parquet":                              "=",
		"empty/_x":                                           "=",
	})
	for _, c := range []struct {
		dir, wanted string
		leaves      string // rels
		missing     string
		code        Code
	}{
		{"order", "dt=2026-11-20", "dt=2026-11-20", "", ""},
		{"order", "dt=2026-11-19,2026-11-20,2026-11-20", "dt=2026-11-19 dt=2026-11-20", "", ""},
		{"order", "dt=2026-11-20,2026-11-21", "dt=2026-11-20", "dt=2026-11-21", ""},
		{"order", "dt=2026-11-2", "", "dt=2026-11-2", ""},
		{"order", "day=2026-11-20", "", "day=2026-11-20", ""},
		{"order/dt=2026-11-20", "dt=2026-11-20", "dt=2026-11-20", "", ""},
		{"order/dt=2026-11-20", "dt=2026-11-19", "", "dt=2026-11-19", ""},
		{"order", "", "", "", CodeConflict}, // stray.parquet would be of no partition
		{"deep", "dt=1", "dt=1/city=%E5%8C%97%E4%BA%AC dt=1/city=__HIVE_DEFAULT_PARTITION__", "", ""},
		{"deep", "city=北京", "dt=1/city=%E5%8C%97%E4%BA%AC", "", ""},
		{"deep", "city=__HIVE_DEFAULT_PARTITION__", "dt=1/city=__HIVE_DEFAULT_PARTITION__", "", ""},
		{"deep", "dt=1,2 city=北京,x", "dt=1/city=%E5%8C%97%E4%BA%AC dt=2/city=x", "dt=1/city=x dt=2/city=北京", ""},
		{"deep/v1", "", "dt=1/city=%E5%8C%97%E4%BA%AC dt=1/city=__HIVE_DEFAULT_PARTITION__ dt=2/city=x", "", ""},
		{"plain", "", ".", "", ""},
		{"plain", "dt=1", "", "dt=1", ""},
		{"mixed", "dt=1", "", "", CodeConflict}, // a.parquet is selected and in no leaf
		{"mixed", "dt=1 hour=1", "dt=1/hour=1", "", ""},
		{"linked", "dt=2", "dt=2", "", ""},
		{"linked", "dt=1", "", "", CodeUnsupported},
		{"empty", "", ".", "", ""},
	} {
		t.Run(c.dir+" "+c.wanted, func(t *testing.T) {
			var wanted []Wanted
			for _, w := range strings.Fields(c.wanted) {
				name, values, _ := strings.Cut(w, "=")
				wanted = append(wanted, Wanted{name, strings.Split(values, ",")})
			}
			s, err := Select(context.Background(), readless{FS: files.Local{}, t: t}, filepath.Join(root, c.dir), wanted)
			var e *Error
			if c.code != "" {
				if !errors.As(err, &e) || e.Code != c.code {
					t.Errorf("%v, want %s", err, c.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var rels []string
			for _, l := range s.Leaves {
				if rels = append(rels, filepath.ToSlash(l.Rel)); l.Rel != "." && filepath.Base(l.Path) != filepath.Base(l.Rel) {
					t.Errorf("%s is called %s", l.Path, l.Rel)
				}
			}
			if got := strings.Join(rels, " "); got != c.leaves {
				t.Errorf("leaves %s, want %s", got, c.leaves)
			}
			if got := strings.Join(s.Missing, " "); got != c.missing {
				t.Errorf("missing %s, want %s", got, c.missing)
			}
		})
	}
}

// What was not selected is not even listed.
func TestSelectLooksAway(t *testing.T) {
	root := tree(t, map[string]string{"dt=1/a.parquet": "=", "dt=2/a.parquet": "="})
	fsys := files.NewFaulty(files.Local{}, 1<<30, nil)
	if _, err := Select(context.Background(), fsys, root, []Wanted{{"dt", []string{"2"}}}); err != nil {
		t.Fatal(err)
	}
	if n := fsys.Count(); n != 2 {
		t.Errorf("%d operations, want 2: the table's directory and the partition's", n)
	}
}
