package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Exit codes: an interface that cron, systemd and scripts rely on.
const (
	exitDone    = 0 // everything was done
	exitFailed  = 1 // could not: the error says what, and what to try
	exitMisused = 2 // the command line or the configuration is wrong: nothing was done
	exitRefused = 3 // done, and some data was refused or a feed was held: see the report
)

// errRefused ends a command that did its work and refused some data.
var errRefused = errors.New("done, but some data was refused: see the report")

// ended ends a command whose own output says all: nothing more is said.
type ended struct{ code int }

func (e ended) Error() string { return fmt.Sprintf("ended with status %d", e.code) }

// misuse is an error of the command line or of the configuration.
type misuse struct{ error }

func (m misuse) Unwrap() error { return m.error }

func misused(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

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
		fmt.Fprintf(w, "passerelle: %v\n", err)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"error": err.Error(), "exit": exitCode(err)})
}
