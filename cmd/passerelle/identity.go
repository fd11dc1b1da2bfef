package main

import (
	"cmp"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// identity is what the national list says an organisation is called.
type identity struct{ name, official string }

// indexIdentities reads the national list of training organisations to the end.
func indexIdentities(all iter.Seq2[nomenclature.Etablissement, error]) (map[string]identity, error) {
	index := map[string]identity{}
	for e, err := range all {
		if err != nil {
			return nil, fmt.Errorf("index the names of training organisations: %w", err)
		}
		index[e.SIRET] = identity{cmp.Or(e.Enseigne, e.RaisonSociale), e.RaisonSociale}
	}
	return index, nil
}

// nationalList is what stands for the header of what the list gives.
const nationalList = "liste nationale des organismes de formation"

// identify makes a row that names its organisation by SIRET alone, as layouts of
// offers do that have no column for it, state what the national list calls it.
func identify(record delivery.Record, known map[string]identity) {
	siret := record.Value(layout.FormationResponsable)
	who, listed := known[siret]
	if _, stated := record.Cells[layout.OrganismeSIRET]; stated || !listed {
		return
	}
	for field, value := range map[layout.Field]string{
		layout.OrganismeSIRET: siret, layout.OrganismeNom: who.name, layout.OrganismeRaisonSociale: who.official,
	} {
		record.Cells[field] = delivery.Cell{Value: value, Header: nationalList}
	}
}
