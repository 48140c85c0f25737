package keys

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
)

// Scope is what a domain's key is narrowed to. Each part may be empty.
type Scope struct {
	Purpose   string
	Recipient string
	Epoch     string // "", or a part of the data's date: "2026-11"
}

// Epoch names the part of time that a date falls in, for Scope: "" for none,
// "2026-11-24" for day, "2026-11" for month, "2026-Q4" for quarter. Pseudonyms
// of different epochs do not join, so these spellings never change either.
func Epoch(kind string, date time.Time) (string, error) {
	switch kind {
	case "", "none":
		return "", nil
	case "day":
		return date.Format(time.DateOnly), nil
	case "month":
		return date.Format("2006-01"), nil
	case "quarter":
		return fmt.Sprintf("%04d-Q%d", date.Year(), (date.Month()+2)/3), nil
	}
	return "", fmt.Errorf("want none, day, month or quarter, have %q", kind)
}

// label is the first of the derivation's input, and its version.
const label = "tuomin/hmac/1"

// info is the HKDF info of a scope: the label, then purpose, recipient and
// epoch, each as a 4-byte big-endian length and its UTF-8 bytes. What is
// absent has length 0, so no two scopes share an info.
func (s Scope) info() []byte {
	info := []byte(label)
	for _, part := range []string{s.Purpose, s.Recipient, s.Epoch} {
		info = binary.BigEndian.AppendUint32(info, uint32(len(part)))
		info = append(info, part...)
	}
	return info
}

// derive computes
//
//	K = HKDF-SHA256(domain key, salt empty, info = "tuomin/hmac/1" ‖ purpose ‖ recipient ‖ epoch)
//
// of 32 bytes (RFC 5869) from the primary key of a Tink HKDF PRF keyset.
func derive(handle *keyset.Handle, s Scope) (Key, error) {
	set, err := prf.NewPRFSet(handle)
	if err != nil {
		return Key{}, fmt.Errorf("%w: not a PRF keyset: %w", ErrWrong, err)
	}
	secret, err := set.ComputePrimaryPRF(s.info(), 32)
	if err != nil {
		return Key{}, fmt.Errorf("derive a key: %w", err)
	}
	return newKey([32]byte(secret)), nil
}
