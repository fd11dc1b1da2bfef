package rules

import (
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// good is an offer that breaks no rule, on 1 October 2026.
func good() Case {
	yes := true
	return Case{
		Date:           time.Date(2026, 10, 1, 9, 30, 0, 0, time.UTC),
		Communes:       testCommunes{},
		Certifications: testCertification,
		Offre: offre.Offre{
			Formation: offre.Formation{
				ID: "28_F1", Responsable: "73282932000074", Intitule: "CAP voilerie en un an", Certifiante: &yes,
				Certifications: []offre.Certification{{CertifInfo: "100", Intitule: "CAP voilerie", Origine: offre.OrigineSaisie}},
				Formacodes:     []offre.Code{{Code: "21754", Origine: offre.OrigineCertification}},
				MotsCles:       []string{"gréement", "voile d'avant"}, Publics: []string{"82044"},
			},
			Responsable: offre.Organisme{
				ID: "28_O1", SIRET: "73282932000074", NDA: "28140012314", Nom: "Institut du littoral", VerifieLe: "20260115",
				Coordonnees: offre.Contact{Adresse: offre.Adresse{CodePostal: "14050", CodeINSEE: "14118"}},
			},
			Sessions: []offre.Session{session("S1", "20260907", "20270630"), session("S2", "20270906", "20280630")},
		},
	}
}

func session(id string, debut, fin offre.Date) offre.Session {
	s := offre.Session{
		ID: id, Debut: debut, Fin: fin, InscriptionDebut: "20260601", InscriptionFin: "20260831",
		Contact: offre.Contact{Nom: "Lefèvre", Prenom: "Camille", Telephone: "02 31 00 00 02"},
	}
	s.EntreesSorties, s.HeuresCentre, s.HeuresEntreprise, s.HeuresTotal = "0", 420, 140, 560
	s.Lieu.Adresse = offre.Adresse{CodePostal: "14150", CodeINSEE: "14488"}
	return s
}

// testCertification is a Certif Info of a few entries, of which all but the first
// end.
func testCertification(code string) (nomenclature.Certification, bool) {
	known := map[string]nomenclature.Certification{
		"100": {Code: "100", Intitule: "CAP voilerie"},
		"200": {Code: "200", Intitule: "BEP voilerie", DerniereSession: 2025},
		"300": {Code: "300", Intitule: "BP voilerie", DerniereSession: 2028}, // the year in which the last session of the good offer ends
		"301": {Code: "301", Intitule: "BP gréement", DerniereSession: 2027},
	}
	c, found := known[code]
	return c, found
}

// testCommunes is a base of three communes.
type testCommunes struct{}

func (testCommunes) PostalCodes(insee string) []string {
	return map[string][]string{"14118": {"14000"}, "14488": {"14150"}, "2A004": {"20000", "20090"}}[insee]
}

func (testCommunes) KnownPostalCode(code string) bool {
	switch code {
	case "14000", "14150", "20000", "20090", "61000":
		return true
	}
	return false
}
