// Command passerelle is the nightly chain of a Carif-Oref: it loads what training
// organisations and national referentials deliver, codifies it into one
// catalogue, and publishes one LHEO feed for each system that needs it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// version is set by the linker.
var version = "unknown"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), now: time.Now}
	code := a.execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
