package corpus

// The styles that companies name columns in.
const (
	english = iota
	pinyin
	chinese
	styles
)

// roles say whose a column is, by the word before its name.
var roles = [styles]map[string]string{
	english: {"sender": "sender", "recv": "receiver", "kin": "relative", "guardian": "guardian", "corp": "corp"},
	pinyin:  {"sender": "jjr", "recv": "sjr", "kin": "qs", "guardian": "jhr", "corp": "qy"},
	chinese: {"sender": "寄件人", "recv": "收件人", "kin": "亲友", "guardian": "监护人", "corp": "企业"},
}

// glossary has for the plain name of every column what it is called elsewhere:
// in English, in pinyin and its initials, in Chinese.
var glossary = map[string][styles]string{
	// Persons.
	"name":          {"name real_name cust_nm contact", "xingming xm lxr", "姓名 联系人"},
	"real_name":     {"real_name full_name name", "zsxm xm xingming", "真实姓名 姓名"},
	"holder_name":   {"holder_name cardholder", "ckr_xm ckrxm", "持卡人姓名 持卡人"},
	"name_masked":   {"name_masked name_mask", "xm_tm", "脱敏姓名"},
	"nickname":      {"nickname nick", "nc nicheng", "昵称"},
	"gender":        {"gender sex", "xb xingbie", "性别"},
	"ethnic":        {"ethnic nation", "mz minzu", "民族"},
	"birthday":      {"birthday birth dob", "csrq shengri", "出生日期 生日"},
	"mobile":        {"mobile phone tel cell msisdn contact_no", "shouji sjh dianhua dh lxdh", "手机号 联系电话 电话"},
	"phone":         {"phone mobile contact_no tel", "dh sjh lxdh", "电话 手机号 联系电话"},
	"phones":        {"phones mobiles", "dhlb sjhs", "电话列表"},
	"mobile_masked": {"mobile_masked phone_mask", "sjh_tm", "脱敏手机号"},
	"mobile_excel":  {"mobile_excel", "sjh_dc", "手机号导出"},
	"virtual_phone": {"virtual_no privacy_phone", "xnhm xunihao", "虚拟号码 隐私号码"},
	"landline":      {"landline home_phone fax", "gh zuoji", "固话 座机"},
	"email":         {"email mail e_mail", "yx youxiang dzyx", "电子邮箱 邮箱"},
	"address":       {"addr address detail_addr loc", "dizhi dz xxdz zhuzhi", "地址 住址 详细地址"},
	"province":      {"province prov", "sf shengfen", "省份"},
	"city":          {"city", "cs chengshi", "城市"},
	"id_type":       {"id_type cert_type", "zjlx", "证件类型"},
	"id_no":         {"id_no id_card cert_no idnum", "sfz sfzh zjhm zhengjianhao", "身份证号 证件号码"},
	"buyer_id_no":   {"buyer_id_no buyer_id_card", "gmr_sfzh mj_zjhm", "购买人身份证号 买家证件号码"},
	"id_no_excel":   {"id_no_export id_card_bak", "sfzh_dc", "身份证号导出"},
	"id_masked":     {"id_masked id_card_mask", "sfzh_tm", "脱敏身份证号"},
	"passport_no":   {"passport_no passport", "hzh huzhao", "护照号 护照"},
	"hk_permit":     {"hk_permit permit_no", "hxz txzh", "回乡证 通行证"},
	"hobbies":       {"hobbies interests", "ah aihao", "爱好"},
	// Accounts and secrets.
	"account_id":     {"account_id member_id customer_id", "zh_id hyid khid", "账户编号 会员编号"},
	"user_pin":       {"user_pin member_pin", "yh_pin yhid", "用户编号 会员编号"},
	"tenant_id":      {"tenant_id merchant_id", "zuhu_id shid", "租户编号 商户编号"},
	"staff_id":       {"staff_id courier_id employee_id", "ygid kdyid", "员工编号 快递员编号"},
	"alipay_user_id": {"alipay_user_id alipay_uid", "zfb_id", "支付宝账户编号"},
	"wx_openid":      {"wx_openid openid", "wx_openid", "微信OpenID"},
	"qq":             {"qq qq_no", "qqh", "QQ号"},
	"password_hash":  {"password_hash passwd pwd", "mm mima", "密码 口令"},
	"api_secret":     {"api_secret secret_key access_key", "miyao", "密钥"},
	"avatar_url":     {"avatar_url avatar", "tx_dz touxiang", "头像"},
	"profile":        {"profile ext_json", "kzxx", "扩展信息"},
	"extra":          {"extra attrs", "fjxx", "附加信息"},
	// Money.
	"card_no":        {"card_no bank_card acct_no pan", "yhkh kahao zhanghao", "银行卡号 账号"},
	"card_no_num":    {"card_no_num bank_card_num", "yhkh_sz", "银行卡号数值"},
	"card_masked":    {"card_masked bank_card_mask", "yhkh_tm", "脱敏卡号"},
	"bank_account":   {"bank_account account_no acct", "yhzh zh", "银行账号 开户账号"},
	"bank_name":      {"bank_name bank", "khh yhmc", "开户行"},
	"service_line":   {"service_line hotline", "kfdh", "客服热线"},
	"uscc":           {"uscc tax_no taxpayer_id", "tyshxydm nsrsbh", "统一社会信用代码 纳税人识别号"},
	"company":        {"company employer org_name", "gsmc qymc", "企业名称 工作单位"},
	"account_nature": {"account_nature", "zhxz", "账户性质"},
	"pay_amount":     {"pay_amount amount", "zfje je", "支付金额"},
	"declared_value": {"declared_value insured_amount", "bjje", "保价金额"},
	"cod_amount":     {"cod_amount", "dsje", "代收金额"},
	// Trade and parcels.
	"order_id":      {"order_id order_no", "ddid ddh", "订单号 订单编号"},
	"waybill_no":    {"waybill mail_no tracking_no awb", "ydh yundanhao mdh", "运单号 面单号"},
	"receiver":      {"receiver consignee", "sjr shoujianren", "收件人"},
	"sender":        {"sender shipper", "jjr jijianren", "寄件人"},
	"consignee_tel": {"consignee_tel", "shr_dh", "收货人电话"},
	"goods":         {"goods_name goods_desc", "spmc wp", "商品名称 物品"},
	"sku":           {"sku sku_code", "spbm", "商品编码"},
	"item_count":    {"item_count", "jianshu", "件数"},
	"is_gift":       {"is_gift", "sflp", "是否礼品"},
	"weight_kg":     {"weight_kg", "zl_kg", "重量千克"},
	"weight_g":      {"weight_g", "zl_k", "重量克"},
	"buyer_remark":  {"buyer_remark buyer_note", "mjly", "买家留言"},
	"remark":        {"remark note memo", "bz beizhu", "备注"},
	"reserved":      {"reserved ext1", "yl", "预留"},
	"tags":          {"tags labels", "bq", "标签"},
	"plate_no":      {"plate_no car_no vehicle_no", "cph chepai", "车牌号"},
	"vin":           {"vin frame_no", "cjh", "车架号"},
	"archive_no":    {"archive_no driver_file_no", "dabh", "档案编号"},
	"permit_class":  {"permit_class", "zjcx", "准驾车型"},
	// Numbers that only look like something.
	"trade_no":      {"trade_no trade_serial", "jyh jylsh", "交易号"},
	"contract_no":   {"contract_no", "hth", "合同号"},
	"ticket_serial": {"ticket_serial", "gd_lsh", "工单流水"},
	"device_serial": {"device_serial batch_serial", "sb_lsh", "设备流水"},
	"invite_serial": {"invite_serial", "yq_lsh", "邀请流水"},
	"route_serial":  {"route_serial", "lx_lsh", "路线流水"},
	"trace_serial":  {"trace_serial", "gz_lsh", "跟踪流水"},
	"flow_no":       {"flow_serial", "lsh", "流水号"},
	"batch_no":      {"batch_no", "pch", "批次号"},
	"case_no":       {"case_serial", "ajbh", "案件编号"},
	"badge_no":      {"badge_serial", "gphm", "工牌编号"},
	"snowflake":     {"row_id", "hid", "行号"},
	"seq":           {"seq", "xh_seq", "序号"},
	"build_hash":    {"build_hash", "gjhx", "构建哈希"},
	"content_hash":  {"content_hash", "nrhx", "内容哈希"},
	"sort_ts":       {"sort_ts sort_timestamp", "fjsj", "分拣时间戳"},
	"boot_minute":   {"boot_minute", "qdsj", "启动时间"},
	"os_version":    {"os_version", "xtbb", "系统版本"},
	"app_version":   {"app_version", "yybb", "应用版本"},
	// Devices, networks, positions.
	"device_id":    {"device_id udid guid", "sbid shebeihao", "设备标识 设备号"},
	"device_name":  {"device_name", "sbmc", "设备名称"},
	"device_model": {"device_model", "sbxh", "设备型号"},
	"imei":         {"imei", "imei", "IMEI"},
	"imsi":         {"imsi", "imsi", "IMSI"},
	"iccid":        {"iccid", "iccid", "ICCID"},
	"bssid":        {"bssid wifi_mac_raw", "wifi_mac", "无线MAC"},
	"mac":          {"mac wifi_mac", "mac", "MAC地址"},
	"android_id":   {"android_id", "android_id", "AndroidID"},
	"oaid":         {"oaid", "oaid", "OAID"},
	"idfa":         {"idfa", "idfa", "IDFA"},
	"ip":           {"ip client_ip", "ip ipdz", "IP地址"},
	"ipv6":         {"ipv6 ip6", "ipv6", "IPv6地址"},
	"app_list":     {"app_list installed_apps", "yylb", "应用列表"},
	"network":      {"network", "wl", "网络"},
	"plmn":         {"plmn", "yys", "运营商代码"},
	"base_station": {"base_station", "jz", "基站"},
	"page_url":     {"page_url url", "ymdz", "页面地址"},
	"search_kw":    {"search_kw query", "ssc", "搜索词"},
	"crash_stack":  {"crash_stack stack", "bkdz", "崩溃信息"},
	"home":         {"home", "jia", "常住点"},
	"lng":          {"lng lon longitude", "jd jingdu", "经度"},
	"lat":          {"lat latitude", "wd weidu", "纬度"},
	"position":     {"gps geo lat_lon", "dw zb", "定位 坐标"},
	"trail":        {"trail track", "gj", "轨迹"},
	"speed":        {"speed", "sudu", "速度"},
	"t":            {"t", "sj", "时刻"},
	// Faces and papers.
	"face_feature":   {"face_feature", "rltz renlian", "人脸特征"},
	"face_thumb":     {"face_thumb face_image", "rlt", "人脸图"},
	"liveness_score": {"liveness_score", "htf", "活体分"},
	"id_photo_url":   {"id_photo_url id_front", "zjzp", "证件照片"},
	"document_url":   {"document_url", "zzwj", "资质文件"},
	// Tickets.
	"ticket_id":    {"ticket_id ticket_no", "gdid gdh", "工单号 工单编号"},
	"category":     {"category", "fl", "分类"},
	"content":      {"content description", "nr neirong", "内容"},
	"messages":     {"messages dialog", "xx duihua", "消息"},
	"from":         {"from speaker", "fsf", "发送方"},
	"text":         {"text body", "wb", "文本"},
	"contact":      {"contact contact_phone", "lxfs", "联系方式"},
	"contacts":     {"contacts contact_list", "lxfslb", "全部联系方式"},
	"attachments":  {"attachments", "fj", "附件"},
	"satisfaction": {"satisfaction", "myd", "满意度"},
	// Measures, states and times.
	"member_level":  {"member_level", "hydj", "会员等级"},
	"work_position": {"work_position job_title", "gw zw", "岗位"},
	"result":        {"result", "jg", "结果"},
	"is_current":    {"is_current", "sfdq", "是否当前"},
	"order_time":    {"order_time", "xdsj", "下单时间"},
	"created_at":    {"created_at", "cjsj", "创建时间"},
	"signed_at":     {"signed_at", "qssj", "签收时间"},
	"event_time":    {"event_time ts", "sjsj", "事件时间"},
	"verified_at":   {"verified_at", "rzsj", "认证时间"},
	"registered_at": {"registered_at", "zcsj", "注册时间"},
	"last_login_at": {"last_login_at", "zhdlsj", "最近登录时间"},
	"cancelled_at":  {"cancelled_at", "zxsj", "注销时间"},
	"joined_at":     {"joined_at", "rzrq", "入职日期"},
	"start_date":    {"start_date", "ksrq", "开始日期"},
	"end_date":      {"end_date", "jsrq", "结束日期"},
	// Of the small table of users.
	"backup_phone":   {"backup_phone", "bydh", "备用电话"},
	"detail_address": {"detail_addr", "xxdz", "详细地址"},
}

// measures are names of what nobody would look into.
var measures = []string{
	"amount", "qty", "price", "weight", "score", "version", "batch_no", "status", "created_at", "discount", "stock",
	"ratio", "duration_ms", "order_seq", "size", "total", "数量", "金额", "版本", "重量",
}

// claims are names that say a class, and whether values of the class have a
// check that a name cannot do without.
var claims = []struct {
	name, class string
	checked     bool
}{
	{"mobile", "cn_mobile", false}, {"id_card_no", "cn_id18", true}, {"email", "email", true}, {"real_name", "cn_person_name", false},
	{"address", "cn_address", false}, {"bank_card", "bank_card", true}, {"imei", "imei", true}, {"client_ip", "ipv4", false},
	{"plate_no", "cn_plate", true}, {"vin", "vin", true}, {"birthday", "date_of_birth", false}, {"gender", "gender", false},
	{"passport", "cn_passport", false}, {"手机号", "cn_mobile", false}, {"身份证号", "cn_id18", true}, {"收件人", "cn_person_name", false},
	{"住址", "cn_address", false}, {"yhkh", "bank_card", true}, {"sfzh", "cn_id18", true}, {"lxdh", "cn_mobile", false},
	{"password", "secret_column", false}, {"openid", "wx_openid", true}, {"uscc", "cn_uscc", true}, {"longitude", "geo_latlon", false},
}
