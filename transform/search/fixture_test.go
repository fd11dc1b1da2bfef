package search

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// shelf is a small referential with one of each thing that a search meets. Its
// numbers are invented.
var shelf = []nomenclature.Certification{
	{Code: "1001", Intitule: "BTS comptabilité et gestion", Type: "Brevet de technicien supérieur", RNCP: "40001", CFD: "32031409", FormacodeLibelle: "Comptabilité", Etat: "0", EtatLibelle: "Publié",
		Anciens: []nomenclature.Ancien{{Code: "901", Intitule: "BTS comptabilité et gestion des organisations", RNCP: "901", CFD: "32031408", EtatLibelle: "archivée"}}},
	{Code: "1002", Intitule: "BTS management commercial opérationnel", RNCP: "40002", FormacodeLibelle: "Commerce", Etat: "0",
		Anciens: []nomenclature.Ancien{{Code: "902", Intitule: "BTS management des unités commerciales", RNCP: "902", EtatLibelle: "archivée"}}},
	{Code: "1003", Intitule: "CAP boulanger", RNCP: "40003", CFD: "50022145", FormacodeLibelle: "Boulangerie", Etat: "0"},
	{Code: "1004", Intitule: "CAP cuisine", RNCP: "40004", FormacodeLibelle: "Cuisine", Etat: "0", DerniereSession: 2025},
	{Code: "1005", Intitule: "CAP cuisine", RNCP: "40005", FormacodeLibelle: "Cuisine", Etat: "0", PremiereSession: 2026},
	{Code: "1006", Intitule: "Bac pro métiers de l'électricité et de ses environnements connectés", RNCP: "40006", FormacodeLibelle: "Électricité bâtiment", Etat: "0"},
	{Code: "1007", Intitule: "Titre professionnel électricien d'équipement du bâtiment", RNCP: "40007", FormacodeLibelle: "Électricité bâtiment", Etat: "0"},
	{Code: "1008", Intitule: "Titre professionnel gestionnaire de paie", RNCP: "40008", FormacodeLibelle: "Paie", Etat: "0"},
	{Code: "1009", Intitule: "Diplôme d'État d'accompagnant éducatif et social", RNCP: "40009", Etat: "0"},
	{Code: "1010", Intitule: "Diplôme d'État d'infirmier(ière)", RNCP: "40010", Etat: "0"},
	{Code: "1011", Intitule: "Certificat d'aptitude à la conduite en sécurité R489 chariots de manutention catégorie 3", RS: "5101", AutresRS: []string{"2101"}, FormacodeLibelle: "Chariot élévateur CACES", Etat: "11",
		Anciens: []nomenclature.Ancien{{Code: "911", Intitule: "Certificat d'aptitude à la conduite en sécurité R389 chariots de manutention catégorie 3", EtatLibelle: "archivée"}}},
	{Code: "1012", Intitule: "Certificat d'aptitude à la conduite en sécurité R482 engins de chantier catégorie A", RS: "5102", Etat: "11"},
	{Code: "1013", Intitule: "Habilitation pour la conduite de certains véhicules routiers affectés aux transports de marchandises", Etat: "11"},
	{Code: "1014", Intitule: "Habilitation électrique B0 chargé de travaux d'ordre non électrique, basse tension", Etat: "11",
		Anciens: []nomenclature.Ancien{{Code: "914", Intitule: "Habilitation électrique", EtatLibelle: "erronée"}}},
	{Code: "1015", Intitule: "Permis de conduire catégorie C", Etat: "11"},
	{Code: "1016", Intitule: "Tosa Excel", RS: "5080", FormacodeLibelle: "Logiciel Excel", Etat: "11"},
	{Code: "1017", Intitule: "Licence pro mention métiers de la GRH : assistant", RNCP: "40017", Etat: "0"},
	{Code: "1018", Intitule: "CQP opérateur en pâtisserie", RNCP: "40018", FormacodeLibelle: "Pâtisserie", Etat: "0"},
	{Code: "1019", Intitule: "MC employé traiteur", RNCP: "40019", Etat: "0"},
	{Code: "1020", Intitule: "CAP coiffure", RNCP: "40020", Etat: "0", Anciens: []nomenclature.Ancien{{Code: "1021", Intitule: "CAP coiffure d'avant", EtatLibelle: "Publié"}}},
	{Code: "1021", Intitule: "CAP métiers de la coiffure", RNCP: "40021", Etat: "0"},
	{Code: "1022", Intitule: "Préparation au concours d'infirmier", Etat: "4"},
	{Code: "1023", Intitule: "Développeur web", RNCP: "40023", Etat: "0"},
}

var register = []nomenclature.Fiche{
	{Numero: "RNCP40004", Intitule: "Cuisine", Abrege: "CAP", Active: true},
	{Numero: "RNCP40500", Intitule: "Fauconnier", Abrege: "TP", AbregeIntitule: "Titre professionnel", NiveauEuropeen: 4, Active: true, ROME: []string{"A1401"}, NSF: []string{"212"}, Formacodes: []string{"21006"}, Certificateurs: []string{"MINISTERE", "ECOLE"}},
	{Numero: "RNCP400", Intitule: "Fauconnier d'autrefois", Active: false, Nouvelles: []string{"RNCP40500", "RNCP40501"}},
	{Numero: "RS6000", Intitule: "Soigner les rapaces", Active: true},
}

func all[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func open(tb testing.TB) *Index {
	tb.Helper()
	x, err := New(all(shelf), all(register))
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

func codesIn(hits []Hit) (list []string) {
	for _, h := range hits {
		if h.Fiche != "" {
			list = append(list, h.Fiche)
		} else {
			list = append(list, h.Certification.Code)
		}
	}
	return list
}

func TestNewGivesBackTheErrorOfASource(t *testing.T) {
	broken := errors.New("no such file")
	if _, err := New(func(yield func(nomenclature.Certification, error) bool) { yield(nomenclature.Certification{}, broken) }, nil); !errors.Is(err, broken) {
		t.Errorf("certifications: %v", err)
	}
	if _, err := New(nil, func(yield func(nomenclature.Fiche, error) bool) { yield(nomenclature.Fiche{}, broken) }); !errors.Is(err, broken) {
		t.Errorf("fiches: %v", err)
	}
}

func TestAnEmptyIndexFindsNothing(t *testing.T) {
	x, err := New(nil, nil)
	if err != nil || len(x.entries) != 0 {
		t.Fatalf("%d entries, %v", len(x.entries), err)
	}
	for _, q := range []string{"", "bts", "RNCP40001", "1001", "compta gestion "} {
		if hits := x.Search(q, 5); len(hits) != 0 {
			t.Errorf("%q: %v", q, hits)
		}
	}
}

func TestAReplacedEntrySaysBy(t *testing.T) {
	x := open(t)
	hits := x.Search("comptabilité et gestion des organisations", 5)
	i := slices.IndexFunc(hits, func(h Hit) bool { return h.Certification.Code == "901" })
	if i < 0 || !hits[i].Archived || !slices.Equal(hits[i].ReplacedBy, []string{"1001"}) {
		t.Errorf("%+v", hits)
	}
	hits = x.Search("1021", 1)
	if len(hits) != 1 || hits[0].Archived || !slices.Equal(hits[0].ReplacedBy, []string{"1020"}) || hits[0].Certification.Intitule != "CAP métiers de la coiffure" {
		t.Errorf("an entry that is still listed: %+v", hits)
	}
}

func TestFichesAreMarkedAndNotDoubled(t *testing.T) {
	x := open(t)
	hits := x.Search("fauconnier", 5)
	if got := codesIn(hits); !slices.Equal(got, []string{"RNCP40500", "RNCP400"}) {
		t.Fatalf("%q", got)
	}
	want := nomenclature.Certification{Intitule: "Fauconnier", Type: "Titre professionnel", NiveauEuropeen: 4, RNCP: "40500", ROME: []string{"A1401"}, NSF: "212", Formacode: "21006", Certificateur: "MINISTERE, ECOLE"}
	if c := hits[0].Certification; c.Intitule != want.Intitule || c.Type != want.Type || c.NiveauEuropeen != 4 || c.RNCP != "40500" || !slices.Equal(c.ROME, want.ROME) || c.NSF != want.NSF || c.Formacode != want.Formacode || c.Certificateur != want.Certificateur || c.Code != "" {
		t.Errorf("%+v, want %+v", c, want)
	}
	if !hits[1].Archived || !slices.Equal(hits[1].ReplacedBy, []string{"RNCP40500", "RNCP40501"}) {
		t.Errorf("%+v", hits[1])
	}
	if got := codesIn(x.Search("RNCP40004", 5)); !slices.Equal(got, []string{"1004"}) {
		t.Errorf("a fiche that Certif Info lists: %q", got)
	}
	if got := codesIn(x.Search("tp fauconnier", 5)); !slices.Equal(got, []string{"RNCP40500"}) {
		t.Errorf("by the type of the fiche: %q", got)
	}
}

func TestAnErroneousEntryIsFoundByItsCodeAlone(t *testing.T) {
	x := open(t)
	if got := codesIn(x.Search("914", 5)); !slices.Equal(got, []string{"914"}) {
		t.Errorf("by code: %q", got)
	}
	if got := codesIn(x.Search("habilitation électrique", 5)); slices.Contains(got, "914") {
		t.Errorf("by words: %q", got)
	}
}

func TestLimits(t *testing.T) {
	x := open(t)
	for limit, want := range map[int]int{-1: 0, 0: 0, 1: 1, 2: 2, 100: 4} {
		if got := len(x.Search("cap", limit)); got < min(want, 4) || got > max(limit, 0) {
			t.Errorf("limit %d: %d hits", limit, got)
		}
	}
}
