package scanners

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tuomin/scanners/columns"
)

// repository is the folder that go.mod lies in.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
}

// corpus is a folder of the public files that lie beside the repository; see
// their README. A bare clone has none.
func corpus(t testing.TB, name string) []string {
	t.Helper()
	dir := filepath.Join(repository(t), "..", "shared", "corpora", name)
	entries, err := os.ReadDir(dir)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the public files are missing: ", err)
		}
		t.Skip("the public files are not here: ", err)
	}
	var files []string
	for _, e := range entries {
		files = append(files, filepath.Join(dir, e.Name()))
	}
	return files
}

// validRows are the rows of each public valid file.
var validRows = map[string]int64{
	"alltypes_dictionary.parquet": 2, "alltypes_plain.parquet": 8, "alltypes_plain.snappy.parquet": 2,
	"alltypes_tiny_pages.parquet": 7300, "alltypes_tiny_pages_plain.parquet": 7300,
	"binary.parquet": 12, "binary_truncated_min_max.parquet": 12, "byte_array_decimal.parquet": 24,
	"byte_stream_split.zstd.parquet": 300, "byte_stream_split_extended.gzip.parquet": 200,
	"column_chunk_key_value_metadata.parquet": 0, "concatenated_gzip_members.parquet": 513,
	"data_index_bloom_encoding_stats.parquet": 14, "data_index_bloom_encoding_with_length.parquet": 14,
	"datapage_v1-snappy-compressed-checksum.parquet": 5120, "datapage_v1-uncompressed-checksum.parquet": 5120,
	"datapage_v2.snappy.parquet": 5, "datapage_v2_empty_datapage.snappy.parquet": 1,
	"delta_binary_packed.parquet": 200, "delta_byte_array.parquet": 1000,
	"delta_encoding_optional_column.parquet": 100, "delta_encoding_required_column.parquet": 100,
	"delta_length_byte_array.parquet": 1000, "dict-page-offset-zero.parquet": 39,
	"fixed_length_byte_array.parquet": 1000, "fixed_length_decimal.parquet": 24, "fixed_length_decimal_legacy.parquet": 24,
	"float16_nonzeros_and_nans.parquet": 8, "float16_zeros_and_nans.parquet": 3, "floating_orders_nan_count.parquet": 50,
	"hadoop_lz4_compressed.parquet": 4, "hadoop_lz4_compressed_larger.parquet": 10000,
	"incorrect_map_schema.parquet": 1, "int32_decimal.parquet": 24, "int32_with_null_pages.parquet": 1000,
	"int64_decimal.parquet": 24, "int96_from_spark.parquet": 6, "list_columns.parquet": 3,
	"lz4_raw_compressed.parquet": 4, "lz4_raw_compressed_larger.parquet": 10000, "map_no_value.parquet": 3,
	"nan_in_stats.parquet": 2, "nation.dict-malformed.parquet": 25, "nested_lists.snappy.parquet": 3,
	"nested_maps.snappy.parquet": 6, "nested_structs.rust.parquet": 1, "non_hadoop_lz4_compressed.parquet": 4,
	"nonnullable.impala.parquet": 1, "null_list.parquet": 1, "nullable.impala.parquet": 7, "nulls.snappy.parquet": 8,
	"old_list_structure.parquet": 1, "overflow_i16_page_cnt.parquet": 40000, "page_v2_empty_compressed.parquet": 10,
	"plain-dict-uncompressed-checksum.parquet": 1000, "repeated_primitive_no_list.parquet": 4,
	"rle-dict-snappy-checksum.parquet": 1000, "rle_boolean_encoding.parquet": 68, "single_nan.parquet": 1,
	"sort_columns.parquet": 6, "unknown-logical-type.parquet": 3,
}

// validRefused are the valid files that we refuse, and why.
var validRefused = map[string]Code{
	"datapage_v1-corrupt-checksum.parquet":           CodeChecksum, // corrupt on purpose
	"rle-dict-uncompressed-corrupt-checksum.parquet": CodeChecksum, // corrupt on purpose
	"repeated_no_annotation.parquet":                 CodeCorrupt,  // its footer counts 0 rows, its row group 6
	"large_string_map.brotli.parquet":                CodeBomb,     // a page of 1 GiB: reads with a higher limit
}

func TestParquetValid(t *testing.T) {
	seen := 0
	for _, path := range corpus(t, "parquet-valid") {
		name := filepath.Base(path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		seen++
		rows, notes, err := compareWithArrow(t, data, name)
		for _, note := range notes {
			t.Logf("%s: %s", name, note)
		}
		if code, refused := validRefused[name]; refused {
			var e *Error
			if !errors.As(err, &e) || e.Code != code {
				t.Errorf("%s: got error %v, want code %s", name, err, code)
			}
			continue
		}
		want, known := validRows[name]
		if err != nil || rows != want || !known {
			t.Errorf("%s: got %d rows and error %v, want %d rows", name, rows, err, want)
		}
	}
	if want := len(validRows) + len(validRefused); seen != want {
		t.Errorf("%d files, the test knows %d", seen, want)
	}
}

// intact are the malformed files that hold what their footers promise. PyArrow
// validates five more in full: two of them claim rows that no row group holds,
// one a row group whose chunk is empty, one a chunk that reaches into the
// footer, and one a chunk that names another column. We refuse all five.
var intact = map[string]int64{
	"ARROW-GH-43605.parquet": 21186,
	"clusterfuzz-testcase-minimized-parquet-arrow-fuzz-5382863341289472": 5120,
}

// readWhole reads all of a file.
func readWhole(data []byte, name string) (rows int64, err error) {
	f, err := openBytes(data, name)
	if err != nil {
		return 0, err
	}
	for part := range f.Parts() {
		rows += f.Rows(part)
		for leaf := range f.Schema().Leaves {
			if _, err := readSpelled(f, part, leaf); err != nil {
				return 0, err
			}
		}
	}
	return rows, nil
}

func TestParquetMalformed(t *testing.T) {
	paths := corpus(t, "parquet-malformed")
	if len(paths) != 145 {
		t.Errorf("%d files, want 145", len(paths))
	}
	for _, path := range paths {
		name := filepath.Base(path)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := readBounded(t, data, name)
		if want, ok := intact[name]; ok {
			if err != nil || rows != want {
				t.Errorf("%s: got %d rows and error %v, want %d rows", name, rows, err, want)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: accepted, with %d rows", name, rows)
			continue
		}
		checkRefusal(t, err, name)
	}
}

// readBounded reads all of a file and holds it to bounds of time and memory.
func readBounded(t *testing.T, data []byte, name string) (int64, error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	rows, err := readWhole(data, name)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if took > 5*time.Second {
		t.Errorf("%s: took %v", name, took)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 512<<20 {
		t.Errorf("%s: allocated %d MiB", name, got>>20)
	}
	return rows, err
}

// checkRefusal holds an error to what Error promises.
func checkRefusal(t *testing.T, err error, name string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %T is no *Error: %v", name, err, err)
		return
	}
	codes := []Code{CodeNotATable, CodeEmptyFile, CodeTruncated, CodeCorrupt, CodeChecksum, CodeBomb, CodeEncrypted, CodeUnsupported}
	if !slices.Contains(codes, e.Code) || errors.Is(err, ErrInternal) || errors.Is(err, errPromise) {
		t.Errorf("%s: refused with code %q: %v", name, e.Code, err)
	}
	if e.Place.File != name || !strings.HasPrefix(err.Error(), e.Op+" "+name) {
		t.Errorf("%s: the error does not say where: %v", name, err)
	}
}

// TestParquetInt96 reads Spark's own dates, among them the usual end of a row
// that is still valid, which readers in nanoseconds show as 1816.
func TestParquetInt96(t *testing.T) {
	for _, path := range corpus(t, "parquet-valid") {
		if filepath.Base(path) != "int96_from_spark.parquet" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := openBytes(data, "int96_from_spark.parquet")
		if err != nil {
			t.Fatal(err)
		}
		all, err := readSpelled(f, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range all.values {
			got = append(got, string(columns.AppendText(nil, f.Schema().Leaves[0].Type, v)))
		}
		// As Spark shows them: the last is one that it wrote by a sum that overflowed.
		want := []string{"2024-01-01T20:34:56.123456", "2024-01-01T01:00:00", "9999-12-31T03:00:00", "2024-12-30T23:00:00", "+290000-12-30T23:00:00"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		return
	}
	t.Error("the file is not there")
}
