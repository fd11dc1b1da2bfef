package main

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func TestIdentifyNamesAnOrganisationOfTheNationalList(t *testing.T) {
	known, err := indexIdentities(listOf(nil, nomenclature.Etablissement{SIRET: "1", RaisonSociale: "ASSOCIATION DES SALINES", Enseigne: "CFA DES SALINES"}))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		cells map[layout.Field]delivery.Cell
		want  string
	}{
		"named by SIRET alone":  {map[layout.Field]delivery.Cell{layout.FormationResponsable: {Value: "1"}}, "CFA DES SALINES"},
		"not in the list":       {map[layout.Field]delivery.Cell{layout.FormationResponsable: {Value: "2"}}, ""},
		"stated by the row":     {map[layout.Field]delivery.Cell{layout.FormationResponsable: {Value: "1"}, layout.OrganismeSIRET: {Value: "1"}}, ""},
		"no organisation named": {map[layout.Field]delivery.Cell{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			record := delivery.Record{Cells: c.cells}
			identify(record, known)
			if got := record.Value(layout.OrganismeNom); got != c.want {
				t.Errorf("named %q, want %q", got, c.want)
			}
		})
	}
}
