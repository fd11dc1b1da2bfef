package rules

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestGoodCaseBreaksNothing(t *testing.T) {
	if found := Check(good()); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

// TestEachRule breaks one thing of the good case at a time; want names the rule
// and the record that it speaks of.
func TestEachRule(t *testing.T) {
	no, broken := false, map[string]bool{}
	formation := func(change func(*offre.Formation)) func(*Case) {
		return func(c *Case) { change(&c.Offre.Formation) }
	}
	responsable := func(change func(*offre.Organisme)) func(*Case) {
		return func(c *Case) { change(&c.Offre.Responsable) }
	}
	first := func(change func(*offre.Session)) func(*Case) {
		return func(c *Case) { change(&c.Offre.Sessions[0]) }
	}
	for _, tc := range []struct {
		name  string
		spoil func(*Case)
		want  string
	}{
		{"nobody is answerable", formation(func(f *offre.Formation) { f.Responsable = "" }), "responsable-absent 28_F1"},
		{"wrong SIRET", formation(func(f *offre.Formation) { f.Responsable = "73282932000075" }), "responsable-siret 28_F1"},
		{"no NDA", responsable(func(o *offre.Organisme) { o.NDA = "" }), "responsable-nda 28_F1"},
		{"NDA of zeros", responsable(func(o *offre.Organisme) { o.NDA = "00000000000" }), "responsable-nda 28_F1"},
		{"responsable that the catalogue does not hold", func(c *Case) { c.Offre.Responsable = offre.Organisme{SIRET: "73282932000074"} }, "responsable-nda 28_F1"},
		{"verified more than a year ago", responsable(func(o *offre.Organisme) { o.VerifieLe = "20250930" }), "organisme-non-verifie 28_O1"},
		{"verified a year ago to the day", responsable(func(o *offre.Organisme) { o.VerifieLe = "20251001" }), ""},
		{"verified in a month of last year", responsable(func(o *offre.Organisme) { o.VerifieLe = "20251000" }), ""},
		{"never verified", responsable(func(o *offre.Organisme) { o.VerifieLe = "" }), "organisme-non-verifie 28_O1"},

		{"certifying without certification", formation(func(f *offre.Formation) { f.Certifications = nil }), "certifiante-sans-certification 28_F1"},
		{"not said to be certifying, without certification", formation(func(f *offre.Formation) { f.Certifications, f.Certifiante = nil, nil }), ""},
		{"certification of a formation that is not certifying", formation(func(f *offre.Formation) { f.Certifiante = &no }), "certification-non-certifiante 28_F1"},
		{"last examination is past", formation(func(f *offre.Formation) { f.Certifications[0].CertifInfo = "200" }), "certification-terminee 28_F1"},
		{"last examination in the year of the last session", formation(func(f *offre.Formation) { f.Certifications[0].CertifInfo = "300" }), ""},
		{"last examination before the end of the last session", formation(func(f *offre.Formation) { f.Certifications[0].CertifInfo = "301" }), "certification-terminee 28_F1"},
		{"not certifying, and no certification", formation(func(f *offre.Formation) { f.Certifiante, f.Certifications = &no, nil }), ""},
		{"last examination is past, successor held", formation(func(f *offre.Formation) {
			f.Certifications = []offre.Certification{{CertifInfo: "200"}, {CertifInfo: "100", Intitule: "CAP voilerie", Remplace: "200"}}
		}), ""},
		{"two certifications, title of neither", formation(func(f *offre.Formation) {
			f.Intitule = "Métiers de la voile"
			f.Certifications = append(f.Certifications, offre.Certification{Intitule: "CAP gréeur"})
		}), "intitule-sans-libelle 28_F1"},
		{"two certifications, title of one", formation(func(f *offre.Formation) {
			f.Certifications = append(f.Certifications, offre.Certification{Intitule: "CAP gréeur"})
		}), ""},
		{"two certifications of a formation that is not certifying, title of neither", formation(func(f *offre.Formation) {
			f.Intitule, f.Certifiante = "Métiers de la voile", &no
			f.Certifications = append(f.Certifications, offre.Certification{Intitule: "CAP gréeur"})
		}), "certification-non-certifiante 28_F1"},
		{"keywords of the title", formation(func(f *offre.Formation) { f.MotsCles = []string{"VOILERIE", "gréement", "la voilerie"} }), "mots-cles-repetes 28_F1"},
		{"keyword of mere tool words", formation(func(f *offre.Formation) { f.MotsCles = []string{"en"} }), ""},
		{"recognition beside a certification", formation(func(f *offre.Formation) { f.TypeReconnaissance = "Attestation" }), "reconnaissance-certifiante 28_F1"},
		{"recognition without certification", formation(func(f *offre.Formation) {
			f.TypeReconnaissance, f.Certifications, f.Certifiante = "Attestation", nil, &no
		}), ""},
		{"first code of the annex lists", formation(func(f *offre.Formation) {
			f.Formacodes = append(f.Formacodes, offre.Code{Code: "51000", Origine: offre.OrigineSaisie})
		}), "formacode-annexe 28_F1"},
		{"last code of the domains", formation(func(f *offre.Formation) {
			f.Formacodes = append(f.Formacodes, offre.Code{Code: "50999", Origine: offre.OrigineSaisie})
		}), ""},
		{"code of an annex list that a certification gives", formation(func(f *offre.Formation) {
			f.Formacodes = append(f.Formacodes, offre.Code{Code: "82044", Origine: offre.OrigineCertification})
		}), ""},
		{"domain of an annex list", formation(func(f *offre.Formation) {
			f.Formacodes = append(f.Formacodes, offre.Code{Code: "82044", Origine: offre.OrigineSaisie})
		}), "formacode-annexe 28_F1"},
		{"public that is a domain", formation(func(f *offre.Formation) { f.Publics = []string{"21754"} }), "public-hors-plage 28_F1"},
		{"first and last public", formation(func(f *offre.Formation) { f.Publics = []string{"80000", "83999"} }), ""},
		{"code before the publics", formation(func(f *offre.Formation) { f.Publics = []string{"79999"} }), "public-hors-plage 28_F1"},
		{"code after the publics", formation(func(f *offre.Formation) { f.Publics = []string{"84000"} }), "public-hors-plage 28_F1"},

		{"same formation saved twice", beside(func(o *offre.Offre) {}), "formation-deja-saisie 28_F1"},
		{"same formation at other dates", beside(func(o *offre.Offre) { o.Sessions = []offre.Session{session("S9", "20280904", "20290629")} }), "formation-presque-identique 28_F1"},

		{"no session", func(c *Case) { c.Offre.Sessions = nil }, "formation-non-diffusee 28_F1"},
		{"every session over", func(c *Case) { c.Offre.Sessions = []offre.Session{session("S0", "20250901", "20260930")} },
			"formation-non-diffusee 28_F1, session-terminee S0"},
		{"one session over", first(func(s *offre.Session) {
			s.Debut, s.Fin, s.InscriptionDebut, s.InscriptionFin = "20250901", "20260930", "", ""
		}), "session-terminee S1"},
		{"ends today", first(func(s *offre.Session) { s.Fin = "20261001" }), ""},
		{"month of a year not stated may be to come", first(func(s *offre.Session) { s.Debut, s.Fin = "00000900", "" }), ""},
		{"enrolment ends before it opens", first(func(s *offre.Session) { s.InscriptionFin = "20260531" }), "inscription-dates S1"},
		{"enrolment opens after the session", first(func(s *offre.Session) { s.InscriptionDebut, s.InscriptionFin = "20270701", "" }), "inscription-dates S1"},
		{"permanent entries over part of a year", first(func(s *offre.Session) { s.EntreesSorties = "1" }), "entrees-permanentes S1"},
		{"permanent entries over the civil year", first(func(s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", "20270101", "20271231" }), ""},
		{"permanent entries over two civil years", first(func(s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", "20270101", "20281231" }), "entrees-permanentes S1"},
		{"permanent entries to the day before the last", first(func(s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", "20270101", "20271230" }), "entrees-permanentes S1"},
		{"permanent entries to the last day of another month", first(func(s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", "20270101", "20271031" }), "entrees-permanentes S1"},
		{"permanent entries, start not known", first(func(s *offre.Session) { s.EntreesSorties, s.Debut = "1", "" }), ""},
		{"permanent entries, end not known", first(func(s *offre.Session) { s.EntreesSorties, s.Fin = "1", "" }), ""},
		{"permanent entries, year alone", first(func(s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", "20270000", "20270000" }), ""},
		{"same dates and place twice", func(c *Case) { c.Offre.Sessions[1] = session("S2", "20260907", "20270630") }, "sessions-memes-dates S2"},
		{"same month of a year not stated is no repeat", func(c *Case) {
			c.Offre.Sessions = []offre.Session{session("S1", "00000900", ""), session("S2", "00000900", "")}
		}, ""},
		{"no contact", first(func(s *offre.Session) { s.Contact = offre.Contact{} }), "session-sans-contact S1"},
		{"two people as one contact", first(func(s *offre.Session) { s.Contact.Nom = "Lefèvre et Morel" }), "session-plusieurs-contacts S1"},
		{"two first names as one contact", first(func(s *offre.Session) { s.Contact.Prenom = "Camille / Ali" }), "session-plusieurs-contacts S1"},
		{"name that holds the letters of a joining word", first(func(s *offre.Session) { s.Contact.Nom = "Etienne Poulet" }), ""},
		{"contact that cannot be reached", first(func(s *offre.Session) { s.Contact.Telephone = "" }), "contact-injoignable S1"},
		{"contact by mail alone", first(func(s *offre.Session) { s.Contact = offre.Contact{Courriel: "c@exemple.fr"} }), ""},
		{"market number without agreement", first(func(s *offre.Session) { s.NumeroMarche, s.Conventionnement = "2026-12", "0" }), "marche-sans-convention S1"},
		{"market number, agreement not stated", first(func(s *offre.Session) { s.NumeroMarche = "2026-12" }), ""},
		{"hours that do not add up", first(func(s *offre.Session) { s.HeuresTotal = 600 }), "heures-incoherentes S1"},
		{"part of the hours not stated", first(func(s *offre.Session) { s.HeuresEntreprise = 0 }), ""},
		{"part greater than the total", first(func(s *offre.Session) { s.HeuresEntreprise, s.HeuresCentre = 0, 600 }), "heures-incoherentes S1"},
		{"total not stated", first(func(s *offre.Session) { s.HeuresTotal = 0 }), ""},
		{"commune of another postal code", first(func(s *offre.Session) { s.Lieu.Adresse.CodePostal = "14000" }), "commune-incoherente S1"},
		{"one place of two sessions is told once", func(c *Case) {
			for i := range c.Offre.Sessions {
				c.Offre.Sessions[i].Lieu.Adresse.CodePostal = "14000"
			}
		}, "commune-incoherente S1"},
		{"CEDEX of another department", responsable(func(o *offre.Organisme) { o.Coordonnees.Adresse.CodePostal = "61050" }), "commune-incoherente 28_O1"},
		{"CEDEX in Corsica", responsable(func(o *offre.Organisme) {
			o.Coordonnees.Adresse = offre.Adresse{CodePostal: "20181", CodeINSEE: "2A004"}
		}), ""},
		{"commune that nobody knows", first(func(s *offre.Session) { s.Lieu.Adresse.CodeINSEE = "14999" }), ""},
		{"no postal code", first(func(s *offre.Session) { s.Lieu.Adresse.CodePostal = "" }), ""},
		{"short postal code", first(func(s *offre.Session) { s.Lieu.Adresse.CodePostal = "1" }), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := good()
			tc.spoil(&c)
			found := Check(c)
			if got := told(found); got != tc.want {
				t.Errorf("got %q; want %q", got, tc.want)
			}
			for _, f := range found {
				broken[f.Rule] = true
			}
		})
	}
	for _, r := range All {
		if !broken[r.Code] {
			t.Errorf("no case breaks %s", r.Code)
		}
	}
}

func told(found []finding.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Rule+" "+f.Record)
	}
	return strings.Join(all, ", ")
}

func TestEveryRuleIsWhole(t *testing.T) {
	for _, r := range All {
		if r.Breaches == nil || r.Code == "" || r.Sentence == "" || r.Why == "" || r.Source == "" {
			t.Errorf("rule %q is not whole", r.Code)
		}
		if (r.Severity == finding.Info) == (r.Remedy != "") {
			t.Errorf("%s: only what is to be mended has a remedy, and it has one", r.Code)
		}
	}
}

// TestFindingSpeaksToAPerson looks at sentences whole.
func TestFindingSpeaksToAPerson(t *testing.T) {
	c := good()
	c.Offre.Responsable.NDA, c.Offre.Responsable.Siege = "", "35600000000048"
	c.Offre.Formation.MotsCles = []string{"voilerie", "gréement"}
	c.Offre.Sessions[0].InscriptionDebut, c.Offre.Sessions[0].InscriptionFin = "20270800", ""
	want := []finding.Finding{
		{Rule: "responsable-nda", Severity: finding.Warning, Record: "28_F1", Field: "organisme.nda", Remedy: responsableNDA.Remedy,
			Message: "L'organisme responsable, Institut du littoral, est une antenne sans numéro de déclaration d'activité : le responsable est sans doute son siège, 35600000000048."},
		{Rule: "mots-cles-repetes", Severity: finding.Warning, Record: "28_F1", Field: "formation.mots_cles", Value: "voilerie ; gréement", After: "gréement", Remedy: motsClesRepetes.Remedy,
			Message: "Déjà dans l'intitulé de la formation ou de la certification : « voilerie »."},
		{Rule: "inscription-dates", Severity: finding.Warning, Record: "S1", Field: "session.inscription_debut", Value: "08/2027", Remedy: inscriptionDates.Remedy,
			Message: "Les inscriptions ouvrent en 08/2027, après la fin de la session, le 30/06/2027."},
	}
	if got := Check(c); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestNothingKnownBreaksNoProgram(t *testing.T) {
	Check(Case{})
	c := good()
	c.Communes, c.Certifications = nil, nil
	c.Offre.Formation.Certifications[0].CertifInfo = "200"
	c.Offre.Sessions[0].Lieu.Adresse.CodePostal = "14000"
	if found := Check(c); len(found) > 0 {
		t.Errorf("without referentials: %+v", found)
	}
	c.Offre.Sessions[0].Debut, c.Offre.Sessions[0].Fin = "2026", "20269999"
	Check(c)
}

func TestSameCaseSameFindings(t *testing.T) {
	c := good()
	c.Offre.Sessions = append(c.Offre.Sessions, session("S3", "20260101", "20250101"), session("S4", "20250101", "20250201"))
	first := Check(c)
	for range 10 {
		if !reflect.DeepEqual(Check(c), first) {
			t.Fatal("the same case gave other findings")
		}
	}
	c.Date = c.Date.Add(8 * time.Hour)
	if !reflect.DeepEqual(Check(c), first) {
		t.Error("the hour of the day changed the findings")
	}
}

func BenchmarkCheck(b *testing.B) {
	c := good()
	b.ReportAllocs()
	for b.Loop() {
		Check(c)
	}
}

func TestSeveral(t *testing.T) {
	for name, want := range map[string]bool{"": false, "Lefèvre": false, "Et-Tahiri": false, "Lefèvre  ET Morel": true, "Lefèvre ou Morel": true, "Nguyen Ou": false, "Morel & Briand": true, "Le Goff-Morel": false} {
		if several(name) != want {
			t.Errorf("%q names several people: %v", name, !want)
		}
	}
}

// TestARuleThatSaysNoMoreSaysItsSentence: a finding is never without words.
func TestARuleThatSaysNoMoreSaysItsSentence(t *testing.T) {
	c := good()
	c.Offre.Formation.TypeReconnaissance = "Attestation"
	if found := Check(c); len(found) != 1 || found[0].Message != reconnaissanceCertifiante.Sentence {
		t.Errorf("%+v", found)
	}
}

// TestATitleIsAskedToBeginWithThePrincipalLabel, not with that of another.
func TestATitleIsAskedToBeginWithThePrincipalLabel(t *testing.T) {
	c := good()
	c.Offre.Formation.Intitule = "Métiers de la voile"
	c.Offre.Formation.Certifications = append(c.Offre.Formation.Certifications, offre.Certification{Intitule: "CAP gréeur"})
	if found := Check(c); len(found) != 1 || found[0].After != "CAP voilerie" || found[0].Value != "Métiers de la voile" {
		t.Errorf("%+v", found)
	}
}

func TestDatesInWords(t *testing.T) {
	for d, want := range map[offre.Date]string{
		"20270630": "le 30/06/2027", "20270600": "en 06/2027", "20270000": "en 2027", "20261300": "en 20261300", "20260001": "en 20260001", "20260231": "en 20260231", "00000900": "en 00000900", "bientôt": "en bientôt",
	} {
		if got := le(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
