package shelf

import (
	"strconv"
	"strings"
)

// diff says what changed from one portrait to the next: as words for programs and
// as words for people.
func (p portrait) diff(q portrait) (fields, words []string) {
	var changed [fieldCount]bool
	count := map[string]int{}
	for key, before := range p.scopes {
		after, kept := q.scopes[key]
		if !kept {
			count["-"+kindOf(key)]++
			continue
		}
		for f := range before {
			changed[f] = changed[f] || before[f] != after[f]
		}
	}
	for key := range q.scopes {
		if _, kept := p.scopes[key]; !kept {
			count["+"+kindOf(key)]++
		}
	}
	for f, yes := range changed {
		if yes && field(f) != stamps { // any change stamps anew
			fields, words = append(fields, fieldWords[f].word), append(words, fieldWords[f].label)
		}
	}
	for _, kind := range []string{actionsWord, sessionsWord} {
		if more, less := count["+"+kind], count["-"+kind]; more+less > 0 {
			fields, words = append(fields, kind), append(words, moved(kind, more, less)...)
		}
	}
	switch {
	case len(fields) > 0:
	case changed[stamps]:
		fields, words = append(fields, fieldWords[stamps].word), append(words, fieldWords[stamps].label)
	default: // the order of its parts, blanks
		fields, words = append(fields, fieldWords[other].word), append(words, "présentation")
	}
	return fields, words
}

// kindOf is that of a scope.
func kindOf(key string) string {
	if strings.HasPrefix(key, "action ") {
		return actionsWord
	}
	return sessionsWord
}

// moved tells of sessions or actions, which are feminine both.
func moved(kind string, more, less int) (words []string) {
	for _, m := range []struct {
		n    int
		verb string
	}{{more, "ajoutée"}, {less, "retirée"}} {
		switch {
		case m.n == 1:
			words = append(words, "1 "+strings.TrimSuffix(kind, "s")+" "+m.verb)
		case m.n > 1:
			words = append(words, strconv.Itoa(m.n)+" "+kind+" "+m.verb+"s")
		}
	}
	return words
}
