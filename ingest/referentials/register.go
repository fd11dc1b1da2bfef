package referentials

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// register is the fiches of France compétences that one family of files states,
// joined by their number and held in memory: some 30,000 of them in 30 MB.
type register struct {
	limits limits
	fiches map[string]*fiche
	words  map[string]string // each code and name once
	held   int               // bytes of the texts that are held
}

// fiche is a fiche in the making.
type fiche struct {
	nomenclature.Fiche
	stated bool // its title and its state were read, not only what other files say of it
}

func newRegister(limits limits) *register {
	return &register{limits: limits, fiches: map[string]*fiche{}, words: map[string]string{}}
}

// fiche gives the fiche of a number, and whether it was met before.
func (g *register) fiche(numero string) (f *fiche, met bool) {
	if f, met = g.fiches[numero]; !met {
		numero = g.keep(numero)
		f = &fiche{Fiche: nomenclature.Fiche{Numero: numero}}
		g.fiches[numero] = f
	}
	return f, met
}

// keep gives a copy of a text that holds no more than itself, one for all that are alike.
func (g *register) keep(s string) string {
	word, met := g.words[s]
	if !met {
		word = strings.Clone(s)
		g.words[word], g.held = word, g.held+len(word)
	}
	return word
}

// text gives such a copy of a text that hardly comes twice.
func (g *register) text(s string) string {
	g.held += len(s)
	return strings.Clone(s)
}

// add puts a code or a name in a list of a fiche, once.
func (g *register) add(list *[]string, value string) {
	if value != "" && len(*list) < g.limits.list && !slices.Contains(*list, value) {
		*list = append(*list, g.keep(value))
	}
}

// addOwn is add for what no other fiche has.
func (g *register) addOwn(list *[]string, value string) {
	if len(*list) < g.limits.list && !slices.Contains(*list, value) {
		*list = append(*list, g.text(value))
	}
}

// fits reports damage once the register holds more than any real one.
func (g *register) fits(name string) error {
	if len(g.fiches) > g.limits.fiches || g.held > g.limits.held {
		return damaged(name, 0, fmt.Sprintf("more than %d fiches or %d bytes of text", g.limits.fiches, g.limits.held), "",
			"Le fichier compte anormalement trop de fiches : il n'est pas lu.")
	}
	return nil
}

// complete fills what a register leaves empty with what an older or poorer one
// states, and gives the number of fiches that both have.
func (g *register) complete(other *register) (both int) {
	for numero, from := range other.fiches {
		f, met := g.fiches[numero]
		if !met {
			g.fiches[numero] = from
			continue
		}
		f.fill(from)
		both++
	}
	return both
}

func (f *fiche) fill(from *fiche) {
	if !f.stated {
		f.Intitule, f.Active, f.FinLe, f.stated = from.Intitule, from.Active, from.FinLe, from.stated
	}
	f.Abrege, f.AbregeIntitule = cmp.Or(f.Abrege, from.Abrege), cmp.Or(f.AbregeIntitule, from.AbregeIntitule)
	f.NiveauEuropeen, f.Objectif = cmp.Or(f.NiveauEuropeen, from.NiveauEuropeen), cmp.Or(f.Objectif, from.Objectif)
	f.ROME, f.NSF, f.Formacodes = either(f.ROME, from.ROME), either(f.NSF, from.NSF), either(f.Formacodes, from.Formacodes)
	f.Certificateurs = either(f.Certificateurs, from.Certificateurs)
	f.Blocs = either(f.Blocs, from.Blocs)
	f.Anciennes, f.Nouvelles = either(f.Anciennes, from.Anciennes), either(f.Nouvelles, from.Nouvelles)
}

func either(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// inOrder lists the fiches, RNCP before RS, by number, and the blocks of each by
// theirs: their publisher does not order them.
func (g *register) inOrder() []*fiche {
	all := make([]*fiche, 0, len(g.fiches))
	for _, f := range g.fiches {
		slices.Sort(f.Blocs)
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *fiche) int { return byFiche(a.Numero, b.Numero) })
	return all
}

// byFiche orders numbers of fiches by register, then as numbers.
func byFiche(a, b string) int {
	registerA, a := cutRegister(a)
	registerB, b := cutRegister(b)
	return cmp.Or(cmp.Compare(registerA, registerB), byNumber(a, b))
}

func cutRegister(numero string) (register, number string) {
	i := strings.IndexAny(numero, "0123456789")
	if i < 0 {
		return numero, ""
	}
	return numero[:i], numero[i:]
}
