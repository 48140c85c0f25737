package detectors

// What stands together says more than each alone (GB/T 45574-2025, 4.2:
// ordinary personal information that becomes sensitive when it is put together;
// requirements.md §11, A-000-2).

// Kinds of classes that are more when they stand beside others.
var (
	// ofDevice say nothing of anybody while nobody knows whose device it is.
	ofDevice = classNames(`imei imeisv meid_hex meid_dec imsi iccid iccid_cn_format mac ipv4 ipv6 android_id device_uuid oaid_hex64 openudid`)
	// ofMoney are accounts and cards.
	ofMoney = classNames(`bank_card bank_account credit_card iban`)
	// quasi single out a person when several of them stand together.
	quasi = classNames(`gender date_of_birth ethnic_group cn_postcode cn_division6 cn_address geo_latlon`)
	// whose say whose row it is, beside link keys.
	whose = classNames(`cn_mobile email wx_openid qq cn_person_name`)
)

// fewestQuasi is how many columns of quasi-identifiers raise each other beside a
// key. Not fewer: one alone singles out nobody. Not more: birth, sex and place
// are enough for most of a population.
const fewestQuasi = 2

// Raise lifts levels of columns of one table that stand beside others, and says
// why. It only ever lifts, and what it does depends on the columns alone, in
// whatever order they are. It is for once: a level that was raised would rise
// again.
func Raise(columns []Classification) {
	var device, money, document, owner bool
	quasis := 0
	for i := range columns {
		c := &columns[i]
		device = device || c.is(ofDevice)
		money = money || c.is(ofMoney)
		document = document || c.is(documents)
		owner = owner || c.is(whose) || c.links()
		if c.is(quasi) {
			quasis++
		}
	}
	owner = owner || document || money
	for i := range columns {
		c := &columns[i]
		switch {
		case money && document && (c.is(documents) || c.is(ofMoney)):
			c.raise("L4", "identity documents and accounts stand together")
		case owner && c.is(ofDevice):
			c.raise(raised(c.Level), "device data beside whose device it is")
		case owner && quasis >= fewestQuasi && c.is(quasi):
			c.raise(raised(c.Level), "with others of its kind beside a key it singles out a person")
		}
	}
}

// raised is one level more. Ordinary data become a direct identifier, and nothing
// more, by what stands beside them.
func raised(level string) string {
	if level == "L1" {
		return "L2"
	}
	return "L3"
}

func (c *Classification) raise(level, why string) {
	if level <= c.Level {
		return
	}
	c.Level = level
	c.Why += RaisedBy + why
}

// RaisedBy stands between why a column is what it is and why its level is not
// that of its class.
const RaisedBy = "; raised: "

// is reports whether the column is of any of the classes, or contains one.
func (c *Classification) is(names map[string]bool) bool {
	switch c.Verdict {
	case VerdictIs, VerdictDamaged:
		return names[c.Class]
	case VerdictContains:
		for _, class := range c.Contained() {
			if names[class] {
				return true
			}
		}
	}
	return false
}

// links reports whether the column is a link key that leads to one person.
func (c *Classification) links() bool {
	k, ok := ClassOf(c.Class)
	return ok && c.Verdict == VerdictIs && k.Info().LeadsToOne()
}
