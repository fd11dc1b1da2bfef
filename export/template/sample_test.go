package template

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
)

const (
	siege   = "73282932000074"
	antenne = "73282932000082"
)

// dangerous is a text that a spreadsheet would run, if it were a formula.
const dangerous = "=HYPERLINK(\"https://exemple.fr\";\"Cliquez\")\n- techniques culinaires\n- hygiène"

// sample is an organisation as the catalogue knows it, with something in every
// column.
func sample() Options {
	return Options{Organismes: organismes(), Offres: []offre.Offre{cuisine(), certifications()}, Date: today}
}

func organismes() []offre.Organisme {
	return []offre.Organisme{
		{
			ID: "04_O2", SIRET: antenne, Nom: "Institut du littoral - Ouistreham", Siege: siege,
			NDA: "28140012314", NDAOrigine: offre.OrigineRegistre,
		},
		{
			ID: "04_O1", SIRET: siege, NDA: "28140012314", UAI: "0141408E", Nom: "Institut du littoral", RaisonSociale: "Association Institut du littoral",
			Coordonnees: offre.Contact{
				Telephone: "02 31 00 00 00", Portable: "06 00 00 00 00", Fax: "02 31 00 00 01", Courriel: "accueil@exemple.fr", Web: "https://www.exemple.fr",
				Adresse: offre.Adresse{Lignes: []string{"12 rue des Salines", "Bâtiment B"}, CodePostal: "01000", Ville: "Bourg-en-Bresse", CodeINSEE: "01053", Departement: "01", Region: "84"},
			},
			Interlocuteurs: []offre.Contact{
				{Civilite: "Madame", Nom: "Lefèvre", Prenom: "Camille", Fonction: "Responsable pédagogique", Telephone: "02 31 00 00 02", Portable: "06 00 00 00 01", Courriel: "c.lefevre@exemple.fr"},
				{Nom: "Accueil"},
			},
			Rattachements: []offre.Rattachement{{Nom: "Université de la mer", Sens: offre.DependDe}, {Nom: "Antenne du port", Sens: offre.Rattachee}},
			Potentiel:     "Métiers du nautisme", PotentielFormacodes: []string{"31734", "31795"},
			Certifications: []offre.CertificationPreparee{{Code: "54912", Commentaire: "uniquement en apprentissage"}, {Code: "81001"}},
			VerifieLe:      "20260915", Commentaire: "Rappeler en janvier", Renseignements: "Certifié Qualiopi",
		},
	}
}

func cuisine() offre.Offre {
	yes := true
	f := offre.Formation{
		ID: "04_F1", Reference: "CUI-01", Responsable: siege, Intitule: "CAP cuisine", IntituleSaisi: "Cap cuisine en un an",
		Objectif: "Réaliser des préparations", Contenu: dangerous, Resultats: "Obtention du CAP", MotsCles: []string{"traiteur", "restauration collective"},
		MetiersVises: "Commis de cuisine", Certifiante: &yes, NiveauSortie: "13",
		ROME:               []offre.Code{{Code: "G1602", Origine: offre.OrigineCertification}},
		TypeReconnaissance: "Attestation", CommentaireValidation: "Contrôle en cours de formation", NiveauEntree: "4", Prerequis: "Aucun",
		Parcours: "2", ObjectifGeneral: "3", Publics: []string{"82044"}, InfoPublic: "Jeunes de 16 à 29 ans", Positionnement: "1", Module: "M1",
		URL:     "https://www.exemple.fr/cap-cuisine",
		Contact: offre.Contact{Nom: "Lefèvre", Prenom: "Camille", Telephone: "02 31 00 00 02", Courriel: "c.lefevre@exemple.fr"},
		Saisie: offre.Saisie{
			Certifications: []offre.Certification{{CertifInfo: "54912", RNCP: "RNCP38430", RS: "RS5080", CFD: "50022139", Origine: offre.OrigineSaisie}},
			Formacodes:     []string{"42752"}, NSF: []string{"221"}, ROME: []string{"G1603"}, NiveauSortie: "14", Certifiante: &yes,
		},
	}
	return offre.Offre{Formation: f, Sessions: []offre.Session{atelier(), partial()}}
}

func atelier() offre.Session {
	return offre.Session{
		ID: "04_S1", Formation: "04_F1", Reference: "2026-09", Debut: "20260907", Fin: "20270630", InscriptionDebut: "20260601", InscriptionFin: "20260831",
		EtatRecrutement: "1", ModalitesInscription: "Dossier à demander", NumeroMarche: "2026/07", Places: 12, URL: "https://www.exemple.fr/s1",
		AdresseInscription: offre.Adresse{Lignes: []string{"1 place du Port"}, CodePostal: "14150", Ville: "Ouistreham", Departement: "14", Region: "28"},
		Contact:            offre.Contact{Civilite: "Monsieur", Nom: "Martin", Prenom: "Alix", Fonction: "Conseiller formation", Telephone: "02 31 00 00 03", Courriel: "a.martin@exemple.fr"},
		Modalites: offre.Modalites{
			EntreesSorties: "0", Formateur: antenne, FormateurNom: "Institut du littoral - Ouistreham", Dispositif: offre.POEC, Financeurs: []string{"16", "4", "2"},
			Lieu: offre.Lieu{SIRET: antenne, UAI: "0141408E", Adresse: offre.Adresse{Denomination: "Site de Ouistreham", Lignes: []string{"3 quai Charcot", "Hall 2"},
				CodePostal: "14150", Ville: "Ouistreham", CodeINSEE: "14488", Departement: "14", Region: "28"}},
			Rythme: "Temps plein", Alternance: "Une semaine en centre, trois en entreprise", Enseignement: "1", NiveauEntreeObligatoire: "0",
			ConditionsSpecifiques: "Être mobile", PriseEnCharge: "1", DetailPriseEnCharge: "Selon dossier", Conventionnement: "1",
			HeuresCentre: 420, HeuresEntreprise: 140, HeuresTotal: 560, DureeIndicative: "9 mois", PrixTotal: "2500", PrixHoraire: "12.5", FraisRestants: "Tenue",
			ModalitesRecrutement: "Entretien", ModalitesPedagogiques: "Atelier", PerimetreRecrutement: "3", Langues: []string{"fr", "en"},
			Restauration: "Self", Hebergement: "Internat", Transport: "Bus 61", AccesHandicapes: "Accessible en fauteuil",
		},
	}
}

// partial is a session of which only months are known.
func partial() offre.Session {
	return offre.Session{ID: "04_S2", Formation: "04_F1", Reference: "2027", Debut: "20270900", Fin: "20280000",
		Modalites: offre.Modalites{Lieu: offre.Lieu{Adresse: offre.Adresse{Lignes: []string{"Hall 2"}, CodePostal: "14150", Ville: "Ouistreham", CodeINSEE: "14488", Departement: "14", Region: "28"}}}}
}

// certifications is a formation that one row cannot state, and that the
// organisation never named.
func certifications() offre.Offre {
	f := offre.Formation{ID: "04_F2", Responsable: siege, Intitule: "Hygiène et sécurité", IntituleSaisi: "Hygiène et sécurité",
		Saisie: offre.Saisie{Certifications: []offre.Certification{
			{CertifInfo: "54912", Origine: offre.OrigineSaisie}, {RS: "RS5080", Origine: offre.OrigineSaisie}, {CertifInfo: "81001", RNCP: "RNCP38430", Origine: offre.OrigineSaisie}}}}
	s := partial()
	s.ID, s.Formation, s.Reference, s.Debut, s.Fin = "04_S3", "04_F2", "", "00000900", "00000000"
	return offre.Offre{Formation: f.AvantCodification(), Sessions: []offre.Session{s}}
}

// uncompressed is every part of the workbook, one after the other.
func uncompressed(t testing.TB, data []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}
