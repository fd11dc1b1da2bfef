package codify

import (
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// knowing is an index whose texts answer what they are told to: what is tested
// here is what becomes of an answer, not how it is found.
func knowing(t *testing.T, certifications []journal.Proposal, codes map[nomenclature.Referential][]journal.Proposal, choices ...journal.Choice) *Index {
	t.Helper()
	sure := Threshold{Automatic: 0.9, Propose: 0.5}
	x, err := NewIndex(Sources{
		Certifications: seq(entries...), Choices: seq(choices...),
		Versions: map[nomenclature.Referential]string{nomenclature.CertifInfo: "2024-07", nomenclature.ROME: "4.60"},
		Texts: Texts{
			Certification: func(Question) []journal.Proposal { return certifications },
			Codes:         func(Question) map[nomenclature.Referential][]journal.Proposal { return codes },
			Thresholds: map[journal.TaskKind]Threshold{journal.TaskCertification: sure, journal.TaskROME: sure,
				journal.TaskFormacode: sure, journal.TaskNSF: sure},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// entries are those of the small Certif Info, under a name that no parameter hides.
var entries = certifications

func proposal(code string, confidence float64) []journal.Proposal {
	return []journal.Proposal{{Code: code, Libelle: "Libellé " + code, Confiance: confidence, Preuve: "parce que " + code}}
}

func chose(kind journal.TaskKind, about string, codes ...string) journal.Choice {
	return journal.Choice{Key: TaskKey(kind, about), Kind: kind, Text: about, Codes: codes, Who: "Claire", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
}

func TestCertificationByTitle(t *testing.T) {
	no := false
	for _, tc := range []struct {
		name      string
		found     []journal.Proposal
		choices   []journal.Choice
		formation offre.Formation
		certified []string
		origine   offre.Origine
		tasks     int
	}{
		{"sure", proposal("100", 0.97), nil, good(prepares()), []string{"100"}, offre.OrigineAutomatique, 0},
		{"likely: the staff are asked", proposal("100", 0.7), nil, good(prepares()), nil, "", 1},
		{"unlikely: nothing", proposal("100", 0.2), nil, good(prepares()), nil, "", 0},
		{"one stated that Certif Info has: nothing is looked for", proposal("200", 0.99), nil, good(), []string{"100"}, offre.OrigineSaisie, 0},
		{"one stated that nobody knows: it stays, and the one found comes after", proposal("100", 0.99), nil, good(prepares("7777")), []string{"7777", "100←7777"}, offre.OrigineSaisie, 0},
		{"one stated that nobody knows, and nothing sure", proposal("100", 0.7), nil, good(prepares("7777")), []string{"7777"}, offre.OrigineSaisie, 1},
		{"said not to certify", proposal("100", 0.99), nil, good(prepares(), func(f *offre.Formation) { f.Saisie.Certifiante = &no }), nil, "", 0},
		{"decided", proposal("200", 0.99), []journal.Choice{chose(journal.TaskCertification, "voilerie !", "100")}, good(prepares()), []string{"100"}, offre.OrigineDecision, 0},
		{"decided that none fits", proposal("200", 0.99), []journal.Choice{chose(journal.TaskCertification, "Voilerie")}, good(prepares()), nil, "", 0},
		{"decided beside one that nobody knows", nil, []journal.Choice{chose(journal.TaskCertification, "Voilerie", "100")}, good(prepares("7777")), []string{"7777", "100←7777"}, offre.OrigineSaisie, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			coded := knowing(t, tc.found, nil, tc.choices...).Codify(tc.formation, 0)
			equal(t, "certifications", certified(coded.Formation.Certifications), tc.certified)
			if len(coded.Formation.Certifications) > 0 && coded.Formation.Certifications[0].Origine != tc.origine {
				t.Errorf("origine %q, want %q", coded.Formation.Certifications[0].Origine, tc.origine)
			}
			if len(coded.Tasks) != tc.tasks {
				t.Errorf("tasks %+v, want %d", coded.Tasks, tc.tasks)
			}
			again := knowing(t, tc.found, nil, tc.choices...).Codify(coded.Formation, 0)
			if !sameJSON(t, again.Formation, coded.Formation) {
				t.Errorf("a second time:\n%+v\nfirst:\n%+v", again.Formation, coded.Formation)
			}
		})
	}
}

func TestCodesByText(t *testing.T) {
	rome := func(p []journal.Proposal) map[nomenclature.Referential][]journal.Proposal {
		return map[nomenclature.Referential][]journal.Proposal{nomenclature.ROME: p}
	}
	alone := func(f *offre.Formation) { f.Saisie.Certifications, f.Saisie.ROME = nil, nil }
	for _, tc := range []struct {
		name    string
		found   []journal.Proposal
		choices []journal.Choice
		overlay func(*offre.Formation)
		codes   []string
		tasks   int
	}{
		{"sure", proposal("H2401", 0.95), nil, alone, []string{"H2401 automatique"}, 0},
		{"two sure, one not", append(append(proposal("H2401", 0.95), proposal("B1804", 0.91)...), proposal("G1201", 0.6)...), nil, alone, []string{"H2401 automatique", "B1804 automatique"}, 0},
		{"likely", proposal("H2401", 0.6), nil, alone, nil, 1},
		{"unlikely", proposal("H2401", 0.3), nil, alone, nil, 0},
		{"decided", proposal("H2401", 0.95), []journal.Choice{chose(journal.TaskROME, "VOILERIE", "B1804")}, alone, []string{"B1804 decision"}, 0},
		{"decided that none fits", proposal("H2401", 0.95), []journal.Choice{chose(journal.TaskROME, "Voilerie")}, alone, nil, 0},
		{"a certification without ROME code: none is looked for", proposal("H2401", 0.95), nil, func(f *offre.Formation) { prepares("450")(f); f.Saisie.ROME = nil }, nil, 0},
		{"typed: the text is not looked at", proposal("H2401", 0.95), nil, func(f *offre.Formation) { alone(f); f.Saisie.ROME = []string{"G1201"} }, []string{"G1201 saisie"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			coded := knowing(t, nil, rome(tc.found), tc.choices...).Codify(good(tc.overlay), 0)
			equal(t, "ROME", codesOf(coded.Formation.ROME), tc.codes)
			if len(coded.Tasks) != tc.tasks {
				t.Errorf("tasks %+v, want %d", coded.Tasks, tc.tasks)
			}
			for _, c := range coded.Formation.ROME {
				if c.Origine != offre.OrigineSaisie && c.Preuve == "" {
					t.Errorf("code %s says not why", c.Code)
				}
			}
		})
	}
}

func TestSuccessorsAreChosenByTheStaff(t *testing.T) {
	coded := index(t).Codify(good(prepares("29"), titled("BTS nautisme moteur")), 0)
	if len(coded.Tasks) != 1 || coded.Tasks[0].Kind != journal.TaskSuccession || coded.Tasks[0].Proposals[0].Code != "302" {
		t.Fatalf("tasks %+v: the option that the title names is due first", coded.Tasks)
	}
	decided := knowing(t, nil, nil, chose(journal.TaskSuccession, "29", "302")).Codify(good(prepares("29")), 0)
	equal(t, "certifications", certified(decided.Formation.Certifications), []string{"29", "302←29"})
	if len(decided.Tasks) != 0 || len(decided.Findings) != 1 {
		t.Errorf("tasks %+v, findings %+v", decided.Tasks, rulesOf(decided.Findings))
	}
	if why := decided.Formation.Certifications[1].Preuve; why != "choisi par Claire le 23/11/2026" {
		t.Errorf("the choice says %q of itself", why)
	}
	other := knowing(t, nil, nil, chose(journal.TaskSuccession, "29", "450")).Codify(good(prepares("29")), 0)
	equal(t, "certifications, once another is chosen than those of the register", certified(other.Formation.Certifications), []string{"29", "450←29"})
}

func TestSuccessorsOfAnotherDay(t *testing.T) {
	x, err := NewIndex(Sources{Certifications: seq(
		nomenclature.Certification{Code: "1", Intitule: "Ancien BTS", DerniereSession: 2027, Formacode: "21754"},
		nomenclature.Certification{Code: "2", Intitule: "Nouveau BTS", PremiereSession: 2028, Formacode: "23654", Anciens: []nomenclature.Ancien{was("1", "Ancien BTS")}},
	)})
	if err != nil {
		t.Fatal(err)
	}
	for exam, want := range map[int][]string{2027: {"1"}, 2028: {"1", "2←1"}, 0: {"1", "2←1"}} {
		equal(t, "certifications", certified(x.Codify(good(prepares("1")), exam).Formation.Certifications), want)
	}
	equal(t, "findings", rulesOf(x.Codify(good(prepares("1"), titled("Ancien BTS")), 2027).Findings), []string{"successeur-a-venir"})
}

func TestNoMoreCodesThanLHEOTakes(t *testing.T) {
	coded := index(t).Codify(good(prepares(), func(f *offre.Formation) { f.Saisie.NSF = []string{"243", "254", "252", "243", "110"} }), 0)
	equal(t, "NSF", codesOf(coded.Formation.NSF), []string{"243 saisie", "254 saisie", "252 saisie"})
	if rules := rulesOf(coded.Findings); rules[len(rules)-1] != "codes-en-trop" {
		t.Errorf("findings %q", rules)
	}
}

func TestExamYear(t *testing.T) {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name string
		ends []offre.Date
		want int
	}{
		{"no session", nil, 2026},
		{"over", []offre.Date{"20250630"}, 2026},
		{"two to come", []offre.Date{"20270630", "20280600"}, 2028},
		{"no stated end", []offre.Date{""}, 2026},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var sessions []offre.Session
			for _, end := range tc.ends {
				sessions = append(sessions, offre.Session{Fin: end})
			}
			if got := ExamYear(sessions, day); got != tc.want {
				t.Errorf("%d, want %d", got, tc.want)
			}
		})
	}
}
