package corpus

// What people write to a shop and its couriers. In angle brackets stands what
// is put there; <Name> is a name that a title or label beside it gives away.

// quiet sentences mention nobody, though some look like it.
var quiet = []string{
	"物流信息三天没更新了，请帮忙催一下",
	"收到的<goods>与描述不符，申请退款<sum>元",
	"<place>的件一直在中转，什么时候能到",
	"已拨打客服热线<hotline>，一直占线",
	"系统显示预留号码<masked>，请核实是否正确",
	"合同<contract>还没有盖章",
	"升级到<version>以后闪退",
	"共<count>件，少了一件<goods>",
	"高兴地通知您，活动已经于昨天结束",
	"方法不对，安全第一，马上处理",
	"满<sum>减<count>的券不能用",
	"麻烦尽快处理，谢谢",
	"外包装破损，里面的<goods>没问题",
	"预约明天上午10:30到12:00上门",
	"发票抬头写错了，需要重开",
	"门店地址改到商场二楼了",
}

// telling sentences mention somebody.
var telling = []string{
	"我是<name>，电话<mobile>，请回电",
	"请联系<Name>先生，手机号<mobile>",
	"<Name>女士反映快递丢失，运单号<waybill>",
	"收件人：<Name>，电话：<mobile>，地址：<address>",
	"联系人<Name> <spaced>",
	"麻烦改派到<address>，<name>收",
	"身份证号<id>，帮我查一下实名认证",
	"本人<name>，身份证<id>，申请注销账户",
	"退款请打到<card>，户名<name>",
	"订单号<order>一直没发货",
	"运单<waybill>显示已签收，但我没收到",
	"司机车牌<plate>，电话<else>，停在门口",
	"微信同号<mobile>，加我时备注<order>",
	"家里座机<landline>，白天都在",
	"请把电子发票发到<email>",
	"登录地点异常，IP是<ip>，不是我本人操作",
	"手机串号<imei>，一直收不到验证码",
	"QQ：<qq>，把截图发我",
	"<Name>老师让我找你们，座机<landline>",
	"回拨号码<wide>",
	"两个号都可以：<mobile>、<else>",
	"经办人<Name>经理，订单<order>，金额<sum>元",
	"跟<name>说一声，东西放<place>店了",
	"链接 https://m.example.com/t?no=<waybill>&phone=<mobile> 打不开",
	"回调报错 {\"mobile\":\"<mobile>\",\"order\":<order>,\"sig\":\"<encoded>\"}",
	"填写的邮箱<email>收不到邮件，电话<else>",
}

// complaint appends two sentences or three, half the time one that mentions
// somebody.
func complaint(d *draw, dst []byte) []byte {
	for i := range 1 + d.IntN(3) {
		if i > 0 {
			dst = append(dst, "。"...)
		}
		if d.one(3) {
			dst = d.say(dst, telling[d.IntN(len(telling))])
		} else {
			dst = d.say(dst, quiet[d.IntN(len(quiet))])
		}
	}
	return dst
}

// What stands in columns of short texts: on waybills, where several numbers are
// written into one cell, in searches, as names of devices, in logs.
var (
	notes    = []string{"易碎", "勿压", "放快递柜", "先打电话<mobile>", "放<place>驿站", "工作日送", "<Name>先生代收", "到付<sum>元", "请打<landline>"}
	several  = []string{"<mobile>/<else>", "<mobile>、<landline>", "<mobile>;<email>", "<else>"}
	searches = []string{"<goods>", "<goods> 优惠", "<waybill>", "<mobile>", "<place> 营业厅", "<goods><count>件", "快递丢了怎么办", "<order>", "客服<hotline>"}
	devices  = []string{"<name>的手机", "<name>的iPhone", "iPhone", "HUAWEI P60", "我的手机", "<name>的iPad", "Redmi Note", "工作机<count>", "小黑"}
	stacks   = []string{
		"java.lang.NullPointerException at com.example.pay.Order.load(Order.java:<count>)",
		"HTTP 500 GET https://api.example.com/u?mobile=<mobile> <count>ms",
		"retry <count> host=<ip> code=504",
		"SQLException: Duplicate entry '<mobile>' for key 'uk_mobile'",
		"login failed user=<email> from <ip>",
		"OutOfMemoryError in worker <count>",
	}
	goods = []string{"运动鞋", "保温杯", "蓝牙耳机", "羽绒服", "奶粉", "血压计", "课外书", "充电宝", "维生素", "行李箱", "猫粮", "台灯"}
)

// sentence is a cell of one sentence of a pool.
func sentence(pool []string) func(d *draw, dst []byte) []byte {
	return func(d *draw, dst []byte) []byte { return d.say(dst, pool[d.IntN(len(pool))]) }
}
