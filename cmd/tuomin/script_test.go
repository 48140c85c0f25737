package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the program itself as a command. Under the race detector a
// program sleeps for a second before it ends, and they run it hundreds of times.
func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0")
	}
	testscript.Main(m, map[string]func(){
		"tuomin": func() {
			os.Exit(runUntilSignal(os.Args[1:], standardStreams()))
		},
	})
}

// TestScripts runs testdata/*.txtar: the program as a person or a scheduler
// uses it, and what must not exist after it failed.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	if testing.Short() { // with the race detector: those in which most goes on at once
		scripts = []string{"testdata/nights_at_once.txtar", "testdata/run.txtar", "testdata/scan.txtar"}
	}
	testscript.Run(t, testscript.Params{
		Files:               scripts,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "people": people, "result": result, "tree": tree, "freeze": freeze, "frozen": frozen,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "C")
			e.Setenv("TZ", "UTC")
			e.Setenv("GORACE", os.Getenv("GORACE"))
			return nil
		},
	})
}

// exits runs a command and wants its exit code: exits 4 tuomin run job.yaml.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("exit %d, want %d", code, want)
	}
}
