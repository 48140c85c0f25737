package detectors

// readDate reads a day as people and programs write it, yyyymmdd, 0 where there
// is none; clock says that a time of day other than midnight follows:
//
//	1890-01-31  1890/1/31  1890.01.31  18900131  1890年1月31日  1890-01-31T00:00:00Z
//
// Nothing before 1850 is a day that matters here, see knowledge.born.
func readDate(b []byte) (day int32, clock bool) {
	if len(b) < 8 || !digitsOnly(b[:4]) {
		return 0, false
	}
	year := two(b)*100 + two(b[2:])
	if len(b) == 8 && digitsOnly(b) {
		return dayOf(year, two(b[4:]), two(b[6:])), false
	}
	p := 4
	month, p := part(b, p, "年")
	var date int
	if date, p = part(b, p, "月"); p < 0 {
		return 0, false
	}
	if p+2 < len(b) && string(b[p:p+3]) == "日" || p+2 < len(b) && string(b[p:p+3]) == "号" {
		p += 3
	}
	if p < len(b) && kinds[b[p]] == kindDigit {
		return 0, false
	}
	for ; p < len(b); p++ {
		switch c := b[p]; {
		case c >= '1' && c <= '9':
			clock = true
		case c == '0', c == 'T', c == ' ', c == ':', c == '.', c == 'Z', c == '+':
		default:
			return 0, false
		}
	}
	return dayOf(year, month, date), clock
}

// part reads a separator, or the character that stands for it, and one or two
// digits; p is negative where there are none.
func part(b []byte, p int, word string) (n, end int) {
	switch {
	case p < 0 || p >= len(b):
		return 0, -1
	case b[p] == '-' || b[p] == '/' || b[p] == '.':
		p++
	case p+3 <= len(b) && string(b[p:p+3]) == word:
		p += 3
	default:
		return 0, -1
	}
	from := p
	for p < len(b) && p-from < 2 && kinds[b[p]] == kindDigit {
		n = n*10 + int(b[p]-'0')
		p++
	}
	if p == from {
		return 0, -1
	}
	return n, p
}

func dayOf(year, month, day int) int32 {
	if year < 1850 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0
	}
	return int32(year*10000 + month*100 + day)
}

// dayAfter is the next day, 0 after none.
func dayAfter(day int32) int32 {
	year, month := int(day/10000), int(day/100%100)
	for _, next := range [...]int32{dayOf(year, month, int(day%100)+1), dayOf(year, month+1, 1), dayOf(year+1, 1, 1)} {
		if day != 0 && next != 0 {
			return next
		}
	}
	return 0
}

// dayAfter1970 is the day that is so many days after 1970-01-01, yyyymmdd (H. Hinnant,
// "chrono-Compatible Low-Level Date Algorithms").
func dayAfter1970(days int64) int32 {
	days += 719468
	era := days / 146097
	if days < 0 {
		era = (days - 146096) / 146097
	}
	doe := days - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	month, year := mp+3, yoe+era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	return int32(year*10000 + month*100 + doy - (153*mp+2)/5 + 1)
}
