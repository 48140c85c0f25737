package detectors

// Income, 收入: what somebody earns.
//
// An amount is an amount: only the column's name or a label says whose. It is
// financial account information, and sensitive, since GB/T 45574-2025.
//
// Source: identifiers.md §11.
var _ = register(detector{
	Info: Info{Name: "income", Title: "Income", TitleZH: "收入", Level: "L3", Sensitive: Sensitive{Policy: true, Law: true}},
	words: `salary salaries base_salary net_salary gross_salary wage wages income annual_income monthly_income personal_income payroll payroll_amount bonus
		salary_amount income_amount salary_amt wage_amount gross_pay net_pay take_home_pay income_tax individual_income_tax commission_income
		gz grsds yfgz sfgz jbgz gzje xinzi gongzi yuexin nianxin sr_je shouru
		工资 薪资 薪酬 薪水 月薪 年薪 收入 月收入 年收入 劳务报酬 实发 应发 实发工资 应发工资 奖金 提成 个税 个人所得税 底薪 基本工资`,
	alone: `pay xc housing_fund provident_fund social_insurance 公积金 社保 五险一金`,
	whole: amount,
})

// amount judges a number, or one with a currency or grouped digits.
func amount(_ *knowledge, b []byte) Grade {
	digits, points := 0, 0
	for p := 0; p < len(b); p++ {
		switch c := b[p]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		case c == ',', c == '-' && p == 0, c == '$', c == ' ', c == 'k', c == 'K', c == 'e', c == '+', c == '~':
		case p+2 < len(b) && moneyRune(hanAt(b, p)), p+1 < len(b) && c == 0xc2 && b[p+1] == 0xa5:
			p += 1 + int(c>>5&1) // ￥ and 元 are three bytes, ¥ is two
		case p+2 < len(b) && c == 0xef && b[p+1] == 0xbf && b[p+2] == 0xa5:
			p += 2
		default:
			return 0
		}
	}
	if digits == 0 || digits > 15 || points > 2 {
		return 0
	}
	return Shaped
}

func moneyRune(r rune) bool {
	return r == '元' || r == '万' || r == '千' || r == '月' || r == '年'
}
