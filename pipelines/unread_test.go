package pipelines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tuomin/detectors"
	"tuomin/scanners/files"
)

// written puts a table of kinds, telephones of nobody and more into dir, and spoils it
// where broken.
func written(dir string, broken bool, more map[string][]string) error {
	const n = 200
	names := []string{"kind", "phone"}
	values := [][]string{text(n, func(i int) string { return []string{"new", "paid"}[i%2] }), telephones(n)}
	for name, column := range more {
		names, values = append(names, name), append(values, column)
	}
	path := filepath.Join(dir, "a.parquet")
	if err := errors.Join(os.MkdirAll(dir, 0o700), writeText(path, names, values)); err != nil || !broken {
		return err
	}
	return spoilPages(path)
}

// Of a column that could not be read nothing is said, and of a table none of whose
// files could be neither: no verdict, no proposal, no job.
func TestUnread(t *testing.T) {
	nulls := make([]string, 200)
	for _, c := range []struct {
		about    string
		write    func(dir string) error
		verdicts []string // of the columns, nil where there is no table
		proposed []string
	}{
		{"one file, and it is broken", func(dir string) error { return written(dir, true, nil) }, nil, nil},
		{"all files", func(dir string) error {
			return errors.Join(written(filepath.Join(dir, "dt=1"), true, nil), written(filepath.Join(dir, "dt=2"), true, nil))
		}, nil, nil},
		{"a column that only the broken file has", func(dir string) error {
			return errors.Join(written(filepath.Join(dir, "dt=1"), false, nil), written(filepath.Join(dir, "dt=2"), true, map[string][]string{"id_no": ids(200)}))
		}, []string{"kind none", "phone is", "id_no unknown " + unreadWhy, "dt none"}, []string{"kind", "phone", "dt"}},
		{"a column that is null in the other", func(dir string) error {
			return errors.Join(written(filepath.Join(dir, "dt=1"), false, map[string][]string{"id_no": nulls}), written(filepath.Join(dir, "dt=2"), true, nil))
		}, []string{"kind none", "phone is", "id_no none nothing but nulls", "dt none"}, []string{"kind", "phone", "id_no", "dt"}},
		{"nothing but nulls", func(dir string) error { return written(dir, false, map[string][]string{"id_no": nulls}) },
			[]string{"kind none", "phone is", "id_no none nothing but nulls"}, []string{"kind", "phone", "id_no"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.write(filepath.Join(dir, "t")); err != nil {
				t.Fatal(err)
			}
			found, err := ScanPaths(context.Background(), []string{filepath.Join(dir, "t")}, Options{Workers: 2, Memory: 64 << 20, Temp: dir})
			if err != nil {
				t.Fatal(err)
			}
			var verdicts []string
			for _, p := range found.Tables {
				for i := range p.Columns {
					v := fmt.Sprintf("%s %s", p.Columns[i].Path, p.Columns[i].Verdict)
					if p.Columns[i].Path == "id_no" {
						v += " " + p.Columns[i].Why
					}
					verdicts = append(verdicts, v)
				}
			}
			if !slices.Equal(verdicts, c.verdicts) {
				t.Errorf("%q, want %q", verdicts, c.verdicts)
			}
			var proposed []string
			edits, err := ProposeCatalog(files.Local{}, filepath.Join(dir, "catalog"), "t", found, detectors.Shipped())
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range edits {
				proposed = append(proposed, e.Columns...)
			}
			if !slices.Equal(proposed, c.proposed) {
				t.Errorf("proposed %q, want %q", proposed, c.proposed)
			}
			s, err := NewStarter(found, filepath.Join(dir, "job.yaml"), nil)
			switch {
			case c.verdicts == nil:
				if !errors.Is(err, ErrNoInput) {
					t.Errorf("a job was made of it: %v", err)
				}
			case err != nil:
				t.Fatal(err)
			case slices.Contains(c.verdicts, "id_no unknown "+unreadWhy) != slices.Contains(s.Decisions, "id_no"):
				t.Errorf("to decide about: %q", s.Decisions)
			}
		})
	}
}

// A broken partition is refused, and binds nothing: what it alone holds is new once
// it can be read.
func TestRunWithUnreadColumn(t *testing.T) {
	b := newBench(t, "\n  - {match: {class: none}, do: keep}", ", replace: partition", func(dir string) error {
		return errors.Join(written(filepath.Join(dir, "dt=1"), false, nil), written(filepath.Join(dir, "dt=2"), true, map[string][]string{"id_no": ids(200)}))
	})
	reasons := func(r *Result) (list []string) {
		for _, p := range r.Partitions {
			list = append(list, p.Path+" "+string(p.Reason))
		}
		return list
	}
	if _, err := PlanJob(context.Background(), b.job, b.keys, files.Local{}, b.opt); ReasonOf(err) != InputUnreadable {
		t.Errorf("its plan: %v", err)
	}
	r := b.must(InputUnreadable)
	if got, want := reasons(r), []string{"dt=1 committed", "dt=2 input_unreadable"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q: %v", got, want, r.Err())
	}
	if err := written(filepath.Join(b.dir, "input", "dt=2"), false, map[string][]string{"id_no": ids(200)}); err != nil {
		t.Fatal(err)
	}
	if r := b.must(ColumnDrift); !strings.Contains(r.Err().Error(), "column id_no of order is new") {
		t.Error(r.Err())
	}
	b.spoil()
	if err := os.RemoveAll(b.output()); err != nil {
		t.Fatal(err)
	}
	r = b.must(InputUnreadable)
	if got, want := reasons(r), []string{"dt=1 input_unreadable", "dt=2 input_unreadable"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q: %v", got, want, r.Err())
	}
}
