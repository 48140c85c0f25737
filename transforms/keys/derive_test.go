package keys

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf/hkdfprf"
	"github.com/tink-crypto/tink-go/v2/secretdata"
)

// goldenKEK opens testdata/golden.keyset.json, whose domains person, mobile
// and account all have the key of rawKey.
var goldenKEK = strings.Repeat("c5", 32)

func rawKey() []byte {
	raw := make([]byte, 32)
	for i := range raw {
		raw[i] = byte(i)
	}
	return raw
}

// rawHandle makes a keyset of a key whose bytes are known, as NewFile would
// have made it of random ones.
func rawHandle(t testing.TB, raw []byte) *keyset.Handle {
	t.Helper()
	params, err := hkdfprf.NewParameters(32, hkdfprf.SHA256, nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := hkdfprf.NewKey(secretdata.NewBytesFromData(raw, insecuresecretdataaccess.Token{}), params)
	if err != nil {
		t.Fatal(err)
	}
	m := keyset.NewManager()
	id, err := m.AddKey(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SetPrimary(id); err != nil {
		t.Fatal(err)
	}
	h, err := m.Handle()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// golden copies the golden keyset to where its mode is what a checkout may not
// have kept.
func golden(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/golden.keyset.json")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "golden.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type vector struct {
	Purpose, Recipient, Epoch, Info, Value string
	Hex128                                 string `json:"128"`
	Hex256                                 string `json:"256"`
}

func vectors(t testing.TB) (out []vector) {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	if len(out) < 10 {
		t.Fatalf("only %d vectors", len(out))
	}
	return out
}

// The vectors were computed in Python; here they come out of a keyset file,
// through Tink and the saved hash states.
func TestGoldenVectors(t *testing.T) {
	t.Setenv("TEST_KEK", goldenKEK)
	set, err := Open(golden(t), "env:TEST_KEK")
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range vectors(t) {
		scope := Scope{v.Purpose, v.Recipient, v.Epoch}
		if got := hex.EncodeToString(scope.info()); got != v.Info {
			t.Errorf("vector %d: info %s, want %s", i, got, v.Info)
		}
		key, err := set.Key("person", scope)
		if err != nil {
			t.Fatal(err)
		}
		mac, err := key.MAC()
		if err != nil {
			t.Fatal(err)
		}
		if got := string(mac.AppendHex(nil, []byte(v.Value), 128)); got != v.Hex128 {
			t.Errorf("vector %d: %s, want %s", i, got, v.Hex128)
		}
		if got := string(mac.AppendHex([]byte("x"), []byte(v.Value), 256)); got != "x"+v.Hex256 {
			t.Errorf("vector %d: %s, want %s", i, got, v.Hex256)
		}
	}
}

// The same by the standard library from the raw key: a second implementation
// of the derivation, and of HMAC for every length around a block.
func TestDerivationAgainstStandardLibrary(t *testing.T) {
	scope := Scope{Purpose: "analytics", Recipient: "growth", Epoch: "2026-11"}
	key, err := derive(rawHandle(t, rawKey()), scope)
	if err != nil {
		t.Fatal(err)
	}
	want, err := hkdf.Key(sha256.New, rawKey(), nil, string(scope.info()), 32)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(key.secret()[:], want) {
		t.Fatal("the derived key is another one")
	}
	mac, err := key.MAC()
	if err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		value := bytes.Repeat([]byte{byte(n)}, n)
		std := hmac.New(sha256.New, want)
		std.Write(value)
		if got, want := string(mac.AppendHex(nil, value, 256)), hex.EncodeToString(std.Sum(nil)); got != want {
			t.Fatalf("%d bytes: %s, want %s", n, got, want)
		}
	}
}

func TestScopesDoNotRunTogether(t *testing.T) {
	seen := map[string]Scope{}
	parts := []string{"", "a", "b", "ab", "a\x00b"}
	for _, p := range parts {
		for _, r := range parts {
			for _, e := range parts {
				s := Scope{p, r, e}
				if other, dup := seen[string(s.info())]; dup {
					t.Errorf("%q and %q share an info", s, other)
				}
				seen[string(s.info())] = s
			}
		}
	}
}

func TestEpochs(t *testing.T) {
	for kind, want := range map[string][4]string{
		"": {}, "none": {},
		"day":     {"2026-01-01", "2026-03-31", "2026-04-01", "2026-12-31"},
		"month":   {"2026-01", "2026-03", "2026-04", "2026-12"},
		"quarter": {"2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"},
	} {
		for i, day := range []string{"2026-01-01", "2026-03-31", "2026-04-01", "2026-12-31"} {
			date, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := Epoch(kind, date); err != nil || got != want[i] {
				t.Errorf("%s of %s: %q, want %q (%v)", kind, day, got, want[i], err)
			}
		}
	}
	if _, err := Epoch("week", time.Time{}); err == nil {
		t.Error("weeks are no epochs")
	}
}

// raced reports whether the race detector is in, under which the standard
// library allocates where it otherwise does not.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

func TestMACAllocatesNothing(t *testing.T) {
	if raced() {
		t.Skip("the race detector allocates")
	}
	key, err := derive(rawHandle(t, rawKey()), Scope{})
	if err != nil {
		t.Fatal(err)
	}
	mac, err := key.MAC()
	if err != nil {
		t.Fatal(err)
	}
	dst, value := make([]byte, 0, 64), []byte("13800000000")
	if n := testing.AllocsPerRun(100, func() { dst = mac.AppendHex(dst[:0], value, 256) }); n != 0 {
		t.Errorf("%v allocations for each value", n)
	}
}

func BenchmarkMAC(b *testing.B) {
	key, err := derive(rawHandle(b, rawKey()), Scope{})
	if err != nil {
		b.Fatal(err)
	}
	mac, err := key.MAC()
	if err != nil {
		b.Fatal(err)
	}
	dst, value := make([]byte, 0, 64), []byte("13800000000")
	b.ReportAllocs()
	b.SetBytes(int64(len(value)))
	for b.Loop() {
		dst = mac.AppendHex(dst[:0], value, 128)
	}
}
