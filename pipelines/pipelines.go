// Package pipelines joins the stages: it is the only one that knows scanners,
// detectors and transforms.
//
//	Source → Leaf → Spans → Tally → Classification → Plan → Kernels → Sink → Verify → Commit
//	└──────────────── Scan ──────────────────────┘
//	└──────────────────────── Plan ────────────────────┘
//	└────────────────────────────────────────── Run ──────────────────────────────────────┘
//
// Scan, Plan and Run are prefixes of that one chain, and each arrow is a value
// that can be printed: a Profile, a Plan, a Manifest.
//
// # Why
//
// A program that profiles, masks and publishes in one loop is shorter, and
// cannot say what it will do before it has done it. Here classification is
// complete before the plan, the plan before the first byte of output, and
// verification before anything becomes visible.
package pipelines

import (
	"tuomin/detectors"
	"tuomin/scanners"
)

// Options say how a pipeline may use the machine. They never change what comes
// out of it, but for Classes.
type Options struct {
	Classes *detectors.Set // what is looked for; nil is what is shipped. A job brings its own
	Workers int            // goroutines that read and rewrite; 1 at least
	Memory  int64          // bytes of what may be held before it spills to Temp
	Temp    string         // directory of spill files; "" is the system's
	Read    scanners.Options
	Events  Events
	Version string // of the program, for run.json
}

// Events is how a pipeline tells what it does. Libraries tell, the program
// logs. Any may be nil; each may be called from several goroutines at once.
type Events struct {
	Stage    func(table, stage string) // "profile", "rewrite", "verify", "commit"; of order 3/365, a partition
	Total    func(rows int64)          // rows that the current stage will read, once known
	Progress func(rows, bytes int64)   // read since the last call, bytes of values
	Failed   func(f scanners.Failure)  // a file that could not be read
}

func (e *Events) stage(table, stage string) {
	if e.Stage != nil {
		e.Stage(table, stage)
	}
}

func (e *Events) total(rows int64) {
	if e.Total != nil {
		e.Total(rows)
	}
}

func (e *Events) progress(rows, bytes int64) {
	if e.Progress != nil {
		e.Progress(rows, bytes)
	}
}
