package main

import (
	"fmt"
	"slices"
)

// level is how serious something is to those who watch over the program.
type level int

const (
	fine      level = iota
	attention       // somebody should look; the chain goes on
	broken          // the chain does not do its work
)

var levelWords = []string{fine: "ok", attention: "attention", broken: "broken"}

func (l level) String() string { return levelWords[l] }

// MarshalText writes the level as a word that never changes.
func (l level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (l *level) UnmarshalText(text []byte) error {
	i := slices.Index(levelWords, string(text))
	if i < 0 {
		return fmt.Errorf("unknown level %q", text)
	}
	*l = level(i)
	return nil
}

// outcome ends a command whose own output says all.
func (l level) outcome() error {
	switch l {
	case attention:
		return ended{exitRefused}
	case broken:
		return ended{exitFailed}
	}
	return nil
}
