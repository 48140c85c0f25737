package scanners

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// wholeIPC are small files that have everything a reader must check.
func wholeIPC(t testing.TB) map[string][]byte {
	out := map[string][]byte{}
	for _, v := range ipcVariants {
		rec := record(t, secretSchema(), secretRows)
		out[v.name] = ipcBytes(t, v.format, rec.Schema(), []arrow.RecordBatch{rec}, v.opts...)
		var fields []arrow.Field
		var cols []arrow.Array
		rows := -1
		for _, c := range layoutCases {
			col, _, err := array.FromJSON(memory.DefaultAllocator, c.typ, bytes.NewReader([]byte(c.rows)))
			if err != nil {
				t.Fatal(err)
			}
			if col.Len() < 2 || arrow.IsUnion(c.typ.ID()) {
				continue
			}
			if rows = 2; c.typ.ID() == arrow.LIST_VIEW || c.typ.ID() == arrow.LARGE_LIST_VIEW {
				continue // the library cannot write slices of them
			}
			fields = append(fields, nullable(c.name, c.typ))
			cols = append(cols, array.NewSlice(col, 0, 2))
		}
		schema := arrow.NewSchema(fields, nil)
		out[v.name+", all layouts"] = ipcBytes(t, v.format, schema, []arrow.RecordBatch{array.NewRecordBatch(schema, cols, int64(rows))}, v.opts...)
	}
	return out
}

// readAll opens and reads everything. A file that is broken gives a code, and
// no panic on the way: those would be caught, and are a fault of ours.
func readAll(t testing.TB, data []byte) (digest string, err error) {
	t.Helper()
	src, err := openIPC(data, Options{})
	if err == nil {
		digest, err = digestOf(src)
	}
	if err != nil && codeOf(err) == "" {
		t.Errorf("an error without a code: %v", err)
	}
	if errors.Is(err, ErrInternal) {
		t.Errorf("a panic: %v", err)
	}
	return digest, err
}

// A file that was cut off anywhere is not read as a shorter one. A stream that
// was cut where a message ends is one, as its mark at the end is optional.
func TestIPCCutOff(t *testing.T) {
	for name, data := range wholeIPC(t) {
		whole, err := readAll(t, data)
		if err != nil {
			t.Fatal(name, err)
		}
		src, _ := openIPC(data, Options{})
		for n := range len(data) {
			if src.Format() == ArrowFile && n%7 > 0 {
				continue
			}
			digest, err := readAll(t, data[:n])
			if err == nil && digest != whole && !endsMessage(src, int64(n)) {
				t.Errorf("%s: %d bytes of %d read as something else", name, n, len(data))
			}
		}
	}
}

func endsMessage(src *IPCFile, n int64) bool {
	if src.Format() == ArrowFile {
		return false
	}
	for _, m := range src.messages {
		if n == m.start || n == m.end() {
			return true
		}
	}
	return false
}

// Bytes that are flipped, and numbers that become extreme, give a code or some
// values, within bounds of time and memory.
func TestIPCFlipped(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	extremes := []uint64{0, 1, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 1 << 40, 1<<63 - 1, 1 << 63, 1<<64 - 1}
	flips := 1500
	if testing.Short() {
		flips = 150
	}
	for name, data := range wholeIPC(t) {
		for i := range flips {
			broken := bytes.Clone(data)
			for range 1 + r.IntN(3) {
				at := r.IntN(len(broken))
				switch i % 3 {
				case 0:
					broken[at] ^= 1 << r.IntN(8)
				case 1:
					broken[at] = byte(r.Uint32())
				default:
					at &^= 3
					v := binary.LittleEndian.AppendUint64(nil, extremes[r.IntN(len(extremes))])
					copy(broken[at:], v[:[]int{2, 4, 8}[r.IntN(3)]])
				}
			}
			start, before := time.Now(), allocated()
			readAll(t, broken)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s: it took %v", name, took)
			}
			if n := allocated() - before; n > 512<<20 {
				t.Errorf("%s: it allocated %d MiB", name, n>>20)
			}
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// replaced puts one number in place of another wherever it stands.
func replaced(data []byte, old, new int64) []byte {
	le := binary.LittleEndian
	return bytes.ReplaceAll(data, le.AppendUint64(nil, uint64(old)), le.AppendUint64(nil, uint64(new)))
}

// Small files that ask for much get little.
func TestIPCBombs(t *testing.T) {
	const mark = 54321 // rows of the batches below, found again in their headers
	nulls := array.NewNull(mark)
	nullSchema := arrow.NewSchema([]arrow.Field{nullable("c", arrow.Null)}, nil)
	nullBatch := array.NewRecordBatch(nullSchema, []arrow.Array{nulls}, mark)
	nullFile := ipcBytes(t, ArrowFile, nullSchema, []arrow.RecordBatch{nullBatch})

	listType := arrow.LargeListOf(arrow.Null)
	offsets := memory.NewBufferBytes(arrow.Int64Traits.CastToBytes([]int64{0, mark}))
	list := array.MakeFromData(array.NewData(listType, 1, []*memory.Buffer{nil, offsets}, []arrow.ArrayData{nulls.Data()}, 0, 0))
	listSchema := arrow.NewSchema([]arrow.Field{nullable("c", listType)}, nil)
	listFile := ipcBytes(t, ArrowStream, listSchema, []arrow.RecordBatch{array.NewRecordBatch(listSchema, []arrow.Array{list}, 1)})

	zeros := array.MakeFromData(array.NewData(arrow.PrimitiveTypes.Int64, mark, []*memory.Buffer{nil, memory.NewBufferBytes(make([]byte, 8*mark))}, nil, 0, 0))
	zeroSchema := arrow.NewSchema([]arrow.Field{nullable("c", arrow.PrimitiveTypes.Int64)}, nil)
	zeroBatch := array.NewRecordBatch(zeroSchema, []arrow.Array{zeros}, mark)
	packed := ipcBytes(t, ArrowStream, zeroSchema, []arrow.RecordBatch{zeroBatch}, ipc.WithZstd())

	deep := arrow.DataType(arrow.BinaryTypes.String)
	for range 200 {
		deep = arrow.StructOf(nullable("s", deep))
	}
	deepSchema := arrow.NewSchema([]arrow.Field{nullable("c", deep)}, nil)
	var deepFile bytes.Buffer
	if w := ipc.NewWriter(&deepFile, ipc.WithSchema(deepSchema)); w.Close() != nil {
		t.Fatal("the library does not write a deep schema")
	}

	wide := make([]arrow.Field, 3000)
	for i := range wide {
		wide[i] = text(fmt.Sprint("c", i))
	}
	wideFile := ipcBytes(t, ArrowStream, arrow.NewSchema(wide, nil), nil)

	for _, c := range []struct {
		name string
		data []byte
		opt  Options
		code Code
	}{
		{"2^62 rows", replaced(nullFile, mark, 1<<62), Options{}, CodeBomb},
		{"2^35 rows of nulls", replaced(nullFile, mark, 1<<35), Options{}, CodeBomb},
		{"many batches of nulls", ipcBytes(t, ArrowStream, nullSchema, repeatBatch(nullBatch, 6000)), Options{}, CodeBomb},
		{"a list of 2^40 nulls", replaced(listFile, mark, 1<<40), Options{}, CodeBomb},
		{"a buffer of 2^40 bytes", replaced(packed, 8*mark, 1<<40), Options{}, CodeBomb},
		{"a buffer of too few bytes", replaced(packed, 8*mark, 8*mark-8), Options{}, CodeCorrupt},
		{"200 structs in each other", deepFile.Bytes(), Options{}, CodeBomb},
		{"3000 columns", wideFile, Options{Limits: Limits{Leaves: 2999}}, CodeBomb},
		{"one block twice", oneBlockTwice(t, nullFile), Options{}, CodeCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			start, before := time.Now(), allocated()
			src, err := openIPC(c.data, c.opt)
			if err == nil {
				_, err = digestOf(src)
			}
			if codeOf(err) != c.code || errors.Is(err, ErrInternal) {
				t.Errorf("got %q: %v", codeOf(err), err)
			}
			if took, n := time.Since(start), allocated()-before; took > 5*time.Second || n > 512<<20 {
				t.Errorf("it took %v and %d MiB", took, n>>20)
			}
		})
	}
	if _, err := openIPC(wideFile, Options{}); err != nil {
		t.Errorf("3000 columns where they are allowed: %v", err)
	}
}

func repeatBatch(b arrow.RecordBatch, n int) (out []arrow.RecordBatch) {
	for range n {
		out = append(out, b)
	}
	return out
}

// oneBlockTwice lets a footer's list of batches name the first of two twice.
func oneBlockTwice(t *testing.T, file []byte) []byte {
	t.Helper()
	src, err := openIPC(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	batch := array.NewRecordBatch(src.arrow, []arrow.Array{array.NewNull(2)}, 2)
	data := ipcBytes(t, ArrowFile, src.arrow, []arrow.RecordBatch{batch, batch})
	if src, err = openIPC(data, Options{}); err != nil {
		t.Fatal(err)
	}
	return replaced(data, src.messages[1].start, src.messages[0].start)
}

// A schema whose field is its own child is refused before a library follows it.
func TestIPCSchemaThatLoops(t *testing.T) {
	data := ipcBytes(t, ArrowStream, arrow.NewSchema([]arrow.Field{nullable("c", arrow.StructOf(text("a")))}, nil), nil)
	r := messageReader{r: bytes.NewReader(data), size: int64(len(data))}
	_, schema, err := r.read(0)
	if err != nil {
		t.Fatal(err)
	}
	fields := schema.vector(schemaFields, 4)
	top := fields.table(0)
	kids := top.vector(fieldChildren, 4)
	// The entry of the children's vector points back at the field it is in.
	// Offsets are unsigned: they wrap around.
	binary.LittleEndian.PutUint32(kids.bytes, uint32(top.pos-kids.pos))
	binary.LittleEndian.PutUint32(data[8+kids.pos:], uint32(top.pos-kids.pos))
	if _, err := openIPC(data, Options{}); codeOf(err) != CodeCorrupt && codeOf(err) != CodeBomb {
		t.Error(err)
	}
}

// An integer that no library knows, such as of Polars' 128 bits, is refused by its name.
func TestIPCIntegerThatNobodyKnows(t *testing.T) {
	inner := arrow.StructOf(nullable("big", arrow.PrimitiveTypes.Int64))
	data := ipcBytes(t, ArrowStream, arrow.NewSchema([]arrow.Field{text("a"), nullable("c", inner)}, nil), nil)
	r := messageReader{r: bytes.NewReader(data), size: int64(len(data))}
	_, schema, err := r.read(0)
	if err != nil {
		t.Fatal(err)
	}
	integer := schema.vector(schemaFields, 4).table(1).vector(fieldChildren, 4).table(0).table(fieldType)
	binary.LittleEndian.PutUint32(data[8+integer.at(integerBits):], 128)
	if _, err := openIPC(data, Options{}); codeOf(err) != CodeUnsupported || !strings.Contains(err.Error(), `column "big": an integer of 128 bits`) {
		t.Error(err)
	}
}

// What follows the end of a stream is not left unread in silence.
func TestIPCAfterTheEnd(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{text("c")}, nil)
	data := ipcBytes(t, ArrowStream, schema, []arrow.RecordBatch{record(t, schema, `[{"c":"x"}]`)})
	for _, c := range []struct {
		name string
		data []byte
		code Code
	}{
		{"a second stream", append(bytes.Clone(data), data...), CodeCorrupt},
		{"zeros", append(bytes.Clone(data), make([]byte, 5000)...), ""},
		{"no mark", data[:len(data)-8], ""},
	} {
		if _, err := readAll(t, c.data); codeOf(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// FuzzIPC: a file gives a code or values; values that were read are read again,
// and can be written.
func FuzzIPC(f *testing.F) {
	for _, data := range wholeIPC(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		opt := Options{Limits: Limits{Memory: 64 << 20}}
		src, err := openIPC(data, opt)
		var digest string
		if err == nil {
			rows := int64(0)
			for part := range src.Parts() {
				rows += src.Rows(part)
			}
			if rows > 1<<20 {
				t.Skip() // right, and slow
			}
			digest, err = digestOf(src)
		}
		if err != nil {
			if codeOf(err) == "" || errors.Is(err, ErrInternal) {
				t.Fatal(err)
			}
			return
		}
		var buf bytes.Buffer
		if _, err := RewriteIPC(context.Background(), src, &buf, Rewrite{}); err != nil {
			if codeOf(err) == CodeBomb {
				return
			}
			t.Fatal("what was read cannot be written: ", err)
		}
		out, err := openIPC(buf.Bytes(), opt)
		if err != nil {
			t.Fatal("what was written cannot be opened: ", err)
		}
		if again, err := digestOf(out); err != nil || again != digest {
			t.Fatal("what was written reads as something else: ", err)
		}
	})
}
