package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// kek sets a KEK of the byte b and returns the reference to it.
func kek(t *testing.T, b byte) string {
	t.Helper()
	name := fmt.Sprintf("TEST_KEK_%02X", b)
	t.Setenv(name, hex.EncodeToString(bytes.Repeat([]byte{b}, 32)))
	return "env:" + name
}

func pseudonym(t *testing.T, set *Keyset, domain string, s Scope) string {
	t.Helper()
	key, err := set.Key(domain, s)
	if err != nil {
		t.Fatal(err)
	}
	mac, err := key.MAC()
	if err != nil {
		t.Fatal(err)
	}
	return string(mac.AppendHex(nil, []byte("13800000000"), 128))
}

func TestNewAddOpenList(t *testing.T) {
	ref := kek(t, 1)
	path := filepath.Join(t.TempDir(), "growth.json")
	if err := NewFile(path, ref, []string{"person", "mobile"}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o, want 0600", info.Mode().Perm())
	}
	before, err := Open(path, ref)
	if err != nil {
		t.Fatal(err)
	}
	if err := AddDomains(path, ref, "order"); err != nil {
		t.Fatal(err)
	}
	after, err := Open(path, ref)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(after.Domains()); got != "[mobile order person]" {
		t.Errorf("domains %s", got)
	}
	scope := Scope{Purpose: "analytics"}
	if pseudonym(t, before, "person", scope) != pseudonym(t, after, "person", scope) {
		t.Error("adding a domain changed the pseudonyms of another")
	}
	if pseudonym(t, after, "mobile", scope) == pseudonym(t, after, "person", scope) {
		t.Error("two domains have one key")
	}
	if pseudonym(t, after, "person", Scope{}) == pseudonym(t, after, "person", scope) {
		t.Error("the purpose changes nothing")
	}
	list, err := List(path, ref)
	if err != nil {
		t.Fatal(err)
	}
	if list.Schema != "tuomin.keys/1" || len(list.Domains) != 3 || list.Domains[1].Name != "order" {
		t.Errorf("listing %+v", list)
	}
	for _, d := range list.Domains {
		if id, err := after.KeyID(d.Name); err != nil || id != d.KeyID || len(id) != 8 {
			t.Errorf("domain %s: id %s listed, %s held (%v)", d.Name, d.KeyID, id, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".tuomin*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files stayed: %v %v", left, err)
	}
}

func TestRefusals(t *testing.T) {
	ref, other := kek(t, 1), kek(t, 2)
	dir := t.TempDir()
	path := filepath.Join(dir, "k.json")
	if err := NewFile(path, ref, []string{"person"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, mode fs.FileMode, text []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(p, mode); err != nil { // past any umask
			t.Fatal(err)
		}
		return p
	}
	t.Setenv("TEST_SHORT", "too short")
	secret := bytes.Repeat([]byte{1}, 32)
	open := func(path, ref string) func() error {
		return func() error { _, err := Open(path, ref); return err }
	}
	cases := []struct {
		name string
		do   func() error
		want error // nil: any
	}{
		{"over an existing file", func() error { return NewFile(path, ref, []string{"x"}) }, ErrExists},
		{"no domain", func() error { return NewFile(path+"2", ref, nil) }, nil},
		{"the same domain twice", func() error { return NewFile(path+"2", ref, []string{"x", "x"}) }, ErrExists},
		{"a domain's bad name", func() error { return NewFile(path+"2", ref, []string{"人"}) }, nil},
		{"a domain that is there", func() error { return AddDomains(path, ref, "person") }, ErrExists},
		{"a new one and one that is there", func() error { return AddDomains(path, ref, "x", "person") }, ErrExists},
		{"adding under another KEK", func() error { return AddDomains(path, other, "x") }, ErrWrong},
		{"another KEK", open(path, other), ErrWrong},
		{"no file", open(path+"2", ref), ErrMissing},
		{"adding to no file", func() error { return AddDomains(filepath.Join(dir, "no", "k.json"), ref, "x") }, ErrMissing},
		{"no variable", open(path, "env:TEST_NO_SUCH"), ErrMissing},
		{"a short secret", open(path, "env:TEST_SHORT"), ErrWrong},
		{"no secret file", open(path, "file:"+path+"2"), ErrMissing},
		{"a secret that others may read", open(path, "file:"+put("readable", 0o644, secret)), ErrWrong},
		{"a directory for a secret", open(path, "file:"+dir), ErrWrong},
		{"a command that fails", open(path, "exec:false"), ErrMissing},
		{"a command that is not there", open(path, "exec:/no/such/command"), ErrMissing},
		{"a command that says too much", open(path, "exec:head -c 100000 /dev/zero"), ErrMissing},
		{"a keyset that others may write", open(put("writable", 0o666, text), ref), nil},
		{"a cut keyset", open(put("cut", 0o600, text[:len(text)/2]), ref), ErrWrong},
		{"another kind of file", open(put("other", 0o600, []byte(`{"schema":"x/1"}`)), ref), ErrWrong},
		{"a renamed domain", open(put("renamed", 0o600, bytes.Replace(text, []byte(`"person"`), []byte(`"mobile"`), 1)), ref), ErrWrong},
		{"another key id", open(put("id", 0o600, changeID(t, text)), ref), ErrWrong},
	}
	for _, c := range cases {
		err := c.do()
		if err == nil {
			t.Errorf("%s: no error", c.name)
		} else if c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v is not %v", c.name, err, c.want)
		}
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, text) {
		t.Error("a refusal changed the keyset file")
	}
	if _, err := os.Stat(path + "2"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refusal left a file")
	}
}

func changeID(t *testing.T, text []byte) []byte {
	t.Helper()
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	f.Domains[0].KeyID = "00000000"
	out, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReferences(t *testing.T) {
	secret := bytes.Repeat([]byte{0xab, 0x0a}, 16) // raw, it ends in a newline
	dir := t.TempDir()
	for i, form := range []string{
		string(secret),
		hex.EncodeToString(secret) + "\n",
		strings.ToUpper(hex.EncodeToString(secret)),
		base64.StdEncoding.EncodeToString(secret) + "\r\n",
		base64.RawURLEncoding.EncodeToString(secret),
	} {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(form), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("TEST_SECRET", form)
		for _, ref := range []string{"file:" + path, "env:TEST_SECRET", "exec:cat " + path} {
			if got, err := resolve(ref); err != nil || !bytes.Equal(got, secret) {
				t.Errorf("form %d by %s: wrong secret, error %v", i, ref[:4], err)
			}
		}
	}
}

// A secret written where a reference belongs must not come back in the
// message, which goes to a log.
func TestLiteralSecretsAreRefusedUnseen(t *testing.T) {
	literal := hex.EncodeToString(bytes.Repeat([]byte{0x5a}, 32))
	for _, ref := range []string{literal, "hex:" + literal, "", "env:", "file: ", "exec:", "gcp-kms://" + literal} {
		err := CheckRef(ref)
		if err == nil {
			t.Errorf("%q is taken for a reference", ref)
			continue
		}
		if strings.Contains(err.Error(), literal) {
			t.Error("the message holds the secret")
		}
		if _, err := resolve(ref); err == nil {
			t.Errorf("%q was followed", ref)
		}
	}
}

// Nor must one that a template put where a name belongs.
func TestSecretsAsNamesAreNotRepeated(t *testing.T) {
	secret := bytes.Repeat([]byte{0x5a, 0xfb}, 16)
	for _, literal := range []string{hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(secret), base64.RawURLEncoding.EncodeToString(secret)} {
		if strings.Contains(literal, "/") {
			t.Fatal("a path of two parts")
		}
		for _, ref := range []string{"env:" + literal, "file:" + literal, "file:/nowhere/" + literal, "exec:" + literal, "exec:" + filepath.Join(t.TempDir(), literal)} {
			_, err := resolve(ref)
			if !errors.Is(err, ErrMissing) {
				t.Errorf("%s: %v", ref[:5], err)
			} else if strings.Contains(err.Error(), literal) {
				t.Errorf("%s: the message holds the secret", ref[:5])
			}
		}
	}
	for _, ref := range []string{"env:NO_SUCH_NAME", "file:/no/such/path"} {
		if _, err := resolve(ref); err == nil || !strings.Contains(err.Error(), ref[strings.Index(ref, ":")+1:]) {
			t.Errorf("%v does not say what is missing", err)
		}
	}
}

func TestKeysHideThemselves(t *testing.T) {
	t.Setenv("TEST_KEK", goldenKEK)
	set, err := Open(golden(t), "env:TEST_KEK")
	if err != nil {
		t.Fatal(err)
	}
	key, err := set.Key("person", Scope{})
	if err != nil {
		t.Fatal(err)
	}
	type holder struct {
		Exported Key
		hidden   Key
		set      *Keyset
		list     []Key
	}
	mac, err := key.MAC()
	if err != nil {
		t.Fatal(err)
	}
	h := holder{key, key, set, []Key{key}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+verb+verb+"\n", key, h, &h, set, mac)
	}
	log := slog.New(slog.NewTextHandler(&out, nil))
	log.Info("x", "key", key, "holder", h, "set", set)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "key", key, "holder", h, "set", set)
	if err := json.NewEncoder(&out).Encode([]any{key, h.Exported, h.list, set, map[string]Key{"k": key}}); err != nil {
		t.Fatal(err)
	}
	secret := key.secret()[:]
	raw := string(rawKey()) // of which it is derived
	for _, needle := range []string{
		raw, hex.EncodeToString([]byte(raw)), string(mac.inner), hex.EncodeToString(mac.inner),
		string(secret), hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)),
		base64.StdEncoding.EncodeToString(secret), strings.Trim(fmt.Sprint(secret), "[]"),
		strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%#v", secret), "[]byte{"), "}"),
	} {
		if strings.Contains(out.String(), needle[:len(needle)/2]) {
			t.Fatalf("a key shows in %q", needle[:4])
		}
	}
	if !strings.Contains(out.String(), hidden) {
		t.Error("nothing was printed at all")
	}
}

func TestEphemeral(t *testing.T) {
	a, b := NewEphemeral(), NewEphemeral()
	first := pseudonym(t, a, "person", Scope{})
	if first != pseudonym(t, a, "person", Scope{}) {
		t.Error("one keyset, two keys")
	}
	if first == pseudonym(t, b, "person", Scope{}) || first == pseudonym(t, a, "mobile", Scope{}) {
		t.Error("two keysets or domains share a key")
	}
	if id, err := a.KeyID("person"); err != nil || id != Ephemeral {
		t.Errorf("id %q, error %v", id, err)
	}
	if _, err := (Key{}).MAC(); !errors.Is(err, ErrMissing) {
		t.Errorf("an empty key: %v", err)
	}
}

func TestUnknownDomain(t *testing.T) {
	t.Setenv("TEST_KEK", goldenKEK)
	set, err := Open(golden(t), "env:TEST_KEK")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Key("nobody", Scope{}); !errors.Is(err, ErrMissing) {
		t.Errorf("%v is not ErrMissing", err)
	}
}

// Two commands that add at once must not lose a domain: whoever used the lost
// one could never join again.
func TestAddAtOnce(t *testing.T) {
	ref := kek(t, 1)
	path := filepath.Join(t.TempDir(), "k.json")
	if err := NewFile(path, ref, []string{"d"}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := AddDomains(path, ref, fmt.Sprintf("d%d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, err := List(path, ref)
	if err != nil || len(list.Domains) != 9 {
		t.Fatalf("%d domains, error %v", len(list.Domains), err)
	}
}
