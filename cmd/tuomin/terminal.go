package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"tuomin/pipelines"
	"tuomin/pipelines/report"
	"tuomin/scanners"
)

// The rules of this file: colour and bars only where a person looks on
// (a terminal, no NO_COLOR, no --no-progress); elsewhere one plain line every
// 30 seconds, so that a log of a night stays readable.

// plainEvery is how often progress is told where nobody looks on. Shorter
// fills logs; longer, and people kill jobs that they believe are stuck.
const plainEvery = 30 * time.Second

// patience is how long there is no bar, and how long a stage runs before it is
// told how fast. Sooner, and both flicker; later, and people wonder.
const patience = 300 * time.Millisecond

// redraw is how often a bar is drawn: as often as the eye follows.
const redraw = 100 * time.Millisecond

// barEdges is what a bar takes beside itself: its percentage, its edges, and
// the cursor.
const barEdges = 12

func isTerminal(w io.Writer) (fd int, ok bool) {
	f, ok := w.(interface{ Fd() uintptr }) // a file, or a pipe around one
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// style is how tables are drawn on stdout.
func (a *app) style() report.Style {
	s := report.Style{Lang: a.lang, Markdown: a.format == "markdown"}
	fd, ok := isTerminal(a.out)
	if !ok {
		return s
	}
	_, none := os.LookupEnv("NO_COLOR")
	s.Color = !none && os.Getenv("TERM") != "dumb"
	if w, _, err := term.GetSize(fd); err == nil {
		s.Width = w
	}
	return s
}

// A meter tells of progress on stderr.
type meter struct {
	app   *app
	mu    sync.Mutex
	bar   *progressbar.ProgressBar // nil where nobody looks on
	shown *progressbar.ProgressBar // on the terminal: of an earlier stage until the next is drawn
	begun time.Time
	start time.Time // of the stage
	last  time.Time
	stage string
	rows  int64
	bytes int64
	total int64
	room  int // columns of the terminal
}

func (a *app) newMeter() *meter {
	now := time.Now()
	return &meter{app: a, begun: now, start: now, last: now}
}

// events is what a pipeline is given to tell its progress.
func (m *meter) events() pipelines.Events {
	if m.app.quiet {
		return pipelines.Events{}
	}
	e := pipelines.Events{
		Failed: func(f scanners.Failure) {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.clear()
			fmt.Fprintf(m.app.err, "%s: %s: %s\n", m.app.say("not read", "未能读取"), f.Code, m.app.style().Message(f.Err.Error()))
		},
	}
	if !m.app.noProgress {
		e.Stage, e.Total, e.Progress = m.setStage, m.setTotal, m.add
	}
	return e
}

var stageNames = map[string]string{"profile": "识别", "rewrite": "改写", "verify": "校验", "commit": "提交", "scan": "扫描"}

func (m *meter) setStage(table, stage string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stage = m.app.say(stage, stageNames[stage])
	m.rows, m.bytes, m.total = 0, 0, 0
	m.start = time.Now()
	fd, ok := isTerminal(m.app.err)
	if !ok || os.Getenv("TERM") == "dumb" {
		m.stage = table + " " + m.stage
		return
	}
	m.room = 80
	if w, _, err := term.GetSize(fd); err == nil && w > 0 {
		m.room = w
	}
	// A quarter for the table's name, and what the numbers leave for the bar.
	m.stage = report.Shorten(table, m.room/4) + " " + m.stage
	m.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(m.app.err), progressbar.OptionSetWidth(min(24, m.room/8)),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetSpinnerChangeInterval(0), // or it draws on after it was cleared
		progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false))
}

func (m *meter) setTotal(rows int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.total = rows
	if m.bar != nil && rows > 0 {
		m.bar.ChangeMax64(rows)
	}
}

func (m *meter) add(rows, bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rows += rows
	m.bytes += bytes
	switch now := time.Now(); {
	case m.bar != nil:
		if now.Sub(m.begun) < patience || now.Sub(m.last) < redraw {
			return
		}
		m.last = now
		if m.shown != m.bar {
			m.clear()
			m.shown = m.bar
		}
		// A line that is too long breaks, and cannot be taken away again.
		m.bar.Describe(m.line(now, m.room-min(24, m.room/8)-barEdges))
		// A bar that cannot be drawn is not worth an error.
		_ = m.bar.Set64(m.rows)
	case now.Sub(m.last) >= plainEvery:
		m.last = now
		fmt.Fprintf(m.app.err, m.app.say("%s: %s\n", "%s：%s\n"), m.stage, m.rate(now))
	}
}

// line is what stands before the bar, in so many columns: rates go before numbers
// are cut, which would be others.
func (m *meter) line(now time.Time, room int) string {
	text := m.stage + " " + m.rate(now)
	for report.Width(text) > room {
		at := strings.LastIndex(text, m.app.say(", ", "，"))
		if at < 0 {
			break
		}
		text = text[:at]
	}
	return report.Shorten(text, room)
}

func (m *meter) rate(now time.Time) string {
	done := report.Count(m.rows)
	if m.total > 0 {
		done += "/" + report.Count(m.total)
	}
	line := done + m.app.say(" rows", " 行")
	s := now.Sub(m.start).Seconds()
	if s < patience.Seconds() {
		return line
	}
	line += fmt.Sprintf(m.app.say(", %s rows/s", "，%s 行/秒"), report.Count(int64(float64(m.rows)/s)))
	if m.bytes > 0 {
		line += fmt.Sprintf(m.app.say(", %s/s", "，%s/秒"), report.Size(int64(float64(m.bytes)/s)))
	}
	return line
}

// clear takes the bar away, before a line is printed or at the end.
func (m *meter) clear() {
	if m.shown != nil {
		_ = m.shown.Clear()
		m.shown = nil
	}
}

func (m *meter) done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clear()
}
