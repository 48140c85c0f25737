package detectors

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

// abroad are the classes of numbers from abroad.
var abroad = strings.Fields(`aba_routing au_tfn bic br_cnpj br_cpf ca_sin crypto_address de_idnr es_dni fr_nir iban id_nik in_aadhaar in_gstin
	in_pan it_cf jp_mynumber kr_rrn my_nric ph_philid pl_pesel ru_inn ru_snils sg_nric th_pin uk_nhs uk_nino us_ein us_itin
	us_ssn vn_cccd`)

// In tables of China no number is one from abroad, as a column or in one,
// whatever its length and however many check digits are right by chance.
func TestNumbersAreNotFromAbroad(t *testing.T) {
	gens := map[string]func(*rand.Rand, int) string{
		"mobiles": mobile, "landlines": fixedLine, "hotlines": hotline, "identity numbers": identity, "contracts": contract,
		"identity numbers of 15 digits": identity15, "devices": deviceIdentity, "subscribers": subscriber, "hex": hexID,
		"registrations": bizreg, "unified codes": usccOf(usccSymbols), "remarks": remark, "numbered": serial, "Hong Kong": hkidOf,
	}
	for n := 8; n <= 20; n++ {
		for _, kind := range []string{"digits", "time", "epoch", "goods"} {
			if kind == "goods" && n > 18 || kind == "epoch" && n > 19 {
				continue
			}
			gens[fmt.Sprint(kind, n)] = func(r *rand.Rand, _ int) string { return noises[kind](r, n) }
		}
	}
	for _, dashes := range [][]int{{3, 6}, {6, 13}, {4, 8}} { // 123-456-789
		gens[fmt.Sprint("hyphens at ", dashes)] = func(r *rand.Rand, _ int) string {
			v := noises["digits"](r, 13)
			return v[:dashes[0]] + "-" + v[dashes[0]:dashes[1]] + "-" + v[dashes[1]:]
		}
	}
	for about, gen := range gens {
		for _, name := range []string{"c1", "order_no", "编号"} {
			got := tallied(leafOf(name, columns.Text), generate(3000, gen)).Classify()
			if slices.Contains(abroad, got.Class) {
				t.Errorf("%s as %s: %s %s (%s)", about, name, got.Verdict, got.Class, got.Why)
			}
			for _, f := range got.Findings {
				if slices.Contains(abroad, f.Class) && !f.Chance {
					t.Errorf("%s as %s: contains %s", about, name, f.Class)
				}
			}
		}
	}
}

// Under their name, columns are what it says: of the values that the class's
// own test data have.
func TestNumbersFromAbroad(t *testing.T) {
	for _, name := range abroad {
		c, ok := ClassOf(name)
		if !ok {
			t.Fatalf("no class %s", name)
		}
		var values []string
		for _, line := range testLines(t, name) {
			if (line.kind == "hit" || line.kind == "named") && line.fields[0] != "shaped" && !strings.Contains(line.fields[1], "⟦") {
				values = append(values, line.fields[1])
			}
		}
		word := strings.Fields(table[c].words)[0]
		if got := tallied(leafOf(word, columns.Text), values).Classify(); got.Verdict != VerdictIs || got.Class != name {
			t.Errorf("%s under %s: %s %s (%s)", name, word, got.Verdict, got.Class, got.Why)
		}
	}
}

// Numbers are judged without anything allocated: by their own judge alone, as
// others look at them too.
func TestNumbersFromAbroadAllocate(t *testing.T) {
	for _, name := range abroad {
		c, _ := ClassOf(name)
		d, k := table[c], known()
		var whole, found [][]byte
		for _, line := range testLines(t, name) {
			switch value := line.fields[len(line.fields)-1]; {
			case line.kind == "named" || line.kind == "refuse":
				whole = append(whole, []byte(value))
			case line.kind == "hit" && isAlnum(value[0]):
				found = append(found, []byte(value))
			}
		}
		n := testing.AllocsPerRun(10, func() {
			for _, b := range whole {
				if d.whole != nil {
					d.whole(k, b)
				}
			}
			for _, b := range found {
				e, _ := endOfRun(b, 0)
				switch {
				case d.find != nil:
					d.find(k, b, 0, e)
				case d.check != nil && len(b) == e:
					d.check(k, b)
				}
			}
		})
		if n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
