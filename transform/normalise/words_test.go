package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/lheo"
)

// TestVocabularyDoesNotContradictItself: a word has one spelling, whatever the
// section that gives it.
func TestVocabularyDoesNotContradictItself(t *testing.T) {
	in := map[string]string{}
	section := ""
	for line := range strings.Lines(wordList) {
		word := strings.TrimSpace(line)
		switch {
		case word == "" || word[0] == '#':
		case word[0] == '[':
			section = word
		case in[fold(word)] != "":
			t.Errorf("%q stands in %s and in %s", word, in[fold(word)], section)
		default:
			in[fold(word)] = section
		}
	}
	if len(in) < 500 {
		t.Errorf("only %d words: the file is not read", len(in))
	}
}

// TestSynonymsNameCodesOfLHEO reads LHEO's own tables: every synonym can be found,
// and names a code that its table has.
func TestSynonymsNameCodesOfLHEO(t *testing.T) {
	n := New(entriesOfLHEO, nil)
	for name, words := range synonyms {
		table := n.tables[name]
		if table == nil {
			t.Errorf("no column uses table %q, or LHEO has none", name)
			continue
		}
		for word, code := range words {
			if fold(word) != word || !table.codes[code] {
				t.Errorf("%s: synonym %q is not folded, or its code %s is not LHEO's", name, word, code)
			}
		}
	}
}

// TestLHEOTablesAreReadByTheirLabels reads each entry by its code, its label and
// the label cut short as a drop-down list shows it.
func TestLHEOTablesAreReadByTheirLabels(t *testing.T) {
	n := New(entriesOfLHEO, nil)
	for name, table := range n.tables {
		for _, e := range entriesOfLHEO(name) {
			for _, typed := range []string{e.Code, e.Label, strings.ToUpper(e.Label), e.Code + " - " + e.Label} {
				got, ok := table.code(typed)
				if twin := table.labelled(got, fold(e.Label)); !ok || got != e.Code && !twin { // LHEO gives two objectives of its table AIS one label
					t.Errorf("%s: %q is read %q; want %s", name, typed, got, e.Code)
				}
			}
		}
	}
	if len(n.tables) < 8 {
		t.Errorf("only %d tables are in use", len(n.tables))
	}
}

func entriesOfLHEO(name string) (entries []Entry) {
	for _, e := range lheo.Table(name) {
		entries = append(entries, Entry{Code: e.Code, Label: e.Label})
	}
	return entries
}
