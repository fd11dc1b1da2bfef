package feed_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// stated is an offer that states all that the twins show.
func stated(id string) offre.Offre {
	return offer(id, func(o *offre.Offre) {
		f, s := &o.Formation, &o.Sessions[0]
		f.NSF, f.URL, f.Prerequis = []offre.Code{{Code: "221"}}, "https://nautis.example/cap", "Aucun"
		f.Certifications = append(f.Certifications, offre.Certification{RS: "RS5054", Intitule: "Hygiène <base>"})
		f.Contact = offre.Contact{Nom: "Lefèvre", Prenom: "Camille", Portable: "06 00 00 00 01", Web: "https://nautis.example"}
		o.Responsable.UAI, o.Responsable.Coordonnees.Web = "0141408E", "https://nautis.example"
		o.Formateurs = map[string]offre.Organisme{"35600000000048": {ID: "04_O2", SIRET: "35600000000048", RaisonSociale: "Cap & mer", Coordonnees: offre.Contact{Web: "http://cap.example"}}}
		s.Formateur, s.FormateurNom, s.Financeurs, s.Langues = "35600000000048", "Cap et mer, site de Caen", []string{"2", "5"}, []string{"fr", "en"}
		s.HeuresCentre, s.HeuresEntreprise, s.PrixTotal, s.Enseignement, s.EntreesSorties = 100, 40, "1200,50", "1", "1"
		s.URL, s.Contact = "https://nautis.example/s", offre.Contact{Nom: "Morel", Telephone: "02 31 00 00 02", Courriel: "a.morel@nautis.example"}
		s.Lieu.UAI, s.Lieu.Adresse.Denomination, s.Lieu.Adresse.CodeINSEE = "0951099D", "Halle aux voiles", "14488"
		s.Lieu.Adresse.Latitude, s.Lieu.Adresse.Longitude = "49.27", "-0.25"
	})
}

// bare is an offer that states as little as LHEO lets one.
func bare(id string) offre.Offre {
	return offer(id, func(o *offre.Offre) {
		no := false
		o.Formation = offre.Formation{ID: id, Responsable: "73282932000074", Intitule: "Nœuds", Certifiante: &no, URL: "nautis.example/noeuds"}
		o.Responsable = offre.Organisme{ID: "04_O1", NDA: "25140012314", RaisonSociale: "Nautis"}
		s := &o.Sessions[0]
		s.Modalites = offre.Modalites{FormateurNom: "La Hune", PrixTotal: "sur devis", Lieu: offre.Lieu{Adresse: offre.Adresse{CodePostal: "14150", Ville: "Ouistreham"}}}
		s.Debut, s.Fin, s.EtatRecrutement = "20260900", "20270000", ""
	})
}

// TestTwinsOfAllAndOfLittle holds the words of the twins for an offer that states
// everything, and for one that states next to nothing.
func TestTwinsOfAllAndOfLittle(t *testing.T) {
	_, files := twins(t, []offre.Offre{stated("04_F1"), bare("04_F2")})
	golden(t, "twins-index.xml", files["index"])
	golden(t, "twins.jsonl", files["jsonl"])
	golden(t, "twins.jsonld", files["jsonld"])
	golden(t, "twins.csv", bytes.ReplaceAll(files["csv"], []byte("\r\n"), []byte("\n")))
}

// TestTheResponsableOfATwinIsTheOneThatIsKnown: the SIRET that the formation names
// stands in only for want of the organisation's.
func TestTheResponsableOfATwinIsTheOneThatIsKnown(t *testing.T) {
	for siret, want := range map[string]string{"35600000000048": "35600000000048", "": "73282932000074"} {
		o := stated("04_F1")
		o.Responsable.SIRET = siret
		_, files := twins(t, []offre.Offre{o})
		for kind, text := range map[string]string{"jsonl": `"organisme_responsable":{"numero":"04_O1","siret":"` + want + `"`, "csv": ";" + want + ";Nautis formation;", "jsonld": `"provider":{"@type":"EducationalOrganization","name":"Nautis formation","identifier":"` + want + `"`} {
			if !strings.Contains(string(files[kind]), text) {
				t.Errorf("%s does not say %s\n%s", kind, text, files[kind])
			}
		}
	}
}

// TestCellsThatSayNothingAreEmpty: zero hours are hours that nobody stated, and a
// formation may not say whether it is certifying.
func TestCellsThatSayNothingAreEmpty(t *testing.T) {
	unsaid := bare("04_F3")
	unsaid.Formation.Certifiante = nil
	_, files := twins(t, []offre.Offre{stated("04_F1"), bare("04_F2"), unsaid})
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(files["csv"], []byte("\xEF\xBB\xBF"))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for column, want := range map[string][]string{
		"certifiante": {"1", "0", ""}, "heures_total": {"140", "", ""}, "heures_centre": {"100", "", ""}, "debut": {"2026-09-07", "2026-09", "2026-09"}, "fin": {"2026-12-18", "2027", "2027"},
		"responsable_siret": {"73282932000074", "73282932000074", "73282932000074"}, "formateur_nom": {"Cap & mer", "La Hune", "La Hune"}, "contact_nom": {"Morel", "", ""}, "lieu_nom": {"Halle aux voiles", "", ""},
	} {
		at := slices.Index(rows[0], column)
		for i, cell := range want {
			if got := rows[i+1][at]; got != cell {
				t.Errorf("%s of row %d: %q, want %q", column, i+1, got, cell)
			}
		}
	}
}

// TestASummaryIsWrittenOnlyWhereItsPlaceIsKnown: a summary demands a place, where
// an offer does not.
func TestASummaryIsWrittenOnlyWhereItsPlaceIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*offre.Lieu)
		want   int
	}{
		"as it is":          {func(*offre.Lieu) {}, 1},
		"no town":           {func(l *offre.Lieu) { l.Adresse.Ville = "" }, 0},
		"no postal code":    {func(l *offre.Lieu) { l.Adresse.CodePostal = "" }, 0},
		"no place at all":   {func(l *offre.Lieu) { *l = offre.Lieu{} }, 0},
		"no street: a dash": {func(l *offre.Lieu) { l.Adresse.Lignes = nil }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, files := twins(t, []offre.Offre{offer("04_F1", func(o *offre.Offre) { c.change(&o.Sessions[0].Lieu) })})
			if got := bytes.Count(files["index"], []byte("<resume-offre ")); got != c.want {
				t.Errorf("%d summaries, want %d", got, c.want)
			}
		})
	}
}

// TestNumbersOfATargetAreItsOwn: 32 characters are written and 33 are not; of two
// actions of one number, the second formation is left out.
func TestNumbersOfATargetAreItsOwn(t *testing.T) {
	renumbered := made(t, "numbering: {formation: \"13_\", action: raw, session: raw}")
	long := func(n int) offre.Offre {
		return offer("04_"+strings.Repeat("9", n-3), func(o *offre.Offre) { o.Sessions[0].ID = "04_S9" })
	}
	for n, want := range map[int]bool{32: true, 33: false} {
		if f := one(t, renumbered, []offre.Offre{long(n)}, feed.Options{}); (f.Formations == 0) == want {
			t.Errorf("a number of %d characters is written: %v", n, !want)
		}
	}
	action := func(id, action, session string) offre.Offre {
		return offer(id, func(o *offre.Offre) { o.Sessions[0].Action, o.Sessions[0].ID = action, session })
	}
	f := one(t, renumbered, []offre.Offre{action("04_F1", "04_A1", "04_S1"), action("04_F2", "13_A1", "04_S2"), action("04_F3", "13_A3", "04_S1x")}, feed.Options{})
	if f.Formations != 2 || f.ledger["04_F2"].Reason != target.NumberTaken || !f.ledger["04_F3"].Exported {
		t.Errorf("%d formations: %+v", f.Formations, f.ledger)
	}
	if want := "le numéro « A1 » qu'aurait la fiche pour cette cible est déjà celui d'une autre"; f.ledger["04_F2"].Sentence != want {
		t.Errorf("%q, want %q", f.ledger["04_F2"].Sentence, want)
	}
}

// TestOffersWhoseResponsableHasNoSIRETAreSortedByTheirs: the formation's own stands
// in for it.
func TestOffersWhoseResponsableHasNoSIRETAreSortedByTheirs(t *testing.T) {
	of := func(id, siret string) offre.Offre {
		return offer(id, func(o *offre.Offre) { o.Formation.Responsable, o.Responsable.SIRET = siret, "" })
	}
	f := one(t, made(t, "order: organisme"), []offre.Offre{of("04_F1", "73282932000074"), of("04_F2", "35600000000048")}, feed.Options{})
	data := string(content(t, f.Feed))
	if first, second := strings.Index(data, `numero="04_F2"`), strings.Index(data, `numero="04_F1"`); first < 0 || second < first {
		t.Errorf("04_F2 at %d, 04_F1 at %d", first, second)
	}
}

// TestFindingsAreAboutRecordsOfTheCatalogue whatever numbers the target gives.
func TestFindingsAreAboutRecordsOfTheCatalogue(t *testing.T) {
	spoiled := offer("04_F1", func(o *offre.Offre) {
		o.Formation.Objectif, o.Sessions[0].ID, o.Sessions[0].ModalitesInscription = "a\x01", "04_S1", "b\x01"
	})
	f := one(t, made(t, "numbering: {formation: raw, session: raw}"), []offre.Offre{spoiled}, feed.Options{})
	var records []string
	for _, x := range slices.DeleteFunc(f.findings, func(x finding.Finding) bool { return x.Rule != "caractere-interdit" }) {
		records = append(records, x.Record)
	}
	slices.Sort(records)
	if want := []string{"04_F1", "04_S1"}; !slices.Equal(records, want) {
		t.Errorf("findings about %q, want %q", records, want)
	}
}
