package texte

import (
	"slices"
	"strings"
)

// Abbreviation is what organisations write for what the referential writes.
type Abbreviation struct {
	Sigle string // folded, one word: « compta », « ndrc »
	Sens  string // « comptabilité »
	Avec  string // folded words, one of which the title must have; empty when none is needed
	Point bool   // it is also a word, and an abbreviation only with a point after it: « mat. »

	with  []string
	of    *Type    // the type that Sens names
	stems []string // of Sens, without its type
}

// Abbreviations lists the table, in the order of its sources.
func Abbreviations() []Abbreviation {
	var list []Abbreviation
	for _, table := range tables {
		list = append(list, parse(table)...)
	}
	return list
}

// tables are lines « sigle = sens », with a point after the sigle when it needs
// one, and « / words » at the end when it means that beside one of those words
// only.
var tables = []string{cutWords, trades, diplomas, specialities, safety}

// expansion gives the abbreviation that a word is in a title of the words given.
func expansion(w word, title []string) *Abbreviation {
	list := abbreviations[w.text]
	for i := range list {
		if (w.point || !list[i].Point) && list[i].applies(title) {
			return &list[i]
		}
	}
	return nil
}

// mostBeside is as many words of a title as are looked at for those that an
// abbreviation needs beside it.
const mostBeside = 64

func (a *Abbreviation) applies(title []string) bool {
	if len(a.with) == 0 {
		return true
	}
	for _, w := range title[:min(len(title), mostBeside)] {
		for _, with := range a.with {
			if w == with {
				return true
			}
		}
	}
	return false
}

var abbreviations = bySigle(Abbreviations())

// bySigle puts those that need a word beside them first.
func bySigle(list []Abbreviation) map[string][]Abbreviation {
	by := make(map[string][]Abbreviation, len(list))
	for _, a := range list {
		a.with = strings.Fields(a.Avec)
		a.understand()
		by[a.Sigle] = append(by[a.Sigle], a)
	}
	for _, same := range by {
		slices.SortStableFunc(same, func(a, b Abbreviation) int { return min(len(b.with), 1) - min(len(a.with), 1) })
	}
	return by
}

// understand reads what the abbreviation stands for.
func (a *Abbreviation) understand() {
	words := scan(a.Sens).live()
	for i := 0; i < len(words); i++ {
		if f, ok := match(words, i); ok && a.of == nil {
			a.of = f.of
			i += len(f.words) - 1
		} else if s := stemAt(words, i); s != "" {
			a.stems = append(a.stems, s)
		}
	}
}

func parse(table string) []Abbreviation {
	var list []Abbreviation
	for line := range strings.Lines(table) {
		sigle, rest, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		sens, with, _ := strings.Cut(rest, " / ")
		sigle, point := strings.CutSuffix(sigle, ".")
		list = append(list, Abbreviation{Sigle: sigle, Sens: sens, Avec: with, Point: point})
	}
	return list
}
