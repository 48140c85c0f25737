package detectors

import (
	"slices"
	"strings"
	"testing"
)

// What keys, tags and parameters call somebody's is found as it is written in other countries. A
// column of JSON about customers abroad was none, and kept.
func TestLabelsOfOtherCountries(t *testing.T) {
	for _, c := range []struct{ about, value, class string }{
		{"a name", `{"id": 3, "customer_name": "⟦Ada O'Brien-Byron⟧"}`, "cn_person_name"},
		{"a receiver", `{"consignee":"⟦JEAN DE LA TOUR⟧","city":"Paris"}`, "cn_person_name"},
		{"a part of a name", `{"first_name": "⟦Zoë⟧"}`, "cn_person_name"},
		{"the other part", `{"lastName": "⟦Byron⟧"}`, "cn_person_name"},
		{"an address", `{"shipping_address": "⟦Flat 3, 12 Ockham Road⟧", "city": "London"}`, "cn_address"},
		{"of two lines", `{"address1": "⟦12 Ockham Rd⟧"}`, "cn_address"},
		{"a telephone", `{"phone": "⟦+44 7911 123456⟧"}`, "cn_mobile"},
		{"in a tag", `<Contact><Mobile>⟦+1 (415) 555-0100⟧</Mobile></Contact>`, "cn_mobile"},
		{"in a log", `UserDTO(realName=⟦Ada Byron⟧, age=36)`, "cn_person_name"},
		{"in a query", `/order?customer_name=⟦Ada+Byron⟧&lang=en`, "cn_person_name"},
		{"an address in one", `/order?address1=⟦12+Ockham+Rd⟧&lang=en`, "cn_address"},
		{"with %", `/order?addr=⟦12%20Ockham%20Rd⟧&lang=en`, "cn_address"},
		{"nobody", `{"customer_name": "", "consignee": null, "first_name": "Unknown", "surname": "N/A"}`, ""},
		{"prose that calls it so", `姓名：Red Shirt`, ""},
		{"a thing", `{"name": "Blue Shirt", "goods_name": "Blue Shirt"}`, ""},
		{"a machine", `{"sender": "System", "receiver": "GROUP"}`, ""},
		{"a page", `{"address": "http://host.example/1"}`, ""},
		{"prose", `{"address": "to be told"}`, ""},
		{"a hotline", `{"phone": "+86 400 000 0000"}`, ""},
		{"a state", `{"mobile": "+1"}`, ""},
		{"a model", `{"phone_model": "+44 7911 123456", "address_type": "Home 1 and 2"}`, ""},
	} {
		value, want := strings.NewReplacer("⟦", "", "⟧", "").Replace(c.value), ""
		if _, rest, ok := strings.Cut(c.value, "⟦"); ok {
			want, _, _ = strings.Cut(rest, "⟧")
		}
		found := ""
		for _, h := range NewFinder().Find(text([]string{value}), nil) {
			name := Classes()[h.Class].Name
			if !slices.Contains([]string{"cn_person_name", "cn_address", "cn_mobile"}, name) {
				continue
			}
			if found = value[h.Start:h.End]; name != c.class || h.Grade != Worded {
				t.Errorf("%s: %s %v", c.about, name, h)
			}
		}
		if found != want {
			t.Errorf("%s: found %q, want %q", c.about, found, want)
		}
	}
}
