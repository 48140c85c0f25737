package detectors

// Words of column names that several documents share.
const (
	// identityWords are about the number of a mainland identity card.
	identityWords = `id_card idcard id_no idno id_number idnumber id_num idnum card_id identity identity_no identity_card national_id citizen_id resident_id
		driver_license_no driver_licence_no driving_license_no driving_licence_no driver_license_number driving_licence_number
		sfz sfzh sfzhm sfzjh sfzjhm gmsfhm gmsfzh jszh shenfenzheng shenfenzhenghao shenfenzhenghaoma jiashizheng jiashizhenghao
		身份证 身份证号 身份证号码 身份证编号 身份号码 身分证 身分证号 公民身份号码 公民身份证 社会保障号码 社会保障号 驾驶证号 驾驶证号码 驾照号 驾照号码 ` + documentWords
	// documentWords are about a document of whichever kind: forms that ask for
	// its number ask for its kind beside it.
	documentWords = `cert_no certno cert_num cert_number cert_id certificate_no certificate_number id_doc_no id_document_no
		zjhm zjh zhengjianhao zhengjianhaoma cert_code 证件号 证件号码 证件编号`
	// permitWords are about permits to travel to and from the mainland.
	permitWords = `permit permit_no permit_number permit_id travel_permit txz txzh 通行证 通行证号 通行证号码`
)

// document is the form of documents that are written in capitals and without
// separators: fits judges what is left.
func document(fits func(b []byte) bool) form {
	return func(dst, v []byte) ([]byte, bool) {
		from := len(dst)
		dst, ok := capitalForm(dst, v)
		if !ok || !fits(dst[from:]) {
			return dst[:from], false
		}
		return dst, true
	}
}

// documentForm is the form that documents of all kinds share, so that one domain
// serves a column in which they are mixed: that of their class where it does
// more than write capitals without separators.
func documentForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	for _, form := range [...]form{cnHRP.form, cnTBZ.form, moBIR.form, cnMilitaryID.form} {
		if dst, ok := form(dst, v); ok {
			return dst, true
		}
	}
	dst, ok := capitalForm(dst, v)
	return dst, ok && len(dst) > from
}

// second reports whether c is a second letter of documents that have run out of
// digits: I and O, which look like some, are left out. c is a capital.
func second(c byte) bool { return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O' }

// shapely makes a check of a question about capitals, for documents that have
// a shape and nothing to check. None has 16 characters, so that what is cut to
// as many fits none.
func shapely(fits func(b []byte) bool) check {
	return func(_ *knowledge, b []byte) Grade {
		var capitals [16]byte
		b = capitals[:copy(capitals[:], b)]
		for i, c := range b {
			b[i] = upper(c)
		}
		if fits(b) {
			return Shaped
		}
		return 0
	}
}
