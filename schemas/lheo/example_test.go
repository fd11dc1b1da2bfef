package lheo_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func ExampleTable() {
	for _, e := range lheo.Table("etat-recrutement") {
		fmt.Println(e.Code, e.Label)
	}
	// Output:
	// 1 ouvert
	// 2 fermé
	// 3 suspendu
}

func ExampleValidate() {
	feed := `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>
<formation numero="28_F1"><certifiante>oui</certifiante></formation>
</offres></lheo>`
	verdict, err := lheo.Validate(context.Background(), strings.NewReader(feed), lheo.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verdict.Valid, verdict.Formations)
	fmt.Println(verdict.Faults[0].Path)
	fmt.Println(verdict.Faults[0].Message)
	// Output:
	// false 1
	// lheo/offres/formation[1]/certifiante
	// « oui » n'est pas un code de la table « boolean » de <certifiante>.
}

func ExampleProfile_AppendOffer() {
	profile := lheo.Profile{Defaults: map[string]string{"objectif-formation": "Non communiqué"}}
	_, report := profile.AppendOffer(nil, lheo.Offer{Formation: offre.Formation{ID: "28_F1", Intitule: "CAP cuisine"}})
	fmt.Println(report.Defaulted)
	fmt.Println(report.Missing[:2])
	// Output:
	// [objectif-formation]
	// [resultats-attendus contenu-formation]
}

func ExampleDecode() {
	f, err := os.Open("testdata/base.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	for record, err := range lheo.Decode(f) {
		if err != nil {
			fmt.Println(err)
			return
		}
		o := record.Offre()
		fmt.Println(o.Formation.ID, o.Formation.Intitule, o.Sessions[0].Debut)
		for _, r := range record.Rest()[:2] {
			fmt.Println(r.Chemin, r.XML)
		}
	}
	// Output:
	// 28_F101 CAP cuisine 20260901
	// formation[1] datecrea="20260105"
	// formation[1] datemaj="20261012"
}
