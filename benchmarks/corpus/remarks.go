package corpus

// What buyers write. None of these mentions anybody; some mention numbers.
var plain = []string{
	"周末送货，工作日家里没人",
	"请放门卫处，谢谢",
	"不要辣，多放葱花",
	"麻烦开发票，抬头个人",
	"包装好一点，送朋友的生日礼物",
	"尽快发货！！急用",
	"颜色随机即可",
	"下班以后再送，18:30以后都可以",
	"满300减40的券没用上，能补差价吗",
	"上次买的尺码偏小，这次换175/92A",
	"一共3箱，请清点后签收",
	"东西收到了，很满意，五星好评",
	"请勿提前联系，直接放快递柜",
	"要求2026年10月以后生产的批次",
	"易碎品，轻拿轻放",
	"缺货的话换成同价位的就行",
}

// What they write when they leave a telephone number.
var calls = [][2]string{
	{"到了打", "，谢谢"},
	{"联系电话：", ""},
	{"请提前联系", "，白天都在"},
	{"收货人不在就打我手机", "或者放驿站"},
	{"微信同号", "，加我备注订单"},
	{"", "，打不通发短信"},
}

// remark appends what a buyer wrote: one in twenty leaves a telephone number.
func remark(d *draw, dst []byte) []byte {
	if d.mentionsID() {
		dst = append(dst, "报关用身份证号"...)
		dst = append(dst, d.buyer.id[:]...)
		d.mark(Span{Class: "cn_id18", Start: len(dst) - 18, End: len(dst)})
		return append(dst, "，请核对"...)
	}
	if d.one(20) {
		c := calls[d.IntN(len(calls))]
		dst = append(dst, c[0]...)
		dst = block0(dst, d.Rand)
		d.mark(Span{Class: "cn_mobile", Start: len(dst) - 11, End: len(dst)})
		return append(dst, c[1]...)
	}
	dst = append(dst, plain[d.IntN(len(plain))]...)
	// Real remarks hardly repeat: most say something of their own.
	if d.one(3) {
		dst = append(dst, "，共"...)
		dst = number(dst, 1+d.IntN(99))
		dst = append(dst, "件，预算"...)
		dst = number(dst, 10+d.IntN(9990))
		dst = append(dst, "元"...)
	}
	return dst
}

// mentionsID spreads Options.RemarkIDs evenly over the rows of the table.
func (d *draw) mentionsID() bool {
	n := d.opt.RemarkIDs
	if n <= 0 {
		return false
	}
	step, row := max(d.opt.span/n, 1), d.row-d.opt.First
	return row%step == 0 && row/step < n
}
