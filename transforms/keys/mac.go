package keys

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
)

// A MAC computes pseudonyms under one key. It is for one goroutine.
//
// HMAC hashes one block of the key before the value, and another before the
// inner digest. Both are the same for all values, so the states after them are
// computed once and restored for each value. What is left of a short value is
// two blocks, one for each side, which are padded here:
//
//	inner block   value ‖ 80 ‖ 00… ‖ bits of key block and value
//	outer block   inner digest ‖ 80 ‖ 00… ‖ bits of key block and digest
//
// so that the hash neither copies itself nor buffers, as its Sum must; the
// digest is then read from its saved state. That costs four fifths of
// what crypto/hmac does. A value of more than 55 bytes goes the way of Write and Sum.
type MAC struct {
	hash         hash.Hash
	state        state256 // the same object as hash
	inner, outer []byte   // its states after the key block
	block        [sha256.BlockSize]byte
	last         [sha256.BlockSize]byte // the outer block: only its digest changes
	saved        [128]byte
	sum          [sha256.Size]byte
}

// Format hides the MAC, whose states are as good as its key, under every verb.
func (*MAC) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// state256 is what crypto/sha256 promises beside hash.Hash.
type state256 interface {
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// The saved state of crypto/sha256 is 4 bytes that name it, the eight words of
// the digest so far, the bytes that wait for a block, and how many there were
// in all.
const (
	savedDigest = 4
	longest     = sha256.BlockSize - 9 // of the values that fit their block with padding
)

// MAC returns HMAC-SHA256 (RFC 2104) under the key.
func (k Key) MAC() (*MAC, error) {
	if k.secret == nil {
		return nil, fmt.Errorf("%w: an empty key", ErrMissing)
	}
	m := &MAC{hash: sha256.New()}
	var ok bool
	if m.state, ok = m.hash.(state256); !ok {
		return nil, errors.New("this crypto/sha256 cannot save its state")
	}
	var err error
	if m.inner, err = m.after(k, 0x36); err != nil {
		return nil, err
	}
	if m.outer, err = m.after(k, 0x5c); err != nil {
		return nil, err
	}
	pad(&m.last, sha256.Size)
	if !m.agrees() {
		return nil, errors.New("this crypto/sha256 saves its state in another form")
	}
	return m, nil
}

// after is the state after the key block of one side.
func (m *MAC) after(k Key, with byte) ([]byte, error) {
	var block [sha256.BlockSize]byte
	copy(block[:], k.secret()[:])
	for i := range block {
		block[i] ^= with
	}
	m.hash.Reset()
	m.hash.Write(block[:])
	return m.state.AppendBinary(nil)
}

// pad ends a message of one key block and n bytes, which stand in block.
func pad(block *[sha256.BlockSize]byte, n int) {
	clear(block[n:])
	block[n] = 0x80
	binary.BigEndian.PutUint64(block[len(block)-8:], uint64(sha256.BlockSize+n)*8)
}

// agrees compares the two ways on one value. It fails if a later version of
// Go saves the state of a hash in another form.
func (m *MAC) agrees() bool {
	value := []byte("0123456789")
	short := *m.short(value)
	return short == *m.long(value)
}

// AppendHex appends the first bits of the HMAC of v in lower-case hex: 32
// characters for 128 bits, 64 for 256. Bits must be a multiple of 8, no more
// than 256. It allocates nothing but dst.
func (m *MAC) AppendHex(dst, v []byte, bits int) []byte {
	var sum *[sha256.Size]byte
	if len(v) <= longest {
		sum = m.short(v)
	} else {
		sum = m.long(v)
	}
	return hex.AppendEncode(dst, sum[:bits/8])
}

func (m *MAC) short(v []byte) *[sha256.Size]byte {
	copy(m.block[:], v)
	pad(&m.block, len(v))
	m.compress(m.inner, &m.block)
	copy(m.last[:], m.sum[:])
	m.compress(m.outer, &m.last)
	return &m.sum
}

// compress hashes one block on from a state, and leaves the digest in sum.
func (m *MAC) compress(from []byte, block *[sha256.BlockSize]byte) {
	m.load(from)
	m.hash.Write(block[:])
	saved, err := m.state.AppendBinary(m.saved[:0])
	if err != nil {
		panic("keys: " + err.Error())
	}
	m.sum = [sha256.Size]byte(saved[savedDigest:])
}

func (m *MAC) long(v []byte) *[sha256.Size]byte {
	m.load(m.inner)
	m.hash.Write(v)
	inner := m.hash.Sum(m.sum[:0])
	m.load(m.outer)
	m.hash.Write(inner)
	m.hash.Sum(m.sum[:0])
	return &m.sum
}

// load restores a state. It cannot fail, as the state was saved by the same
// object; if it did, every pseudonym would be wrong, so it stops the program.
func (m *MAC) load(state []byte) {
	if err := m.state.UnmarshalBinary(state); err != nil {
		panic("keys: " + err.Error())
	}
}
