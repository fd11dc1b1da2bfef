package referentials

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Fiches reads the registers of France compétences: one value for each fiche,
// joined over the CSV exports and the XML files, whichever there are, RNCP before
// RS, by number. What the latest states holds, and the others fill what it leaves
// empty. Stats counts every row and every fiche that was read. A nil report or
// stats is allowed.
func Fiches(ctx context.Context, file File, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Fiche, error] {
	return parted(file, nomenclature.RNCP, func(docs []document) iter.Seq2[nomenclature.Fiche, error] {
		return fiches(ctx, docs, defaults, report, stats)
	})
}

func fiches(ctx context.Context, docs []document, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Fiche, error] {
	return func(yield func(nomenclature.Fiche, error) bool) {
		stats := cmp.Or(stats, new(Stats))
		*stats = Stats{}
		all := newRegister(limits)
		for _, of := range families(docs) {
			g, err := readFamily(ctx, of, limits, report, stats)
			if err != nil {
				yield(nomenclature.Fiche{}, err)
				return
			}
			both := all.complete(g)
			stats.Kept, stats.Merged = stats.Kept-both, stats.Merged+both
		}
		all.untitled(docs[0], report)
		for _, f := range all.inOrder() {
			if !yield(f.Fiche, nil) {
				return
			}
		}
	}
}

// untitled tells how many fiches have codes and links, and neither title nor state.
func (g *register) untitled(first document, report func(finding.Finding)) {
	n := 0
	for _, f := range g.fiches {
		if !f.stated {
			n++
		}
	}
	if n > 0 && report != nil {
		report(finding.Finding{Rule: "referentiel-sans-intitule", Severity: finding.Warning, Place: finding.Place{File: first.src.name},
			Message: fmt.Sprintf("%d fiches sont chargées sans intitulé ni état : le fichier « Standard » manque, ou ne les a pas.", n),
			Remedy:  "Déposez l'export entier, du même jour."})
	}
}

// readFamily joins the files of one family.
func readFamily(ctx context.Context, docs []document, limits limits, report func(finding.Finding), stats *Stats) (*register, error) {
	g := newRegister(limits)
	for _, doc := range docs {
		read := g.readTable
		if doc.format.family == feed {
			read = g.readXML
		}
		var own Stats
		if err := read(ctx, doc, report, &own); err != nil {
			return nil, err
		}
		stats.add(own)
	}
	return g, nil
}

// readTable joins one CSV file to the fiches.
func (g *register) readTable(ctx context.Context, doc document, report func(finding.Finding), stats *Stats) error {
	take := takers[doc.format.part]
	for r, err := range rows(ctx, doc.src, doc.format, g.limits, report, stats) {
		if err != nil {
			return err
		}
		before := len(g.fiches)
		numero, ok := r.key(ficheNumero, ficheCode)
		switch ok = ok && take(g, r, numero); {
		case !ok:
			stats.Refused++
		case len(g.fiches) > before:
			stats.Kept++
		default:
			stats.Merged++
		}
		if err := g.fits(r.name); err != nil {
			return err
		}
	}
	return nil
}
