package detectors

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tuomin/scanners/columns"
)

// Evidence is what a column's name says of it, before any value is seen.
type Evidence struct {
	classes []Class // that its words speak for
	Role    Role
	// Serial says that words such as order, 流水 or batch are what the name is
	// about: its values number things, so that a shape without check digit is
	// none of a person's.
	Serial bool
	// Measure says that the name is about an amount, a time or a version, which
	// explains near-unique numbers.
	Measure bool

	number     bool // the column is of numbers: see detector.width
	plainly    bool // it speaks for a class of persons of which other countries have other forms
	part       bool // it is about a part of a person's name
	whose      bool // it is about persons and says no more: buyer, created_by
	called     bool // or of what else has a name: rcv_name, brand_name
	identifies bool // id, no, by: whatever its numbers look like, they name something
}

// Says reports whether the name speaks for the class.
func (e *Evidence) Says(c Class) bool {
	for _, have := range e.classes {
		if have == c {
			return true
		}
	}
	return false
}

// asks reports whether values are asked whether they are of the class: under a name
// that speaks for it, and names of persons under one that is about persons.
func (e *Evidence) asks(d *detector) bool {
	return e.Says(d.class) || e.whose && d == cnPersonName
}

// Names reads the name of a leaf and of the groups it stands in.
//
// Names are taken apart at everything that is no letter, where digits or
// capitals begin ("buyerIDNo2" is buyer id no 2), and Chinese by the longest
// words of the dictionary (收货人手机号 is 收货人 手机号). Words match whole tokens,
// one after the other. A word speaks for its class if it reaches into the
// leaf's own name (in receiver.phone, and in user.id for user_id), and if
// nothing after it in the name is about numbering or measuring: order_mobile is
// a telephone, mobile_version is not.
func Names(p columns.Path) Evidence { return Shipped().Names(p) }

// Names reads a name with the words of the set's classes.
func (s *Set) Names(p columns.Path) Evidence {
	words := s.words
	tokens, own := words.tokens(p)
	matches := words.matches(tokens)
	about := 0 // where the last word ends that numbers or measures
	kind := 0  // where the last one ends that sorts
	for _, m := range matches {
		if !m.inside && (m.serial || m.measure) {
			about = max(about, m.end)
		}
		if m.kind {
			kind = max(kind, m.end)
		}
	}
	var e Evidence
	last := lastWord(tokens)
	for _, m := range matches {
		if m.role != RoleNone && (m.role != RoleSelf || e.Role == RoleNone) {
			e.Role = m.role
		}
		if m.inside || m.end <= own || m.describes && m.end < last {
			continue
		}
		e.Serial = e.Serial || m.serial && m.end == about
		e.Measure = e.Measure || m.measure
		e.part = e.part || m.part
		if about <= m.end {
			for _, c := range m.classes {
				if d := s.table[c]; kind <= m.end || !d.rule.named && !d.rule.unsorted {
					e.classes = append(e.classes, c)
					e.plainly = e.plainly || kind <= m.end && !d.NotPersonal && !d.anywhere
				}
			}
			if len(m.alone) > 0 && alone(matches, m, tokens, own) && !(m.calls && things(matches, own)) {
				e.classes = append(e.classes, m.alone...)
				e.plainly = e.plainly || !m.calls
			}
			if m.whose && alone(matches, m, tokens, own) {
				e.whose, e.identifies = true, true
			}
		}
		if m.identifies {
			e.identifies, e.Measure = true, false
		}
	}
	if about < len(tokens) {
		person, called := headed(matches, tokens, own)
		person = person || ofPersons(tokens[own:])
		e.called = called && !person && !e.whose
		e.whose = e.whose || person || called
	}
	if c, ok := keyOf(matches, tokens, own); ok && len(e.classes) == 0 {
		e.classes = append(e.classes, c)
	}
	e.Serial = e.Serial && len(e.classes) == 0
	return e
}

// alone reports whether nothing stands in a leaf's own name beside a word but
// numbers, whom it is about, and how it is written.
func alone(matches []match, word match, tokens []string, own int) bool {
	for at := own; at < len(tokens); at++ {
		covered := at >= word.start && at < word.end || allDigits([]byte(tokens[at]))
		for _, m := range matches {
			covered = covered || at >= m.start && at < m.end && (m.role != RoleNone || m.whose || m.writing)
		}
		if !covered {
			return false
		}
	}
	return true
}

// lastWord is where a name ends but for numbers behind it.
func lastWord(tokens []string) int {
	last := len(tokens)
	for last > 0 && allDigits([]byte(tokens[last-1])) {
		last--
	}
	return last
}

// headed reports whether a name ends with a word for persons: what stands before says
// which of them, as in 处方医师, class_teacher and supplier_contact. It may also end by calling somebody or
// something by name: what no list knows before that is a person as likely (rcv_name).
func headed(matches []match, tokens []string, own int) (person, called bool) {
	last := lastWord(tokens)
	for _, m := range matches {
		if m.end == last && !m.inside {
			person = person || m.whose || m.names()
			called = called || m.calls && m.start > own && !things(matches, m.start)
		}
	}
	return person, called
}

// keyOf is the link key that a name ends as which says whose number it is: signer_id,
// 主播编号, created_by_id. Which words say so is more than a list of pairs can hold.
func keyOf(matches []match, tokens []string, own int) (key Class, ok bool) {
	last := lastWord(tokens)
	for _, m := range matches {
		if m.end != last || m.inside || !m.key || m.start <= own {
			continue
		}
		key, ok = accountID.class, ofPersons(tokens[own:m.start])
		for _, o := range matches {
			if o.end == m.start && (o.whose && !o.either || o.names()) {
				ok = true
				if o.role == RoleWorker || o.role == RoleCourier {
					key = staffID.class
				}
			}
		}
	}
	return key, ok
}

// things reports whether the groups that a leaf stands in are of things, and of
// nobody within them: the name of goods[].name is none of a person's, and that of
// goods.buyer.name is. Who is in them is a person all the same: items[].receiver.
func things(matches []match, own int) bool {
	thing := false
	for _, m := range matches { // by where they end
		if m.end <= own && !m.inside {
			thing = m.thing || thing && m.role == RoleNone && !m.whose
		}
	}
	return thing
}

// A match is a word in a name, tokens start to end.
type match struct {
	start, end int
	inside     bool // a part of a longer one, which is what is meant, but for roles
	meaning
}

// matches finds all words, by where they end. Two may overlap: in buyer_id_no
// stand a buyer's id and an identity number, and the values decide.
func (d *dictionary) matches(tokens []string) []match {
	var found []match
	for end := 1; end <= len(tokens); end++ {
		for start := max(0, end-d.most); start < end; start++ {
			if m, ok := d.find(tokens[start:end]); ok {
				found = append(found, match{start: start, end: end, meaning: m})
			}
		}
	}
	for i := range found {
		for _, o := range found {
			if m := &found[i]; o.start <= m.start && o.end >= m.end && o.end-o.start > m.end-m.start {
				m.inside = true
			}
		}
	}
	return found
}

// A meaning is what a word of the dictionary may stand for.
type meaning struct {
	classes         []Class
	alone           []Class // see detector.alone
	role            Role
	serial, measure bool
	identifies, key bool
	whose, either   bool
	writing, thing  bool
	part            bool
	kind, calls     bool
	describes       bool
}

// names reports whether a word is whom a column names where it stands alone: contact.
func (m *meaning) names() bool { return !m.calls && slices.Contains(m.alone, cnPersonName.class) }

// A dictionary knows words by their tokens, joined with blanks.
type dictionary struct {
	words   map[string]meaning
	most    int             // tokens of the longest word
	chinese map[string]bool // Chinese tokens of all words
	han     int             // runes of the longest of them
	latin   map[string]bool // the other tokens, and wholeWords

	tails, initials, short map[string]bool // see apart
}

// newLexicon is made of the words of all classes, of those of link keys and
// roles, and of those that speak against.
func newLexicon(table []*detector) *dictionary {
	d := &dictionary{words: make(map[string]meaning)}
	for _, set := range [...]*map[string]bool{&d.chinese, &d.latin, &d.tails, &d.initials, &d.short} {
		*set = make(map[string]bool)
	}
	for role, list := range roleWords {
		d.add(list, func(m *meaning) { m.role = role })
	}
	d.add(serialWords, func(m *meaning) { m.serial = true })
	d.add(measureWords, func(m *meaning) { m.measure = true })
	d.add(identifyingWords, func(m *meaning) { m.identifies = true })
	d.add(keyWords, func(m *meaning) { m.key = true })
	d.add(whoseWords, func(m *meaning) { m.whose = true })
	d.add(eitherWords, func(m *meaning) { m.either = true })
	d.add(writingWords, func(m *meaning) { m.writing = true })
	d.add(partWords, func(m *meaning) { m.part = true })
	d.add(thingWords, func(m *meaning) { m.thing = true })
	d.add(kindWords, func(m *meaning) { m.kind = true })
	d.add(callingWords, func(m *meaning) { m.calls = true })
	d.add(describingWords, func(m *meaning) { m.describes = true })
	for c := range len(table) {
		// A word that means a class means no serial number as well: order is
		// one, and order_id a class.
		d.add(table[c].words, func(m *meaning) { m.classes, m.serial = append(m.classes, Class(c)), false })
		d.add(table[c].alone, func(m *meaning) { m.alone = append(m.alone, Class(c)) })
	}
	fill(d.latin, wholeWords)
	fill(d.tails, tailWords)
	fill(d.initials, tailInitials)
	fill(d.short, shortParts)
	return d
}

func (d *dictionary) add(list string, set func(*meaning)) {
	for _, word := range strings.Fields(list) {
		tokens := split(nil, word)
		key := strings.Join(tokens, " ")
		m := d.words[key]
		set(&m)
		d.words[key] = m
		d.most = max(d.most, len(tokens))
		for _, token := range tokens {
			if isHan(token) {
				d.chinese[token] = true
				d.han = max(d.han, utf8.RuneCountInString(token))
			} else {
				d.latin[token] = true
			}
		}
	}
}

// tokens takes a path apart. own is where the tokens of the leaf's own name
// begin; what lists and maps call their values is no name, and number alone is the end
// of one: phone.number.
func (d *dictionary) tokens(p columns.Path) (tokens []string, own int) {
	for _, part := range strings.Split(string(p), ".") {
		switch inside := len(tokens) > 0; strings.ToLower(strings.TrimRight(part, "[]{}")) {
		case "element", "item", "array", "list", "bag", "value", "key_value":
			if inside {
				continue
			}
			own = len(tokens)
		case "number", "no", "num", "nbr", "val":
			if !inside {
				own = len(tokens)
			}
		default:
			own = len(tokens)
		}
		for _, token := range split(nil, part) {
			if isHan(token) {
				tokens = d.cut(tokens, []rune(token))
			} else {
				tokens = d.apart(tokens, token)
			}
		}
	}
	return tokens, own
}

func isHan(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.Is(unicode.Han, r)
}

// cut takes Chinese text apart into the longest words of the dictionary, and
// the characters between them.
func (d *dictionary) cut(tokens []string, text []rune) []string {
	for len(text) > 0 {
		n := min(d.han, len(text))
		for n > 1 && !d.chinese[string(text[:n])] {
			n--
		}
		tokens = append(tokens, string(text[:n]))
		text = text[n:]
	}
	return tokens
}

// find looks the tokens up as one word, as they are or in the singular: contacts, and
// phone_number in phones[].number.
func (d *dictionary) find(tokens []string) (m meaning, ok bool) {
	key := strings.Join(tokens, " ")
	for _, key := range [...]string{key, strings.TrimSuffix(key, "s"), strings.Replace(key, "s ", " ", 1)} {
		if m, ok = d.words[key]; ok {
			break
		}
	}
	return m, ok
}

// split appends the tokens of a name, in lower case.
func split(tokens []string, name string) []string {
	runes := []rune(name)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && !breaks(runes, i) {
			continue
		}
		if token := runes[start:i]; unicode.IsLetter(token[0]) || unicode.IsDigit(token[0]) {
			tokens = append(tokens, strings.ToLower(string(token)))
		}
		start = i
	}
	return tokens
}

// breaks reports whether a token begins at i.
func breaks(runes []rune, i int) bool {
	kind := func(r rune) int {
		switch {
		case unicode.Is(unicode.Han, r):
			return 1
		case unicode.IsDigit(r):
			return 2
		case unicode.IsLetter(r):
			return 3
		}
		return 0
	}
	before, here := runes[i-1], runes[i]
	switch {
	case kind(before) != kind(here), kind(here) == 0:
		return true
	case unicode.IsUpper(here):
		// userId, and the C of IDCard
		return !unicode.IsUpper(before) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
	}
	return false
}
