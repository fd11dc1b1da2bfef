package classify

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/texte"
)

// Sources is what the index is built from. Each may be nil.
type Sources struct {
	Certifications iter.Seq2[nomenclature.Certification, error]
	Fiches         iter.Seq2[nomenclature.Fiche, error]
	Exemples       iter.Seq2[nomenclature.Exemple, error]
	ROME           iter.Seq2[nomenclature.Terme, error]
	Formacode      iter.Seq2[nomenclature.Terme, error]
	NSF            iter.Seq2[nomenclature.Terme, error]
}

// example is a title that somebody coded.
type example struct {
	title  string
	key    string // its folded words
	codes  perScheme[[]int32]
	fiches []string // numbers of the fiches that it is, with prefix
	family int32
}

// reading gathers the sources, which know one another by fiche number.
type reading struct {
	codes    perScheme[*codebook]
	terms    perScheme[[]nomenclature.Terme]
	fiches   map[string]nomenclature.Fiche
	order    []string
	examples []example
	seen     map[string]int // title and fiche, to the example that has them
	links    *links
}

func read(from Sources) (*reading, error) {
	r := &reading{fiches: map[string]nomenclature.Fiche{}, seen: map[string]int{}, links: newLinks()}
	lists := perScheme[iter.Seq2[nomenclature.Terme, error]]{from.ROME, from.NSF, from.Formacode}
	for k, terms := range lists {
		if err := r.readTerms(scheme(k), terms); err != nil {
			return nil, err
		}
	}
	if err := each(from.Fiches, r.fiche); err != nil {
		return nil, fmt.Errorf("reading fiches to code by text: %w", err)
	}
	if err := each(from.Certifications, r.certification); err != nil {
		return nil, fmt.Errorf("reading certifications to code by text: %w", err)
	}
	for _, number := range r.order {
		if f := r.fiches[number]; f.Intitule != "" {
			r.add(f.Intitule, perScheme[[]string]{}, f.Numero)
		}
	}
	if err := each(from.Exemples, r.exemple); err != nil {
		return nil, fmt.Errorf("reading coded titles to code by text: %w", err)
	}
	return r, nil
}

func each[T any](seq iter.Seq2[T, error], take func(T)) error {
	if seq == nil {
		return nil
	}
	for v, err := range seq {
		if err != nil {
			return err
		}
		take(v)
	}
	return nil
}

func (r *reading) readTerms(k scheme, terms iter.Seq2[nomenclature.Terme, error]) error {
	r.codes[k] = newCodebook()
	err := each(terms, func(t nomenclature.Terme) {
		r.codes[k].declare(t)
		r.terms[k] = append(r.terms[k], t)
	})
	if err != nil {
		return fmt.Errorf("reading %s to code by text: %w", k.nomenclature(), err)
	}
	return nil
}

func (r *reading) fiche(f nomenclature.Fiche) {
	r.fiches[f.Numero] = f
	r.order = append(r.order, f.Numero)
	for _, other := range slices.Concat(f.Anciennes, f.Nouvelles) {
		r.links.join(f.Numero, other)
	}
}

// certification takes an entry of Certif Info, and the one that it replaced when
// the register has its codes.
func (r *reading) certification(c nomenclature.Certification) {
	own := perScheme[[]string]{rome: c.ROME, nsf: {c.NSF}, formacode: {c.Formacode}}
	fiches := prefixed("RNCP", c.RNCP)
	fiches = append(fiches, prefixed("RS", append([]string{c.RS}, c.AutresRS...)...)...)
	for _, old := range c.Anciens {
		former := prefixed("RNCP", old.RNCP)
		if len(former) > 0 && old.Intitule != "" {
			r.add(old.Intitule, perScheme[[]string]{}, former...)
		}
		for _, n := range former {
			r.links.join(n, cmp.Or(first(fiches), "certifinfo "+c.Code))
		}
	}
	if len(fiches) == 0 && len(c.Anciens) > 0 {
		fiches = []string{"certifinfo " + c.Code}
	}
	r.add(c.Intitule, own, fiches...)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func prefixed(prefix string, numbers ...string) (out []string) {
	for _, n := range numbers {
		if n = strings.TrimPrefix(n, prefix); n != "" {
			out = append(out, prefix+n)
		}
	}
	return out
}

func (r *reading) exemple(e nomenclature.Exemple) {
	var fiches []string
	if e.Fiche != "" {
		fiches = []string{e.Fiche}
	}
	r.add(e.Intitule, perScheme[[]string]{rome: e.ROME, nsf: e.NSF, formacode: e.Formacodes}, fiches...)
}

// add keeps a title with its codes and those of its fiches. The same title of the
// same fiche is kept once.
func (r *reading) add(title string, codes perScheme[[]string], fiches ...string) {
	key := strings.Join(texte.Words(title), " ")
	if key == "" {
		return
	}
	for _, n := range fiches {
		f := r.fiches[n]
		own := perScheme[[]string]{f.ROME, f.NSF, f.Formacodes}
		for k, more := range own {
			codes[k] = append(slices.Clip(codes[k]), more...)
		}
		r.links.join(fiches[0], n)
	}
	e := example{title: title, key: key, fiches: fiches}
	known := 0
	for k := range schemes {
		e.codes[k] = r.codes[k].findAll(codes[k])
		known += len(e.codes[k])
	}
	id := first(fiches) + "\x00" + key
	if at, twice := r.seen[id]; twice && len(fiches) > 0 {
		r.examples[at].merge(e)
		return
	}
	if known > 0 {
		r.seen[id] = len(r.examples)
		r.examples = append(r.examples, e)
	}
}

func (e *example) merge(other example) {
	for k := range schemes {
		for _, c := range other.codes[k] {
			e.codes[k] = appendNew(e.codes[k], c)
		}
	}
}
