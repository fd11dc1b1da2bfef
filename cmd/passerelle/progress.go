package main

import (
	"fmt"
	"io"
	"time"
)

// progress tells a person at a terminal how far long work has come; elsewhere it
// is silent. The zero value is silent.
type progress struct {
	w     io.Writer
	last  time.Time
	shown bool
}

// progressEvery is how often the line is rewritten.
const progressEvery = 100 * time.Millisecond

func (a *app) progress() *progress {
	if a.quiet || a.asJSON || !a.onTerminal() {
		return &progress{}
	}
	return &progress{w: a.stderr}
}

// step shows what is being done and how many were done.
func (p *progress) step(what string, done int) {
	if p.w == nil || time.Since(p.last) < progressEvery {
		return
	}
	p.last, p.shown = time.Now(), true
	fmt.Fprintf(p.w, "\r\x1b[K%s… %d", what, done)
}

// clear removes the line.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
