package referentials

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// book is what the files of a nomenclature state, held until the terms are given.
type book struct {
	limits limits
	about  map[string]*notes              // what completes a term, by its code
	labels map[string]string              // codes of grands domaines by their label
	terms  map[string]*nomenclature.Terme // gathered
	order  []string                       // their codes
	seen   map[string]bool                // relations that were told
	above  []string                       // Formacode V13: codes above the row that is read, by depth
	file   string                         // that is read beside the entries
	held   int                            // bytes of text
}

// notes is what other files say of a term.
type notes struct {
	nomenclature.Relations
	phrases []phrase // of the definition
	rows    int
	used    bool
	file    string // that spoke of it first
}

// phrase is a sentence of a definition.
type phrase struct {
	position int
	text     string
}

func newBook(limits limits) *book {
	return &book{limits: limits, about: map[string]*notes{}, labels: map[string]string{}, terms: map[string]*nomenclature.Terme{}, seen: map[string]bool{}}
}

// notesOf gives the notes on a code, to be written.
func (b *book) notesOf(code string) *notes {
	n, ok := b.about[code]
	if !ok {
		n = &notes{file: b.file}
		b.about[strings.Clone(code)] = n
	}
	n.rows++
	return n
}

// keep counts a text that is held.
func (b *book) keep(s string) string {
	b.held += len(s)
	return strings.Clone(s)
}

// first reports whether a relation of a term was not told before.
func (b *book) first(code, relation string) bool {
	key := code + " " + relation
	if b.seen[key] {
		return false
	}
	b.seen[key], b.held = true, b.held+len(key)
	return true
}

// completed gives what other files say of a code.
func (b *book) completed(code string) nomenclature.Relations {
	n, ok := b.about[code]
	if !ok {
		return nomenclature.Relations{}
	}
	n.used = true
	if len(n.phrases) > 0 {
		slices.SortStableFunc(n.phrases, func(a, b phrase) int { return cmp.Compare(a.position, b.position) })
		texts := make([]string, len(n.phrases))
		for i, p := range n.phrases {
			texts[i] = p.text
		}
		n.Definition, n.phrases = strings.Join(texts, " "), nil
	}
	return n.Relations
}

// orphans tells of the codes that other files speak of and that are no entry.
func (b *book) orphans(report func(finding.Finding), stats *Stats) {
	say := reporter{report: report}
	defer say.sumUp()
	codes := make([]string, 0, 8)
	for code, n := range b.about {
		if !n.used {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	for _, code := range codes {
		n := b.about[code]
		stats.Merged, stats.Refused = stats.Merged-n.rows, stats.Refused+n.rows
		say.say(finding.Finding{
			Rule: "referentiel-orphelin", Severity: finding.Warning, Place: finding.Place{File: n.file}, Value: code,
			Message: fmt.Sprintf("Le référentiel n'a pas le code %s : %d lignes qui en parlent sont laissées de côté.", code, n.rows), Remedy: mendSource,
		})
	}
}

// term begins a gathered term, or gives the one that began before.
func (b *book) term(code string) *nomenclature.Terme {
	t, ok := b.terms[code]
	if !ok {
		t = &nomenclature.Terme{Code: b.keep(code)}
		b.terms[t.Code], b.order = t, append(b.order, t.Code)
	}
	return t
}
