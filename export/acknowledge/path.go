package acknowledge

import (
	"fmt"
	"slices"
	"strings"
)

// path leads from the element of a record to a text or an attribute.
type path struct {
	up        int      // elements to go out of; then only an attribute can be had
	steps     []string // elements to go into, by key
	attribute string   // by key; empty for a text
}

// parsePath reads numero, @numero, erreurs/erreur/code, « . », ../@numero.
func parsePath(text string) (p path, err error) {
	bad := fmt.Errorf("path %q: elements and at last an attribute are due: numero, @numero, erreurs/erreur, ., ../@numero", text)
	for i, step := range strings.Split(text, "/") {
		name, isAttribute := strings.CutPrefix(step, "@")
		switch {
		case p.attribute != "":
			return p, bad
		case step == ".." && len(p.steps) == 0:
			p.up++
		case step == "." && i == 0:
		case key(name) == "":
			return p, bad
		case isAttribute:
			p.attribute = key(name)
		default:
			p.steps = append(p.steps, key(name))
		}
	}
	if p.up > 0 && (p.attribute == "" || len(p.steps) > 0) {
		return p, bad
	}
	return p, nil
}

// parsePaths reads the paths of a mapping, which Parse has checked.
func parsePaths(texts []string) (paths []path) {
	for _, text := range texts {
		if p, err := parsePath(text); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// endsIn reports whether the names of open elements end in those of a record.
func endsIn(open, record []string) bool {
	return len(open) >= len(record) && slices.Equal(open[len(open)-len(record):], record)
}
