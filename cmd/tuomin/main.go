// Command tuomin finds personal data in Parquet and Arrow tables and makes it
// safe to use.
//
// This package is the person's side of it: flags, help, progress, tables,
// exit codes. One file for each subcommand; what they do is in package
// pipelines. Only this package logs, prints or exits.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"tuomin/pipelines"
)

func main() {
	os.Exit(runUntilSignal(os.Args[1:], standardStreams()))
}

// runUntilSignal runs until a signal asks it to stop: a second one ends the
// program at once. Which signal it was is in the exit code, as shells have it.
func runUntilSignal(args []string, s streams) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	got := make(chan os.Signal, 1)
	go func() {
		select {
		case sig := <-signals:
			signal.Stop(signals)
			got <- sig
			cancel()
		case <-ctx.Done():
		}
	}()
	s.in = newInput(ctx, s.in)
	code := run(ctx, args, s)
	if code == pipelines.Interrupted.Info().Exit {
		select {
		case sig := <-got:
			if sig == syscall.SIGTERM {
				return exitTerminated
			}
		default:
		}
	}
	return code
}

// exitTerminated is 128 and the number of SIGTERM.
const exitTerminated = 143
