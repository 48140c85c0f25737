package keys

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Ephemeral is the key id of keys that live no longer than the process.
const Ephemeral = "ephemeral"

// A Keyset is the domain keys of one keyset file, or ephemeral ones. It may be
// used from many goroutines at once. It prints as "[key]".
type Keyset struct {
	state *state // a pointer for the same reason as in Key
}

type state struct {
	mu        sync.Mutex
	handles   map[string]*keyset.Handle
	ids       map[string]string
	ephemeral bool
}

// String hides the keys.
func (Keyset) String() string { return hidden }

// GoString hides the keys under %#v.
func (Keyset) GoString() string { return hidden }

// MarshalText hides the keys in JSON and the like.
func (Keyset) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Format hides the keyset under every verb.
func (Keyset) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// NewEphemeral returns a keyset that makes a random key for every domain that
// is asked for, and keeps it in memory only: pseudonyms join within one run
// and never with another.
func NewEphemeral() *Keyset {
	return &Keyset{&state{handles: map[string]*keyset.Handle{}, ids: map[string]string{}, ephemeral: true}}
}

// Key returns the key of a domain, derived for a scope. It fails with
// ErrMissing where the keyset has no such domain.
func (k *Keyset) Key(domain string, s Scope) (Key, error) {
	handle, _, err := k.domain(domain)
	if err != nil {
		return Key{}, err
	}
	return derive(handle, s)
}

// KeyID returns the id of the key that makes a domain's pseudonyms: 8 hex
// digits, or "ephemeral". Two days whose ids differ do not join.
func (k *Keyset) KeyID(domain string) (string, error) {
	_, id, err := k.domain(domain)
	return id, err
}

// Domains lists the names of the domains, sorted.
func (k *Keyset) Domains() []string {
	k.state.mu.Lock()
	defer k.state.mu.Unlock()
	return slices.Sorted(maps.Keys(k.state.ids))
}

func (k *Keyset) domain(name string) (*keyset.Handle, string, error) {
	k.state.mu.Lock()
	defer k.state.mu.Unlock()
	if h, ok := k.state.handles[name]; ok {
		return h, k.state.ids[name], nil
	}
	if !k.state.ephemeral {
		return nil, "", fmt.Errorf("%w: the keyset has no domain %q", ErrMissing, name)
	}
	h, _, err := newHandle()
	if err != nil {
		return nil, "", err
	}
	k.state.handles[name], k.state.ids[name] = h, Ephemeral
	return h, Ephemeral, nil
}

// newHandle makes a keyset of one new random key, and tells its id.
func newHandle() (*keyset.Handle, string, error) {
	h, err := keyset.NewHandle(prf.HKDFSHA256PRFKeyTemplate())
	if err != nil {
		return nil, "", fmt.Errorf("make a key: %w", err)
	}
	return h, handleID(h), nil
}

func handleID(h *keyset.Handle) string {
	return fmt.Sprintf("%08x", h.KeysetInfo().GetPrimaryKeyId())
}

// domainName is what a domain may be called. Names stand in job files, URLs
// and SQL of those who join, so they are plain.
var domainName = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,63}$`)

// CheckDomain says what is wrong with a domain's name, or nil.
func CheckDomain(name string) error {
	if !domainName.MatchString(name) {
		return fmt.Errorf("a domain is named in lower-case letters, digits, '_', '.' and '-', 64 at most: not %q", name)
	}
	return nil
}

// seal encrypts a domain's Tink keyset under the KEK, with the name as
// associated data, so that an entry cannot pass for another domain's.
func seal(h *keyset.Handle, kek tink.AEAD, domain string) ([]byte, error) {
	var buf bytes.Buffer
	if err := h.WriteWithAssociatedData(keyset.NewBinaryWriter(&buf), kek, []byte(domain)); err != nil {
		return nil, fmt.Errorf("encrypt the key of domain %q: %w", domain, err)
	}
	return buf.Bytes(), nil
}

// unseal decrypts what seal made. Any failure means that the KEK is another
// one, or the entry was changed or renamed.
func unseal(sealed []byte, kek tink.AEAD, domain string) (*keyset.Handle, error) {
	h, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(sealed)), kek, []byte(domain))
	if err != nil {
		return nil, fmt.Errorf("%w: the KEK does not open domain %q", ErrWrong, domain)
	}
	return h, nil
}

// now is the date a new key is given.
func now() string { return time.Now().UTC().Format(time.DateOnly) }
