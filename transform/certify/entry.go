package certify

import (
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/texte"
)

// entry is one certification that a title may name.
type entry struct {
	certification nomenclature.Certification
	archived      bool // known only as replaced by others
	family        int32
	from          int     // year of the first session, as far as it is known
	around        int     // from, or when its number was given
	kinds         [2]kind // of its type, and that its title names
	pair          int32   // number of the kinds among the pairs of the corpus
	options       uint8
	certifier     []int32   // words that tell its certifier, by their numbers
	words         []int32   // ids in the vocabulary, in order, each once
	spoken        []string  // the same as they are written
	segments      []uint8   // of each word; 0 is the head
	shares        []float32 // weight of each word
	weights       float32   // their sum
	trigrams      []texte.Trigram
	body          uint64 // hash of the stems in order
	alone         uint64 // the same without the partners it is delivered with
	literal       uint64 // hash of all its words, those that name its kind with them
}

// gather reads the certifications to the end, and adds those that Certif Info
// lists only as replaced, sorted by code.
func gather(all iter.Seq2[nomenclature.Certification, error]) ([]entry, error) {
	var entries []entry
	known, old := map[string]bool{}, map[string]nomenclature.Certification{}
	for c, err := range all {
		if err != nil {
			return nil, fmt.Errorf("index the titles of Certif Info: %w", err)
		}
		if !known[c.Code] {
			known[c.Code] = true
			entries = append(entries, entry{certification: c})
		}
		for _, a := range c.Anciens {
			if _, seen := old[a.Code]; !seen && a.Intitule != "" && a.EtatLibelle != "erronée" {
				old[a.Code] = replaced(a, c)
			}
		}
	}
	for code, c := range old {
		if !known[code] {
			entries = append(entries, entry{certification: c, archived: true})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return byNumber(a.certification.Code, b.certification.Code) })
	return entries, nil
}

// replaced is the certification that another one replaced. Certif Info tells
// neither its type nor its level: its successor's are the best guess.
func replaced(a nomenclature.Ancien, by nomenclature.Certification) nomenclature.Certification {
	return nomenclature.Certification{
		Code: a.Code, Intitule: a.Intitule, RNCP: a.RNCP, CFD: a.CFD, EtatLibelle: a.EtatLibelle,
		Type: by.Type, CodeType: by.CodeType, NiveauEuropeen: by.NiveauEuropeen,
	}
}

// sameKey is what two entries of one name share.
type sameKey struct {
	body    uint64
	label   string // type
	kind    kind   // that the title names: « photographe (BTM) »
	level   int
	options uint8
}

// placeKey is what the entries of one diploma share that a school delivers with
// several partners, « en convention avec » this university or that: one fiche of
// the RNCP, and one title but for the partners.
type placeKey struct {
	alone   uint64
	label   string
	rncp    string
	options uint8
}

// connect gives every entry its family.
func connect(entries []entry) {
	f := newFamilies(len(entries))
	at := make(map[string]int32, len(entries))
	same, places := make(map[sameKey]int32, len(entries)), map[placeKey]int32{}
	for i := range entries {
		at[entries[i].certification.Code] = int32(i)
	}
	for i := range entries {
		e := &entries[i]
		e.from = e.certification.PremiereSession
		for _, a := range e.certification.Anciens {
			if j, ok := at[a.Code]; ok {
				f.join(int32(i), j)
				e.after(&entries[j])
			}
		}
		c := &e.certification
		if e.body != 0 {
			joinFirst(f, same, sameKey{e.body, c.Type, e.kinds[1], c.NiveauEuropeen, e.options}, int32(i))
		}
		if e.alone != 0 && c.RNCP != "" {
			joinFirst(f, places, placeKey{e.alone, c.Type, c.RNCP, e.options}, int32(i))
		}
	}
	for i := range entries {
		entries[i].family = f.find(int32(i))
	}
}

// joinFirst joins an entry to the first of its key.
func joinFirst[K comparable](f *families, firsts map[K]int32, key K, i int32) {
	if first, ok := firsts[key]; ok {
		f.join(i, first)
	} else {
		firsts[key] = i
	}
}

// after takes the last session of what an entry replaced for its first, when it
// states none.
func (e *entry) after(old *entry) {
	if e.certification.PremiereSession == 0 {
		e.from = max(e.from, old.certification.DerniereSession)
	}
}
