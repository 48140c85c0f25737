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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], standardStreams())
	stop()
	os.Exit(code)
}
