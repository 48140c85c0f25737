package detectors

// Account identifier, 账户标识: what a shop, bank or service calls its user.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). It says nothing of a person and leads to one: whoever
// has two extracts joins them by it.
//
// Source: identifiers.md §0.6, requirements.md §9.7.
var _ = register(detector{
	Info: Info{Name: "account_id", Title: "Account", TitleZH: "账户标识", Level: "L2", LinkKey: true},
	rule: rule{named: true},
	words: `登录账号 登录帐号 登陆账号 用户账号 会员账号 平台账号 login_account user_account
		account account_id accountid acct_id user_id userid user_pin userpin uid pin member_id memberid member_no
		buyer_id buyer_pin customer_id customer_pin customerid cust_id consumer_id consumer_pin subject_id login_id user_no user_code user_key
		yhid yh_id hyid hy_id khid kh_id zhid zh_id hyh hybh alipay_user_id alipay_uid zfb_id
		会员号 会员编号 会员id 用户编号 用户id 用户标识 账户id 账户编号 客户编号 客户号 买家id`,
})
