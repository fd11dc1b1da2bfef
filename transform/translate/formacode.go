package translate

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Formacode translates the codes of an earlier version (V12, V13) into V14. It is
// immutable and safe for use by several goroutines.
type Formacode struct {
	old   map[string]nomenclature.Terme
	now   map[string]string // label of each code of V14
	names names
	notes map[string][]string // codes of V14 whose note of version names a code
}

// NewFormacode reads both versions to their end. A code that has left the
// earlier version before, as one of V12 that V13 no longer has, is unknown.
func NewFormacode(v13, v14 iter.Seq2[nomenclature.Terme, error]) (*Formacode, error) {
	f := &Formacode{old: map[string]nomenclature.Terme{}, now: map[string]string{}, names: newNames(), notes: map[string][]string{}}
	err := each(v13, "the earlier Formacode", func(t nomenclature.Terme) { f.old[t.Code] = t })
	if err != nil {
		return nil, err
	}
	if err = each(v14, "Formacode V14", f.add); err != nil {
		return nil, err
	}
	f.names.done()
	settle(f.notes)
	return f, nil
}

func (f *Formacode) add(t nomenclature.Terme) {
	f.now[t.Code] = t.Libelle
	f.names.add(t)
	for _, code := range fiveDigits.FindAllString(t.NoteVersion, -1) {
		if code != t.Code {
			put(f.notes, code, t.Code)
		}
	}
}

// each gives every term of a nomenclature to add. A nil one has none.
func each(all iter.Seq2[nomenclature.Terme, error], which string, add func(nomenclature.Terme)) error {
	if all == nil {
		return nil
	}
	for t, err := range all {
		if err != nil {
			return fmt.Errorf("read %s to translate its codes: %w", which, err)
		}
		add(t)
	}
	return nil
}

// To14 is what becomes of a code in V14. A code that V14 has is kept, whatever
// its label. One that it has no more is found by its label, then among the
// synonyms, the former synonyms and the notes of version: certain when one code
// alone answers. Failing that, terms alike, be it all but for small words, and
// broader terms are proposed, and none is certain.
func (f *Formacode) To14(code string) Answer {
	a := f.certain(code)
	if a.Kept || len(a.Codes) > 0 || !a.Known() {
		return a
	}
	for _, t := range f.names.alike(a.Libelle) {
		a.Codes = append(a.Codes, f.target(t.Code, t.Share, t.How))
	}
	for _, t := range f.broader(code) {
		a.Codes = append1(a.Codes, t)
	}
	return a
}

// certain answers by what states an identity. Several targets are none that is
// certain.
func (f *Formacode) certain(code string) Answer {
	old, known := f.old[code]
	a := Answer{Code: code, Libelle: old.Libelle}
	if label, kept := f.now[code]; kept {
		return f.kept(a, label)
	}
	if !known {
		return a
	}
	codes, how := f.names.find(old.Libelle)
	if len(codes) == 0 {
		codes, how = f.notes[code], "nommé par la note de version de la V14"
	}
	for _, to := range codes {
		a.Codes = append1(a.Codes, f.target(to, 1/float64(len(codes)), how))
	}
	a.Certain = len(a.Codes) == 1
	return a
}

// kept answers for a code that V14 still has. Should its former label now be that
// of other codes, they are proposed beside it.
func (f *Formacode) kept(a Answer, label string) Answer {
	a.Kept, a.Certain = true, true
	how := "code conservé"
	if a.Libelle != "" && fold(a.Libelle) != fold(label) {
		how = "code conservé, libellé modifié : « " + a.Libelle + " » auparavant"
	}
	a.Codes = []Target{f.target(a.Code, 1, how)}
	taken := f.names.label[fold(a.Libelle)]
	if len(taken) == 0 || slices.Contains(taken, a.Code) {
		return a
	}
	a.Certain = false
	for _, to := range taken {
		a.Codes = append1(a.Codes, f.target(to, 1, "porte désormais le libellé « "+a.Libelle+" »"))
	}
	return a
}

// broader are the nearest broader terms of a code that V14 has, or has under
// another code.
func (f *Formacode) broader(code string) (all []Target) {
	seen := map[string]bool{code: true}
	level := []string{code}
	for len(level) > 0 && len(all) == 0 {
		var up []string
		for _, c := range level {
			for _, tg := range f.old[c].Generiques {
				if tg = f.codeOf(tg); seen[tg] {
					continue
				}
				seen[tg] = true
				if a := f.certain(tg); a.Certain {
					all = append1(all, f.target(a.Codes[0].Code, 0, "terme générique : « "+f.old[tg].Libelle+" »"))
				}
				up = append(up, tg)
			}
		}
		level = up
	}
	return all
}

// codeOf is the code of a broader term that the publisher gives by its label.
func (f *Formacode) codeOf(tg string) string {
	if _, known := f.old[tg]; known {
		return tg
	}
	if codes, _ := f.names.find(tg); len(codes) == 1 {
		return codes[0]
	}
	return tg
}

func (f *Formacode) target(code string, share float64, how string) Target {
	return Target{Code: code, Libelle: f.now[code], Share: share, How: how}
}

// All answers for every code of the earlier version, in their order.
func (f *Formacode) All() iter.Seq[Answer] {
	return func(yield func(Answer) bool) {
		for _, code := range slices.Sorted(maps.Keys(f.old)) {
			if !yield(f.To14(code)) {
				return
			}
		}
	}
}

// Orphans are the codes for which somebody must decide, with what is proposed.
func (f *Formacode) Orphans() []Answer { return undecided(f.All()) }

func undecided(all iter.Seq[Answer]) (orphans []Answer) {
	for a := range all {
		if !a.Certain {
			orphans = append(orphans, a)
		}
	}
	return orphans
}
