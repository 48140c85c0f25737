package detectors

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// plainLook asks each question of a look on its own, as it is defined.
func plainLook(key TallyKey, form []byte) look {
	l := look{runes: uint8(min(utf8.RuneCount(form), 255)), length: uint8(min(len(form), 255)), code: noCode, last: noCode}
	identifies := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || bytes.ContainsRune([]byte("-_:.|"), r)
	}
	if !bytes.ContainsFunc(form, func(r rune) bool { return !identifies(r) }) || !utf8.Valid(form) {
		l.flags |= lookOpaque
	}
	if !bytes.ContainsFunc(form, unicode.IsSpace) {
		l.flags |= lookWord
	}
	if len(form) >= leadBytes {
		l.lead = uint16(key.sum(form[:leadBytes]))
	}
	digits := allDigits(form)
	if n := len(form); n > 0 && allDigits(form[n-1:]) {
		l.last = form[n-1] - '0'
	}
	if m := regexp.MustCompile(`^([A-Za-z])(?:([A-Za-z])|([0-9]))?`).FindSubmatch(form); m != nil && bytes.ContainsAny(form, "0123456789") {
		l.head[0] = bytes.ToUpper(m[1])[0]
		switch {
		case m[2] != nil:
			l.head[1] = 'A'
		case m[3] != nil:
			l.head[1] = '0'
		}
	}
	if digits {
		l.flags |= lookDigits | lookNumber
		if len(form) == 11 && form[0] == '1' {
			l.code = (form[1]-'0')*10 + form[2] - '0'
			l.cell = uint16(key.sum(form[:8]))
		}
		if len(form) > 3 && bytes.HasSuffix(form, []byte("000")) {
			l.flags |= lookZeros
		}
	}
	if timeShaped(form, digits) {
		l.flags |= lookTime
	}
	if Masked(form) {
		l.flags |= lookMasked
	}
	l.flags |= numeric(form) | dotted(form)
	if l.flags&(lookNumber|lookVersion) == 0 {
		l.flags |= withAddress(form)
	}
	if regexp.MustCompile(`^[A-Za-z][0-9A-Za-z_:.|-]*?[0-9]{4,}$`).Match(form) {
		l.flags |= lookNumbered
	}
	l.year = yearOf(form)
	for _, run := range regexp.MustCompile(`[0-9A-Za-z]+`).FindAll(form, -1) {
		n := len(run)
		if n >= 13 && n <= 32 && regexp.MustCompile(`^[0-9A-Fa-f]+$`).Match(run) && bytes.ContainsAny(run, "0123456789") && !allDigits(run) {
			l.hexes = max(l.hexes, uint8(n))
		}
	}
	if plainEncoded(form) {
		l.flags |= lookOpaque
		l.hexes = digestHexes
	}
	if whole, fraction, ok := bytes.Cut(form, []byte(".")); ok && allDigits(whole) && allDigits(fraction) && len(fraction) >= 4 && len(whole) <= 3 {
		switch n, _ := strconv.ParseFloat(string(form), 64); {
		case n >= 3.8 && n <= 53.6:
			l.flags |= lookLatitude
		case n >= 73.4 && n <= 135.1:
			l.flags |= lookLongitude
		}
	}
	if known().lexical(form) {
		l.flags |= lookLexical
	}
	if utf8.Valid(form) && bytes.ContainsFunc(form, func(r rune) bool { return r >= 0x4000 && r <= 0x9fff }) {
		l.flags |= lookHan
	}
	if utf8.Valid(form) && inLetters(form) {
		l.flags |= lookStreet
	}
	if utf8.Valid(form) && len(form) <= 40 && lettersOnly.Match(form) && plainCapitals(form) {
		l.flags |= lookCapitals
	}
	if r, _ := utf8.DecodeRune(form); bytes.ContainsRune([]byte("王李张刘陈"), r) {
		l.flags |= lookFamily
	}
	return l
}

func TestLook(t *testing.T) {
	values := append(mixed(3000), "", "-", "1.10105E+17", "-12.50", "138****8000", "张**", "2024-01-15T10:30:00", "20240115", "9007199254740993",
		"a b", "a\u00a0b", "a\u1680b", "a\u2003b", "a\u2028b", "a\u205fb", "a\u3000b", "a\u0085b", "a\tb", "\xff", "\x85", "\xe4\xb8", "1000", "12e+5", "1e5", "e+5", "-.5", ".5", "5.",
		"a/0123456789abc/0", "0123456789ABCDEF01.pdf 0123456789abcde", "x0123456789abcdef", "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef0", "abcdefabcdefabcdef", "1234567890123456",
		"Ada Byron", "DE LA TOUR/ANNE MS", "Иван Петров", "Zoë O'Brien-Smith, J. R.", "ada Byron", "Ada byron", "Ada", "Ada Byron Ada Byron Ada", "Ada Byron!", "Ada Byron Ada Byron Ada Byron Ada Byronson", "Ada 甲")
	for _, r := range unicode.White_Space.R16 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			values = append(values, "甲"+string(c)+"乙")
		}
	}
	rng := rand.New(rand.NewPCG(4, 4))
	const alphabet = "0123456789-+.eE*_ a甲　é1000"
	for range 20000 {
		b := make([]byte, rng.IntN(24))
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		values = append(values, string(b))
	}
	for _, v := range values {
		if got, want := lookAt(testKey, []byte(v)), plainLook(testKey, []byte(v)); got != want {
			t.Errorf("%q: %+v, want %+v", v, got, want)
		}
	}
}

var lettersOnly = regexp.MustCompile(`^[A-Za-z\x{80}-\x{3fff}\x{a000}-\x{10ffff} ,/+'.-]*$`)

// plainCapitals asks it of words that begin with a letter.
func plainCapitals(form []byte) bool {
	words := bytes.FieldsFunc(form, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '+' })
	words = slices.DeleteFunc(words, func(w []byte) bool { return bytes.IndexByte([]byte("'.-"), w[0]) >= 0 })
	capital := func(w []byte) bool { return w[0] < 'a' || w[0] > 'z' }
	return len(words) >= 2 && len(words) <= 4 && capital(words[0]) && capital(words[len(words)-1])
}

// plainEncoded is encoded by patterns.
func plainEncoded(form []byte) bool {
	n := len(form)
	if !utf8.Valid(form) {
		return n == 16 || n == 20 || n == 28 || n == 32 || n == 48 || n == 64
	}
	v := strings.TrimPrefix(string(form), "0x")
	for i := min(len(v), 11) - 1; i >= 0; i-- {
		if strings.ContainsRune(":=}$#*", rune(v[i])) {
			v = v[i+1:]
			break
		}
	}
	hex := regexp.MustCompile(`^[0-9A-Fa-f]*[A-Fa-f][0-9A-Fa-f]*$`).MatchString(v)
	if hex && (len(v) == 40 || len(v) == 56 || len(v) == 64 || len(v) == 96 || len(v) == 128 || len(v) == 32 && n > 32) {
		return true
	}
	text := strings.TrimRight(v, "=")
	if pads := len(v) - len(text); pads > 2 || pads > 0 && len(v)%4 != 0 {
		return false
	}
	return regexp.MustCompile(`^[0-9A-Za-z+/_-]{22,}$`).MatchString(text) && regexp.MustCompile(`[0-9]`).MatchString(text) &&
		regexp.MustCompile(`[a-z]`).MatchString(text) && regexp.MustCompile(`[A-Z]`).MatchString(text) && strings.Count(text, "/") <= 1+len(text)/16
}

// What is a digest, or encrypted, and what is not.
func TestEncoded(t *testing.T) {
	hex := strings.Repeat("0a", 64)
	for v, want := range map[string]bool{
		hex[:40]: true, hex[:64]: true, hex: true, strings.ToUpper(hex[:64]): true, hex[:50]: false, hex[:32]: false,
		"md5:" + hex[:32]: true, "0x" + hex[:64]: true, "{SHA}" + hex[:40]: true, strings.Repeat("01", 32): false,
		"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=": true, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0": true,
		"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0===": false, "/Data/img/2024/01/02/File000001": false,
		"thequickbrownfoxjumpsoverthelazydog": false, strings.Repeat("\xff", 32): true, strings.Repeat("\xff", 33): false,
	} {
		if got := encoded([]byte(v), utf8.ValidString(v)); got != want || plainEncoded([]byte(v)) != want {
			t.Errorf("%q: %v, by patterns %v, want %v", v, got, plainEncoded([]byte(v)), want)
		}
	}
}

// A hexadecimal number is found wherever it stands, the longest of several, and
// numbers beyond 2^53 however many digits they have.
func TestLookAtLength(t *testing.T) {
	const hex = "0a1b2c3d4e5f60718293a4b5c6d7e8f901"
	for before := range 40 {
		for n := 12; n <= 33; n++ {
			want := uint8(n)
			if n < 13 || n > 32 {
				want = 0
			}
			for _, around := range []string{"-", "号"} {
				gap := strings.Repeat(around, before)
				if got := hexadecimal([]byte(gap + hex[:n] + around)); got != want {
					t.Errorf("%d characters after %d: %d", n, before, got)
				}
				if got := hexadecimal([]byte(hex[:13] + gap + "/" + hex[:n])); got != max(want, 13) {
					t.Errorf("%d characters after 13 and %d: %d", n, before, got)
				}
			}
		}
	}
	for n := 1; n <= 25; n++ {
		l := lookAt(testKey, []byte(strings.Repeat("9", n)))
		if got, want := l.flags&lookHuge != 0, n >= 16; got != want {
			t.Errorf("%d nines: beyond 2^53 %v", n, got)
		}
	}
}
