package corpus

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The truth is what others count too: Python with PyArrow reads the files, has
// its own rules for every class, and joins the tables.
func TestOracle(t *testing.T) {
	for name, l := range map[string]Layout{
		"plain":       {Tables: append(All(), "user"), Days: 3, Files: 2, Versions: true, Writing: Writing{Codec: "zstd"}},
		"telling":     {Tables: All(), Naming: Telling, Days: 2},
		"meaningless": {Tables: All(), Naming: Meaningless},
		"misleading":  {Tables: All(), Naming: Misleading},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if _, err := WriteLake(dir, 7, 1200, l); err != nil {
				t.Fatal(err)
			}
			out := oracle(t, dir)
			if n := strings.Count(out, "\n"); n != 1 || !enough.MatchString(out) {
				t.Errorf("corpus.py says:\n%s", out)
			}
		})
	}
}

// enough is the oracle's last word when it has had something to check.
var enough = regexp.MustCompile(`(?m)^[0-9]{4,} checked$`)

// An oracle that agrees to everything is none: of a truth that is wrong in one
// number, and of spans that are wrong in one byte, it must say so.
func TestOracleObjects(t *testing.T) {
	for name, spoil := range map[string]func(truth *Truth, spans []byte) []byte{
		"planted": func(truth *Truth, spans []byte) []byte {
			truth.Tables[0].Column("mobile").Planted["cn_mobile"]++
			return spans
		},
		"nulls": func(truth *Truth, spans []byte) []byte {
			truth.Tables[0].Column("id_no").Nulls++
			return spans
		},
		"dirty": func(truth *Truth, spans []byte) []byte {
			truth.Tables[0].Column("email").Dirty--
			return spans
		},
		"class": func(truth *Truth, spans []byte) []byte {
			c := truth.Tables[0].Column("ip")
			c.Class, c.Planted = "ipv6", map[string]int64{"ipv6": c.Planted["ipv4"]}
			return spans
		},
		"lost span": func(_ *Truth, spans []byte) []byte { return spans[bytes.IndexByte(spans, '\n')+1:] },
		"moved span": func(_ *Truth, spans []byte) []byte {
			return bytes.Replace(spans, []byte(`"end":`), []byte(`"end":1`), 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			truth, err := WriteLake(dir, 7, 800, Layout{Tables: []string{"account"}})
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "spans.jsonl")
			spans, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			spoilt := spoil(truth, bytes.Clone(spans))
			if err := os.WriteFile(file, spoilt, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "truth.json"), truth.JSON(), 0o644); err != nil {
				t.Fatal(err)
			}
			if out := oracle(t, dir); strings.Count(out, "\n") < 2 {
				t.Errorf("corpus.py finds nothing wrong: %s", out)
			}
		})
	}
}

// oracle is what corpus.py says of a lake.
func oracle(t *testing.T, dir string) string {
	t.Helper()
	root := filepath.Join("..", "..")
	python := filepath.Join(root, ".venv", "bin", "python")
	if err := exec.Command(python, "-c", "import pyarrow").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no .venv with PyArrow: `make test` sets it up")
	}
	cmd := exec.Command(python, filepath.Join(root, "testdata", "oracle", "corpus.py"), dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("corpus.py: %v\n%s", err, stderr.Bytes())
	}
	return string(out)
}

// The check digits agree with the vectors that detectors are held to.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "detectors", "testdata", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Type, Value, Why string
		Valid            bool
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	last := func(sum func([]byte) byte) func(string) bool {
		return func(v string) bool { return sum([]byte(v[:len(v)-1])) == v[len(v)-1] }
	}
	rules := map[string]struct {
		form  *regexp.Regexp // of values that the rule can be asked about
		right func(v string) bool
	}{
		"CN_ID18":     {regexp.MustCompile(`^\d{17}[\dX]$`), last(check)},
		"BANK_CARD":   {regexp.MustCompile(`^\d{16,19}$`), last(luhn)},
		"IMEI":        {regexp.MustCompile(`^\d{15}$`), last(luhn)},
		"ICCID":       {regexp.MustCompile(`^\d{19,20}$`), last(luhn)},
		"CN_USCC":     {regexp.MustCompile(`^[0-9A-HJ-NP-RTUWXY]{18}$`), last(usccCheck)},
		"CN_BIZREG15": {regexp.MustCompile(`^\d{15}$`), last(registrationCheck)},
		"CN_ORG_CODE": {regexp.MustCompile(`^[0-9A-Z]{8}[0-9X]$`), last(orgCheck)},
		"VIN":         {regexp.MustCompile(`^[0-9A-HJ-NPR-Z]{17}$`), func(v string) bool { return vinCheck([]byte(v)) == v[8] }},
	}
	wrong := regexp.MustCompile(`wrong check|check digit wrong|transposition`)
	asked := make(map[string]int)
	for _, v := range vectors {
		rule, ok := rules[v.Type]
		value := strings.ReplaceAll(v.Value, "-", "")
		if !ok || !rule.form.MatchString(value) {
			continue
		}
		right := rule.right(value)
		// An invalid value may have the right check digit and be wrong otherwise.
		switch wrongDigit := wrong.MatchString(v.Why); {
		case v.Valid && !right:
			t.Errorf("%s %s: the check digit is right (%s)", v.Type, v.Value, v.Why)
		case !v.Valid && wrongDigit && right:
			t.Errorf("%s %s: the check digit is wrong (%s)", v.Type, v.Value, v.Why)
		default:
			asked[v.Type]++
		}
	}
	for class := range rules {
		if asked[class] < 2 {
			t.Errorf("%d vectors of %s were asked about", asked[class], class)
		}
	}
}
