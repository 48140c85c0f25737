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
// and another one in what goes to anybody else. The derivation is fixed in
// [Derive]: pseudonyms join on it for as long as anybody keeps them.
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
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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

// A Key is 32 secret bytes. It hides itself from fmt, log/slog and JSON; it
// holds a pointer because fmt calls no methods on a field it cannot export,
// and would print the bytes otherwise.
type Key struct{ secret *[32]byte }

func (Key) String() string               { return hidden }
func (Key) GoString() string             { return hidden }
func (Key) LogValue() slog.Value         { return slog.StringValue(hidden) }
func (Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Format hides the key under every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// A MAC computes pseudonyms under one key. It is for one goroutine.
//
// HMAC hashes one block of the key before the value, and one before the inner
// digest. Both are the same for all values, so their states are computed once
// and restored for each value, which halves the blocks to hash.
type MAC struct {
	hash         hash.Hash
	restore      encoding.BinaryUnmarshaler // the same object as hash
	inner, outer []byte                     // its states after the key block
	sum          [sha256.Size]byte
}

// MAC returns HMAC-SHA256 (RFC 2104) under the key.
func (k Key) MAC() (*MAC, error) {
	if k.secret == nil {
		return nil, fmt.Errorf("%w: an empty key", ErrMissing)
	}
	m := &MAC{hash: sha256.New()}
	restore, ok := m.hash.(encoding.BinaryUnmarshaler)
	save, ok2 := m.hash.(encoding.BinaryMarshaler)
	if !ok || !ok2 {
		return nil, errors.New("this crypto/sha256 cannot save its state")
	}
	m.restore = restore
	for _, side := range []struct {
		state *[]byte
		pad   byte
	}{{&m.inner, 0x36}, {&m.outer, 0x5c}} {
		var block [sha256.BlockSize]byte
		copy(block[:], k.secret[:])
		for i := range block {
			block[i] ^= side.pad
		}
		m.hash.Reset()
		m.hash.Write(block[:])
		state, err := save.MarshalBinary()
		if err != nil {
			return nil, err
		}
		*side.state = state
	}
	return m, nil
}

// AppendHex appends the first bits of the HMAC of v in lower-case hex: 32
// characters for 128 bits, 64 for 256. Bits must be a multiple of 8, no more
// than 256. It allocates nothing but dst.
func (m *MAC) AppendHex(dst, v []byte, bits int) []byte {
	m.load(m.inner)
	m.hash.Write(v)
	inner := m.hash.Sum(m.sum[:0])
	m.load(m.outer)
	m.hash.Write(inner)
	sum := m.hash.Sum(m.sum[:0])
	return hex.AppendEncode(dst, sum[:bits/8])
}

// load restores a state. It cannot fail, as the state was saved by the same
// object; if it did, every pseudonym would be wrong, so it stops the program.
func (m *MAC) load(state []byte) {
	if err := m.restore.UnmarshalBinary(state); err != nil {
		panic("keys: " + err.Error())
	}
}
