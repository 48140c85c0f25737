package corpus

import "time"

// A zipper table (拉链表) keeps what was true and when: a thing has a row for
// each of its versions, and the last is open. Of every four rows here the first
// two are an older and a newer version of one thing; the others are things that
// have not changed.

// forever is the end of what is still true.
var forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// versionOf says which thing a row is about, and which version of it.
func versionOf(row int64) (number int64, version int) {
	switch row % 4 {
	case 0:
		return row / 4 * 3, 1
	case 1:
		return row / 4 * 3, 2
	}
	return row/4*3 + row%4 - 1, 1
}

// period is when the row's version was true: the older ends where the newer
// begins.
func (d *draw) period(t thing) (start, end time.Time) {
	number, version := versionOf(d.row)
	r := d.about(t, number)
	first := d.opt.Day.AddDate(0, 0, -200-r.IntN(2000))
	change := d.opt.Day.AddDate(0, 0, -1-r.IntN(199))
	switch {
	case version == 2:
		return change, forever
	case d.row%4 == 0:
		return first, change
	}
	return first, forever
}

// zipper are the columns that say when a row was true.
func zipper(t thing) []*column {
	return []*column{
		imitates(date("start_date", func(d *draw) time.Time { start, _ := d.period(t); return start }), unclaimed, "date_of_birth"),
		imitates(date("end_date", func(d *draw) time.Time { _, end := d.period(t); return end }), unclaimed, "date_of_birth"),
	}
}
