package search

import (
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
	"github.com/carif-oref/passerelle/transform/texte/index"
)

// builder collects the entries before they are indexed.
type builder struct {
	entries []entry
	byCode  map[string]int // place of each Certif Info code
	numbers map[string]int // place of each RNCP and RS number, with its prefix
}

func newBuilder() *builder {
	return &builder{byCode: map[string]int{}, numbers: map[string]int{}}
}

// What a word counts for by where it stands.
const (
	inLabel    = 1
	inInitials = 0.8
	inDomain   = 0.35 // label of its Formacode: another way to say what it is about
)

// initial begins the terms that are initials of a label, which are no words.
const initial = "@"

func (b *builder) index() *Index {
	x := &Index{entries: b.entries, roots: map[string][]string{}}
	var words index.Builder
	labels := make([][]string, len(b.entries))
	domains := map[string][]string{}
	for i := range b.entries {
		e := &b.entries[i]
		title := texte.Normalise(e.certification.Intitule)
		labels[i] = withType(e, title)
		words.Add(terms(e, labels[i], title.Words, domains)...)
	}
	x.words = words.Index()
	for i, stems := range labels {
		for _, s := range stems {
			x.entries[i].weight += float32(x.words.Rarity(s))
		}
	}
	x.readRoots()
	x.codes = codesOf(b.entries)
	x.scratch.New = func() any { return newTally(len(x.entries)) }
	return x
}

// withType gives the stems of a label. A fiche states its type beside its label,
// where Certif Info begins the label with it.
func withType(e *entry, title texte.Titre) []string {
	if e.fiche == "" || title.Type.Token() != "" {
		return title.Stems
	}
	if kind := texte.Normalise(e.certification.Type).Type.Token(); kind != "" {
		return append([]string{kind}, title.Stems...)
	}
	return title.Stems
}

// terms gives what an entry is found by. Domains keeps the stems of the labels of
// Formacode, which many entries share.
func terms(e *entry, stems, words []string, domains map[string][]string) []index.Term {
	if e.certification.EtatLibelle == erronee {
		return nil
	}
	list := make([]index.Term, 0, 2*len(stems)+8)
	for _, s := range stems {
		list = append(list, index.Term{Text: s, Weight: inLabel})
	}
	for _, w := range words {
		if !texte.Stop(w) {
			list = append(list, index.Term{Text: texte.Stem(w), Weight: inLabel})
		}
	}
	for _, s := range initials(e.certification.Intitule) {
		list = append(list, index.Term{Text: initial + s, Weight: inInitials})
	}
	domain, known := domains[e.certification.FormacodeLibelle]
	if !known {
		domain = texte.Normalise(e.certification.FormacodeLibelle).Stems
		domains[e.certification.FormacodeLibelle] = domain
	}
	for _, s := range domain {
		list = append(list, index.Term{Text: s, Weight: inDomain})
	}
	return list
}

// parting are the words after which a label says a part of what it is: its
// initials begin anew.
var parting = map[string]bool{"option": true, "specialite": true, "parcours": true, "mention": true, "dominante": true}

// initials gives the letters by which a label is known: « management commercial
// opérationnel » is mco, also before « option » and after it. Three letters at
// least: two stand for too much.
func initials(label string) []string {
	var all, part strings.Builder
	var list []string
	end := func() {
		if part.Len() >= 3 {
			list = append(list, part.String())
		}
		part.Reset()
	}
	for _, p := range texte.Parts(label) {
		switch {
		case p.Type.Token() != "" && p.Sens == "":
		case parting[p.Words[0]]:
			end()
		default:
			all.WriteByte(p.Words[0][0])
			part.WriteByte(p.Words[0][0])
		}
	}
	end()
	if all.Len() >= 3 {
		list = append(list, all.String())
	}
	return list
}

// leastRoot is the length under which a root brings too much together.
const leastRoot = 4

func (x *Index) readRoots() {
	for _, term := range x.words.Completions("") {
		if root := texte.Root(term); len(root) >= leastRoot {
			x.roots[root] = append(x.roots[root], term)
		}
	}
}
