// Command passerelle is the nightly chain of a Carif-Oref: deliveries of training
// organisations and versions of the national nomenclatures go in, one codified
// catalogue is kept, and an LHEO feed comes out for each system that asks for one.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// version is set by the linker; a program built without make reads its own.
var version = unversioned

// gcPercent is how much garbage may gather, in percent of what is in use, before
// it is collected; GOGC prevails. Loads make much garbage and hold little of it:
// half of Go's own setting keeps the largest workbooks under 300 MB, for a few
// percent of processor time.
const gcPercent = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if version == unversioned {
		version = versionOfBuild(debug.ReadBuildInfo())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), now: time.Now}
	code := a.execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
