package detectors

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run countries_gen.go ../third/iso3166/__init__.py

// countryText is a line for each country of ISO 3166-1: its codes of two
// letters, of three, and of three digits.
//
//go:embed countries.txt
var countryText string

// icaoCodes are those that ICAO Doc 9303 part 3 adds to the codes of three
// letters: Germany, kinds of British nationals, the United Nations, the European
// Union, Kosovo, and Utopia of its own specimens. Others begin with X: those of
// organisations, the stateless and refugees.
const icaoCodes = `D GBD GBN GBO GBP GBS UNO UNA UNK EUE RKS UTO`

// countryTable knows the codes of countries.
type countryTable struct {
	pair    [26 * 26]bool      // of two letters
	alpha   [36 * 36 * 36]bool // of three letters, those of ICAO too
	numeric [1000]bool
}

var countries = sync.OnceValue(func() *countryTable {
	t := &countryTable{}
	for line := range strings.Lines(countryText) {
		t.pair[int(line[0]-'A')*26+int(line[1]-'A')] = true
		t.alpha[alphaOf([]byte(line[3:6]))] = true
		t.numeric[number([]byte(line[7:10]))] = true
	}
	for _, code := range strings.Fields(icaoCodes) {
		t.alpha[alphaOf([]byte((code + "<<")[:3]))] = true
	}
	return t
})

// alphaOf numbers three characters of a travel document, of either case.
func alphaOf(b []byte) int {
	return (int(mrzValue[b[0]&0x7f])*36+int(mrzValue[b[1]&0x7f]))*36 + int(mrzValue[b[2]&0x7f])
}

// two reports whether b begins with a country's two letters, of either case.
func (t *countryTable) two(b []byte) bool {
	return kinds[b[0]] == kindLetter && kinds[b[1]] == kindLetter && t.pair[int(upper(b[0])-'A')*26+int(upper(b[1])-'A')]
}
