package pipelines

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"tuomin/pipelines/splice"
	"tuomin/scanners/files"
)

// secret is a value of the column that tampered outputs must not show.
func secret(i int) string { return fmt.Sprintf("canary-%05d-北", i) }

const hashAndKeep = "\n  - {match: {column: name}, do: {hmac: {domain: person}}}\n  - {match: {column: \"**\"}, do: keep}"

// secrets writes a table of one column that is hashed and one that is kept.
func secrets(path string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), writeText(path, []string{"name", "x"}, [][]string{
		text(500, secret), text(500, func(i int) string { return fmt.Sprintf("kept %d", i%3) }),
	}))
}

// An output is an output that somebody gets at after it was committed.
type output struct {
	dir  string // of the leaf partition
	data string // its data file
}

// open is the data file, and its bytes.
func (o output) open() ([]byte, *splice.File, error) {
	b, err := os.ReadFile(o.data)
	if err != nil {
		return nil, nil, err
	}
	f, err := splice.OpenFile(bytes.NewReader(b), int64(len(b)))
	return b, f, err
}

// write makes the data file of what stands before its footer, and the footer's tree.
func (o output) write(body []byte, tree *splice.Node) error {
	foot := tree.Append(nil)
	out := slices.Concat(body, foot)
	return os.WriteFile(o.data, append(binary.LittleEndian.AppendUint32(out, uint32(len(foot))), "PAR1"...), 0o644)
}

// footer changes the tree of the data file's footer.
func (o output) footer(change func(f *splice.File, tree *splice.Node)) error {
	b, f, err := o.open()
	if err != nil {
		return err
	}
	tree := f.Tree.Clone()
	change(f, &tree)
	return o.write(b[:f.FooterAt], &tree)
}

// page changes the header of the first page of the first chunk, which is new, and moves
// what follows.
func (o output) page(change func(header *splice.Node)) error {
	b, f, err := o.open()
	if err != nil {
		return err
	}
	at := f.Groups[0].Chunks[0].Start
	header, used, err := splice.ParseThrift(b[at:])
	if err != nil {
		return err
	}
	change(header)
	made := header.Append(nil)
	tree := f.Tree.Clone()
	grow := func(n *splice.Node, ids ...int16) {
		for _, id := range ids {
			if v, ok := n.Int(id); ok && v > 0 {
				n.SetInt(id, splice.KindInt64, v+int64(len(made)-used))
			}
		}
	}
	chunks := tree.Get(4).Items()[0].Get(1).Items()
	grow(chunks[0].Get(3), 6, 7)
	grow(&chunks[1], 2)
	grow(chunks[1].Get(3), 9, 11)
	return o.write(slices.Concat(b[:at], made, b[int(at)+used:f.FooterAt]), &tree)
}

func (o output) key(value string) error {
	return o.footer(func(_ *splice.File, tree *splice.Node) {
		kv := splice.Struct(splice.Binary([]byte("comment")).As(1), splice.Binary([]byte(value)).As(2))
		tree.Set(5, splice.List(splice.KindStruct, kv))
	})
}

// insert puts bytes into the data file.
func (o output) insert(at int, more []byte) error {
	b, err := os.ReadFile(o.data)
	return errors.Join(err, os.WriteFile(o.data, slices.Insert(b, at, more...), 0o644))
}

// group changes the row group.
func (o output) group(change func(group *splice.Node)) error {
	return o.footer(func(_ *splice.File, tree *splice.Node) { change(&tree.Get(4).Items()[0]) })
}

// numbers are the bytes of a text as numbers.
func numbers(text string) []splice.Node {
	var list []splice.Node
	for _, c := range []byte(text) {
		list = append(list, splice.Integer(splice.KindInt32, int64(c)))
	}
	return list
}

// chunk changes the metadata of the chunk of a leaf.
func (o output) chunk(leaf int, change func(chunk *splice.Node)) error {
	return o.footer(func(_ *splice.File, tree *splice.Node) { change(&tree.Get(4).Items()[0].Get(1).Items()[leaf]) })
}

// manifest changes the manifest as JSON.
func (o output) manifest(change func(m map[string]any)) error {
	path := filepath.Join(o.dir, manifestName)
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	change(m)
	if b, err = json.Marshal(m); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// column changes what the manifest says of a column.
func (o output) column(at int, to map[string]any) error {
	return o.manifest(func(m map[string]any) { maps.Copy(m["columns"].([]any)[at].(map[string]any), to) })
}

// rename gives the data file another name, in the manifest too.
func (o output) rename(name string) error {
	return errors.Join(os.Rename(o.data, filepath.Join(o.dir, name)), o.manifest(func(m map[string]any) {
		m["outputs"].([]any)[0].(map[string]any)["name"] = name
	}))
}

// redigest makes the manifest one of the files as they are now.
func (o output) redigest() error {
	sum, err := digestFile(files.Local{}, o.data)
	if err != nil {
		return err
	}
	info, err := os.Stat(o.data)
	if err != nil {
		return err
	}
	return o.manifest(func(m map[string]any) {
		file := m["outputs"].([]any)[0].(map[string]any)
		file["sha256"], file["bytes"] = sum, info.Size()
	})
}

func (o output) add(name, content string) error {
	path := filepath.Join(o.dir, name)
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644))
}

// forgeries are by what they are refused: not for a size or digest, which a forger
// makes right.
var forgeries = map[string][]string{
	"that had to go stands in": {
		"a field of the footer that nobody knows", "metadata", "metadata, in a sentence", "metadata, in base64", "metadata, in hex", "metadata, escaped",
		"a marker's name", "a marker's name by the manifest", "a comment in the manifest", "a comment on the run",
	},
	"is in no manifest":    {"a hidden file", "a hidden directory", "a file by the manifest", "a marker with content"},
	"bytes are of no page": {"bytes before the footer", "a Bloom filter that was made"},
	"should be copied from the input": {"a changed byte of a page", "metadata of nobody", "other bounds of a kept chunk", "metadata of a kept chunk",
		"a field of a row group that nobody knows", "a number of the footer that nobody knows", "what rows are sorted by", "the size of a row group", "the place of a row group"},
	"more is said of the values": {
		"a chunk's own metadata", "bounds of a new chunk", "a field of a page's header that nobody knows", "the size of a new chunk", "encodings of a new chunk",
		"bounds in the headers of new pages",
	},
	"its null count is not that of its values": {"other nulls of a new chunk"},
	"does not make": {
		"a column said to be hashed that was kept", "a column said to be kept that was hashed", "a hash that may be a raw value", "a column said to be dropped that stands",
		"an action that nobody knows",
	},
	"has column name twice":                         {"a column twice in the manifest"},
	"where no reader finds it":                      {"a data file that readers pass over", "a data file elsewhere"},
	"are not as many as its manifest says":          {"numbers of rows"},
	"does not have the rows that its manifest says": {"rows of a file"},
}

// TestForged changes outputs where no reader of values looks, and their
// manifests with them, so that sizes and digests are right: each must be refused.
func TestForged(t *testing.T) {
	raw := secret(77)
	says := map[string]string{}
	for why, all := range forgeries {
		for _, about := range all {
			says[about] = why
		}
	}
	for about, tamper := range map[string]func(o output) error{
		"bytes before the footer": func(o output) error {
			b, err := os.ReadFile(o.data)
			at := len(b) - 8 - int(binary.LittleEndian.Uint32(b[len(b)-8:]))
			return errors.Join(err, os.WriteFile(o.data, append(append(append([]byte(nil), b[:at]...), "PAR1"...), b[at:]...), 0o644))
		},
		"a changed byte of a page": func(o output) error {
			b, f, err := o.open()
			if err != nil {
				return err
			}
			b[f.Groups[0].Chunks[1].Start+f.Groups[0].Chunks[1].Length-1] ^= 1
			return os.WriteFile(o.data, b, 0o644)
		},
		"a field of the footer that nobody knows": func(o output) error {
			return o.footer(func(_ *splice.File, tree *splice.Node) { tree.Set(99, splice.Binary([]byte(raw))) })
		},
		"metadata":                func(o output) error { return o.key(raw) },
		"metadata, in a sentence": func(o output) error { return o.key("as in " + raw + ", row 78") },
		"metadata, in base64": func(o output) error {
			return o.key(base64.StdEncoding.EncodeToString([]byte("\x00\x01" + raw + "\xff")))
		},
		"metadata, in hex":   func(o output) error { return o.key("x=" + hex.EncodeToString([]byte(raw))) },
		"metadata, escaped":  func(o output) error { return o.key(url.PathEscape(raw)) },
		"metadata of nobody": func(o output) error { return o.key("nothing") },
		"a chunk's own metadata": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).Set(8, splice.List(splice.KindStruct)) })
		},
		"a Bloom filter that was made": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).SetInt(14, splice.KindInt64, 4) })
		},
		"bounds of a new chunk": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).Get(12).Set(5, splice.Binary([]byte("zzz"))) })
		},
		"a field of a page's header that nobody knows": func(o output) error {
			return o.page(func(h *splice.Node) { h.Set(99, splice.Binary([]byte(raw))) })
		},
		"the size of a new chunk": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).SetInt(6, splice.KindInt64, 13800001111) })
		},
		"encodings of a new chunk": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).Set(2, splice.List(splice.KindInt32, numbers(raw)...)) })
		},
		"a field of a row group that nobody knows": func(o output) error {
			return o.group(func(g *splice.Node) { g.Set(99, splice.Binary([]byte(raw))) })
		},
		"a number of the footer that nobody knows": func(o output) error {
			return o.footer(func(_ *splice.File, tree *splice.Node) { tree.Set(99, splice.Integer(splice.KindInt64, 13800001111)) })
		},
		"what rows are sorted by": func(o output) error {
			return o.group(func(g *splice.Node) {
				g.Set(4, splice.List(splice.KindStruct, splice.Struct(splice.Binary([]byte(raw)).As(9))))
			})
		},
		"the size of a row group": func(o output) error {
			return o.group(func(g *splice.Node) { g.SetInt(2, splice.KindInt64, 13800001111) })
		},
		"the place of a row group": func(o output) error {
			return o.group(func(g *splice.Node) { g.SetInt(5, splice.KindInt64, 13800001111) })
		},
		"other nulls of a new chunk": func(o output) error {
			return o.chunk(0, func(c *splice.Node) { c.Get(3).Get(12).SetInt(3, splice.KindInt64, 7) })
		},
		"bounds in the headers of new pages": func(o output) error {
			return o.page(func(h *splice.Node) { h.Get(5).Set(5, splice.Struct(splice.Binary([]byte("zzz")).As(5))) })
		},
		"other bounds of a kept chunk": func(o output) error {
			return o.chunk(1, func(c *splice.Node) { c.Get(3).Get(12).Set(5, splice.Binary([]byte("kept 1"))) })
		},
		"metadata of a kept chunk": func(o output) error {
			return o.chunk(1, func(c *splice.Node) { c.Get(3).Set(8, splice.List(splice.KindStruct)) })
		},
		"a hidden file":                   func(o output) error { return o.add("_leftover.parquet", raw) },
		"a hidden directory":              func(o output) error { return o.add(".old/part.parquet", raw) },
		"a file by the manifest":          func(o output) error { return o.add(manifestDir+"/old.json", raw) },
		"a marker with content":           func(o output) error { return o.add("_SUCCESS", raw) },
		"a marker's name":                 func(o output) error { return o.add("_"+raw, "") },
		"a marker's name by the manifest": func(o output) error { return o.add(manifestDir+"/."+raw, "") },
		"a column said to be hashed that was kept": func(o output) error {
			return o.column(1, map[string]any{"action": "hmac", "guarantee": "pseudonym"})
		},
		"a column said to be kept that was hashed": func(o output) error { return o.column(0, map[string]any{"action": "keep"}) },
		"a hash that may be a raw value":           func(o output) error { return o.column(0, map[string]any{"laws": []string{}, "gone": []string{}}) },
		"a column said to be dropped that stands":  func(o output) error { return o.column(0, map[string]any{"action": "drop"}) },
		"an action that nobody knows":              func(o output) error { return o.column(0, map[string]any{"action": "sealed"}) },
		"a column twice in the manifest": func(o output) error {
			return o.manifest(func(m map[string]any) { m["columns"] = append(m["columns"].([]any), m["columns"].([]any)[0]) })
		},
		"a data file that readers pass over": func(o output) error { return o.rename("_part.parquet") },
		"a data file elsewhere":              func(o output) error { return o.rename("../part.parquet") },
		"numbers of rows": func(o output) error {
			return o.manifest(func(m map[string]any) { m["rows"] = map[string]int{"in": 7, "out": 7} })
		},
		"rows of a file": func(o output) error {
			return o.manifest(func(m map[string]any) { m["outputs"].([]any)[0].(map[string]any)["rows"] = 7 })
		},
		"a comment on the run":      func(o output) error { return o.add(runName, `{"comment": "`+raw+`"}`) },
		"a comment in the manifest": func(o output) error { return o.manifest(func(m map[string]any) { m["comment"] = raw }) },
	} {
		t.Run(about, func(t *testing.T) {
			b := newBench(t, hashAndKeep, "", func(dir string) error { return secrets(filepath.Join(dir, "part.parquet")) })
			b.must(Committed)
			data, err := filepath.Glob(filepath.Join(b.output(), "*.parquet"))
			if err != nil || len(data) != 1 {
				t.Fatal(data, err)
			}
			o := output{b.output(), data[0]}
			verify := func() *Result {
				return VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
			}
			if err := o.redigest(); err != nil || verify().Err() != nil {
				t.Fatal("untouched:", err, verify().Err())
			}
			if err := tamper(o); err != nil {
				t.Fatal(err)
			}
			if err := o.redigest(); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			switch r := verify(); {
			case r.Reason != NotVerified:
				t.Errorf("%s: %v", r.Reason, r.Err())
			case says[about] == "" || !strings.Contains(r.Err().Error(), says[about]):
				t.Errorf("refused for another reason: %v", r.Err())
			case strings.Contains(r.Err().Error(), raw):
				t.Error("the refusal shows the value")
			}
		})
	}
}

// What a manifest speaks of and is not there was taken away: no second try brings it
// back.
func TestLostFiles(t *testing.T) {
	for _, name := range []string{"*.parquet", runName, manifestDir} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, hashAndKeep, "", twoDays)
			b.must(Committed)
			paths, err := filepath.Glob(filepath.Join(b.output(), "dt=1", name))
			if err != nil || len(paths) != 1 {
				t.Fatal(paths, err)
			}
			if err := os.RemoveAll(paths[0]); err != nil {
				t.Fatal(err)
			}
			r := VerifyOutput(context.Background(), b.output(), filepath.Join(b.dir, "input"), files.Local{}, b.opt)
			if r.Reason != NotVerified || r.Retryable {
				t.Errorf("%s: %v", r.Reason, r.Err())
			}
		})
	}
}

// A value must not get out by the names of what it is written to.
func TestNamesTell(t *testing.T) {
	for _, path := range []string{
		secret(7) + ".parquet", "of " + secret(7) + " and others.parquet", "export_" + secret(7) + "_3.parquet",
		"who=" + secret(7) + "/part.parquet", "who=" + url.PathEscape(secret(7)) + "/part.parquet",
	} {
		b := newBench(t, hashAndKeep, "", func(dir string) error { return secrets(filepath.Join(dir, path)) })
		b.must(NotVerified)
		// Nor does the stage remember it.
		err := filepath.WalkDir(filepath.Join(b.dir, "output"), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			if text, err := os.ReadFile(path); err != nil || bytes.Contains(text, []byte(secret(7))) {
				t.Errorf("%s is left: %v", path, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	// A manifest names what was left out, too.
	b := newBench(t, hashAndKeep, "", func(dir string) error {
		return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "a.parquet"), []string{"name", "x", secret(7)}, [][]string{
			text(500, secret), text(500, func(int) string { return "kept" }), text(500, func(int) string { return "" }),
		}))
	})
	b.job = b.load("\n  - {match: {column: \""+secret(7)+"\"}, do: drop}"+hashAndKeep, "")
	b.must(NotVerified)
}

// Nor by the bounds that an input gives for a column that stays, as those of rows that
// it has no more.
func TestBoundsTell(t *testing.T) {
	for bound, want := range map[string]Reason{"kept 9": Committed, secret(7): NotVerified} {
		b := newBench(t, hashAndKeep, "", func(dir string) error {
			path := filepath.Join(dir, "part.parquet")
			return errors.Join(secrets(path), refoot(path, func(footer *splice.Node) {
				footer.Get(4).Items()[0].Get(1).Items()[1].Get(3).Get(12).Set(5, splice.Binary([]byte(bound)))
			}))
		})
		b.must(want)
	}
}

// A table without a line of names has a row of values for it: they stand nowhere in
// what is said, and nothing is written, whatever the rules are.
func TestHeadless(t *testing.T) {
	const phone = "13900009999"
	for _, rules := range []string{"\n  - {match: {column: \"**\"}, do: drop}", "\n  - {match: {verdict: contains}, do: keep}\n  - {match: {class: none}, do: keep}"} {
		b := newBench(t, rules, "", func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o755), writeText(filepath.Join(dir, "a.parquet"), []string{phone, ids(2)[1], "2026", "13900008888"}, [][]string{
				telephones(300), ids(300), text(300, func(int) string { return "kept" }), text(300, func(int) string { return "as a number of a line is" }),
			}))
		})
		r := b.must(RefusedRule)
		for _, want := range []string{"column no. 1 of order", "column no. 2 of order", "cn_id18"} {
			if !strings.Contains(r.Err().Error(), want) {
				t.Errorf("%q does not say %q", r.Err(), want)
			}
		}
		if strings.Contains(r.Err().Error(), phone) || strings.Contains(r.Err().Error(), ids(2)[1]) || len(b.tree()) > 0 {
			t.Errorf("told: %v; written: %v", r.Err(), b.tree())
		}
	}
}

// writeArrow writes an Arrow file of a text column in no or one batch, with
// a comment on the column.
func writeArrow(path, comment string, values []string) error {
	md := arrow.NewMetadata([]string{"comment"}, []string{comment})
	schema := arrow.NewSchema([]arrow.Field{{Name: "l", Type: arrow.ListOfField(arrow.Field{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true, Metadata: md})}}, nil)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := ipc.NewFileWriter(f, ipc.WithSchema(schema))
	if err != nil {
		return err
	}
	if len(values) > 0 {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		defer b.Release()
		l := b.Field(0).(*array.ListBuilder)
		for _, v := range values {
			l.Append(true)
			l.ValueBuilder().(*array.StringBuilder).Append(v)
		}
		batch := b.NewRecordBatch()
		defer batch.Release()
		err = w.Write(batch)
	}
	return errors.Join(err, w.Close(), f.Close())
}

// An Arrow file without a batch is a table without rows.
func TestNoBatches(t *testing.T) {
	b := newBench(t, "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}", "", func(dir string) error {
		return errors.Join(os.Mkdir(dir, 0o755), writeArrow(filepath.Join(dir, "part.arrow"), "", nil))
	})
	if r := b.must(Committed); r.Rows.Out != 0 {
		t.Errorf("%d rows", r.Rows.Out)
	}
}

// What a job keeps of an Arrow schema's metadata is looked at like any other.
func TestArrowMetadataTells(t *testing.T) {
	for comment, want := range map[string]Reason{"of nobody": Committed, "as in " + secret(7): NotVerified} {
		b := newBench(t, "\n  - {match: {column: \"**\"}, do: {hmac: {domain: person}}}", ", keep_metadata: [comment]", func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o755), writeArrow(filepath.Join(dir, "part.arrow"), comment, text(300, secret)))
		})
		b.must(want)
	}
}
