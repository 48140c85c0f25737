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
		{"a name by the key around it", `{"sku": 1, "buyer": {"id": {"n": 1}, "name": "⟦Ada Byron⟧"}}`, "cn_person_name"},
		{"in a list", `{"users": [{"name": ""}, {"name": "⟦Ada Byron⟧"}]}`, "cn_person_name"},
		{"goods by the key around them", `{"buyer": {"id": 1}, "product": {"name": "Red Shirt"}}`, ""},
		{"in an address", `{"address": {"name": "Head Office"}, "tag": {"name": "Summer Sale"}, "name": "Blue Lamp"}`, ""},
		{"a business", `{"customer": {"name": "Acme Trading Co."}, "customer_name": "Blue Ocean Ltd"}`, ""},
		{"a kind of buyer", `{"buyer": {"type": {"name": "Gold Tier"}}}`, ""},
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

// TestInLetters: addresses have a number and a name beside the word for a street, which
// goods and lines of logs with such a word in them have not.
func TestInLetters(t *testing.T) {
	for _, address := range []string{
		"12 Ockham Rd", "12 Ockham Rd., Apt 3", "221B Baker Street", "Room 501, No. 9 Wensan Road, Hangzhou",
		"No.1266, Nanjing West Road", "1600 W 42nd St", "350 5th Ave, New York, NY 10118", "Flat 3, 8 St. James Street",
		"7 OLD LANE", "15/F, 88 Queen's Road Central", "88 Des Voeux Road", "3 King Saint-Éloi Road",
		"Nanjing Road 88", "Wensan Rd. 9, Hangzhou", "Wensan Road No. 9", "Wensan Road, 9",
		"Via Roma 12", "12 rue de la Paix, Paris", "12, rue de Rivoli", "Calle Mayor 5", "Jalan Sudirman No. 5", "Flat 2, Rua Augusta",
	} {
		if !inLetters([]byte(address)) {
			t.Errorf("%q is none", address)
		}
	}
	for _, other := range []string{
		"order 123456 paid via Alipay in 45 ms", "order 12345 via Alipay", "user 4711 logged in via sms code, retry 2", "Dispatch 300 routed via Suzhou hub",
		"sorting lane 12 picked 300 parcels", "35 parcels moved to lane 4", "Anker USB Flash Drive 64GB Blue", "Flash Drive 2 TB", "drive C: 80 percent used",
		"5 court tennis booking", "12 st floor", "via SF 1380013", "Release 3 of the fund for those on the Road", "Road 12", "12 Road", "square 3 cm",
	} {
		if inLetters([]byte(other)) {
			t.Errorf("%q is an address", other)
		}
	}
}
