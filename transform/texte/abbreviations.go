package texte

import "strings"

// Abbreviation is what organisations write for what the referential writes.
type Abbreviation struct {
	Sigle string // folded, one word: « compta », « ndrc »
	Sens  string // « comptabilité »
	Avec  string // folded words, one of which the title must have; empty when none is needed

	words []string // Sens, folded
	with  []string
}

// Abbreviations lists the table, in the order of its sources.
func Abbreviations() []Abbreviation {
	var list []Abbreviation
	for _, table := range tables {
		list = append(list, parse(table)...)
	}
	return list
}

// tables are lines « sigle = sens », with « / words » after it when the
// abbreviation means that beside one of those words only.
var tables = []string{cutWords, trades, diplomas, specialities, safety}

// Expand gives what a folded word stands for in a title of the words given, and
// whether it is an abbreviation there.
func Expand(word string, title []string) (sens []string, ok bool) {
	for _, a := range abbreviations[word] {
		if a.applies(title) {
			return a.words, true
		}
	}
	return nil, false
}

func (a *Abbreviation) applies(title []string) bool {
	if len(a.with) == 0 {
		return true
	}
	for _, w := range title {
		for _, with := range a.with {
			if w == with {
				return true
			}
		}
	}
	return false
}

var abbreviations = bySigle(Abbreviations())

func bySigle(list []Abbreviation) map[string][]Abbreviation {
	by := make(map[string][]Abbreviation, len(list))
	for _, a := range list {
		by[a.Sigle] = append(by[a.Sigle], a)
	}
	return by
}

func parse(table string) []Abbreviation {
	var list []Abbreviation
	for line := range strings.Lines(table) {
		sigle, rest, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		sens, with, _ := strings.Cut(rest, " / ")
		list = append(list, Abbreviation{Sigle: sigle, Sens: sens, Avec: with, words: Words(sens), with: strings.Fields(with)})
	}
	return list
}
