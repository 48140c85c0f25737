package detectors

import (
	"slices"
	"strings"
)

// A Profile says by which document a class is sensitive personal information in
// law: the two that there are differ, and neither is wrong.
type Profile string

const (
	// Strict is sensitive by either, and the default: who does not know which
	// one an auditor will ask about is safe under it.
	Strict Profile = "strict"
	// GBT45574 is GB/T 45574-2025, in force since November 2025. Numbers of
	// identity documents are no longer in its list, their pictures are.
	GBT45574 Profile = "gbt45574-2025"
	// GBT35273 is GB/T 35273-2020, annex B, which lists them.
	GBT35273 Profile = "gbt35273-2020"
)

// Profiles names them all, the default first.
func Profiles() []Profile { return []Profile{Strict, GBT45574, GBT35273} }

// ProfileOf returns the profile of that name; the empty name is the default.
func ProfileOf(name string) (Profile, bool) {
	if name == "" {
		return Strict, true
	}
	return Profile(name), slices.Contains(Profiles(), Profile(name))
}

// documents are the classes that annex B of GB/T 35273-2020 lists as identity of
// a person (个人身份信息), and GB/T 45574-2025 does not.
var documents = classNames(`cn_id18 cn_id15 cn_hmt_residence cn_fpr18 cn_fpr15
	cn_passport mrz_td1 mrz_td2 mrz_td3_line2 cn_military_id cn_driver_file_no cn_hrp cn_tbz cn_eep_hkmo cn_eep_tw
	hk_hkid mo_bir tw_id tw_arc_old cn_ss_card
	us_ssn us_itin in_aadhaar in_pan uk_nhs uk_nino kr_rrn jp_mynumber sg_nric my_nric th_pin id_nik vn_cccd ph_philid
	br_cpf ru_inn ru_snils fr_nir de_idnr es_dni it_cf pl_pesel ca_sin au_tfn`)

// classNames is a list of names as a set.
func classNames(list string) map[string]bool {
	names := make(map[string]bool)
	for _, name := range strings.Fields(list) {
		names[name] = true
	}
	return names
}

// grade is the level of a class and who calls it sensitive. Where the law does
// not list it, a document's number is a direct identifier like others, until
// what stands beside it makes it more: see Raise.
func (p Profile) grade(i *Info) (level string, s Sensitive) {
	level, s = i.Level, i.Sensitive
	if documents[i.Name] {
		s.Law = p != GBT45574
		if !s.Law && level == "L4" {
			level = "L3"
		}
	}
	return level, s
}
