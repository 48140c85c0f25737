package keys

import (
	"crypto/aes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// schema is the version of keyset files.
const schema = "tuomin.keyset/1"

// maxFile bounds what is read of a keyset file: a domain is under 1 KiB, and
// nobody has a thousand.
const maxFile = 1 << 20

// file is a keyset file as JSON has it.
type file struct {
	Schema  string  `json:"schema"`
	Domains []entry `json:"domains"` // sorted by name
}

type entry struct {
	Name    string `json:"name"`
	KeyID   string `json:"key_id"`
	Created string `json:"created"` // 2026-11-24, UTC
	Keyset  []byte `json:"keyset"`  // Tink's EncryptedKeyset, binary, in base64
}

// NewFile writes a keyset file with a new key for each domain, encrypted under
// the KEK that ref names. The file gets mode 0600, and appears whole or not at
// all. It fails with ErrExists if anything of that name is there.
func NewFile(path, ref string, domains []string) error {
	if len(domains) == 0 {
		return errors.New("a keyset has at least one domain")
	}
	kek, err := openKEK(ref)
	if err != nil {
		return err
	}
	f := &file{Schema: schema}
	for _, d := range domains {
		if err := f.add(d, kek); err != nil {
			return err
		}
	}
	return f.write(path, false)
}

// AddDomains adds domains with new keys to a keyset file, whose KEK must open all
// that is in it: all of them, or none. It fails with ErrExists if one is there.
func AddDomains(path, ref string, domains ...string) error {
	kek, err := openKEK(ref)
	if err != nil {
		return err
	}
	unlock, err := lock(path)
	if err != nil {
		return err
	}
	defer unlock()
	f, err := readFile(path)
	if err != nil {
		return err
	}
	if _, err := f.open(kek); err != nil {
		return err
	}
	for _, d := range domains {
		if err := f.add(d, kek); err != nil {
			return err
		}
	}
	return f.write(path, true)
}

// Open decrypts a keyset file with the KEK that ref names: env:NAME,
// file:PATH, exec:COMMAND. All of its domains must open.
func Open(path, ref string) (*Keyset, error) {
	kek, err := openKEK(ref)
	if err != nil {
		return nil, err
	}
	f, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return f.open(kek)
}

// A Listing is what may be known of a keyset file: ids, names and dates, never
// a key. Its JSON is the contract tuomin.keys/1.
type Listing struct {
	Schema  string          `json:"schema"` // tuomin.keys/1
	Domains []ListingDomain `json:"domains"`
}

// A ListingDomain is one domain of a Listing.
type ListingDomain struct {
	Name    string `json:"name"`
	KeyID   string `json:"key_id"`
	Created string `json:"created"` // 2026-11-24, UTC
}

// List says what is in a keyset file. It opens every entry with the KEK, so
// that what it lists can be used.
func List(path, ref string) (*Listing, error) {
	kek, err := openKEK(ref)
	if err != nil {
		return nil, err
	}
	f, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.open(kek); err != nil {
		return nil, err
	}
	l := &Listing{Schema: "tuomin.keys/1", Domains: []ListingDomain{}}
	for _, e := range f.Domains {
		l.Domains = append(l.Domains, ListingDomain{Name: e.Name, KeyID: e.KeyID, Created: e.Created})
	}
	return l, nil
}

func openKEK(ref string) (tink.AEAD, error) {
	secret, err := resolve(ref)
	if err != nil {
		return nil, fmt.Errorf("KEK: %w", err)
	}
	if len(secret) != 2*aes.BlockSize {
		return nil, fmt.Errorf("KEK: %w: not 32 bytes", ErrWrong)
	}
	kek, err := subtle.NewAESGCM(secret)
	if err != nil {
		return nil, fmt.Errorf("KEK: %w", err)
	}
	return kek, nil
}

// readFile reads and checks a keyset file, and opens nothing in it.
func readFile(path string) (*file, error) {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: keyset %w", ErrMissing, err)
	}
	if err != nil {
		return nil, fmt.Errorf("keyset: %w", err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, fmt.Errorf("keyset: %w", err)
	}
	// What is in the file is encrypted, so that others may read it. Who may
	// write it could put back an older one, whose pseudonyms join with nothing.
	if info.Mode().IsRegular() && info.Mode().Perm()&0o022 != 0 {
		return nil, fmt.Errorf("keyset %s: group or others may write it (mode %04o): chmod go-w", path, info.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("keyset: %w", err)
	}
	f, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("keyset %s: %w: %w", path, ErrWrong, err)
	}
	return f, nil
}

func parse(text []byte) (*file, error) {
	if len(text) > maxFile {
		return nil, errors.New("larger than a keyset file can be")
	}
	f := new(file)
	if err := json.Unmarshal(text, f); err != nil {
		return nil, errors.New("not a keyset file") // the JSON error would quote the file
	}
	if f.Schema != schema {
		return nil, fmt.Errorf("not a %s file", schema)
	}
	for i, e := range f.Domains {
		if err := CheckDomain(e.Name); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(f.Domains[:i], func(o entry) bool { return o.Name == e.Name }) {
			return nil, fmt.Errorf("domain %q stands twice", e.Name)
		}
	}
	return f, nil
}

func (f *file) open(kek tink.AEAD) (*Keyset, error) {
	s := &state{handles: map[string]*keyset.Handle{}, ids: map[string]string{}}
	for _, e := range f.Domains {
		h, err := unseal(e.Keyset, kek, e.Name)
		if err != nil {
			return nil, err
		}
		if id := handleID(h); id != e.KeyID {
			return nil, fmt.Errorf("%w: domain %q says key %s and holds %s", ErrWrong, e.Name, e.KeyID, id)
		}
		s.handles[e.Name], s.ids[e.Name] = h, e.KeyID
	}
	return &Keyset{s}, nil
}

func (f *file) add(domain string, kek tink.AEAD) error {
	if err := CheckDomain(domain); err != nil {
		return err
	}
	at, there := slices.BinarySearchFunc(f.Domains, domain, func(e entry, name string) int { return strings.Compare(e.Name, name) })
	if there {
		return fmt.Errorf("domain %q %w", domain, ErrExists)
	}
	h, id, err := newHandle()
	if err != nil {
		return err
	}
	sealed, err := seal(h, kek, domain)
	if err != nil {
		return err
	}
	f.Domains = slices.Insert(f.Domains, at, entry{Name: domain, KeyID: id, Created: now(), Keyset: sealed})
	return nil
}

// write puts the file there whole, by a temporary file beside it that is
// synced first: losing a keyset loses every join.
func (f *file) write(path string, replace bool) (err error) {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".tuomin-keyset-*") // 0600
	if err != nil {
		return fmt.Errorf("keyset: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(text, '\n'))
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("keyset: %w", err)
	}
	if replace {
		err = os.Rename(tmp.Name(), path)
	} else {
		err = os.Link(tmp.Name(), path) // which, unlike a rename, replaces nothing
	}
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keyset %s %w", path, ErrExists)
	}
	if err != nil {
		return fmt.Errorf("keyset: %w", err)
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("keyset: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}
