package detectors

// Account identifier, 账户标识: what a shop, bank or service calls its user.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). It says nothing of a person and leads to one: whoever
// has two extracts joins them by it. Only names in WeChat stand in text as well,
// behind words that ask to be found there.
//
// Source: identifiers.md §0.6, requirements.md §9.7.
var accountID = register(detector{
	Info: Info{Name: "account_id", Title: "Account", TitleZH: "账户标识", Level: "L2", LinkKey: true},
	rule: rule{named: true},
	words: `登录账号 登录帐号 登陆账号 用户账号 会员账号 平台账号 login_account user_account
		account account_id accountid acct_id user_id userid user_pin userpin uid pin member_id memberid member_no
		buyer_id buyer_pin customer_id customer_pin customerid cust_id consumer_id consumer_pin subject_id login_id user_no user_code user_key
		user_uuid user_guid member_uuid member_guid customer_uuid customer_guid account_uuid account_guid u_id jd_pin
		distinct_id anonymous_id inviter_id inviter_uid referrer_id
		usr_id usr_no cust_no customer_no customer_code client_id client_no client_code member_code mem_id mem_no vip_no vip_card_no vip_id membership_no
		subscriber_id subscriber_no subs_id passenger_id guest_id visitor_id player_id insured_id policyholder_id patient_id patient_no student_id student_no stu_id stu_no
		pupil_id medical_record_no inpatient_no outpatient_no mrn profile_id person_id household_id owner_id creator_id author_id username user_name login_name
		khbh yhbh brid xsid xuehao hzid yhbm yhdm khbm khdm hykh zhbh dlzh dlm account_code mbr_id mbr_no nick_id fuid
		lead_id lead_no clue_id clue_no prospect_id resume_id resume_no wechat_id wechat_no wechat_account wxid wx_no wxh weixinhao wangwang_id huiyuanhao kehuhao zhanghu_id zhanghao_id denglu_zhanghao
		yhid yh_id hyid hy_id khid kh_id zhid zh_id hyh hybh alipay_user_id alipay_uid zfb_id
		会员号 会员编号 会员id 用户编号 用户id 用户标识 账户id 账户编号 客户编号 客户号 买家id
		用户编码 用户号 用户名 登录名 会员编码 会员卡号 客户编码 客户id 患者id 患者编号 病人id 病案号 住院号 门诊号 就诊卡号 病历号 学号 学籍号 学生id 学生编号 学员编号 户号 账户号 用电户号 用户唯一标识 买家账号 卖家账号 客户代码
		线索id 线索编号 简历id 简历编号 账号id 微信号 微信账号 旺旺号 旺旺id 淘宝会员名 抖音号 快手号`,
	alone:  `wechat weixin wangwang 微信 旺旺`,
	runs:   []shape{{mixedRun, shortestHandle, longestHandle + 2, ""}, {mixedRun, 2, longestHandle, "_-"}, {letterRun, 1, longestHandle, "_-"}},
	find:   handleIn,
	beside: true,
})
