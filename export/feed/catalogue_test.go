package feed_test

import (
	"fmt"
	"iter"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// The catalogue of the tests: one formation that every target takes, and others
// that each have one thing that some target, or LHEO, does not accept.

func organisme() offre.Organisme {
	return offre.Organisme{
		ID: "04_O1", SIRET: "73282932000074", NDA: "25140012314", Nom: "Nautis formation", RaisonSociale: "Nautis",
		Coordonnees: offre.Contact{Telephone: "02 31 00 00 01", Courriel: "accueil@nautis.example",
			Adresse: offre.Adresse{Lignes: []string{"3 quai Charcot"}, CodePostal: "14150", Ville: "Ouistreham", CodeINSEE: "14488"}},
	}
}

func session(id, formation string) offre.Session {
	return offre.Session{
		ID: id, Formation: formation, Debut: "20260907", Fin: "20261218", EtatRecrutement: "1",
		Modalites: offre.Modalites{
			EntreesSorties: "0", Dispositif: offre.FormationContinue, HeuresTotal: 140, Rythme: "Temps plein",
			Lieu: offre.Lieu{Adresse: offre.Adresse{Lignes: []string{"3 quai Charcot"}, CodePostal: "14150", Ville: "Ouistreham"}},
		},
	}
}

func offer(id string, change func(*offre.Offre)) offre.Offre {
	yes := true
	o := offre.Offre{
		Formation: offre.Formation{
			ID: id, Responsable: "73282932000074", Intitule: "CAP cuisine", Certifiante: &yes,
			Objectif: "Réaliser des préparations chaudes & froides", Contenu: "Techniques culinaires, hygiène", Resultats: "Obtention du CAP",
			Parcours: "1", NiveauEntree: "1", NiveauSortie: "13", Publics: []string{"80006"},
			Certifications: []offre.Certification{{CertifInfo: "100357", RNCP: "RNCP38430", Origine: offre.OrigineSaisie}},
			Formacodes:     []offre.Code{{Code: "42752"}, {Code: "42754"}}, ROME: []offre.Code{{Code: "G1602"}},
		},
		Responsable: organisme(),
		Sessions:    []offre.Session{session("S"+strings.Fields(id)[0][4:]+"a", id)},
	}
	if change != nil {
		change(&o)
	}
	return o
}

func catalogue() []offre.Offre {
	return []offre.Offre{
		offer("04_F01", nil),
		offer("04_F02 en apprentissage", func(o *offre.Offre) {
			for i := range 2 {
				s := session(fmt.Sprintf("S02%c", 'a'+i), o.Formation.ID)
				s.Dispositif = offre.Apprentissage
				o.Sessions = append(o.Sessions[:i], s)
			}
			o.Formation.Publics = nil
		}),
		offer("04_F03 sans session", func(o *offre.Offre) { o.Sessions = nil }),
		offer("04_F04 dont une session est finie et une sans lieu", func(o *offre.Offre) {
			ended, nowhere := session("S04a", o.Formation.ID), session("S04b", o.Formation.ID)
			ended.Fin, nowhere.Lieu = "20260712", offre.Lieu{}
			o.Sessions = []offre.Session{ended, nowhere, session("S04c", o.Formation.ID)}
		}),
		offer("04_F05 d'un organisme inconnu", func(o *offre.Offre) { o.Responsable = offre.Organisme{} }),
		offer("04_F06 dont on ne sait que le titre et les mois", func(o *offre.Offre) {
			o.Formation = offre.Formation{ID: o.Formation.ID, Responsable: o.Formation.Responsable, Intitule: o.Formation.Intitule}
			o.Responsable.NDA = ""
			s := &o.Sessions[0]
			s.Debut, s.Fin, s.Modalites = "20260900", "20270600", offre.Modalites{Lieu: s.Lieu}
		}),
		offer("04_F07 au SIRET faux", func(o *offre.Offre) {
			o.Formation.Responsable, o.Responsable.SIRET = "73282932000075", "73282932000075"
		}),
		offer("04_F08 en trois actions", func(o *offre.Offre) {
			other := func(id, action, town string) offre.Session {
				s := session(id, o.Formation.ID)
				s.Action, s.Lieu.Adresse.Ville = action, town
				return s
			}
			o.Sessions = []offre.Session{other("S08a", "A8", "Caen"), other("S08b", "A8", "Vire"), other("S08c", "", "Vire"), other("S08d", "", "Flers")}
		}),
	}
}

func stream(offers []offre.Offre) iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		for _, o := range offers {
			if !yield(o, nil) {
				return
			}
		}
	}
}
