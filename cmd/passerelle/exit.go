package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
)

// Exit codes: an interface that cron, systemd and scripts rely on. 2 is for what
// cannot be right as it is typed, whatever the machine and the catalogue hold: a flag,
// the shape of a value, a target, rule or job that is not known. 1 is for what may be
// right and cannot be done: a file that is not there, or already there, a record that
// the catalogue does not have.
const (
	exitDone    = 0 // everything was done
	exitFailed  = 1 // could not: the error says what, and what to try
	exitMisused = 2 // the command line or the configuration is wrong: nothing was done
	exitRefused = 3 // done, and some data was refused or a feed was held: see the report
)

// errRefused ends a command that did its work and refused some data.
var errRefused = errors.New("done, but some data was refused: see the report")

// reservation is errRefused in the words of one command.
type reservation string

func (r reservation) Error() string { return string(r) }

// Is makes a reservation an errRefused.
func (r reservation) Is(target error) bool { return target == errRefused }

// ended ends a command whose own output says all: nothing more is said.
type ended struct{ code int }

func (e ended) Error() string { return fmt.Sprintf("ended with status %d", e.code) }

// misuse is an error of the command line or of the configuration.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

func misused(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

// atLeast refuses a number below what a flag takes.
func atLeast(flag string, n, least int) error {
	if n < least {
		return misused("%s %d: a number from %d is due", flag, n, least)
	}
	return nil
}

func exitCode(err error) int {
	var m misuse
	var e ended
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, errRefused):
		return exitRefused
	case errors.As(err, &m):
		return exitMisused
	}
	return exitFailed
}

// complain says err on w, as a line or, for machines, as a JSON object.
func complain(w io.Writer, err error, asJSON bool) {
	var said ended
	if err == nil || errors.As(err, &said) || errors.Is(err, errRefused) && !asJSON {
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted: what was published before stays, the next run completes the work")
	}
	if !asJSON {
		fmt.Fprintf(w, "passerelle: %v%s\n", err, diskHint(err))
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"error": err.Error() + diskHint(err), "exit": exitCode(err)})
}

// diskHint is what to look at when a disk, rather than the program, gave an error. What
// the store says of one is known by its words alone.
func diskHint(err error) string {
	const asked = "is the disk full?"
	text := err.Error()
	disk := errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || strings.Contains(text, "disk I/O error") || strings.Contains(text, "database or disk is full")
	if !disk || strings.Contains(text, asked) {
		return ""
	}
	return "; " + asked + " `passerelle doctor` says how much room each folder has"
}
