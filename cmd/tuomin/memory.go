package main

import (
	"os"
	"runtime/debug"
)

// leastHeap is below what the collector is never asked to stay. Under it, it
// would run all the time for the page buffers of two workers alone, and end by
// using more time than memory is saved; above it, --memory would no longer be
// what small machines can rely on.
const leastHeap = 112 << 20

// capMemory has the collector work harder as the heap comes near what --memory
// allows: left to itself it lets garbage grow as large as what is in use, so
// that a process takes twice what it holds. An eighth is left for what is no
// heap: the program's text, stacks, the collector's own tables. It is no
// promise: one page that is larger still has to be held. Who sets GOMEMLIMIT
// knows better.
func capMemory(memory int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(max(memory-memory/8, leastHeap))
	}
}
