package lheo

import (
	"bytes"
	"context"
	"strings"
)

// Lacking lists, of some paths below <formation>, those that a record of it has
// not: a path that goes through a session must lead somewhere in each session, one
// that goes through an action in each action. An element that is empty, or a date
// that is said to be unknown, leads nowhere. The formation is one that AppendOffer
// wrote.
func Lacking(formation []byte, paths []string) (missing []string) {
	looks := make([]sought, len(paths))
	for i, path := range paths {
		looks[i] = sought{path: path, within: recordOf(path)}
	}
	walkTexts(formation, func(path string, open bool, text []byte) {
		for i := range looks {
			looks[i].at(path, open, text)
		}
	})
	for i := range looks {
		if looks[i].lacks {
			missing = append(missing, looks[i].path)
		}
	}
	return missing
}

// sought follows one path through a formation.
type sought struct {
	path, within string // within is the path of the record that must have it
	found, lacks bool
}

func (l *sought) at(path string, open bool, text []byte) {
	switch {
	case open && path == l.within:
		l.found = false
	case open && strings.HasPrefix(path, l.path) && (len(path) > len(l.path) && path[len(l.path)] == '/'):
		l.found = true // it holds something
	case !open && path == l.path && len(text) > 0 && string(text) != "00000000":
		l.found = true
	case !open && path == l.within:
		l.lacks = l.lacks || !l.found
	}
}

// recordOf is the innermost record that a path goes through.
func recordOf(path string) string {
	for _, record := range []string{"action/session", "action"} {
		if strings.HasPrefix(path, record+"/") {
			return record
		}
	}
	return ""
}

// walkTexts calls visit at the start and at the end of each element, with its path
// below the root, which is empty for the root; at the end with its characters.
func walkTexts(fragment []byte, visit func(path string, open bool, text []byte)) {
	var s scanner
	var path []string
	var text []byte
	s.problem = func(problem) {}
	s.reset(context.Background(), nil, bytes.TrimSpace(fragment))
	for {
		switch s.next() {
		case tokStart:
			path, text = append(path, string(s.name)), text[:0]
			visit(below(path), true, nil)
			if s.empty {
				visit(below(path), false, nil)
				path = path[:len(path)-1]
			}
		case tokEnd:
			if len(path) > 0 {
				visit(below(path), false, bytes.TrimSpace(text))
				path, text = path[:len(path)-1], text[:0]
			}
		case tokText, tokCDATA:
			text = append(text, s.chunk...)
		case tokEOF:
			return
		}
	}
}

func below(path []string) string { return strings.Join(path[1:], "/") }
