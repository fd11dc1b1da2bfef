package referentials

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// publication is what is known of a referential whatever its files.
type publication struct {
	publisher string
	floor     int    // values under which the national referential is abnormally small
	partial   bool   // it may be loaded without the file of its entries
	due       []part // parts whose absence is worth a finding, beside the entries
}

var publications = map[nomenclature.Referential]publication{
	nomenclature.CertifInfo:  {publisher: "Réseau des Carif-Oref, Onisep", floor: 5000},
	nomenclature.RNCP:        {publisher: "France compétences", floor: 5000, partial: true},
	nomenclature.ROME:        {publisher: "France Travail", floor: 400, due: []part{appellations, textes, arborescence}},
	nomenclature.ROME3:       {publisher: "France Travail", floor: 400, due: []part{appellations}},
	nomenclature.Formacode:   {publisher: "Centre Inffo", floor: 2000, due: []part{domaines}},
	nomenclature.Formacode13: {publisher: "Centre Inffo", floor: 2000},
	nomenclature.NSF:         {publisher: "Légifrance, article D311-4", floor: 80},
	nomenclature.NSFLettres:  {publisher: "Éducation nationale, base centrale des nomenclatures", floor: 10},
	nomenclature.GFE:         {publisher: "Caisse des dépôts, EDOF", floor: 20},
	nomenclature.FAP:         {publisher: "Dares", floor: 150},
	nomenclature.Communes:    {publisher: "La Poste", floor: 30000},
	nomenclature.Organismes:  {publisher: "Liste des organismes de formation", floor: 1000, partial: true},
	nomenclature.Exemples:    {publisher: "Intitulés déjà codés", floor: 100, partial: true},
}

func publicationOf(ref nomenclature.Referential) (publication, error) {
	p, ok := publications[ref]
	if !ok {
		return p, fmt.Errorf("read referential %q: unknown: choose one of %v", ref, nomenclature.Referentials)
	}
	return p, nil
}

// Floor is the number of values under which a load of the national referential
// is abnormal and should not replace the last good one; 0 for an unknown one.
func Floor(ref nomenclature.Referential) int { return publications[ref].floor }
