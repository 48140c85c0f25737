package detectors

import (
	"strings"
	"unicode/utf8"
)

// Words of column names that say whom a column is about.
var roleWords = map[Role]string{
	RoleSelf: `user buyer member customer cust holder owner subscriber applicant self client
		用户 买家 会员 客户 本人 持卡人 申请人 yh hy kh`,
	RoleSender: `sender shipper consignor from_name jjr fjr fhr
		寄件人 寄件 发件人 发件 发货人 寄方`,
	RoleRecipient: `receiver recipient consignee receive ship_to deliver_to addressee sjr shr
		收件人 收件 收货人 收货 收方`,
	RoleCourier: `courier rider deliveryman delivery_man postman driver kdy qs siji qishou
		快递员 骑手 配送员 派送员 揽收员 司机 小哥`,
	RoleWorker: `staff employee worker emp operator waiter agent_name yg ygxm yuangong
		员工 职员 工人 客服 经办人 操作员 坐席 雇员`,
	RoleRelative: `relative spouse guardian parent_name parents emergency emergency_contact mother father kin next_of_kin jjlxr
		亲属 家属 配偶 监护人 父亲 母亲 紧急联系人 家长 jianhuren`,
	RoleMinor: `child children minor baby kid kids student
		儿童 孩子 宝宝 未成年人 学生 子女 baobao haizi etong`,
}

// whoseWords say that a column is of persons, and not whether it calls them by name,
// by number or by account: buyer, created_by. They count where nothing stands
// beside them, and the values decide.
const whoseWords = `user buyer seller member customer cust client owner holder applicant subscriber consumer guest payer payee
	staff employee worker emp operator waiter agent courier rider deliveryman postman driver
	guardian parent spouse child student teacher patient doctor passenger insured
	creator author editor submitter approver reviewer auditor handler assignee manager salesman salesperson sales cashier principal drawer checker engineer
	created_by create_by creat_by create_user create_person creator_by updated_by update_by update_user modified_by modify_by modifier
	approved_by reviewed_by audited_by handled_by processed_by submitted_by operated_by assigned_to owned_by
	father mother visitor landlord lessee nurse beneficiary policyholder counterparty opp signer signatory picker collector linkman link_man leader supervisor
	booker traveller traveler pupil stu trainee coach candidate interviewer examinee expert lawyer judge voter attendee participant pax donor anchor streamer fan viewer audience follower followee invitee referee interviewee renter people mbr witness debtor creditor borrower person guarantor reporter shareholder
	updater purchaser inspector installer technician repairman director packer sorter boss clerk accountant dispatcher surveyor adjuster underwriter appraiser referrer
	yh hy kh yonghu huiyuan kehu maijia siji yuangong zhubo qishou kefu jiazhang chezhu maijia goumairen kpr skr fkr czr cjr gxr spr fhr tbr bbr syr dlr wtr fzr jsr sqr tjr zdr qsr khmc hzmc yhmc rymc dfhm dfmc zhmc czy ywy xsy cgy zcr ckr faren shifu
	用户 买家 卖家 买方 会员 本人 业主 车主 房东 租客 房主 店主 店长 付款人 收款人 汇款人 开户人 持有人 所有人 购买人 下单人 订购人 订货人
	投保人 借款人 担保人 当事人 学员 教师 老师 医生 护士 乘机人 入住人 就诊人 客服 坐席 雇员 工人 揽收员 派送员 配送员
	创建人 创建者 录入人 录入员 登记人 制单人 操作人 操作员 操作者 经手人 处理人 跟进人 审批人 审核人 复核人 提交人 更新人 修改人 维护人
	业务员 销售员 销售 仓管 收银员 客户经理 经理 主管 领导 上级 直属上级 上级领导 销售顾问 复核 经办 审核 师傅 顾问 访客 老板 维修工 医师 主治医师 护士长 讲师 班主任 辅导员 队长 组长 班组长
	粉丝 父亲 母亲 学生 考生 新生 租户 住户 农户 居民 市民 村民 选民 专家 教练 嘉宾 原告 被告 主播 作者 股东 实名 实名信息 客户名称 客户名 会员名称 收款人名称 付款人名称 账户名 账户名称 帐户名称 对方名称 人员 人员名称 参与人 参会人员`

// kindWords say that a column sorts what the words before it name: account_type and
// order_status are no keys, token_type no token, address_type no address (see
// rule.unsorted) and phone_model no telephone of another country.
const kindWords = `type kind status state flag level category mode channel brand model os lx zt 品牌 型号 机型 类型 类别 种类 状态 标志 等级 级别 来源 渠道`

// writingWords say how the same thing is written, and nothing of what it is: name_en,
// real_name_cn, guest_list.
const writingWords = `en cn zh chn eng chinese english pinyin py real true legal full old former maiden list info 英文 中文 拼音 真实 名单 列表 信息`

// callingWords say that something is called by name, whether it is a person or not.
const callingWords = `name nm mc mingcheng 名称 英文名 中文名`

// partWords name a part of somebody's name, which may be one word.
const partWords = `first_name last_name middle_name given_name family_name surname`

// describingWords say of what is called by the word behind them how it is, and mean a
// class only at the end of a name: long_description, pickup_long.
const describingWords = `long`

// thingWords are about groups of things: what is called name in them is no
// person's. Nothing but goods, as orders and shops have persons too.
const thingWords = `goods product sku spu item dish food commodity sku_list goods_list item_list product_list 商品 菜品 物品`

// ofPersons reports whether a name ends as words for persons do of which no list
// is complete: 开票人, 质检员, signed_by, scan_man, brxm (病人姓名), sjrmc (收件人名称) and shenheren. It
// says no more than whose does, as a robot is 机器人 and an item 项目 (xm) too.
func ofPersons(own []string) bool {
	if own = own[:lastWord(own)]; len(own) == 0 {
		return false
	}
	last := own[len(own)-1]
	switch {
	case isHan(last):
		r, _ := utf8.DecodeLastRuneInString(last)
		return (r == '人' || r == '员' || r == '者' || r == '师' || r == '官') && len(own)+utf8.RuneCountInString(last) > 2
	case last == "by", last == "man", last == "person":
		return len(own) > 1
	case strings.HasSuffix(last, "xm"), strings.HasSuffix(last, "mc"):
		return len(last) >= shortestInitials && len(last) <= longestInitials
	}
	return strings.HasSuffix(last, "ren") && len(last) >= shortestPinyin
}

const (
	// shortestInitials and longestInitials are how many letters the initials have
	// that end in xm or mc. Not fewer: xm is a word of its own. Not more: frdbxm has six.
	shortestInitials = 3
	longestInitials  = 6
	// shortestPinyin is how many letters the pinyin of such a word has. Not fewer:
	// siren has five. Not more: jiekuanren has ten, and gouren none.
	shortestPinyin = 7
)

// serialWords name what things are numbered with (identifiers.md §0.5). They
// speak against shapes without check digit.
const serialWords = `order orders trade serial seq sequence batch lot ticket contract invoice transaction txn flow voucher case
	sn sku spu goods product item
	ddh lsh bh pch lsbh ywlsh
	订单 流水 流水号 交易 交易号 单号 编号 批次 批号 序列 序列号 合同 发票 凭证 业务号 商品`

// measureWords name what is measured, counted, dated or versioned. Near-unique
// numbers under such a name are explained by it.
const measureWords = `size qty quantity price amount amt total fee cost balance count cnt num_of sum score weight height length
	width duration rate ratio percent mileage odometer distance speed stock inventory clicks views impressions likes fans pv uv nano nanos nanoseconds ns epoch version ver build revision
	gmv revenue profit turnover volume discount arpu ltv gdp dau mau kpi exposure reach plays steps calories coins population
	bytes byte kb mb rows offset lsn scn latency elapsed rt ms traffic capacity memory disk dist
	subject timestamp ts time datetime date created updated modified expire expires ctime mtime utime
	expiry expiration validity valid_until valid_to valid_from valid_date issue_date issued
	je sl jg dj sj_time
	有效期 有效期限 有效日期 到期 到期日 签发日期 发证日期
	金额 数量 价格 单价 总价 费用 余额 版本 时间 时间戳 日期 次数 重量 时长 比例 分数 得分
	里程 公里数 距离 速度 库存 销量 浏览量 播放量 点击量 访问量 曝光量 阅读量 点赞数 粉丝数 粉丝量 积分
	营业额 销售额 成交额 营收 应收 实收 利润 毛利 成本 税额 利息 本金 市值 产值 额度 授信额度 面积 人口 步数 热量 金币 经验值 装机量 访客数
	流量 耗时 内存 字节数 行数 容量`

// identifyingWords say that a number under the name does name something after
// all: time_id, created_by, amount_no.
const identifyingWords = `id ids no number code key by user uid pin uuid guid hash token
	号 号码 编码 代码 标识 编号`

// eitherWords are words for persons that are as often words for things: where an id
// stands behind them it is that of a category above, a segment, an opportunity, a sale.
const eitherWords = `parent child sales audience people opp principal 上级 销售 审核 复核 经办`

// keyWords say that somebody is called by a number where they stand behind a word for
// persons: signer_id, 主播编号. Not no, num and number: of persons, they may be counts.
const keyWords = `id ids code uid uuid guid bianhao 号 编号 编码 代码 标识 id号 唯一标识`
