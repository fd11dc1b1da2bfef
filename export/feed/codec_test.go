package feed

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestRefusal(t *testing.T) {
	whole, report := lheo.Profile{}.AppendOffer(nil, lheo.Offer{Formation: offre.Formation{ID: "04_F1"}})
	for name, c := range map[string]struct {
		report    lheo.Report
		formation []byte
		code      string
		sentence  string
	}{
		"an element is missing": {report, whole, Incomplete,
			"LHEO exige l'intitulé de la formation (intitule-formation), que le catalogue n'a pas"},
		"what was written is against LHEO": {lheo.Report{}, []byte("<formation numero=\"04_F1\">\n<certifiante>2</certifiante>\n</formation>\n"), Invalid,
			"LHEO refuse la fiche (formation"},
	} {
		t.Run(name, func(t *testing.T) {
			got := refusal(lheo.Profile{}, c.report, c.formation)
			if got == nil || got.Code != c.code || !strings.HasPrefix(got.Sentence, c.sentence) {
				t.Errorf("got %v, want %s: %s", got, c.code, c.sentence)
			}
		})
	}
}

// TestMissingElementsAreNamed gives a formation of which nothing is known: each
// element that LHEO then demands has a French name.
func TestMissingElementsAreNamed(t *testing.T) {
	empty := lheo.Offer{Actions: []offre.Action{{
		Modalites: offre.Modalites{Lieu: offre.Lieu{Adresse: offre.Adresse{Ville: "Caen"}}},
		Sessions:  []offre.Session{{}},
	}}}
	_, report := lheo.Profile{}.AppendOffer(nil, empty)
	if len(report.Missing) < 20 {
		t.Fatalf("only %v are missing", report.Missing)
	}
	for _, path := range report.Missing {
		if name := frenchName(path); name == "l'élément" {
			t.Errorf("%s has no French name", path)
		}
	}
}

func TestFrenchName(t *testing.T) {
	for path, want := range map[string]string{
		"objectif-formation": "l'objectif de la formation",
		"organisme-formation-responsable/SIRET-organisme-formation/SIRET":   "le SIRET de l'organisme responsable",
		"organisme-formation-responsable/contact-organisme/coordonnees/nom": "le nom ou une coordonnée de l'organisme responsable",
		"action/session/adresse-inscription/adresse/codepostal":             "le code postal de l'adresse d'inscription",
		"action/lieu-de-formation/coordonnees/adresse/ville":                "la ville du lieu de formation",
		"action/rythme-formation":                                           "le rythme de la formation",
		"un-element/que-personne/ne-connait":                                "l'élément",
	} {
		if got := frenchName(path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
