package referentials

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// nomenclatures is how each nomenclature of terms is read.
var nomenclatures = map[nomenclature.Referential]reader{
	nomenclature.ROME:        romeReader,
	nomenclature.ROME3:       romeReader,
	nomenclature.Formacode:   formacodeReader,
	nomenclature.Formacode13: {gather: gatherFormacode13},
	nomenclature.NSF:         {entry: flat(nsfGroupe, nsfCode, nsfLibelle, nsfDomaine)},
	nomenclature.NSFLettres:  {entry: flat(lettreCol, lettreCode, lettreLibelle, -1)},
	nomenclature.GFE:         {entry: flat(gfeCol, gfeCode, gfeLibelle, -1)},
	nomenclature.FAP:         {gather: gatherFAP},
}

// reader is how the rows of a nomenclature become terms: one by one, or gathered
// when a term has several rows or is told by those around it.
type reader struct {
	entry  func(*book, *reading) (nomenclature.Terme, bool)
	gather func(*book, *reading) bool
	beside map[part]func(*book, *reading) bool // files that complete the entries
}

func readerOf(ref nomenclature.Referential) (reader, error) {
	r, ok := nomenclatures[ref]
	if !ok {
		return r, fmt.Errorf("read the terms of referential %q: it has none: choose rome, formacode, nsf or another nomenclature", ref)
	}
	return r, nil
}

// Termes reads a nomenclature: one value for each code, with all that its files
// state of it, in the order of the file of its entries. A nil report or stats is
// allowed.
func Termes(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	if _, err := readerOf(file.Referential); err != nil {
		return func(yield func(nomenclature.Terme, error) bool) { yield(nomenclature.Terme{}, err) }
	}
	return parted(file, file.Referential, func(docs []document) iter.Seq2[nomenclature.Terme, error] {
		return termes(ctx, file.Referential, docs, defaults, report, stats)
	})
}

func termes(ctx context.Context, ref nomenclature.Referential, docs []document, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	return func(yield func(nomenclature.Terme, error) bool) {
		n, err := readerOf(ref)
		stats, b := cmp.Or(stats, new(Stats)), newBook(limits)
		if *stats = (Stats{}); err == nil {
			err = b.readBeside(ctx, n, docs, report, stats)
		}
		if err != nil {
			yield(nomenclature.Terme{}, err)
			return
		}
		var own Stats
		for t, err := range n.terms(ctx, b, docs[0], report, &own) {
			if !yield(t, err) || err != nil {
				return
			}
		}
		stats.add(own)
		b.orphans(report, stats)
	}
}

// readBeside reads the files that complete the entries, which are the first.
func (b *book) readBeside(ctx context.Context, n reader, docs []document, report func(finding.Finding), stats *Stats) error {
	for _, doc := range docs[1:] {
		take, ok := n.beside[doc.format.part]
		if !ok {
			continue
		}
		var own Stats
		b.file = doc.src.name
		for r, err := range rows(ctx, doc.src, doc.format, b.limits, report, &own) {
			switch {
			case err != nil:
				return err
			case take(b, r):
				own.Merged++
			default:
				own.Refused++
			}
			if b.held > b.limits.held {
				return tooMuch(r.name)
			}
		}
		stats.add(own)
	}
	return nil
}

func tooMuch(name string) *Damaged {
	return damaged(name, 0, "more text than any nomenclature has", "", "Le fichier est anormalement gros : il n'est pas lu.")
}

// terms gives the terms of the file of the entries.
func (n reader) terms(ctx context.Context, b *book, doc document, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	if n.gather != nil {
		return n.gathered(ctx, b, doc, report, stats)
	}
	terme := noun[nomenclature.Terme]{
		read: func(r *reading) (nomenclature.Terme, bool) { return n.entry(b, r) },
		key:  func(t nomenclature.Terme) string { return t.Code },
	}
	return values(ctx, doc.src, doc.format, b.limits, terme, report, stats)
}

// gathered gives them once all rows are read.
func (n reader) gathered(ctx context.Context, b *book, doc document, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Terme, error] {
	return func(yield func(nomenclature.Terme, error) bool) {
		for r, err := range rows(ctx, doc.src, doc.format, b.limits, report, stats) {
			before := len(b.order)
			switch {
			case err != nil:
				yield(nomenclature.Terme{}, err)
				return
			case !n.gather(b, r):
				stats.Refused++
			case len(b.order) > before:
				stats.Kept++
			default:
				stats.Merged++
			}
			if b.held > b.limits.held {
				yield(nomenclature.Terme{}, tooMuch(r.name))
				return
			}
		}
		for _, code := range b.order {
			if !yield(*b.terms[code], nil) {
				return
			}
		}
	}
}

// flat reads a row that has a code, a label, and perhaps what the code stands
// under; domaine is -1 where nothing says it.
func flat(code col, kind kind, libelle, domaine col) func(*book, *reading) (nomenclature.Terme, bool) {
	return func(_ *book, r *reading) (t nomenclature.Terme, ok bool) {
		if t.Code, ok = r.key(code, kind); !ok {
			return t, false
		}
		if domaine >= 0 {
			t.Domaine = r.text(domaine)
		}
		t.Libelle, ok = r.label(libelle)
		return t, ok
	}
}
