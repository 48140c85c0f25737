// Package keys holds the key domains (关联域) that pseudonyms are made with.
//
// A domain is one kind of thing that shall join with itself: "person",
// "mobile", "order". Its key stands in a keyset file, encrypted under a key
// encryption key that is only ever named, never written down:
//
//	keyset file ──KEK──> domain key ──purpose, recipient, epoch──> Key ──value──> pseudonym
//	tuomin.keyset/1       Tink HKDF PRF                             HMAC-SHA256    hex
//
// so that one person has one pseudonym in all tables that a recipient gets,
// and another one in what goes to anybody else. The derivation is fixed, see
// derive: pseudonyms join on it for as long as anybody keeps them.
//
// # Guarantee
//
// Without the key a pseudonym tells nothing of its value but equality, up to
// chance collisions: among n distinct values any two collide in 128 bits with
// probability n²/2^129, which for n = 10^10 is 2 × 10^-19. Whoever has the
// keyset and its KEK can try all values; pseudonymized data is personal data
// still. Destroying a domain's key is final: nothing joins with it any more.
//
// # Why
//
// Tink stores the keys, because key ids, rotation and encryption under a key
// service are what it is for; but the HMAC of each value is computed here,
// because a Tink PRF call per value allocates and derives its key anew.
// The KEK is not derived from a password: nobody would choose one with 256
// bits, and the file is made to be copied about.
package keys

import (
	"errors"
	"fmt"
	"log/slog"
)

var (
	// ErrMissing says that a key that is needed is not there: no such file, no
	// such domain, nothing behind a reference.
	ErrMissing = errors.New("key missing")
	// ErrWrong says that a key is there and does not fit: the KEK opens
	// nothing, a secret has not 32 bytes, a keyset file is not one.
	ErrWrong = errors.New("key wrong")
	// ErrExists says that a file or domain is there already.
	ErrExists = errors.New("exists already")
)

// hidden is what a key prints, marshals and logs as.
const hidden = "[key]"

// A Key is 32 secret bytes. It hides itself from fmt, log/slog and JSON.
//
// It holds a function and not the bytes, because fmt calls no methods on a
// field that it cannot export: it would print an array, and what a pointer
// points to as soon as the verb does not suit a pointer (%s). A function it
// can only print the address of, and reflection cannot see into it either.
type Key struct{ secret func() *[32]byte }

func newKey(secret [32]byte) Key { return Key{secret: func() *[32]byte { return &secret }} }

// String hides the key.
func (Key) String() string { return hidden }

// GoString hides the key under %#v.
func (Key) GoString() string { return hidden }

// LogValue hides the key in structured logs.
func (Key) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the key in JSON and the like.
func (Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Format hides the key under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }
