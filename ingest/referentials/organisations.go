package referentials

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// organisations joins the lists of training organisations by their SIRET. The
// network's, some thousands, is held in memory; the public one is streamed.
func organisations(ctx context.Context, docs []document, limits limits, report func(finding.Finding), stats *Stats) iter.Seq2[nomenclature.Etablissement, error] {
	if len(docs) == 1 {
		return etablissements(ctx, docs[0], limits, report, stats)
	}
	i := slices.IndexFunc(docs, func(d document) bool { return d.format.part != liste })
	return func(yield func(nomenclature.Etablissement, error) bool) {
		stats := cmp.Or(stats, new(Stats))
		known, err := network(ctx, docs[i], limits, report, stats)
		if err != nil {
			yield(nomenclature.Etablissement{}, err)
			return
		}
		var own Stats
		for e, err := range etablissements(ctx, docs[1-i], limits, report, &own) {
			first := known.places[e.SIRET]
			switch {
			case err != nil:
				yield(e, err)
				return
			case first > 0:
				known.all[first-1] = completed(known.all[first-1], e)
				known.both++
			case !yield(e, nil):
				return
			}
		}
		own.Kept, own.Merged = own.Kept-known.both, own.Merged+known.both
		stats.add(own)
		for _, e := range known.all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// networked is a list held in memory.
type networked struct {
	all    []nomenclature.Etablissement
	places map[string]int // in all, from 1
	both   int            // that the other list has too
}

func network(ctx context.Context, doc document, limits limits, report func(finding.Finding), stats *Stats) (networked, error) {
	known := networked{places: map[string]int{}}
	for e, err := range etablissements(ctx, doc, limits, report, stats) {
		if err != nil {
			return known, err
		}
		known.all = append(known.all, e)
		known.places[e.SIRET] = len(known.all)
	}
	return known, nil
}

// completed fills what one list leaves empty with what the other states. The
// state and the certification are those of the public list, which is the newer
// word on them.
func completed(e, public nomenclature.Etablissement) nomenclature.Etablissement {
	e.NDA, e.RaisonSociale = cmp.Or(e.NDA, public.NDA), cmp.Or(e.RaisonSociale, public.RaisonSociale)
	e.Adresse, e.Region = cmp.Or(e.Adresse, public.Adresse), cmp.Or(e.Region, public.Region)
	e.Etat, e.Qualiopi = cmp.Or(public.Etat, e.Etat), cmp.Or(public.Qualiopi, e.Qualiopi)
	return e
}
