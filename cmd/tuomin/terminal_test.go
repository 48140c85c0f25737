package main

import (
	"testing"
	"time"
)

// Progress is told with as much as fits, and no number is cut.
func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		lang string
		room int
		ran  time.Duration
		want string
	}{
		{"en", 80, 10 * time.Second, "order 3/365 verify 120,000/1,000,000 rows, 12,000 rows/s, 1.0 MiB/s"},
		{"en", 60, 10 * time.Second, "order 3/365 verify 120,000/1,000,000 rows, 12,000 rows/s"},
		{"en", 50, 10 * time.Second, "order 3/365 verify 120,000/1,000,000 rows"},
		{"zh", 60, 10 * time.Second, "order 3/365 verify 120,000/1,000,000 行，12,000 行/秒"},
		{"en", 80, time.Millisecond, "order 3/365 verify 120,000/1,000,000 rows"}, // too soon for a rate
	} {
		now := time.Now()
		m := meter{app: &app{lang: c.lang}, stage: "order 3/365 verify", start: now.Add(-c.ran), rows: 120_000, bytes: 10 << 20, total: 1_000_000}
		if got := m.line(now, c.room); got != c.want {
			t.Errorf("%s, %d columns: %s\nwant %s", c.lang, c.room, got, c.want)
		}
	}
}
