package codify

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestCertificationBringsItsCodes(t *testing.T) {
	f, found := code(index(t), good())
	if f.Intitule != "CAP voilerie" || f.IntituleSaisi != "Voilerie" || f.NiveauSortie != "13" {
		t.Errorf("intitulé %q, saisi %q, niveau %q", f.Intitule, f.IntituleSaisi, f.NiveauSortie)
	}
	want := offre.Certification{CertifInfo: "100", RNCP: "RNCP38430", CFD: "50024301", Intitule: "CAP voilerie", Origine: offre.OrigineSaisie, Version: "2024-07"}
	if !reflect.DeepEqual(f.Certifications, []offre.Certification{want}) {
		t.Errorf("certifications %+v", f.Certifications)
	}
	equal(t, "ROME", codesOf(f.ROME), []string{"H2401 certification 100", "B1804 certification 100"})
	equal(t, "Formacode", codesOf(f.Formacodes), []string{"21754 certification 100"})
	equal(t, "NSF", codesOf(f.NSF), []string{"243 certification 100"})
	equal(t, "findings", rulesOf(found), []string{"intitule-officiel"})
	if found[0].Value != "Voilerie" || found[0].After != "CAP voilerie" || found[0].Record != "04_F1" {
		t.Errorf("finding %+v", found[0])
	}
	if f.ROME[0].Version != "2024-07" {
		t.Errorf("version of an inherited code: %q", f.ROME[0].Version)
	}
}

func TestCodifyCases(t *testing.T) {
	no := false
	typed := func(formacodes, rome []string) func(*offre.Formation) {
		return func(f *offre.Formation) { f.Saisie.Formacodes, f.Saisie.ROME = formacodes, rome }
	}
	for _, tc := range []struct {
		name       string
		formation  offre.Formation
		certified  []string
		title      string
		level      string
		formacodes []string
		rules      []string
	}{
		{"replaced by one", good(prepares("19")), []string{"19", "200←19"}, "Titre professionnel gréeur(euse)", "14",
			[]string{"23654 successeur 200"}, []string{"certification-remplacee", "intitule-officiel"}},
		{"replaced by several that agree", good(prepares("29"), titled("BTS nautisme, en un an")), []string{"29", "301←29", "302←29"}, "BTS nautisme, en un an", "15",
			[]string{"23654 successeur 301", "23626 successeur 302"}, []string{"successeurs-multiples"}},
		{"replaced by more than LHEO takes", good(prepares("39"), titled("CACES R389")), []string{"39", "400←39", "401←39", "402←39", "403←39"}, "CACES R389", "",
			[]string{"31768 successeur 400"}, []string{"successeurs-multiples"}},
		{"replaced, its successor stated too", good(prepares("19", "200")), []string{"19", "200"}, "Voilerie", "14",
			[]string{"23654 certification 200"}, []string{"certification-remplacee"}},
		{"published and replaced at once", good(prepares("500")), []string{"500", "501←500"}, "Master mention océanographie", "17",
			[]string{"12254 certification 500"}, []string{"certification-remplacee", "intitule-officiel"}},
		{"unknown", good(prepares("7777")), []string{"7777"}, "Voilerie", "", nil, []string{"certification-inconnue"}},
		{"two certifications", good(prepares("100", "200")), []string{"100", "200"}, "Voilerie", "13",
			[]string{"21754 certification 100", "23654 certification 200"}, nil},
		{"none", good(prepares()), nil, "Voilerie", "", nil, nil},
		{"none, with typed codes", good(prepares(), typed([]string{"15436", "99999"}, nil)), nil, "Voilerie", "",
			[]string{"15436 saisie", "99999 saisie"}, []string{"code-inconnu"}},
		{"typed codes come after, never doubled", good(titled("CAP voilerie"), typed([]string{"15436", "21754"}, []string{"G1201"})), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100", "15436 saisie"}, []string{"code-repete"}},
		{"title completed", good(titled("Cap  VOILERIE - en apprentissage")), []string{"100"}, "Cap  VOILERIE - en apprentissage", "13",
			[]string{"21754 certification 100"}, nil},
		{"label cut in a longer word", good(titled("CAP voilerieX")), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, []string{"intitule-officiel"}},
		{"code that its nomenclature no longer has", good(prepares("450"), titled("Brevet de cordier")), []string{"450"}, "Brevet de cordier", "13",
			[]string{"99998 certification 450"}, []string{"code-herite-perime"}},
		{"said not to be certifying", good(func(f *offre.Formation) { f.Saisie.Certifiante = &no }), []string{"100"}, "Voilerie", "13",
			[]string{"21754 certification 100"}, nil},
		{"not said whether certifying", good(func(f *offre.Formation) { f.Saisie.Certifiante = nil }), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, []string{"intitule-officiel"}},
		{"level typed in the former table", good(titled("CAP voilerie"), func(f *offre.Formation) { f.Saisie.NiveauSortie = "4" }), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, nil},
		{"level typed wrong", good(titled("CAP voilerie"), func(f *offre.Formation) { f.Saisie.NiveauSortie = "15" }), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, []string{"niveau-sortie-certification"}},
		{"level typed where the certification has none", good(prepares("400"), titled("CACES R489 catégorie 1"), func(f *offre.Formation) { f.Saisie.NiveauSortie = "12" }),
			[]string{"400"}, "CACES R489 catégorie 1", "12", []string{"31768 certification 400"}, nil},
		{"known by its RNCP number", good(bears(offre.Certification{RNCP: "RNCP38430"})), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, []string{"certification-reconnue", "intitule-officiel"}},
		{"known by an earlier RS number", good(bears(offre.Certification{RS: "RS715"})), []string{"400"}, "CACES R489 catégorie 1", "",
			[]string{"31768 certification 400"}, []string{"certification-reconnue", "certification-contradictoire", "intitule-officiel"}},
		{"RNCP number of two", good(bears(offre.Certification{RNCP: "RNCP37391"})), []string{""}, "Voilerie", "", nil, []string{"certification-ambigue"}},
		{"RNCP number of two, and the CFD of one", good(bears(offre.Certification{RNCP: "RNCP37391", CFD: "32025432"})), []string{"302"}, "BTS nautisme option B moteur", "15",
			[]string{"23626 certification 302"}, []string{"certification-reconnue", "intitule-officiel"}},
		{"RNCP number of nothing", good(bears(offre.Certification{RNCP: "RNCP1"})), []string{""}, "Voilerie", "", nil, []string{"certification-inconnue"}},
		{"numbers that contradict one another", good(bears(offre.Certification{RNCP: "RNCP38430", CFD: "32025432"})), []string{""}, "Voilerie", "", nil, []string{"certification-inconnue"}},
		{"number that Certif Info does not give it", good(titled("CAP voilerie"), bears(offre.Certification{CertifInfo: "100", RNCP: "RNCP1"})), []string{"100"}, "CAP voilerie", "13",
			[]string{"21754 certification 100"}, []string{"certification-contradictoire"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, found := code(index(t), tc.formation)
			equal(t, "certifications", certified(f.Certifications), tc.certified)
			equal(t, "formacodes", codesOf(f.Formacodes), tc.formacodes)
			equal(t, "findings", rulesOf(found), tc.rules)
			if f.Intitule != tc.title || f.NiveauSortie != tc.level {
				t.Errorf("intitulé %q, niveau %q; want %q, %q", f.Intitule, f.NiveauSortie, tc.title, tc.level)
			}
			again, _ := code(index(t), f)
			if !reflect.DeepEqual(again, f) {
				t.Errorf("a second time:\n%+v\nfirst:\n%+v", again, f)
			}
			if !reflect.DeepEqual(f.Saisie, tc.formation.Saisie) {
				t.Errorf("the statement has changed: %+v", f.Saisie)
			}
		})
	}
}

func TestCertifying(t *testing.T) {
	yes, no := true, false
	for _, tc := range []struct {
		name, code string
		stated     *bool
		want       *bool
	}{
		{"not said, certification in force", "100", nil, &yes},
		{"not said, certification replaced", "19", nil, &yes},
		{"not said, preparation that certifies nothing", "460", nil, nil},
		{"not said, unknown certification", "7777", nil, nil},
		{"said no", "100", &no, &no},
		{"said yes of an unknown one", "7777", &yes, &yes},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, _ := code(index(t), good(prepares(tc.code), func(f *offre.Formation) { f.Saisie.Certifiante = tc.stated }))
			if !reflect.DeepEqual(f.Certifiante, tc.want) {
				t.Errorf("certifiante %v", f.Certifiante)
			}
		})
	}
}

func TestStatedNumberStays(t *testing.T) {
	f, _ := code(index(t), good(bears(offre.Certification{CertifInfo: "100", RNCP: "RNCP1"})))
	if f.Certifications[0].RNCP != "RNCP1" || f.Certifications[0].CFD != "50024301" {
		t.Errorf("certification %+v", f.Certifications[0])
	}
}

func TestNewerCertifInfoStartsAgain(t *testing.T) {
	old, _ := code(index(t), good())
	newer, err := NewIndex(Sources{
		Certifications: seq(nomenclature.Certification{Code: "101", Intitule: "CAP métiers de la voile", NiveauEuropeen: 3, Formacode: "21755", RNCP: "41000", Etat: "0",
			Anciens: []nomenclature.Ancien{{Code: "100", Intitule: "CAP voilerie", RNCP: "38430"}}}),
		Versions: map[nomenclature.Referential]string{nomenclature.CertifInfo: "2025-01"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := code(newer, old)
	fresh, _ := code(newer, good())
	if !reflect.DeepEqual(got, fresh) {
		t.Errorf("from the older result:\n%+v\nfrom the statement:\n%+v", got, fresh)
	}
	equal(t, "certifications", certified(got.Certifications), []string{"100", "101←100"})
	equal(t, "ROME", codesOf(got.ROME), nil)
}

func TestWithoutNomenclatureCodesAreNotChecked(t *testing.T) {
	x, err := NewIndex(Sources{Certifications: seq(certifications...)})
	if err != nil {
		t.Fatal(err)
	}
	_, found := code(x, good(titled("CAP voilerie"), func(f *offre.Formation) { f.Saisie.ROME = []string{"Z0000"} }))
	equal(t, "findings", rulesOf(found), nil)
}

func TestSuccessors(t *testing.T) {
	chain := func(code string, of ...string) nomenclature.Certification {
		c := nomenclature.Certification{Code: code, Intitule: "Titre " + code}
		for _, o := range of {
			c.Anciens = append(c.Anciens, was(o, "Titre "+o))
		}
		return c
	}
	x, err := NewIndex(Sources{Certifications: seq(chain("9", "3"), chain("3", "1", "2"), chain("5", "4"), chain("4", "5"))})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, code string
		want       []string
	}{
		{"chained through one still listed", "1", []string{"9"}},
		{"replaced once", "3", []string{"9"}},
		{"a circle of two", "4", []string{"5"}},
		{"not replaced", "9", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, c := range x.listed(x.links.Closure(tc.code).Heads) {
				got = append(got, c.Code)
			}
			equal(t, "successors", got, tc.want)
		})
	}
}

func TestRepeatedEntriesAreOne(t *testing.T) {
	first := nomenclature.Certification{Code: "1", Intitule: "Titre", RS: "10", Anciens: []nomenclature.Ancien{{Code: "8"}, {Code: "1"}, {Code: ""}}}
	second := nomenclature.Certification{Code: "1", Intitule: "Titre repris", RS: "11", Anciens: []nomenclature.Ancien{{Code: "8", Intitule: "Ancien titre"}}}
	x, err := NewIndex(Sources{Certifications: seq(first, second, nomenclature.Certification{})})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "codes of RS 11", x.Identify(offre.Certification{RS: "RS11"}), []string{"1"})
	if c, _ := x.Certification("1"); c.Intitule != "Titre" || len(x.anciens) != 1 || x.anciens["8"].Intitule != "Ancien titre" {
		t.Errorf("entry %+v, anciens %+v", c, x.anciens)
	}
}

func TestErrorsOfSourcesStop(t *testing.T) {
	broken := errors.New("disk gone")
	bad := func(yield func(nomenclature.Certification, error) bool) { yield(nomenclature.Certification{}, broken) }
	if _, err := NewIndex(Sources{Certifications: bad}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "Certif Info") {
		t.Errorf("error %v", err)
	}
	terms := func(yield func(nomenclature.Terme, error) bool) { yield(nomenclature.Terme{}, broken) }
	if _, err := NewIndex(Sources{ROME: terms}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "rome") {
		t.Errorf("error %v", err)
	}
	lines := func(yield func(nomenclature.Etablissement, error) bool) { yield(nomenclature.Etablissement{}, broken) }
	if _, err := NewRegistre(lines); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

// TestEveryFindingIsDescribed holds the codes: staff search by them.
func TestEveryFindingIsDescribed(t *testing.T) {
	want := []string{"certification-remplacee", "successeurs-multiples", "certification-inconnue", "certification-reconnue", "certification-ambigue",
		"certification-contradictoire", "successeur-a-venir", "certification-trouvee", "codes-trouves", "intitule-officiel", "niveau-sortie-certification",
		"code-inconnu", "code-traduit", "code-herite-perime", "code-repete", "codes-en-trop", "nda-registre", "nda-divergent", "organisme-ferme"}
	var got []string
	for _, r := range Rules() {
		got = append(got, r.Code)
		if r.Sentence == "" || r.Why == "" || r.Source == "" || r.Severity > finding.Info && r.Remedy == "" {
			t.Errorf("rule %s is not described: %+v", r.Code, r)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules %q, want %q", got, want)
	}
}
