package scanners

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
)

// tree lays out files under a temporary directory. Contents are column names
// with types, or a literal after "=".
func tree(t *testing.T, layout map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range layout {
		p := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		data, literal := strings.CutPrefix(content, "=")
		b := []byte(data)
		if to, link := strings.CutPrefix(content, "->"); link {
			if err := os.Symlink(filepath.FromSlash(to), p); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !literal {
			schema := arrow.NewSchema(fieldsOf(content), nil)
			b = ipcBytes(t, ArrowFile, schema, []arrow.RecordBatch{record(t, schema, `[{},{}]`)})
		}
		if err := os.WriteFile(p, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func fieldsOf(content string) (out []arrow.Field) {
	types := map[string]arrow.DataType{
		"": arrow.BinaryTypes.String, "i32": arrow.PrimitiveTypes.Int32, "i64": arrow.PrimitiveTypes.Int64,
		"null": arrow.Null, "bytes": arrow.BinaryTypes.Binary,
		"clock": &arrow.TimestampType{Unit: arrow.Microsecond}, "instant": &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"},
		"list":   arrow.ListOf(arrow.BinaryTypes.String),
		"struct": arrow.StructOf(text("x"), text("y")),
	}
	for _, f := range strings.Fields(content) {
		name, typ, _ := strings.Cut(f, ":")
		out = append(out, arrow.Field{Name: name, Type: types[typ], Nullable: true})
	}
	return out
}

// outline writes what was discovered, with root cut off.
func outline(root string, tables []*Table, failed []Failure) string {
	cut := func(p string) string {
		if rel, err := filepath.Rel(root, p); err == nil {
			return filepath.ToSlash(rel)
		}
		return p
	}
	var b strings.Builder
	for _, table := range tables {
		fmt.Fprintf(&b, "table %s rows %d:", cut(table.Path), table.Rows())
		for _, c := range table.Schema.Leaves {
			mark := ""
			if c.Partition {
				mark = "@"
			}
			fmt.Fprintf(&b, " %s%s:%s", mark, c.Path, c.Type)
		}
		b.WriteString("\n")
		for _, f := range table.Files {
			fmt.Fprintf(&b, "  %s", f.Rel)
			for _, p := range f.Partition {
				v := p.Value
				if p.Null {
					v = "(null)"
				}
				fmt.Fprintf(&b, " %s=%s", p.Name, v)
			}
			b.WriteString("\n")
		}
	}
	for _, f := range failed {
		fmt.Fprintf(&b, "failed %s %s\n", cut(f.Path), f.Code)
	}
	return b.String()
}

func TestDiscover(t *testing.T) {
	for _, c := range []struct {
		name   string
		layout map[string]string
		paths  []string // "." where nil
		want   string
	}{
		{"a directory is one table", map[string]string{"b.parquet": "x y", "a": "x y"}, nil, `
table . rows 4: x:string y:string
  a
  b.parquet
`},
		{"a file", map[string]string{"a": "x", "b": "x"}, []string{"b"}, `
table b rows 2: x:string
  b
`},
		{"partitions", map[string]string{
			"o/dt=2026-01-02/city=北京/a":                             "x",
			"o/dt=2026-01-02 10%3A00/city=%E4%B8%8A%E6%B5%B7/a":     "x",
			"o/dt=__HIVE_DEFAULT_PARTITION__/city=50%+a/a":          "x",
			"o/dt=2026-01-02/city=北京/_SUCCESS":                      "=",
			"o/dt=2026-01-02/city=北京/.a.crc":                        "=x",
			"o/dt=2026-01-02/city=北京/_tuomin/manifest.json":         "={}",
			"o/dt=2026-01-02/_temporary/0/part-0":                   "y",
			"o/dt=2026-01-02/.tuomin-job/part-0":                    "y",
			"o/dt=__HIVE_DEFAULT_PARTITION__/city=50%+a/_metadata.": "=x",
		}, nil, `
table o rows 6: x:string @dt:string @city:string
  dt=2026-01-02/city=北京/a dt=2026-01-02 city=北京
  dt=2026-01-02 10%3A00/city=%E4%B8%8A%E6%B5%B7/a dt=2026-01-02 10:00 city=上海
  dt=__HIVE_DEFAULT_PARTITION__/city=50%+a/a dt=(null) city=50%+a
`},
		{"one partition asked for", map[string]string{"o/dt=1/h=2/a": "x"}, []string{"o/dt=1"}, `
table o rows 2: x:string @dt:string @h:string
  dt=1/h=2/a dt=1 h=2
`},
		{"a file of a partition", map[string]string{"o/dt=1/a": "x"}, []string{"o/dt=1/a"}, `
table o/dt=1/a rows 2: x:string @dt:string
  dt=1/a dt=1
`},
		{"directories below partitions", map[string]string{"dt=1/a/f": "x", "dt=2/a/f": "x", "dt=1/b/f": "x"}, nil, `
table a rows 4: x:string @dt:string
  dt=1/f dt=1
  dt=2/f dt=2
table b rows 2: x:string @dt:string
  dt=1/f dt=1
`},
		{"half of the leaves", map[string]string{"1": "a b c d", "2": "a b", "3": "a b x y", "4": "p q a", "5": "p q"}, nil, `
table . rows 6: a:string b:string c:string d:string x:string y:string
  1
  2
  3
table 4 rows 4: p:string q:string a:string
  4
  5
`},
		{"types that unite", map[string]string{"1": "a:i32 b:null c:i64", "2": "a:i64 b c:i32"}, nil, `
table . rows 4: a:int64 b:string c:int64
  1
  2
`},
		{"types that do not", map[string]string{"1": "a b", "2": "a:i64 b", "3": "a:list b", "4": "a:struct b", "5": "a:bytes b", "6": "b"}, nil, `
table . rows 4: a:string b:string
  1
  6
failed 2 conflict
failed 3 conflict
failed 4 conflict
failed 5 conflict
`},
		{"structs that grow", map[string]string{"1": "a:struct", "2": "a.x a.y"}, nil, `
table . rows 4: a.x:string a.y:string
  1
  2
`},
		{"one name twice", map[string]string{"1": "a a"}, nil, "failed 1 conflict\n"},
		{"no columns", map[string]string{"1": "", "2": "a"}, nil, `
table . rows 2: a:string
  1
  2
`},
		{"no table", map[string]string{"a": "=id,phone\n", "b": "=", "c": "=PAREx", "d": "=ORC..", "e": "=Obj\x01.", "f": "=PAR1",
			"g": "=ARROW1", "h": "=\xff\xff\xff\xff", "i": "x"}, nil, `
table . rows 2: x:string
  i
failed a not_a_table
failed b empty_file
failed c encrypted
failed d unsupported
failed e unsupported
failed f truncated
failed g truncated
failed h truncated
`},
		{"what is hidden but named", map[string]string{"_a": "x"}, []string{"_a"}, "table _a rows 2: x:string\n  _a\n"},
		{"nothing", map[string]string{"d/_SUCCESS": "="}, []string{"d"}, "failed d not_a_table\n"},
		{"table formats", map[string]string{
			"d/_delta_log/0.json": "={}", "d/a": "x",
			"h/.hoodie/x": "=", "h/dt=1/a": "x",
			"i/metadata/v1.metadata.json": "={}", "i/data/a": "x",
			"j/metadata/version-hint.text": "=1",
			"p/snapshot/LATEST":            "=1", "p/schema/schema-0": "={}", "p/bucket-0/a": "x",
			"n/metadata/a": "x", "n/b": "x",
		}, nil, `
table n rows 2: x:string
  b
table n/metadata rows 2: x:string
  a
failed d table_format
failed h table_format
failed i table_format
failed j table_format
failed p table_format
`},
		{"inside table formats", map[string]string{"d/_delta_log/0": "={}", "d/dt=1/a": "x", "h/.hoodie/x": "=", "h/y/z/a": "x"},
			[]string{"d/dt=1", "d/dt=1/a", "h/y/z", "d/_delta_log"}, `
failed d/_delta_log table_format
failed d/dt=1 table_format
failed d/dt=1/a table_format
failed h/y/z table_format
`},
		{"links", map[string]string{"t/a": "x", "t/b": "->../out/b", "t/c": "->a", "t/loop": "->.", "t/dir": "->../out", "t/lost": "->nowhere", "out/b": "x"},
			[]string{"t"}, `
table t rows 4: x:string
  a
  b
failed t/dir unsupported
failed t/lost unreadable
`},
		{"a link that is named", map[string]string{"t": "->out", "out/b": "x"}, []string{"t"}, "table t rows 2: x:string\n  b\n"},
		{"globs", map[string]string{"o/dt=1/a": "x", "o/dt=2/a": "x", "o/dt=3/a": "x", "o/dt=3/_b": "x", "q/a": "x"}, []string{"o/dt=[13]/*"}, `
table o rows 4: x:string @dt:string
  dt=1/a dt=1
  dt=3/a dt=3
`},
		{"globs of directories", map[string]string{"o/dt=1/a": "x", "o/dt=2/a": "x"}, []string{"*/dt=2"}, `
table o rows 2: x:string @dt:string
  dt=2/a dt=2
`},
		{"globs of all depths", map[string]string{"o/dt=1/a.arrow": "x", "o/a.arrow": "x", "o/x/_y/a.arrow": "x"}, []string{"o/**/*.arrow"}, `
table o rows 4: x:string @dt:string
  a.arrow
  dt=1/a.arrow dt=1
`},
		{"a glob that is a name", map[string]string{"a[1]": "x", "a1": "x"}, []string{"a[1]"}, "table a[1] rows 2: x:string\n  a[1]\n"},
		{"nothing matches", map[string]string{"a": "x"}, []string{"b*", "[", "c"}, "failed [ unreadable\nfailed b* unreadable\nfailed c unreadable\n"},
		{"the same file twice", map[string]string{"t/a": "x", "t/b": "x"}, []string{"t", "t/a", "t/*", "t"}, `
table t rows 4: x:string
  a
  b
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := tree(t, c.layout)
			var paths []string
			for _, p := range c.paths {
				paths = append(paths, filepath.Join(root, p))
			}
			if c.paths == nil {
				paths = []string{root}
			}
			tables, failed, err := Discover(context.Background(), paths, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), outline(root, tables, failed)); diff != "" {
				t.Error(diff)
			}
			for _, f := range failed {
				if f.Err == nil || f.Err.Error() == "" {
					t.Errorf("%s: no reason", f.Path)
				}
			}
		})
	}
}
