package translate

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

var fiveDigits = regexp.MustCompile(`\b[0-9]{5}\b`)

// names finds the codes of a thesaurus by what its terms are called.
type names struct {
	label, synonym, former map[string][]string // codes of a folded name
	all                    []name
	words                  map[string][]int // names that have a word
}

// name is one name of one code, for likeness.
type name struct {
	code, text string
	words      int
}

func newNames() names {
	return names{label: map[string][]string{}, synonym: map[string][]string{}, former: map[string][]string{}, words: map[string][]int{}}
}

func (n *names) add(t nomenclature.Terme) {
	put(n.label, fold(t.Libelle), t.Code)
	n.index(t.Code, t.Libelle)
	for _, s := range t.Synonymes {
		for _, variant := range variants(s) {
			put(n.synonym, fold(variant), t.Code)
		}
		n.index(t.Code, s)
	}
	for _, s := range t.ExSynonymes {
		put(n.former, fold(s), t.Code)
	}
}

// variants are a synonym and, when it is an abbreviation with its meaning
// (« PAC - Pompe à chaleur »), both of them.
func variants(synonym string) []string {
	short, long, both := strings.Cut(synonym, " - ")
	if !both {
		return []string{synonym}
	}
	return []string{synonym, short, long}
}

func put(index map[string][]string, key, code string) {
	if key != "" {
		index[key] = append(index[key], code)
	}
}

// settle gives each code once under a key, in order, whatever the order in which
// they were read.
func settle(index map[string][]string) {
	for key, codes := range index {
		slices.Sort(codes)
		index[key] = slices.Compact(codes)
	}
}

func (n *names) index(code, text string) {
	all := words(text)
	for _, w := range all {
		n.words[w] = append(n.words[w], len(n.all))
	}
	n.all = append(n.all, name{code: code, text: text, words: len(all)})
}

// done puts in order what was read in any.
func (n *names) done() {
	for _, index := range []map[string][]string{n.label, n.synonym, n.former} {
		settle(index)
	}
}

// find gives the codes that bear a name, by the surest of the ways.
func (n *names) find(label string) (codes []string, how string) {
	key := fold(label)
	switch {
	case len(n.label[key]) > 0:
		return n.label[key], "même libellé"
	case len(n.synonym[key]) > 0:
		return n.synonym[key], "« " + label + " » est un synonyme"
	}
	return n.former[key], "« " + label + " » était un synonyme"
}

const (
	leastAlike = 0.6 // Dice's coefficient below which two names say different things
	mostAlike  = 5   // codes proposed to a person, who reads no more
)

// alike are the codes that have a name of nearly the same words, by Dice's
// coefficient, the best first.
func (n *names) alike(label string) []Target {
	asked := words(label)
	common := map[int]int{}
	for _, w := range asked {
		for _, at := range n.words[w] {
			common[at]++
		}
	}
	best := map[string]Target{}
	for at, shared := range common {
		found := n.all[at]
		share := 2 * float64(shared) / float64(len(asked)+found.words)
		t := Target{Code: found.code, Share: share, How: "terme proche : « " + found.text + " »"}
		if share >= leastAlike && better(t, best[found.code]) {
			best[found.code] = t
		}
	}
	var all []Target
	for _, t := range best {
		all = append(all, t)
	}
	return ranked(all)[:min(len(all), mostAlike)]
}

// better orders two names of one code, whatever the order in which they are met.
func better(t, than Target) bool {
	return cmp.Or(cmp.Compare(t.Share, than.Share), cmp.Compare(than.How, t.How)) > 0 || than.Code == ""
}
