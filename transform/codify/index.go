package codify

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/translate"
)

// Sources are the referentials that codification reads. A nomenclature that is
// nil is not looked at: its codes are kept unchecked.
type Sources struct {
	Certifications iter.Seq2[nomenclature.Certification, error] // Certif Info
	ROME           iter.Seq2[nomenclature.Terme, error]
	Formacode      iter.Seq2[nomenclature.Terme, error]
	NSF            iter.Seq2[nomenclature.Terme, error]
	ROME3          iter.Seq2[nomenclature.Terme, error] // ROME 3, to translate codes typed in it
	Formacode13    iter.Seq2[nomenclature.Terme, error] // Formacode V13, likewise
	Versions       map[nomenclature.Referential]string  // the publishers' own labels
	Choices        iter.Seq2[journal.Choice, error]     // what the staff decided; may be nil
	Texts          Texts
}

// Index answers what codification asks of the referentials. It is immutable and
// safe for use by several goroutines.
type Index struct {
	entries   map[string]nomenclature.Certification // by Certif Info code
	anciens   map[string]nomenclature.Ancien        // by the Certif Info code that was replaced
	byRNCP    map[string][]string                   // Certif Info codes by bare number, sorted
	byRS      map[string][]string
	byCFD     map[string][]string
	termes    map[nomenclature.Referential]map[string]string // labels by code
	versions  map[nomenclature.Referential]string
	links     *translate.Links
	formacode *translate.Formacode // nil when the version before was not loaded
	rome      *translate.ROME
	choices   map[string]journal.Choice // by key
	texts     Texts
}

// NewIndex reads the referentials to the end. An error of a source is given back
// as it is; entries that contradict one another are not errors.
func NewIndex(from Sources) (*Index, error) {
	x := &Index{
		entries: map[string]nomenclature.Certification{}, anciens: map[string]nomenclature.Ancien{},
		byRNCP: map[string][]string{}, byRS: map[string][]string{}, byCFD: map[string][]string{},
		termes: map[nomenclature.Referential]map[string]string{}, versions: from.Versions,
		links: translate.NewLinks(nil, nil), choices: map[string]journal.Choice{}, texts: from.Texts,
	}
	if err := x.readCertifications(from.Certifications); err != nil {
		return nil, fmt.Errorf("index Certif Info: %w", err)
	}
	for _, n := range []struct {
		name  nomenclature.Referential
		terms iter.Seq2[nomenclature.Terme, error]
	}{{nomenclature.ROME, from.ROME}, {nomenclature.Formacode, from.Formacode}, {nomenclature.NSF, from.NSF}} {
		if err := x.readTerms(n.name, n.terms); err != nil {
			return nil, fmt.Errorf("index %s: %w", n.name, err)
		}
	}
	if err := x.readFormer(from); err != nil {
		return nil, err
	}
	if err := x.readChoices(from.Choices); err != nil {
		return nil, fmt.Errorf("index the choices of the staff: %w", err)
	}
	return x, nil
}

// readFormer reads what translates the codes of versions that are no longer in force.
func (x *Index) readFormer(from Sources) (err error) {
	if from.ROME3 != nil && from.ROME != nil {
		if x.rome, err = translate.NewROME(from.ROME3, from.ROME); err != nil {
			return fmt.Errorf("index ROME 3: %w", err)
		}
	}
	if from.Formacode13 != nil && from.Formacode != nil {
		if x.formacode, err = translate.NewFormacode(from.Formacode13, from.Formacode); err != nil {
			return fmt.Errorf("index Formacode V13: %w", err)
		}
	}
	return nil
}

func (x *Index) readChoices(all iter.Seq2[journal.Choice, error]) error {
	if all == nil {
		return nil
	}
	for c, err := range all {
		if err != nil {
			return err
		}
		x.choices[c.Key] = c
	}
	return nil
}

func (x *Index) readCertifications(all iter.Seq2[nomenclature.Certification, error]) error {
	if all == nil {
		return nil
	}
	for c, err := range all {
		if err != nil {
			return err
		}
		x.add(c)
	}
	var err error
	if x.links, err = translate.CertifInfo(all); err != nil {
		return err
	}
	for _, by := range []map[string][]string{x.byRNCP, x.byRS, x.byCFD} {
		for number, codes := range by {
			slices.Sort(codes)
			by[number] = slices.Compact(codes)
		}
	}
	return nil
}

// add takes one entry. The publisher repeats an entry for each certification it
// replaced and each number it bears: the first line gives its values, all of
// them its numbers.
func (x *Index) add(c nomenclature.Certification) {
	if c.Code == "" {
		return
	}
	if _, again := x.entries[c.Code]; !again {
		x.entries[c.Code] = c
	}
	note := func(by map[string][]string, number string) {
		if number != "" {
			by[number] = append(by[number], c.Code)
		}
	}
	note(x.byRNCP, bare(c.RNCP))
	for _, rs := range append([]string{c.RS}, c.AutresRS...) {
		note(x.byRS, bare(rs))
	}
	note(x.byCFD, c.CFD)
	for _, old := range c.Anciens {
		x.replaced(old, c.Code)
	}
}

// replaced notes that an entry took over from an older one.
func (x *Index) replaced(old nomenclature.Ancien, by string) {
	if old.Code == "" || old.Code == by {
		return
	}
	have, met := x.anciens[old.Code]
	if !met {
		have = old
	}
	have.Intitule = cmp.Or(have.Intitule, old.Intitule)
	x.anciens[old.Code] = have
}

func (x *Index) readTerms(name nomenclature.Referential, all iter.Seq2[nomenclature.Terme, error]) error {
	if all == nil {
		return nil
	}
	labels := map[string]string{}
	for t, err := range all {
		if err != nil {
			return err
		}
		labels[t.Code] = t.Libelle
	}
	if len(labels) > 0 {
		x.termes[name] = labels
	}
	return nil
}
