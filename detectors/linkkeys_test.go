package detectors

import (
	"strings"
	"testing"
)

// What keys of JSON, tags and parameters call a link key is one, though no value gives
// it away. Such text is not opaque, and was none, whatever keys stood in it.
func TestLinkKeysInText(t *testing.T) {
	for _, c := range []struct{ about, value, class string }{
		{"a number", `{"lang": "zh", "user_id": ⟦900000037⟧}`, "account_id"},
		{"a text", `{"pin":"⟦jd_2yleebf8⟧","nick":"快乐"}`, "account_id"},
		{"within", `{"user": {"uid": ⟦900000037⟧}}`, "account_id"},
		{"in a list", `[{"order_no": "⟦20261120-000001⟧"}]`, "order_id"},
		{"in Chinese", `{"订单号": "⟦20261120000001⟧"}`, "order_id"},
		{"escaped", `{"note": "a\nb", "order_id": "⟦20261120000001⟧"}`, "order_id"},
		{"nobody's", `{"uid": null, "user_id": ""}`, ""},
		{"a count", `{"order_no": 3}`, ""},
		{"a word", `{"account": "wholesaler"}`, ""},
		{"prose", `{"account": "see 2026-11-20 and on"}`, ""},
		{"a measure", `{"user_id_count": 900000037}`, ""},
		{"no JSON", `user_id: 900000037`, ""},
		{"a parameter", `/api/info?uid=⟦900000037⟧&lang=zh`, "account_id"},
		{"the last one", `?ch=ios&order_no=⟦20261120000001⟧`, "order_id"},
		{"in a cookie", `lang=zh; user_id=⟦900000037⟧`, "account_id"},
		{"in a log", `2026-11-20 18:30:00 INFO uid=⟦900000037⟧ action=click`, "account_id"},
		{"in a tag", `<order><userId>⟦900000037⟧</userId></order>`, "account_id"},
		{"nobody's parameter", `/api/list?page=20261120&uid=&size=900000037`, ""},
		{"a name in WeChat", `客户加微信：⟦ada_1815⟧，发报价`, "account_id"},
		{"of letters", `微信号: ⟦adabyron⟧`, "account_id"},
		{"as filters let it pass", `VX：⟦ada-1815⟧`, "account_id"},
		{"that WeChat made", `薇信:⟦wxid_00000000000000⟧`, "account_id"},
		{"in brackets", `王先生（微信：⟦ada_1815⟧）`, "account_id"},
		{"how somebody paid", `wechat: success`, ""},
		{"where from somebody came", `wx:mini_program`, ""},
		{"of letters, as filters let it pass", `vx: ⟦adabyron⟧`, "account_id"},
		{"without a colon", `加V ⟦abc_12⟧`, "account_id"},
		{"written together", `客户说加微信⟦abc123⟧谢谢`, "account_id"},
		{"with letters first", `加我vx⟦ada1815⟧`, "account_id"},
		{"with a verb", `我的微信号是⟦ada_1815⟧，备注姓名`, "account_id"},
		{"with a plus", `+v ⟦ada_1815⟧`, "account_id"},
		{"wide", `＋Ｖ ⟦ada1815⟧`, "account_id"},
		{"last, and by itself", `电话不通，微信⟦abc123⟧`, "account_id"},
		{"before a mark", `wx ⟦ada-1815⟧，急`, "account_id"},
		{"that WeChat made, without a word", `联系 ⟦wxid_ab12⟧`, "account_id"},
		{"that WeChat made, first", `⟦wxid_00000000000000⟧ 已通过好友验证`, "account_id"},
		{"programs", `微信 iPhone15 下单，微信wxpay_v3 回调，wx android_8_0，微信SDK wechat_sdk`, ""},
		{"an order in a log", `微信 refund_12345 失败，wx req_10023.log`, ""},
		{"what is added", `增加微信pay_v301，追加vx_agent_01，增加vlan_100`, ""},
		{"a file", `加微信 wechat_2024.png`, ""},
		{"a column", `select wxid_list1, t_wxid_20 from t`, ""},
		{"no name in WeChat", `微信：同手机号。wechat: none。微信：暂无`, ""},
		{"another word", `convx: ada_1815`, ""},
	} {
		value, want := strings.NewReplacer("⟦", "", "⟧", "").Replace(c.value), ""
		if _, rest, ok := strings.Cut(c.value, "⟦"); ok {
			want, _, _ = strings.Cut(rest, "⟧")
		}
		found := ""
		for _, h := range NewFinder().Find(text([]string{value}), nil) {
			if info := Classes()[h.Class]; info.LinkKey {
				if found = value[h.Start:h.End]; info.Name != c.class || h.Grade != Worded {
					t.Errorf("%s: %s %v", c.about, info.Name, h)
				}
			}
		}
		if found != want {
			t.Errorf("%s: found %q, want %q", c.about, found, want)
		}
	}
}
