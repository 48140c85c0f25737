package pipelines

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Somebody's values that stand among those of a harmless class are published by no
// rule that knows of that class alone, in whatever night they come.
func TestStrangeValuesInKeptColumns(t *testing.T) {
	const n = 3000
	zips := func(i int) string { return fmt.Sprintf("%d%05d", 1+i%8, i*7919%700) }
	sexes := func(i int) string { return []string{"男", "女"}[i%2] }
	masked := func(i int) string { return fmt.Sprintf("13%d****%04d", i%10, i*7919%10000) }
	cards := []string{"6222020000000079194", "6222020000000158386"}
	among := func(some []string, plain func(i int) string) []string {
		return text(n, func(i int) string {
			if at := i * len(some) / n; i%(n/len(some)) == 7 {
				return some[at]
			}
			return plain(i)
		})
	}
	const mine = "\n  - {match: {class: none}, do: keep}"
	for _, c := range []struct {
		about, column string
		first, then   []string // nil for no second night
		rules         string   // before the policy's
		want, later   Reason
		says          string
	}{
		{about: "identity numbers among postcodes", column: "zip", first: among(ids(60), zips), want: RefusedRule,
			says: "column zip is cn_postcode, and values of a higher level stand among them (rows: cn_id18 60)"},
		{about: "two among sexes", column: "gender", first: among(ids(2), sexes), want: RefusedRule, says: `- {match: {column: "gender"}, do: drop}`},
		{about: "telephones", column: "zip", first: among(telephones(60), zips), want: RefusedRule, says: "(rows: cn_mobile "},
		{about: "cards", column: "gender", first: among(cards, sexes), want: RefusedRule, says: "(rows: bank_card "},
		{about: "kept by its verdict", column: "zip", first: among(ids(60), zips), rules: "\n  - {match: {verdict: is}, do: keep}", want: RefusedRule},
		{about: "kept by its type", column: "zip", first: among(ids(60), zips), rules: "\n  - {match: {type: string}, do: keep}", want: RefusedRule},
		{about: "kept by a rule of all that stands in it", column: "zip", first: among(ids(60), zips),
			rules: "\n  - {match: {class: [cn_postcode, cn_id18]}, do: keep}", want: Committed},
		{about: "kept by its name, and again", column: "zip", first: among(ids(60), zips), then: among(ids(60), zips),
			rules: "\n  - {match: {column: zip}, do: keep}", want: Committed, later: Committed},
		{about: "telephones in another night than identity numbers", column: "zip", first: among(ids(60), zips), then: among(telephones(60), zips),
			rules: "\n  - {match: {column: zip}, do: keep}", want: Committed, later: ColumnDrift},
		{about: "dropped", column: "zip", first: among(ids(60), zips), rules: "\n  - {match: {class: cn_postcode}, do: drop}", want: Committed},
		{about: "nothing but postcodes", column: "zip", first: text(n, zips), then: text(n, zips), want: Committed, later: Committed},
		{about: "another night", column: "zip", first: text(n, zips), then: among(ids(60), zips), want: Committed, later: ColumnDrift, says: "cn_id18 stands in it"},
		{about: "names in clear among what is masked", column: "phone", first: among([]string{"收货人：王伟芳", "收货人：李秀英"}, masked),
			rules: "\n  - {match: {verdict: masked}, do: keep}", want: NoRule, says: "contains [cn_person_name]"},
	} {
		t.Run(c.about, func(t *testing.T) {
			night := func(day string, values []string) func(string) error {
				return func(dir string) error {
					part := filepath.Join(dir, "dt=2026-11-"+day)
					return errors.Join(os.MkdirAll(part, 0o700), writeText(filepath.Join(part, "a.parquet"), []string{"row", c.column},
						[][]string{text(n, func(i int) string { return []string{"new", "paid"}[i%2] }), values}))
				}
			}
			b := newBench(t, c.rules+mine, ", replace: partition", night("20", c.first))
			r := b.must(c.want)
			if c.then != nil {
				if err := night("21", c.then)(filepath.Join(b.dir, "input")); err != nil {
					t.Fatal(err)
				}
				r = b.must(c.later)
			}
			if c.says != "" && !strings.Contains(r.Err().Error(), c.says) {
				t.Errorf("%q is not said: %v", c.says, r.Err())
			}
			if r.KeyIDs == nil {
				t.Error("key_ids is null where no keys were used")
			}
			if c.want != Committed && len(b.tree()) > 0 {
				t.Error("something was written")
			}
		})
	}
}
