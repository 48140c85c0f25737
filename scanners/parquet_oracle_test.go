package scanners

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestParquetWriters reads what PyArrow, DuckDB and Polars write: every
// encoding, codec and page version that they can be told to use.
func TestParquetWriters(t *testing.T) {
	python := filepath.Join(repository(t), ".venv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no Python with PyArrow: see `make tools`")
	}
	dir := t.TempDir()
	if out, err := exec.Command(python, "testdata/parquet_oracle.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "expect.json"))
	if err != nil {
		t.Fatal(err)
	}
	type leaf struct {
		Values int
		SHA256 string
	}
	var expect map[string]struct {
		Rows   int64
		Leaves map[string]leaf
	}
	if err := json.Unmarshal(raw, &expect); err != nil {
		t.Fatal(err)
	}
	for name, want := range expect {
		data, err := os.ReadFile(filepath.Join(dir, name+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		rows, notes, err := compareWithArrow(t, data, name)
		if err != nil || rows != want.Rows {
			t.Errorf("%s: got %d rows and error %v, want %d rows", name, rows, err, want.Rows)
			continue
		}
		for _, note := range notes {
			t.Logf("%s: %s", name, note)
		}
		f, err := openBytes(data, name)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Schema().Leaves) != len(want.Leaves) {
			t.Errorf("%s: %d leaves, want %d", name, len(f.Schema().Leaves), len(want.Leaves))
		}
		for i, c := range f.Schema().Leaves {
			var got leaf
			h := sha256.New()
			for part := range f.Parts() {
				one, err := readSpelled(f, part, i)
				if err != nil {
					t.Fatal(err)
				}
				got.Values += len(one.values)
				for _, v := range one.values {
					h.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(v))))
					h.Write(v)
				}
			}
			got.SHA256 = hex.EncodeToString(h.Sum(nil))
			if w, ok := want.Leaves[string(c.Path)]; !ok || got != w {
				t.Errorf("%s: column %s: %d values, want %d; or others than were written", name, c.Path, got.Values, w.Values)
			}
		}
	}
}
