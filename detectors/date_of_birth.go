package detectors

// Date of birth, 出生日期.
//
//	1890-01-31  18900131  1890/1/31  1890年1月31日  1890-01     as text
//	31/01/1890  01/31/1890  31.1.1890                         the year last
//	-2522880000 (seconds) -2522880000000 (ms)  3684 (Excel)     as numbers
//
// Nothing about a date says whose it is: the column's name or a label does, an
// identity number beside it (see Joint), or the distribution: births go back
// evenly over a life, while a business has few days that are older than itself.
// Excel counts days from 1899-12-31, and a day that never was in 1900.
//
// Nobody lives who was born 130 years ago, so that such a day is none by itself.
// In a column, births since 1850 count, as those in identity numbers do: a wrong
// century is a typing error, and not a reason to let a column pass.
//
// Source: identifiers.md §8.1.
var dateOfBirth = register(detector{
	Info: Info{Name: "date_of_birth", Title: "Date of birth", TitleZH: "出生日期", Level: "L2", Sensitive: Sensitive{Policy: true},
		// All days since 1850.
		Space: 64_000, Checks: true},
	rule: rule{column: birthColumn, objects: noBirths},
	words: `birthday bday birth birth_date birthdate birth_day birth_dt birth_time birth_ts birth_timestamp birthday_ts birthday_time birthday_timestamp birthday_date date_of_birth dob born born_date born_on birth_year birth_month birth_ym
		csrq sr csny shengri chushengriqi chusheng
		出生日期 生日 出生年月 出生年月日 出生年份 出生时间 出生 生辰`,
	whole: (*knowledge).birthday,
	birth: (*knowledge).birthOf,
	form:  dateForm,
})

// oldest is how many years ago a living person may have been born. Not fewer:
// the oldest ever known reached 122. Not more: see above.
const oldest = 130

// birthsInNumbers is which part of a column of numbers must be days. Not lower:
// incomes and counts under the name sr (生日, 收入) are Excel's days for the most
// part. Not higher: exports have a 0 or a 1 here and there where nothing is known.
const birthsInNumbers = 0.95

// noBirths objects to a name: the numbers of the column are no days.
func noBirths(j *judge, c *classCounts) bool {
	return j.d > 0 && share(j.numbers, j.d) >= opaqueShare && share(c.w, j.d) < birthsInNumbers
}

func (k *knowledge) birthday(b []byte) Grade {
	switch day := k.birthOf(b); {
	case day == 0:
		return 0
	case day < k.today-oldest*10000:
		return Shaped
	}
	return Worded
}

// Numbers that are days: of spreadsheets, and beyond those of seconds and
// milliseconds. Eight digits are a date, or a wrong one.
const (
	leastExcel = 1000  // 1902: smaller numbers are ages and counts
	excelEpoch = 25569 // 1970-01-01
	mostExcel  = 60000 // 2064
	leastEpoch = 1e6   // the twelfth of January 1970: smaller numbers are counts
	mostMillis = 1e14  // the year 5138
	mostEpoch  = 1e10  // of seconds: the year 2286
)

// birthOf is the day that a value tells of which something says that it is a
// birth; where it says only a month or a year, the first of it.
func (k *knowledge) birthOf(b []byte) int32 {
	if len(b) < 4 || b[0]-'0' > 9 && b[0] != '-' {
		return 0
	}
	day, clock := readDate(b)
	if clock && eastern(b) {
		day = dayAfter(day)
	}
	if day == 0 {
		day = yearLast(b)
	}
	if day == 0 {
		if day = birthMonth(b); day == 0 || day > k.today {
			day = birthNumber(b)
		}
	}
	if day < 18500101 || day > k.today {
		return 0
	}
	return day
}

// eastern reports whether a time of UTC, as columns.Render has it, is the midnight
// of a place east of it: in Beijing the next day begins at 16 o'clock.
func eastern(b []byte) bool {
	const form = "1890-01-30T16:00:00Z"
	if len(b) != len(form) || b[len(b)-1] != 'Z' || !digitsOnly(b[11:13]) || !digitsOnly(b[14:16]) || !digitsOnly(b[17:19]) {
		return false
	}
	hour := two(b[11:])
	return hour >= 12 && midnight(int64(hour*3600+two(b[14:])*60+two(b[17:])))
}

// yearLast reads 31/01/1890 and 01/31/1890, and with points or dashes. Where both
// could be meant it is the later day: who may be a child is treated as one.
func yearLast(b []byte) int32 {
	var n [3]int
	p, separator := 0, byte(0)
	for i := range n {
		if i > 0 {
			if p >= len(b) || b[p] != '/' && b[p] != '.' && b[p] != '-' || i > 1 && b[p] != separator {
				return 0
			}
			separator = b[p]
			p++
		}
		from := p
		for p < len(b) && kinds[b[p]] == kindDigit && p-from < 4 {
			n[i] = n[i]*10 + int(b[p]-'0')
			p++
		}
		if size := p - from; size == 0 || i < 2 && size > 2 || i == 2 && (size != 4 || p < len(b)) {
			return 0
		}
	}
	return max(dayOf(n[2], n[1], n[0]), dayOf(n[2], n[0], n[1]))
}

// birthMonth reads 1890-01, 189001, 1890年1月, 1890 and 1890年.
func birthMonth(b []byte) int32 {
	if len(b) < 4 || len(b) > 12 || !digitsOnly(b[:4]) {
		return 0
	}
	year := two(b)*100 + two(b[2:])
	switch {
	case len(b) == 4, len(b) == 7 && string(b[4:]) == "年":
		return dayOf(year, 1, 1)
	case len(b) == 6 && digitsOnly(b):
		return dayOf(year, two(b[4:]), 1)
	}
	month, p := part(b, 4, "年")
	if p == len(b) || p > 0 && string(b[p:]) == "月" {
		return dayOf(year, month, 1)
	}
	return 0
}

// birthNumber reads a day of a spreadsheet, or seconds or milliseconds since
// 1970; 0 where it is none of them.
func birthNumber(b []byte) int32 {
	digits, negative := b, false
	if len(b) > 1 && b[0] == '-' {
		digits, negative = b[1:], true
	}
	n := number(withoutFraction(digits))
	switch {
	case n < 0:
		return 0
	case n >= leastExcel && n < mostExcel && !negative:
		return dayAfter1970(n - excelEpoch)
	case n < leastEpoch || n > mostMillis || len(digits) == 8 && !negative:
		return 0
	}
	if negative {
		n = -n
	}
	if n > mostEpoch || n < -mostEpoch {
		if n%1000 != 0 {
			return 0
		}
		n /= 1000
	}
	if !midnight(n) {
		return 0
	}
	// The nearest midnight of UTC: that of Beijing is at 16 o'clock of the day before.
	n += daySeconds / 2
	if n < 0 {
		n -= daySeconds - 1
	}
	return dayAfter1970(n / daySeconds)
}

const daySeconds = 86400

// midnight reports whether a second since 1970 is the midnight of some place, as
// a birth is that was written as a time: zones differ by quarters of an hour,
// and that of Shanghai by 8:05:43 before 1901. Other numbers under the name, of
// orders and of telephones, are so one time in 900.
func midnight(n int64) bool {
	const quarter, shanghai = 900, 8*3600 + 5*60 + 43
	return n%quarter == 0 || (n+shanghai)%daySeconds == 0
}

// dateForm is a day as 1890-01-31.
func dateForm(dst, v []byte) ([]byte, bool) {
	from := len(dst)
	dst, _ = textForm(dst, v)
	day, clock := readDate(dst[from:])
	dst = dst[:from]
	if day == 0 || clock {
		return dst, false
	}
	for _, n := range []int{int(day / 1000000), int(day / 10000 % 100), -1, int(day / 100 % 100), -1, int(day % 100)} {
		if n < 0 {
			dst = append(dst, '-')
		} else {
			dst = append(dst, byte('0'+n/10), byte('0'+n%10))
		}
	}
	return dst, true
}

// When all dates together are births.
const (
	// birthValues is how many distinct days it takes. Not lower: the ages of
	// thirty things may be spread like those of people. Not higher: small tables
	// are tables.
	birthValues = 50
	// birthShare is which part must be days without a time. Not lower: times of
	// events have one. Not higher: some are mistyped.
	birthShare = 0.95
	// birthMedian bounds the median age in years. Not younger: founding dates and
	// contracts reach 15. Not older: then they are historical.
	birthYoungest, birthOldest = 20, 65
	// birthNew is which part may be of the last two years. Not higher: what
	// happens in a business happens lately.
	birthNew = 0.05
	// birthOld is which part must be older than 40 years. Not lower: hardly any
	// record is. Not higher: students are persons.
	birthOld = 0.10
	// birthYears is over how many years the middle half must be spread. Not
	// lower: events come in waves. Not higher: a school has few years.
	birthYears = 8
)

// birthColumn reports whether days are spread as the births of persons are.
func birthColumn(j *judge, c *classCounts) bool {
	dated := j.d - j.years[0]
	if dated < birthValues || share(dated, j.d) < birthShare || j.name.Measure || j.name.Serial {
		return false
	}
	now := int(known().today/10000) - firstYear
	age := func(part float64) int { // so old is this part of them, at most
		seen, want := int64(0), int64(part*float64(dated))
		for y := 255; y > 0; y-- {
			if seen += j.years[y]; seen > want {
				return now - y
			}
		}
		return 0
	}
	lately, old := int64(0), int64(0)
	for y := 1; y < 256; y++ {
		if now-y < 2 {
			lately += j.years[y]
		}
		if now-y > 40 {
			old += j.years[y]
		}
	}
	middle := age(0.5)
	return middle >= birthYoungest && middle <= birthOldest && share(lately, dated) <= birthNew && share(old, dated) >= birthOld &&
		age(0.75)-age(0.25) >= birthYears
}
