package scanners

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// intactIPC are the public files that are whole, each there as a file and as a
// stream: the rows that PyArrow 26 reads, and a digest of its values as
// digestOf makes it. It has no class for intervals of months: they have no
// digest here, and a test of their own. On the union's first, empty batch it
// dies; its digest is of what it reads of RewriteIPC's output.
var intactIPC = map[string]struct {
	rows   int64
	digest string
}{
	"generated_binary":                  {37, "280887221a1f3c01"},
	"generated_binary_no_batches":       {0, "bff8881b66efda23"},
	"generated_binary_view":             {263, "e32fcab9bdf13954"},
	"generated_binary_zerolength":       {0, "bff8881b66efda23"},
	"generated_custom_metadata":         {1, "476f77b394aaa0ec"},
	"generated_datetime":                {17, "7d3f32535d55020d"},
	"generated_decimal":                 {17, "696628cd1e3fbcd4"},
	"generated_decimal256":              {17, "e718189b5f6a3447"},
	"generated_decimal32":               {17, "974ed5f0854e4e86"},
	"generated_decimal64":               {17, "d436bd0075de01f1"},
	"generated_dictionary":              {17, "14d00080f4cebf60"},
	"generated_dictionary_unsigned":     {17, "f58db9a5003c0af8"},
	"generated_duplicate_fieldnames":    {1, "e201ef5bd7e84dd5"},
	"generated_duration":                {17, "db957cbf8fca91da"},
	"generated_extension":               {13, "9683ecde0e22591a"},
	"generated_interval":                {17, ""},
	"generated_interval_mdn":            {17, "e168051c4d7e02cf"},
	"generated_large_binary":            {37, "766b35f7f105cdbf"},
	"generated_list_view":               {263, "553ad0d9b895f5b9"},
	"generated_lz4":                     {60, "6b7f246932fddfbb"},
	"generated_map":                     {17, "d71bd639a437b5dd"},
	"generated_map_non_canonical":       {7, "3dc16d21fec11085"},
	"generated_nested":                  {17, "3eceeef64465d831"},
	"generated_nested_dictionary":       {23, "3e39d4bc9f4109d6"},
	"generated_nested_large_offsets":    {13, "426cef9bb73e9727"},
	"generated_null":                    {10, "20b75c5f1961dfac"},
	"generated_null_trivial":            {0, "cec1fc5c25bc0439"},
	"generated_primitive":               {37, "b89625461beb28a5"},
	"generated_primitive_large_offsets": {37, "ba2c69fdc26abb0d"},
	"generated_primitive_no_batches":    {0, "9b6b3c88007b52ad"},
	"generated_primitive_zerolength":    {0, "9b6b3c88007b52ad"},
	"generated_recursive_nested":        {17, "e4db8196d0b13fab"},
	"generated_run_end_encoded":         {27, "c16a18c7c0f21efd"},
	"generated_shared_dict":             {2, "7b5f86725677e9f5"},
	"generated_uncompressible_lz4":      {4, "81e3b6abf565ef30"},
	"generated_uncompressible_zstd":     {4, "81e3b6abf565ef30"},
	"generated_union":                   {11, "b01907246f2e04f7"},
	"generated_zstd":                    {60, "6b7f246932fddfbb"},
}

// odd are the files made by a fuzzer that PyArrow 26 validates all the same.
// We read one, and refuse three for a reason.
var oddIPC = map[string]struct {
	rows   int64
	digest string
	code   Code
}{
	"clusterfuzz-testcase-minimized-arrow-ipc-file-fuzz-6088759971217408":   {rows: 200, digest: "7598a5cc76d16ab5"},
	"clusterfuzz-testcase-arrow-ipc-file-fuzz-6051391008473088":             {code: CodeUnsupported}, // big-endian
	"clusterfuzz-testcase-minimized-arrow-ipc-file-fuzz-6295340960776192":   {code: CodeCorrupt},     // broken zstd blocks, which PyArrow's decoder lets pass
	"clusterfuzz-testcase-minimized-arrow-ipc-stream-fuzz-5718685113384960": {code: CodeUnsupported}, // a unit of time that does not exist
}

// digestOf is a hash of all paths and slots.
func digestOf(src Source) (string, error) {
	h := sha256.New()
	for i := range src.Schema().Leaves {
		s, err := slots(src, i)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(h, src.Schema().Leaves[i].Path)
		for _, v := range s {
			fmt.Fprintln(h, v)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// Each public file, most of them made by a fuzzer, gives a code, or the values
// that PyArrow reads.
func TestIPCCorpora(t *testing.T) {
	intact := 0
	for _, dir := range []string{"arrow-ipc-file", "arrow-ipc-stream"} {
		for _, path := range corpus(t, filepath.Join("arrow-malformed", dir)) {
			name := filepath.Base(path)
			t.Run(name, func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := time.Now()
				digest, rows, err := digestFile(path)
				if took := time.Since(start); took > 5*time.Second {
					t.Errorf("it took %v", took)
				}
				runtime.ReadMemStats(&after)
				if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
					t.Errorf("it allocated %d MiB", n>>20)
				}
				want, ok := intactIPC[strings.TrimSuffix(strings.TrimSuffix(name, ".stream"), ".arrow_file")]
				if odd, is := oddIPC[name]; is {
					if odd.code != "" {
						if codeOf(err) != odd.code {
							t.Errorf("got %v, want %s", err, odd.code)
						}
						return
					}
					ok, want.rows, want.digest = true, odd.rows, odd.digest
				}
				if !ok {
					if codeOf(err) == "" || errors.Is(err, ErrInternal) {
						t.Errorf("got %d rows, %v", rows, err)
					}
					return
				}
				intact++
				if err != nil || rows != want.rows || want.digest != "" && digest != want.digest {
					t.Errorf("got %d rows, digest %s, %v; want %d, %s", rows, digest, err, want.rows, want.digest)
				}
			})
		}
	}
	if want := 2*len(intactIPC) + 1; intact != want {
		t.Errorf("%d intact files, not %d", intact, want)
	}
}

func digestFile(path string) (digest string, rows int64, err error) {
	src, err := Open(context.Background(), File{Path: path}, Options{})
	if err != nil {
		return "", 0, err
	}
	defer src.Close()
	for part := range src.Parts() {
		rows += src.Rows(part)
	}
	digest, err = digestOf(src)
	return digest, rows, err
}
