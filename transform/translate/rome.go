package translate

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// ROME translates the codes of ROME 3 and 4 into one another. What joins them is
// the numbers of the appellations, which last when codes are split or merged. It
// is immutable and safe for use by several goroutines.
type ROME struct{ v3, v4 romeVersion }

// romeVersion is what is kept of one version.
type romeVersion struct {
	name   string
	labels map[string]string
	parent map[string]string
	byName map[string][]string
	ogr    map[string][]string // numbers of the appellations of a code
	codeOf map[string][]string // codes of an appellation
}

// NewROME reads both versions to their end, with their appellations.
func NewROME(v3, v4 iter.Seq2[nomenclature.Terme, error]) (*ROME, error) {
	r := &ROME{v3: newRomeVersion("ROME 3"), v4: newRomeVersion("ROME 4")}
	if err := each(v3, r.v3.name, r.v3.add); err != nil {
		return nil, err
	}
	if err := each(v4, r.v4.name, r.v4.add); err != nil {
		return nil, err
	}
	for _, v := range []romeVersion{r.v3, r.v4} {
		settle(v.byName)
		settle(v.ogr)
		settle(v.codeOf)
	}
	return r, nil
}

func newRomeVersion(name string) romeVersion {
	return romeVersion{name: name, labels: map[string]string{}, parent: map[string]string{},
		byName: map[string][]string{}, ogr: map[string][]string{}, codeOf: map[string][]string{}}
}

func (v *romeVersion) add(t nomenclature.Terme) {
	v.labels[t.Code] = t.Libelle
	put(v.byName, fold(t.Libelle), t.Code)
	if t.Parent != t.Code {
		v.parent[t.Code] = t.Parent
	}
	for _, a := range t.Appellations {
		put(v.ogr, t.Code, a.OGR)
		put(v.codeOf, a.OGR, t.Code)
	}
}

// To4 is what becomes of a code of ROME 3. ROME 4 has kept the codes and moved
// many of their appellations to new ones: a code is certain when at least half
// of its appellations are still there, or went together to one other code. Where
// they are scattered all the codes are proposed, the largest part first.
func (r *ROME) To4(code string) Answer {
	a := r.v3.answer(code, &r.v4)
	all, total := r.v3.scatter(code, &r.v4)
	switch {
	case a.Kept:
		a.Codes, a.Certain = keptFirst(a.Code, r.v4.labels[code], all, total)
	case len(all) > 0:
		a.Codes, a.Certain = all, all[0].Share > half
	case a.Libelle != "":
		a.Codes = r.without(a)
		a.Certain = len(a.Codes) == 1 && a.Codes[0].Share == 1
	}
	return a
}

// To3 is the code of ROME 3 for one of ROME 4: itself, else the one it was
// detached from, else the one most of its appellations come from.
func (r *ROME) To3(code string) Answer {
	a := r.v4.answer(code, &r.v3)
	parent := r.v4.parent[code]
	switch label, has := r.v3.labels[parent]; {
	case a.Kept:
		a.Certain, a.Codes = true, []Target{{code, r.v3.labels[code], 1, "code conservé"}}
	case has:
		a.Certain, a.Codes = true, []Target{{parent, label, 1, "code parent dans " + r.v4.name}}
	default:
		all, _ := r.v4.scatter(code, &r.v3)
		a.Codes, a.Certain = all, len(all) > 0 && all[0].Share > half
	}
	return a
}

const half = 0.5

func (v *romeVersion) answer(code string, to *romeVersion) Answer {
	_, kept := to.labels[code]
	return Answer{Code: code, Libelle: v.labels[code], Kept: kept}
}

// scatter tells under which codes of another version the appellations of a code
// are, among those that both versions have.
func (v *romeVersion) scatter(code string, to *romeVersion) (all []Target, total int) {
	at := map[string]int{}
	for _, ogr := range v.ogr[code] {
		codes := to.codeOf[ogr]
		for _, c := range codes {
			at[c]++
		}
		if len(codes) > 0 {
			total++
		}
	}
	for c, n := range at {
		how := fmt.Sprintf("%d de ses %s y sont", n, appellations(total))
		all = append(all, Target{Code: c, Libelle: to.labels[c], Share: float64(n) / float64(total), How: how})
	}
	return ranked(all), total
}

func appellations(n int) string {
	if n == 1 {
		return "1 appellation"
	}
	return fmt.Sprintf("%d appellations", n)
}

// keptFirst puts the code itself first, unless most of what it meant has left.
func keptFirst(code, label string, all []Target, total int) ([]Target, bool) {
	own := Target{Code: code, Libelle: label, Share: 1, How: "code conservé"}
	if total > 0 {
		own.Share = 0
		own.How = "code conservé, dont aucune appellation n'est restée"
	}
	if i := slices.IndexFunc(all, func(t Target) bool { return t.Code == code }); i >= 0 {
		own.Share, own.How = all[i].Share, "code conservé : "+all[i].How
		all = slices.Delete(all, i, i+1)
	}
	if own.Share >= half {
		return append([]Target{own}, all...), true
	}
	return ranked(append(all, own)), false
}

// without answers where no appellation is in both versions: by the label, else by
// the codes that say they come from this one.
func (r *ROME) without(a Answer) (all []Target) {
	for _, code := range r.v4.byName[fold(a.Libelle)] {
		all = append1(all, Target{code, r.v4.labels[code], 1, "même libellé"})
	}
	if len(all) > 0 {
		return all
	}
	for _, code := range slices.Sorted(maps.Keys(r.v4.parent)) {
		if r.v4.parent[code] == a.Code {
			all = append1(all, Target{code, r.v4.labels[code], 0, "donne ce code pour parent"})
		}
	}
	return all
}

// All answers for every code of ROME 3, in their order.
func (r *ROME) All() iter.Seq[Answer] {
	return func(yield func(Answer) bool) {
		for _, code := range slices.Sorted(maps.Keys(r.v3.labels)) {
			if !yield(r.To4(code)) {
				return
			}
		}
	}
}

// Orphans are the codes of ROME 3 for which somebody must decide: those that ROME
// 4 has no more and, with Kept, those of which it keeps the lesser part only.
func (r *ROME) Orphans() []Answer { return undecided(r.All()) }
