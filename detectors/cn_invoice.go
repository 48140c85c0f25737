package detectors

// Invoice, 增值税发票: its code, its number, or both in one.
//
//	8   00000001                     number
//	10  1100 19 1 1 1 1              code: region, year, batch, kind
//	12  0 1100 19 001 11             code of ordinary and electronic ones
//	20  25 44 2 000000000000002      fully digital: year, region, channel, number
//
// There is no public check digit, so that only the name of a column or a label
// makes one. It is a business's; who bought stands beside it.
//
// Source: identifiers.md §4.5.
var _ = register(detector{
	Info: Info{Name: "cn_invoice", Title: "Invoice number", TitleZH: "发票号码", Level: "L1", NotPersonal: true},
	rule: rule{chance: 0.3},
	words: `invoice_no invoiceno invoice_num invoice_number invoice_code invoice_id
		fphm fpdm fph fapiao
		发票号 发票号码 发票代码 发票编号 数电票号码 全电发票号码`,
	whole: invoice,
})

func invoice(_ *knowledge, b []byte) Grade {
	if !digitsOnly(b) {
		return 0
	}
	ok := false
	switch len(b) {
	case 8:
		ok = true
	case 10:
		ok = provinceCode[two(b)&127]
	case 12: // 0 and the region of an electronic one, or the region at once
		ok = provinceCode[two(b)&127] || b[0] == '0' && provinceCode[two(b[1:])&127]
	case 20:
		ok = provinceCode[two(b[2:])&127]
	}
	if ok {
		return Shaped
	}
	return 0
}
