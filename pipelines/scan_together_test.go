package pipelines

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"tuomin/detectors"
)

// Columns without a telling name are what the identity numbers beside them say,
// and what only looks like it is not; by any number of workers.
func TestTogether(t *testing.T) {
	dir := t.TempDir()
	const n = 3000
	id := ids(n)
	birth := text(n, func(i int) string { return id[i][6:10] + "-" + id[i][10:12] + "-" + id[i][12:14] })
	sex := text(n, func(i int) string { return []string{"2", "1"}[(id[i][16]-'0')%2] })
	moved := append(append([]string{}, birth[7:]...), birth[:7]...)
	coin := text(n, func(i int) string { return []string{"2", "1"}[i/3%2] })
	spelt := text(n, func(i int) string { return birth[i][:4] + "年" + birth[i][5:7] + "月" + birth[i][8:] + "日" })
	for file := range 3 {
		part := func(v []string) []string { return v[file*n/3 : (file+1)*n/3] }
		path := filepath.Join(dir, "t", fmt.Sprintf("%d.parquet", file))
		if file == 0 {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := writeText(path, []string{"c1", "c2", "c3", "c4", "c5", "c6"}, [][]string{part(birth), part(id), part(sex), part(moved), part(coin), part(spelt)}); err != nil {
			t.Fatal(err)
		}
	}
	var first []detectors.Agreement
	for _, workers := range []int{1, 8} {
		found, err := ScanPaths(context.Background(), []string{dir}, Options{Workers: workers, Memory: 64 << 20, Temp: dir})
		if err != nil || len(found.Tables) != 1 {
			t.Fatal(err)
		}
		p := found.Tables[0]
		want := map[string]string{"c1": "date_of_birth", "c2": "cn_id18", "c3": "gender", "c4": "none", "c5": "none", "c6": "date_of_birth"}
		for _, c := range p.Columns {
			if c.Class != want[string(c.Path)] {
				t.Errorf("%d workers: %s is %s, %s", workers, c.Path, c.Class, c.Why)
			}
			if c.Class == "gender" && (c.Confidence != detectors.Certain || c.Share != 1 || c.Level != "L3") {
				t.Errorf("%+v", c)
			}
		}
		if len(p.Agreements) != 3 {
			t.Errorf("%d workers: %+v", workers, p.Agreements)
		}
		for _, a := range p.Agreements {
			if a.A != "c2" || a.Rows < 900 || a.Equal != a.Rows {
				t.Errorf("%+v", a)
			}
		}
		if first == nil {
			first = p.Agreements
		} else if diff := cmp.Diff(first, p.Agreements); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

// Without identity numbers nothing is compared, and no column changes.
func TestTogetherAlone(t *testing.T) {
	dir := t.TempDir()
	if err := writeText(filepath.Join(dir, "t.parquet"), []string{"c1", "c2"}, [][]string{
		text(300, func(i int) string { return fmt.Sprintf("19%02d-01-01", i%20) }), text(300, func(i int) string { return fmt.Sprint(1 + i%2) }),
	}); err != nil {
		t.Fatal(err)
	}
	found, err := ScanPaths(context.Background(), []string{dir}, Options{Workers: 2, Memory: 64 << 20, Temp: dir})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found.Tables[0].Columns {
		if c.Class != "none" {
			t.Errorf("%s is %s", c.Path, c.Class)
		}
	}
	if a := found.Tables[0].Agreements; a != nil {
		t.Errorf("%+v", a)
	}
}
