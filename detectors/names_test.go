package detectors

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tuomin/scanners/columns"
)

func TestSplit(t *testing.T) {
	for name, want := range map[string]string{
		"user_id": "user id", "userId": "user id", "userID": "user id", "IDCard": "id card", "buyerIDNo2": "buyer id no 2",
		"USER_ID": "user id", "phone1": "phone 1", "receiver-phone.no": "receiver phone no", "收货人手机号": "收货人手机号",
		"user手机": "user 手机", "": "", "__": "", "a b": "a b", "naïveName": "naïve name",
	} {
		if got := strings.Join(split(nil, name), " "); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		path string
		want string // classes, role, flags
	}{
		{"mobile", "cn_mobile"},
		{"receiver.phone", "cn_mobile recipient"},
		{"receiver.phones[]", "cn_mobile recipient"},
		{"receiver.phones[].element", "cn_mobile recipient"},
		{"phones[].number", "cn_mobile"},
		{"bday", "date_of_birth"},
		{"start_longtitude", "geo_latlon"},
		{"公积金", "income"},
		{"grsds", "income"},
		{"housing_fund", "income"},
		{"公积金账号", "bank_account"},
		{"WhatsApp", "cn_mobile"},
		{"英文名", "cn_person_name"},
		{"goods.英文名", ""},
		{"receiver.contactPhones.list.element.num", "cn_mobile recipient"},
		{"users[].id", "account_id self"},
		{"user.mobile.number", "cn_mobile self"},
		{"id_card.no", "bank_card cn_id15 cn_id18 credit_card"}, // the values decide
		{"order.no", "order_id"},
		{"payment_no", "order_id"},
		{"支付流水号", "order_id"},
		{"txn_no", "order_id"},
		{"dingdan_bianhao", "order_id"},
		{"售后编号", "order_id"},
		{"快递编号", "waybill_no"},
		{"微信", "account_id"},
		{"微信昵称", ""},
		{"小区房号", "cn_address"},
		{"所在小区", "cn_address"},
		{"小区均价", ""},
		{"tel_no", "cn_landline cn_mobile"},
		{"called_number", "cn_mobile"},
		{"主叫号码", "cn_mobile"},
		{"id_num", "cn_id15 cn_id18"},
		{"驾驶证号", "cn_id15 cn_id18"},
		{"jd_pin", "account_id"},
		{"customer_uuid", "account_id self"},
		{"买家账号", "account_id"},
		{"帐户号", "account_id"},
		{"number", ""},
		{"收货人手机号", "cn_mobile recipient"},
		{"jjr_sjh", "cn_mobile sender"},
		{"order_mobile", "cn_mobile"},
		{"mobile_version", "measure"},
		{"pickup_long", "geo_latlon"},
		{"long2", "geo_latlon"},
		{"long_gcj02", "geo_latlon"},
		{"very_long_text", ""},
		{"is_long_trip", ""},
		{"mobile_order", "serial"},
		{"buyer_id_no", "account_id cn_id15 cn_id18 self"}, // the values decide,
		{"sfzh", "cn_id15 cn_id18"},
		{"customerSfz", "cn_id15 cn_id18 self"},
		{"child_id_card", "cn_id15 cn_id18 minor"},
		{"紧急联系人电话", "cn_landline cn_mobile relative"},
		{"客服电话", "cn_service_number"},
		{"home_tel", "cn_landline"},
		{"rider_phone", "cn_mobile courier"},
		{"寄件地址", "cn_address sender"},
		{"staff_address", "cn_address worker"},
		{"user.id", "account_id self"},
		{"user_pin", "account_id self"},
		{"uid", "account_id"},
		{"会员号", "account_id"},
		{"orderId", "order_id"},
		{"order_no", "order_id"},
		{"parent_order_id", "order_id"},
		{"ddh", "order_id"},
		{"订单号", "order_id"},
		{"order_count", "measure"},
		{"里程", "measure"},
		{"pv", "measure"},
		{"粉丝数", "measure"},
		{"epoch_ns", "measure"},
		{"gmv_fen", "measure"},
		{"shuffle_bytes", "measure"},
		{"月销售额", "measure"},
		{"授信额度", "measure"},
		{"memory_id", ""},
		{"view_id", ""},
		{"账号", "bank_account"},
		{"登录账号", "account_id"},
		{"bank_account", "bank_account"},
		{"card_no", "bank_card credit_card"},
		{"tax_no", "cn_tax_id"},
		{"invoice_no", "cn_invoice"},
		{"invoice_amount", "measure"},
		{"driver_plate_no", "cn_plate courier"},
		{"waybill_no", "waybill_no"},
		{"mailNo", "waybill_no"},
		{"快递单号", "waybill_no"},
		{"waybill_count", "measure"},
		{"ticket_id", "ticket_id"},
		{"工单编号", "ticket_id"},
		{"ticket_price", "measure"},
		{"tenantId", "tenant_id"},
		{"商户号", "tenant_id"},
		{"tenant_name", ""},
		{"staff_id", "staff_id worker"},
		{"courier_id", "staff_id courier"},
		{"客服工号", "staff_id worker"},
		{"ticket_serial", "serial"},
		{"订单流水", "serial"},
		{"contract_no", "serial"},
		{"pay_amount", "measure"},
		{"created_by", ""},
		{"signer_id", "account_id"},
		{"主播编号", "account_id"},
		{"签署人ID", "account_id"},
		{"created_by_id", "account_id"},
		{"contactId", "account_id"},
		{"driver_code", "staff_id courier"},
		{"parent_id", ""}, // of a category
		{"parentid", ""},
		{"child_code", "minor"},
		{"audience_id", ""},
		{"上级编码", ""},
		{"审核编号", "serial"},
		{"signer_id_type", ""},
		{"user_num", "self"}, // how many
		{"name_code", ""},
		{"project_id", ""},
		{"receiveraddress", "cn_address recipient"}, // as Hive keeps receiverAddress
		{"customername", "cn_person_name self"},
		{"buyerid", "account_id self"},
		{"userphone", "cn_mobile self"},
		{"regphone", "cn_mobile"},
		{"addresstype", ""},
		{"fcustname", "cn_person_name self"},
		{"fuserid", "account_id"},
		{"mobileversion", "measure"},
		{"designer", ""}, // no de signer
		{"template", ""},
		{"iphone", ""},
		{"headphoneModel", ""},
		{"codename", ""},
		{"recorderid", ""},
		{"mandate", ""},
		{"sjrdz", "cn_address recipient"},
		{"tbrsfzhm", "cn_id15 cn_id18"},
		{"lxrsj", "cn_mobile"},
		{"cjsj", ""}, // 创建时间
		{"住所", "cn_address"},
		{"order_time", "measure"},
		{"product_name", "serial"},
		{"passport_no", "cn_passport"},
		{"护照号", "cn_passport"},
		{"passport_expiry", "measure"},
		{"台胞证有效期", "measure"},
		{"回乡证号", "cn_hrp"},
		{"往来港澳通行证", "cn_eep_hkmo"},
		{"港澳通行证", "cn_eep_hkmo cn_hrp"},
		{"hk_permit", "cn_hrp"},
		{"residence_no", "cn_hmt_residence"},
		{"军官证", "cn_military_id"},
		{"社保卡号", "cn_ss_card"},
		{"社会保障号码", "cn_id15 cn_id18"},
		{"香港身份证号", "hk_hkid"},
		{"身分證字號", "tw_id"},
		{"驾驶证档案编号", "cn_driver_file_no"},
		{"证件号码", "cn_eep_hkmo cn_eep_tw cn_fpr15 cn_fpr18 cn_hrp cn_id15 cn_id18 cn_military_id cn_passport hk_hkid tw_arc_old tw_id"},
		{"account_type", ""},
		{"buyer_id_type", "self"},
		{"token_type", ""},
		{"address_type", ""},
		{"type_of_address", "cn_address"},
		{"order_status", "serial"},
		{"type_id", ""},
		{"残疾类别", "health_text"},
		{"candidateName", "cn_person_name"},
		{"agent_name", "cn_person_name worker"},
		{"doctor_name", "cn_person_name"},
		{"name_en", "cn_person_name"},
		{"scan_man_name", "cn_person_name"},
		{"goods.name", ""},
		{"goods[].buyer.name", "cn_person_name self"},
		{"goods[].contact", "cn_person_name"},
		{"items[].收件人", "cn_person_name recipient"},
		{"user_name", "account_id cn_person_name self"},
		{"order.name", "cn_person_name"},
		{"brxm", "cn_person_name"},
		{"sfxm", ""},
		{"c1", ""},
		{"sequel", ""},
		{"email_subject", "measure"},
		{"email", "email"},
		{"电子邮箱", "email"},
		{"imei2", "imei"},
	} {
		e := Names(columns.Path(c.path))
		var have []string
		for class := range len(table) {
			if e.Says(Class(class)) {
				have = append(have, Class(class).String())
			}
		}
		slices.Sort(have)
		if e.Role != RoleNone {
			have = append(have, string(e.Role))
		}
		if e.Serial {
			have = append(have, "serial")
		}
		if e.Measure {
			have = append(have, "measure")
		}
		if got := strings.Join(have, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.path, got, c.want)
		}
	}
}

// The JSON of a verdict is a contract (design §3).
func TestClassificationJSON(t *testing.T) {
	for _, c := range []struct {
		about string
		tally func() *Tally
		want  string
	}{
		{"a struct's leaf", func() *Tally {
			tally := tallied(leafOf("receiver.phone", columns.Text), append(slices.Repeat(distinctMobiles(0, 500), 2), "未知", "x"))
			tally.Null(3)
			return tally
		}, `{"path":"receiver.phone","type":"string","class":"cn_mobile","verdict":"is","confidence":"certain","role":"recipient","level":"L3",
"sensitive":{"policy":true,"law":false},"share":0.999001,"rows":1005,"nulls":3,"nullish":1,"distinct":501,"distinct_exact":true,
"findings":[{"class":"cn_mobile","rows":1000,"whole":1000,"checked":0}],"why":"the name says so, and the values have the form"}`},
		{"a list's leaf", func() *Tally {
			col := leafOf("receiver.phones[]", columns.Text)
			col.MaxRep, col.MaxDef, col.RepDef = 1, 3, 2
			tally := tallied(col, distinctMobiles(0, 500))
			tally.Null(7)
			tally.Rows(200)
			return tally
		}, `{"path":"receiver.phones[]","type":"string","class":"cn_mobile","verdict":"is","confidence":"certain","role":"recipient","level":"L3",
"sensitive":{"policy":true,"law":false},"share":1,"rows":200,"values":507,"nulls":7,"distinct":500,"distinct_exact":true,
"findings":[{"class":"cn_mobile","rows":500,"whole":500,"checked":0}],"why":"the name says so, and the values have the form"}`},
		{"a partition", func() *Tally {
			col := leafOf("dt", columns.Text)
			col.Partition = true
			return tallied(col, []string{"2026-11-20", "2026-11-21"})
		}, `{"path":"dt","type":"string","class":"none","verdict":"none","confidence":"possible","role":"","level":"L1",
"sensitive":{"policy":false,"law":false},"share":0,"rows":2,"nulls":0,"distinct":2,"distinct_exact":true,
"findings":[],"partition":true}`},
	} {
		got, err := json.Marshal(c.tally().Classify())
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(c.want, "\n", ""); string(got) != want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.about, got, want)
		}
	}
}
