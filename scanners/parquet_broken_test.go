package scanners

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"

	"tuomin/pipelines/splice"
)

var (
	plainText    = leafOf("a", splice.TypeByteArray, splice.Required)
	optionalText = leafOf("a", splice.TypeByteArray, splice.Optional)
	listText     = leafOf("a", splice.TypeByteArray, splice.Repeated)
)

func cat(parts ...[]byte) []byte { return slices.Concat(parts...) }

// zstdOf is n bytes of zero, compressed.
func zstdOf(n int) []byte {
	e, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return e.EncodeAll(make([]byte, n), nil)
}

// fourRows is a file of one column of four rows.
func fourRows(leaf element, values int64, pages ...[]byte) []byte {
	return fileOf(4, chunkOf{leaf: leaf, values: values, pages: cat(pages...)})
}

// fourIndices are four indices of two bits, in a run that is padded to eight.
var fourIndices = []byte{2, 3, 0b11_10_01_00, 0}

// goodFiles are small files of every kind of page, made as the broken ones
// are.
func goodFiles() map[string][]byte {
	plain := pageOf(v1(4, splice.Plain), strings4)
	dict := dictionaryOf(4, strings4)
	deltas := appendDeltas(nil, []int64{3, 1, 4, 1, 5, 9, 2, 6})
	lengths := cat(appendDeltas(nil, []int64{1, 2, 0, 3}), []byte("abbccc"))
	encoded := func(p splice.Physical, n int, e splice.Encoding, body []byte) []byte {
		return fileOf(int64(n), chunkOf{leaf: leafOf("a", p, splice.Required), values: int64(n), pages: pageOf(v1(n, e), body)})
	}
	return map[string][]byte{
		"plain":             fourRows(plainText, 4, plain),
		"checksum":          fourRows(plainText, 4, pageOf(withCRC(v1(4, splice.Plain), strings4), strings4)),
		"dictionary":        fourRows(plainText, 4, dict, pageOf(v1(4, splice.RLEDictionary), fourIndices)),
		"nulls":             fourRows(optionalText, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(8, 0)))),
		"one bit each":      fourRows(optionalText, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(3, 0b1111), strings4))),
		"V2, no body":       fourRows(optionalText, 4, pageOf(v2(4, 4, 4, 0, 2, splice.Plain), []byte{8, 0})),
		"index page":        fourRows(plainText, 4, pageOf(splice.PageHeader{Type: splice.IndexPage}, []byte("?")), plain),
		"row in two pages":  fileOf(1, chunkOf{leaf: listText, values: 4, pages: cat(listPage(0, 1, 1), listPage(1))}),
		"deltas":            encoded(splice.TypeInt64, 8, splice.DeltaBinaryPacked, deltas),
		"deltas of 4 bytes": encoded(splice.TypeInt32, 8, splice.DeltaBinaryPacked, deltas),
		"lengths":           encoded(splice.TypeByteArray, 4, splice.DeltaLengthByteArray, lengths),
		"prefixes":          encoded(splice.TypeByteArray, 4, splice.DeltaByteArray, cat(appendDeltas(nil, []int64{0, 1, 2, 0}), lengths)),
		"split":             encoded(splice.TypeDouble, 2, splice.ByteStreamSplit, []byte("0123456789abcdef")),
		"booleans":          encoded(splice.TypeBoolean, 10, splice.RLE, levelsV1(4, 1, 3, 0x55)),
	}
}

// A broken file lies in one way.
type broken struct {
	data []byte
	code Code
}

func brokenFiles() map[string]broken {
	one, index := fourRows, fourIndices
	plain := pageOf(v1(4, splice.Plain), strings4)
	dict := dictionaryOf(4, strings4)
	flipped := withCRC(v1(4, splice.Plain), strings4)
	flipped.CRC ^= 1
	giant := v1(4, splice.Plain)
	giant.Uncompressed = 1 << 30
	zeros := zstdOf(64 << 20)
	deep := leafOf("x", splice.TypeInt32, splice.Required)
	for range 1000 {
		deep = groupOf("x", splice.Optional, noConverted, deep)
	}
	wide := make([]element, 20000)
	for i := range wide {
		wide[i] = leafOf("x", splice.TypeInt32, splice.Required)
	}
	return map[string]broken{

		"checksum":                      {one(plainText, 4, pageOf(flipped, strings4)), CodeChecksum},
		"checksum of a dictionary":      {one(plainText, 4, brokenDictionary(), pageOf(v1(4, splice.RLEDictionary), index)), CodeChecksum},
		"values cut off":                {one(plainText, 4, pageOf(v1(4, splice.Plain), strings4[:20])), CodeCorrupt},
		"values nobody counts":          {one(plainText, 4, pageOf(v1(4, splice.Plain), cat(strings4, make([]byte, spareBytes+1)))), CodeCorrupt},
		"page of too few":               {one(plainText, 4, pageOf(v1(3, splice.Plain), strings4[:15])), CodeCorrupt},
		"pages of too many":             {one(plainText, 4, plain, plain), CodeCorrupt},
		"chunk of too many":             {one(plainText, 8, plain, plain), CodeCorrupt},
		"no page":                       {one(plainText, 4), CodeCorrupt},
		"bytes behind the last page":    {one(plainText, 4, plain, []byte{0}), CodeCorrupt},
		"page longer than its chunk":    {one(plainText, 4, plain[:len(plain)-1]), CodeCorrupt},
		"null in a required column":     {one(plainText, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(8, 0)))), CodeCorrupt},
		"level above the highest":       {one(listText, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(8, 0), levelsV1(8, 3), strings4))), CodeCorrupt},
		"levels cut off":                {one(optionalText, 4, pageOf(v1(4, splice.Plain), []byte{9, 0, 0, 0, 8})), CodeCorrupt},
		"levels too few":                {one(optionalText, 4, pageOf(v1(4, splice.Plain), cat(levelsV1(6, 1), strings4))), CodeCorrupt},
		"begins within a row":           {one(listText, 4, listPage(1, 0, 0, 0, 0)), CodeCorrupt},
		"empty list goes on":            {fileOf(1, chunkOf{leaf: listText, values: 2, pages: pageOf(v1(2, splice.Plain), cat(levelsV1(3, 0b10), levelsV1(4, 0)))}), CodeCorrupt},
		"too few rows":                  {one(listText, 5, listPage(0, 1, 0, 1, 0)), CodeCorrupt},
		"too many rows":                 {fileOf(1, chunkOf{leaf: listText, values: 2, pages: listPage(0, 0)}), CodeCorrupt},
		"index outside the dictionary":  {one(plainText, 4, dictionaryOf(3, strings4[:15]), pageOf(v1(4, splice.RLEDictionary), index)), CodeCorrupt},
		"index of 33 bits":              {one(plainText, 4, dict, pageOf(v1(4, splice.RLEDictionary), []byte{33, 8, 0, 0, 0, 0, 0})), CodeCorrupt},
		"index without a dictionary":    {one(plainText, 4, pageOf(v1(4, splice.RLEDictionary), index)), CodeCorrupt},
		"index without bytes":           {one(plainText, 4, dict, pageOf(v1(4, splice.RLEDictionary), nil)), CodeCorrupt},
		"no entry, indices of no bits":  {one(plainText, 4, dictionaryOf(0, nil), pageOf(v1(4, splice.RLEDictionary), []byte{0, 8})), CodeCorrupt},
		"two dictionaries":              {one(plainText, 4, dict, dict, pageOf(v1(4, splice.RLEDictionary), index)), CodeCorrupt},
		"dictionary of too many":        {one(plainText, 4, dictionaryOf(5, strings4), pageOf(v1(4, splice.RLEDictionary), index)), CodeCorrupt},
		"dictionary of 2^31-1":          {one(plainText, 4, dictionaryOf(math.MaxInt32, strings4), pageOf(v1(4, splice.RLEDictionary), index)), CodeBomb},
		"dictionary of 60 million":      {one(plainText, 4, dictionaryOf(60e6, strings4), pageOf(v1(4, splice.RLEDictionary), index)), CodeCorrupt},
		"dictionary in deltas":          {one(plainText, 4, pageOf(splice.PageHeader{Type: splice.DictionaryPage, Values: 4, Encoding: splice.DeltaByteArray}, strings4), plain), CodeUnsupported},
		"unknown encoding":              {one(plainText, 4, pageOf(v1(4, 77), strings4)), CodeUnsupported},
		"encoding of another type":      {one(plainText, 4, pageOf(v1(4, splice.DeltaBinaryPacked), strings4)), CodeUnsupported},
		"codec LZO":                     {fileOf(4, chunkOf{leaf: plainText, codec: splice.LZO, values: 4, pages: plain}), CodeUnsupported},
		"not compressed after all":      {fileOf(4, chunkOf{leaf: plainText, codec: splice.Zstd, values: 4, pages: plain}), CodeCorrupt},
		"page of 1 GiB":                 {fileOf(4, chunkOf{leaf: plainText, codec: splice.Zstd, values: 4, pages: pageOf(giant, zeros)}), CodeBomb},
		"page of 64 MiB in few bytes":   {fileOf(4, chunkOf{leaf: plainText, codec: splice.Zstd, values: 4, pages: pageOf(sized64(), zeros)}), CodeCorrupt},
		"60 million nulls, one counted": {fileOf(1, chunkOf{leaf: optionalText, values: 1, pages: pageOf(v1(60e6, splice.Plain), levelsV1(0x80, 0x9c, 0x9c, 0x39, 0))}), CodeCorrupt},
		"2^31-1 booleans in a byte":     {fileOf(math.MaxInt32, chunkOf{leaf: leafOf("a", splice.TypeBoolean, splice.Required), values: math.MaxInt32, pages: pageOf(v1(math.MaxInt32, splice.RLE), levelsV1(0xfe, 0xff, 0xff, 0xff, 0xf, 1))}), CodeBomb},
		"2^31-1 deltas of no bits":      {fileOf(60e6, chunkOf{leaf: leafOf("a", splice.TypeInt64, splice.Required), values: 60e6, pages: pageOf(v1(60e6, splice.DeltaBinaryPacked), []byte{0x80, 1, 4, 0x80, 0x8e, 0xce, 0x1c, 0})}), CodeBomb},
		"values in a column of nulls":   {one(element{name: "a", physical: splice.TypeByteArray, converted: noConverted, logical: logicalNode(11)}, 4, plain), CodeCorrupt},
		"2^40 rows of one run":          {fileOf(1<<40, chunkOf{leaf: optionalText, values: 1 << 40, pages: bytes.Repeat(pageOf(v1(64<<20, splice.Plain), cat(levelsV1(0x80, 0x80, 0x80, 0x40, 0))), 1<<14)}), CodeBomb},
		"1000 groups deep":              {schemaFile(deep), CodeBomb},
		"long name over many leaves":    {schemaFile(groupOf(string(bytes.Repeat([]byte("n"), 1<<16)), splice.Required, noConverted, wide...)), CodeBomb},
		"decimal of 2^30 digits":        {schemaFile(element{name: "a", physical: splice.TypeByteArray, converted: noConverted, logical: decimalNode(1<<30, 1<<30)}), CodeCorrupt},
		"empty":                         {nil, CodeEmptyFile},
		"text":                          {[]byte("id,name\n1,x\n"), CodeNotATable},
	}
}

// listPage is a page of a repeated column with those repetition levels, each
// of which has a value.
func listPage(rep ...byte) []byte {
	var packed byte
	for i, r := range rep {
		packed |= r << i
	}
	values := bytes.Repeat([]byte("\x01\x00\x00\x00a"), len(rep))
	return pageOf(v1(len(rep), splice.Plain), cat(levelsV1(3, packed), levelsV1(byte(len(rep)*2), 1), values))
}

func brokenDictionary() []byte {
	h := withCRC(splice.PageHeader{Type: splice.DictionaryPage, Values: 4, Encoding: splice.Plain}, strings4)
	h.CRC++
	return pageOf(h, strings4)
}

// sized64 promises what its page decompresses to: values of no length, far
// more than are counted.
func sized64() splice.PageHeader {
	h := v1(4, splice.Plain)
	h.Uncompressed = 64 << 20
	return h
}

func decimalNode(precision, scale int64) *splice.Node {
	n := splice.Struct(splice.Struct(i32(1, scale), i32(2, precision)).As(5))
	return &n
}

func TestParquetBroken(t *testing.T) {
	for name, c := range brokenFiles() {
		_, err := readBounded(t, c.data, name)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: got error %v, want code %s", name, err, c.code)
			continue
		}
		checkRefusal(t, err, name)
	}
}

// Offsets are of 32 bits, however much memory may be taken.
func TestParquetPrefixesOfGigabytes(t *testing.T) {
	lengths := cat(appendDeltas(nil, []int64{1, 2, 0, 3}), []byte("abbccc"))
	page := pageOf(v1(4, splice.DeltaByteArray), cat(appendDeltas(nil, []int64{0, 1 << 30, 1 << 30, 1 << 30}), lengths))
	data := fourRows(plainText, 4, page)
	f, err := OpenParquet(bytes.NewReader(data), int64(len(data)), "large", Options{Limits: Limits{Memory: 64 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := slots(f, 0); codeOf(err) != CodeBomb {
		t.Error(err)
	}
}

// mutants are good files from which tests and fuzzing make bad ones.
func mutants(tb testing.TB) map[string][]byte {
	tb.Helper()
	out := goodFiles()
	out["flat"] = narrowTable(tb, 60)
	return out
}

// TestParquetMutants cuts and flips small good files everywhere: whatever they
// become must be read in full or refused.
func TestParquetMutants(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for name, data := range mutants(t) {
		if _, err := readWhole(data, name); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		// All of the small files, and a third of the places of the large one.
		step := 1 + len(data)/(4<<10)
		for cut := 0; cut < len(data); cut += step {
			if _, err := readWhole(data[:cut], name); err == nil {
				t.Errorf("%s: its first %d of %d bytes were taken for a file", name, cut, len(data))
			} else {
				checkRefusal(t, err, name)
			}
		}
		for at := 0; at < len(data); at += step {
			bad := bytes.Clone(data)
			bad[at] ^= byte(1 + r.IntN(255))
			if _, err := readWhole(bad, name); err != nil {
				checkRefusal(t, err, name)
			}
		}
	}
}

func FuzzParquet(f *testing.F) {
	for _, data := range mutants(f) {
		f.Add(data)
	}
	for _, dir := range []string{"parquet-malformed", "parquet-valid"} {
		paths, _ := filepath.Glob(filepath.Join(repository(f), "..", "shared", "corpora", dir, "*"))
		for _, path := range paths {
			if data, err := os.ReadFile(path); err == nil && len(data) < 4<<10 {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := readWhole(data, "fuzz"); err != nil {
			checkRefusal(t, err, "fuzz")
		}
	})
}

func ExampleOpenParquet() {
	data := fileOf(4, chunkOf{leaf: plainText, values: 4, pages: pageOf(v1(4, splice.Plain), strings4)})
	f, err := OpenParquet(bytes.NewReader(data), int64(len(data)), "letters.parquet", Options{})
	if err != nil {
		panic(err)
	}
	defer f.Close()
	fmt.Println(f.Parts(), "part of", f.Rows(0), "rows of", f.Schema().Leaves[0].Type)
	// Output: 1 part of 4 rows of binary
}
