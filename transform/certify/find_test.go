package certify

import (
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// small is a referential that fits on a page.
var small = []nomenclature.Certification{
	{Code: "101", Intitule: "CAP cuisine", Type: "Certificat d'aptitude professionnelle", NiveauEuropeen: 3, RNCP: "1", CFD: "1", EtatLibelle: "Publié", PremiereSession: 2018,
		Anciens: []nomenclature.Ancien{{Code: "11", Intitule: "CAP cuisine", EtatLibelle: "archivée"}}},
	{Code: "102", Intitule: "Bac pro cuisine", Type: "Baccalauréat professionnel", NiveauEuropeen: 4, RNCP: "2", CFD: "2", EtatLibelle: "Publié"},
	{Code: "103", Intitule: "BTS maintenance des véhicules option A : voitures particulières", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "3", EtatLibelle: "Publié"},
	{Code: "104", Intitule: "BTS maintenance des véhicules option B : véhicules de transport routier", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "4", EtatLibelle: "Publié"},
	{Code: "105", Intitule: "BTS négociation et digitalisation de la relation client", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "5", EtatLibelle: "Publié", DerniereSession: 2025},
	{Code: "106", Intitule: "BTS négociation et digitalisation de la relation client", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "6", EtatLibelle: "Publié", PremiereSession: 2026,
		Anciens: []nomenclature.Ancien{{Code: "105", Intitule: "BTS négociation et digitalisation de la relation client", EtatLibelle: "Publié"}}},
	{Code: "107", Intitule: "Licence pro mention métiers du notariat", Type: "Licence professionnelle", NiveauEuropeen: 6, RNCP: "7", EtatLibelle: "Publié"},
	{Code: "108", Intitule: "Titre professionnel secrétaire assistant médico-social", Type: "Titre professionnel (TP de niveau 4)", NiveauEuropeen: 4, RNCP: "8", EtatLibelle: "Publié"},
	{Code: "109", Intitule: "Diplôme d'État de moniteur éducateur", Type: "Autre diplôme d'Etat de niveau 4", NiveauEuropeen: 4, RNCP: "9", EtatLibelle: "Publié"},
	{Code: "110", Intitule: "Ostéopathe", Type: "Autre titre inscrit sur demande au RNCP (niveau 7)", NiveauEuropeen: 7, RNCP: "10", EtatLibelle: "Publié", Certificateur: "École Durand"},
	{Code: "111", Intitule: "Ostéopathe", Type: "Autre titre inscrit sur demande au RNCP (niveau 7)", NiveauEuropeen: 7, RNCP: "11", EtatLibelle: "Publié", Certificateur: "Institut Lemoine"},
}

func smallIndex(tb testing.TB) *Index {
	tb.Helper()
	x, err := New(each(small))
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func each(list []nomenclature.Certification) iter.Seq2[nomenclature.Certification, error] {
	return func(yield func(nomenclature.Certification, error) bool) {
		for _, c := range list {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestFindReadsTitlesAsOrganisationsWriteThem(t *testing.T) {
	x := smallIndex(t)
	for _, c := range []struct{ name, title, want string }{
		{"as it is", "CAP cuisine", "101"},
		{"noise", "CAP Cuisine en 1 an (apprentissage possible)", "101"},
		{"year of the course", "Bac pro cuisine 2nde année", "102"},
		{"kind in full", "Certificat d'aptitude professionnelle Cuisine", "101"},
		{"accents decomposed", "BTS ne\u0301gociation et digitalisation de la relation client", "106"},
		{"initials", "BTS NDRC", "106"},
		{"option by its letter", "BTS maintenance des véhicules option B", "104"},
		{"option by its words", "BTS maintenance des véhicules - voitures particulières", "103"},
		{"kind after the title", "Métiers du notariat - Mention :Licence Pro - Parcours :droit immobilier", "107"},
		{"feminine and misspelt", "Secretaire assistante medico sociale", "108"},
		{"inclusive", "TP secrétaire assistant(e) médico-social(e)", "108"},
		{"cut short", "Licence pro métiers du notar", "107"},
		{"titre said before it", "École de santé de la ville haute, campus du port - Bachelor santé et bien-être - Titre RNCP Ostéopathe", "111"},
		{"initials first", "DEME - Diplôme d'Etat de moniteur éducateur", "109"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Find(Query{Title: c.title}, 3)
			if len(got) == 0 || got[0].Code != c.want {
				t.Errorf("%q: %+v, want %s first", c.title, got, c.want)
			}
		})
	}
}

func TestColumnsDecideWhereTitlesDoNot(t *testing.T) {
	x := smallIndex(t)
	for _, c := range []struct {
		name  string
		query Query
		want  string
	}{
		{"type", Query{Title: "Cuisine", Type: "Baccalauréat professionnel"}, "102"},
		{"level", Query{Title: "Cuisine", Level: 3}, "101"},
		{"diploma", Query{Title: "Formation du soir", Type: "Brevet de technicien supérieur", Diploma: "maintenance des véhicules option A : voitures particulières"}, "103"},
		{"certifier", Query{Title: "Ostéopathe", Certifier: "Institut Lemoine"}, "111"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := x.Find(c.query, 3); len(got) == 0 || got[0].Code != c.want {
				t.Errorf("%+v, want %s first", got, c.want)
			}
		})
	}
}

func TestFamilyIsChosenByDate(t *testing.T) {
	x := smallIndex(t)
	day := func(year int) time.Time { return time.Date(year, 9, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name, title string
		date        time.Time
		want        string
		autres      []string
	}{
		{"old version in its time", "BTS NDRC", day(2024), "105", []string{"106"}},
		{"new version in its time", "BTS NDRC", day(2026), "106", []string{"105"}},
		{"no day: the present one", "BTS NDRC", time.Time{}, "106", []string{"105"}},
		{"before the first session: the one replaced", "CAP cuisine", day(2015), "11", []string{"101"}},
		{"today: what replaced it", "CAP cuisine", day(2026), "101", []string{"11"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Find(Query{Title: c.title, Date: c.date}, 1)
			if len(got) == 0 || got[0].Code != c.want || !slices.Equal(got[0].Autres, c.autres) {
				t.Errorf("%+v, want %s with %v", got, c.want, c.autres)
			}
		})
	}
	if f := x.Family("106"); f != "105" || x.Family("105") != f || x.Family("999") != "" {
		t.Errorf("family of 106 is %q, of 105 %q, of a stranger %q", f, x.Family("105"), x.Family("999"))
	}
}

// A kind that the title names counts for more than a title of the same words.
func TestNamedKindWinsOverSameWords(t *testing.T) {
	x, err := New(each([]nomenclature.Certification{
		{Code: "301", Intitule: "BP coiffure", Type: "Brevet professionnel", NiveauEuropeen: 4, RNCP: "30", CFD: "30", EtatLibelle: "Publié"},
		{Code: "302", Intitule: "MC coiffure coupe couleur", Type: "Mention complémentaire (de niveau 3)", NiveauEuropeen: 3, RNCP: "31", CFD: "31", EtatLibelle: "Publié"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{"MC coiffure": "302", "BP coiffure": "301", "Mention complémentaire coiffure": "302"} {
		if got := x.Find(Query{Title: title}, 1); len(got) == 0 || got[0].Code != want {
			t.Errorf("%q: %+v, want %s", title, got, want)
		}
	}
}

// engineers are one diploma with several partners, another spécialité of the school,
// and two options of one fiche.
var engineers = []nomenclature.Certification{
	{Code: "201", Intitule: "Ingénieur diplômé de l'école des ponts spécialité robotique", Type: "Diplôme d'ingénieur", NiveauEuropeen: 7, RNCP: "20", EtatLibelle: "Publié"},
	{Code: "202", Intitule: "Ingénieur diplômé de l'école des ponts spécialité robotique en convention avec l'université de Brest", Type: "Diplôme d'ingénieur", NiveauEuropeen: 7, RNCP: "20", EtatLibelle: "Publié"},
	{Code: "203", Intitule: "Ingénieur diplômé de l'école des ponts spécialité robotique en partenariat avec l'institut de Lyon", Type: "Diplôme d'ingénieur", NiveauEuropeen: 7, RNCP: "21", EtatLibelle: "Publié"},
	{Code: "204", Intitule: "Ingénieur diplômé de l'école des ponts spécialité hydraulique", Type: "Diplôme d'ingénieur", NiveauEuropeen: 7, RNCP: "20", EtatLibelle: "Publié"},
	{Code: "205", Intitule: "BTS optique option A", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "22", EtatLibelle: "Publié"},
	{Code: "206", Intitule: "BTS optique option B", Type: "Brevet de technicien supérieur", NiveauEuropeen: 5, RNCP: "22", EtatLibelle: "Publié"},
}

// A fiche and a title that differ by the partners alone are one certification; one
// fiche for several spécialités or options is several.
func TestPartnersDoNotPartAFamily(t *testing.T) {
	x, err := New(each(engineers))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"201": "201", "202": "201", "203": "203", "204": "204", "205": "205", "206": "206"} {
		if got := x.Family(code); got != want {
			t.Errorf("family of %s is %s, want %s", code, got, want)
		}
	}
}

// One title at two certifiers is one family, and a guess within it.
func TestTwinsHalveTheConfidence(t *testing.T) {
	x := smallIndex(t)
	guess, sure := x.Find(Query{Title: "Ostéopathe"}, 1), x.Find(Query{Title: "Ostéopathe", Certifier: "École Durand"}, 1)
	if guess[0].Confidence > 0.5 || sure[0].Confidence < Automatic || sure[0].Code != "110" {
		t.Errorf("%+v and %+v", guess, sure)
	}
}

func TestWithoutHidesAFamily(t *testing.T) {
	x := smallIndex(t)
	for _, m := range x.Without("106").Find(Query{Title: "BTS NDRC"}, 5) {
		if m.Famille == "105" {
			t.Errorf("hidden family found: %+v", m)
		}
	}
	if got := x.Find(Query{Title: "BTS NDRC"}, 1); len(got) == 0 || got[0].Famille != "105" {
		t.Errorf("the index itself has changed: %+v", got)
	}
}

func TestNothingIsFoundInNothing(t *testing.T) {
	x := smallIndex(t)
	for _, title := range []string{"", " ", "!!!", "de la", "\xff\xfe", "12345678901234567890"} {
		if got := x.Find(Query{Title: title}, 5); len(got) > 0 && got[0].Confidence > 0.5 {
			t.Errorf("%q: %+v", title, got[0])
		}
	}
}

func TestNewGivesTheErrorOfItsSource(t *testing.T) {
	broken := errors.New("broken")
	_, err := New(func(yield func(nomenclature.Certification, error) bool) { yield(nomenclature.Certification{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
