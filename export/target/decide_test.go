package target_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// today is the day as of which the cases decide: a Wednesday afternoon in Paris,
// so that an hour or a zone that leaked in would show.
var today = time.Date(2026, 9, 16, 23, 30, 0, 0, time.FixedZone("CEST", 2*3600))

// good is an offer that every target takes.
func good() offre.Offre {
	return offre.Offre{
		Formation: offre.Formation{ID: "04_F1", Responsable: "73282932000074", Intitule: "CACES R489", Contenu: "Conduite et sécurité",
			Certifications: []offre.Certification{{RS: "RS5054"}}, Formacodes: []offre.Code{{Code: "31768"}, {Code: "15254"}}},
		Responsable: offre.Organisme{SIRET: "73282932000074", NDA: "25140012314", Nom: "Nautis formation"},
		Sessions: []offre.Session{{
			ID: "S1", Formation: "04_F1", Debut: "20260907", Fin: "20261218",
			Modalites: offre.Modalites{
				EntreesSorties: "0", Dispositif: offre.FormationContinue,
				Lieu: offre.Lieu{Adresse: offre.Adresse{CodePostal: "14150", Ville: "Ouistreham"}},
			},
		}},
	}
}

func TestEveryTargetTakesTheGoodOffer(t *testing.T) {
	for name, tg := range builtIn(t) {
		o := good()
		if d := tg.Decide(&o, today); !d.Formation.Kept() || !d.Sessions[0].Kept() {
			t.Errorf("%s refuses it: %v", name, d)
		}
	}
}

func days(n int) target.Params { return target.Params{Jours: &n} }

// TestConditions breaks one thing of the good offer at a time.
func TestConditions(t *testing.T) {
	for _, c := range []struct {
		name, condition string
		params          target.Params
		overlay         func(*offre.Offre, *offre.Session)
		want            string // empty: met
	}{
		{"a session", "au-moins-une-session", target.Params{}, nil, ""},
		{"no session", "au-moins-une-session", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Sessions = nil }, "la formation n'a aucune session"},
		{"a title", "intitule", target.Params{}, nil, ""},
		{"a blank title", "intitule", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Formation.Intitule = " \t" }, "la formation n'a pas d'intitulé"},
		{"a content", "contenu", target.Params{}, nil, ""},
		{"an objective is not a content", "contenu", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Formation.Contenu, o.Formation.Objectif = "", "Conduire" },
			"le contenu pédagogique de la formation n'est pas renseigné"},

		{"a SIRET", "responsable-siret", target.Params{}, nil, ""},
		{"one of La Poste", "responsable-siret", target.Params{}, responsable("35600000009075"), ""},
		{"one that only the organisation has", "responsable-siret", target.Params{}, responsable(""), ""},
		{"no SIRET anywhere", "responsable-siret", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Formation.Responsable, o.Responsable.SIRET = "", "" }, "l'organisme responsable n'a pas de SIRET"},
		{"a SIRET of zeros is none", "responsable-siret", target.Params{}, responsable("00000000000000"), "l'organisme responsable n'a pas de SIRET"},
		{"a wrong key", "responsable-siret", target.Params{}, responsable("73282932000075"), "l'organisme responsable a un SIRET faux, « 73282932000075 » : sa clé de contrôle ne correspond pas"},
		{"a wrong key of La Poste", "responsable-siret", target.Params{}, responsable("35600000009090"), "l'organisme responsable a un SIRET faux, « 35600000009090 » : sa clé de contrôle ne correspond pas"},
		{"thirteen digits", "responsable-siret", target.Params{}, responsable("7328293200007"), "l'organisme responsable a un SIRET, « 7328293200007 », qui ne compte pas 14 chiffres"},

		{"a letter in it", "responsable-siret", target.Params{}, responsable("7328293200007A"), "l'organisme responsable a un SIRET, « 7328293200007A », qui ne compte pas 14 chiffres"},

		{"a known organisation", "responsable-connu", target.Params{}, nil, ""},
		{"one known by its legal name alone", "responsable-connu", target.Params{}, called("", "NAUTIS SARL"), ""},
		{"one that the catalogue lacks", "responsable-connu", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Responsable = offre.Organisme{} }, "l'organisme responsable 73282932000074 n'est pas décrit dans le catalogue"},
		{"none named", "responsable-connu", target.Params{}, func(o *offre.Offre, _ *offre.Session) { o.Responsable, o.Formation.Responsable = offre.Organisme{}, "" },
			"la formation ne nomme pas d'organisme responsable"},
		{"an NDA", "responsable-nda", target.Params{}, nil, ""},
		{"an NDA with a letter", "responsable-nda", target.Params{}, nda("2151P001151"), ""},
		{"no NDA", "responsable-nda", target.Params{}, nda(""), "le numéro de déclaration d'activité de l'organisme responsable (Nautis formation) n'est pas connu"},
		{"no NDA, and its legal name alone", "responsable-nda", target.Params{}, unnumbered("", "NAUTIS SARL"), "le numéro de déclaration d'activité de l'organisme responsable (NAUTIS SARL) n'est pas connu"},
		{"no NDA, and no name", "responsable-nda", target.Params{}, unnumbered("", ""), "le numéro de déclaration d'activité de l'organisme responsable (73282932000074) n'est pas connu"},
		{"the placeholder", "responsable-nda", target.Params{}, nda("00000000000"), "le numéro de déclaration d'activité de l'organisme responsable (Nautis formation) n'est pas connu"},
		{"ten characters", "responsable-nda", target.Params{}, nda("2514001231"), "le numéro de déclaration d'activité de l'organisme responsable, « 2514001231 », n'a pas 11 caractères"},

		{"another scheme", "sans-dispositif", target.Params{Dispositifs: []offre.Dispositif{offre.Apprentissage}}, nil, ""},
		{"no scheme stated", "sans-dispositif", target.Params{Dispositifs: []offre.Dispositif{offre.Apprentissage}}, func(_ *offre.Offre, s *offre.Session) { s.Dispositif = "" }, ""},
		{"the scheme", "sans-dispositif", target.Params{Dispositifs: []offre.Dispositif{offre.FormationInitiale, offre.Apprentissage}},
			func(_ *offre.Offre, s *offre.Session) { s.Dispositif = offre.Apprentissage }, "la session est en apprentissage"},

		{"ended 30 days ago", "session-terminee-depuis", days(30), fin("20260817"), ""},
		{"ended 31 days ago", "session-terminee-depuis", days(30), fin("20260816"), "la session s'est terminée le 16/08/2026, depuis plus de 30 jours"},
		{"ends today", "session-terminee-depuis", days(0), fin("20260916"), ""},
		{"ended yesterday", "session-terminee-depuis", days(0), fin("20260915"), "la session s'est terminée le 15/09/2026"},
		{"ended some day of August", "session-terminee-depuis", days(30), fin("20260800"), ""},
		{"ended some day of July", "session-terminee-depuis", days(30), fin("20260700"), "la session s'est terminée en juillet 2026, depuis plus de 30 jours"},
		{"ends some day of this year", "session-terminee-depuis", days(0), fin("20260000"), ""},
		{"ended some day of last year", "session-terminee-depuis", days(0), fin("20250000"), "la session s'est terminée en 2025"},
		{"an unknown end", "session-terminee-depuis", days(0), fin("00000000"), ""},
		{"a September of no year", "session-terminee-depuis", days(0), fin("00000900"), ""},
		{"no end", "session-terminee-depuis", days(0), fin(""), ""},
		{"an end that is no date", "session-terminee-depuis", days(0), fin("31/12/2020"), ""},
		{"an end that does not exist", "session-terminee-depuis", days(0), fin("20250230"), ""},

		{"begins tomorrow", "session-a-venir-ou-commencee-depuis", days(30), debut("20260917"), ""},
		{"began 30 days ago", "session-a-venir-ou-commencee-depuis", days(30), debut("20260817"), ""},
		{"began 31 days ago", "session-a-venir-ou-commencee-depuis", days(30), debut("20260816"), "la session a commencé le 16/08/2026, depuis plus de 30 jours"},
		{"no start", "session-a-venir-ou-commencee-depuis", days(30), debut(""), "la date de début de la session n'est pas connue"},
		{"permanent entries go on", "session-a-venir-ou-commencee-depuis", days(30), permanent("20260101", "20261231"), ""},
		{"permanent entries have ended", "session-a-venir-ou-commencee-depuis", days(30), permanent("20250101", "20251231"), "la session s'est terminée le 31/12/2025"},

		{"both days known", "dates-connues", precision("jour", "jour"), nil, ""},
		{"a month where a day is due", "dates-connues", precision("jour", "indifferent"), debut("20260900"), "la date de début de la session n'est pas connue au jour près (septembre 2026)"},
		{"a month where a month is due", "dates-connues", precision("mois", "indifferent"), debut("20260900"), ""},
		{"a year where a month is due", "dates-connues", precision("annee", "mois"), fin("20260000"), "la date de fin de la session n'est pas connue au mois près (2026)"},
		{"a month of no year", "dates-connues", precision("annee", "indifferent"), debut("00000900"), "la date de début de la session n'est pas connue"},
		{"no start where a year is due", "dates-connues", precision("annee", "indifferent"), debut(""), "la date de début de la session n'est pas connue"},
		{"no end where none is due", "dates-connues", precision("annee", "indifferent"), fin(""), ""},
		{"a thirteenth month", "dates-connues", precision("mois", "indifferent"), debut("20261300"), "la date de début de la session n'est pas connue"},
		{"December where a day is due", "dates-connues", precision("jour", "indifferent"), debut("20261200"), "la date de début de la session n'est pas connue au jour près (décembre 2026)"},
		{"a day that does not exist", "dates-connues", precision("annee", "indifferent"), debut("20260231"), "la date de début de la session n'est pas connue"},

		{"one of the schemes", "dispositif-parmi", target.Params{Dispositifs: []offre.Dispositif{offre.FormationContinue}}, nil, ""},
		{"another scheme", "dispositif-parmi", target.Params{Dispositifs: []offre.Dispositif{offre.FormationContinue}}, func(_ *offre.Offre, s *offre.Session) { apprenticeship(s) }, "la session est en apprentissage"},
		{"no scheme", "dispositif-parmi", target.Params{Dispositifs: []offre.Dispositif{offre.CPF}}, func(_ *offre.Offre, s *offre.Session) { s.Dispositif = "" }, "le dispositif de la session n'est pas connu"},
		{"a département by its postal code", "departement-parmi", target.Params{Departements: []string{"14"}}, nil, ""},
		{"a département by its commune", "departement-parmi", target.Params{Departements: []string{"27"}}, insee("27229"), ""},
		{"another département", "departement-parmi", target.Params{Departements: []string{"50"}}, nil, "la session a lieu dans le département 14"},
		{"one overseas", "departement-parmi", target.Params{Departements: []string{"974"}}, lieu("97400", "0"), ""},
		{"one of Corsica", "departement-parmi", target.Params{Departements: []string{"2B"}}, lieu("20200", "0"), ""},
		{"the other one of Corsica", "departement-parmi", target.Params{Departements: []string{"2A"}}, lieu("20090", "0"), ""},
		{"the south of the other one of Corsica", "departement-parmi", target.Params{Departements: []string{"2A"}}, lieu("20137", "0"), ""},
		{"Corsica by its commune", "departement-parmi", target.Params{Departements: []string{"2A"}}, insee("2A004"), ""},
		{"the Pacific", "departement-parmi", target.Params{Departements: []string{"988"}}, lieu("98800", "0"), ""},
		{"what the address says before what its codes say", "departement-parmi", target.Params{Departements: []string{"61"}},
			func(_ *offre.Offre, s *offre.Session) { s.Lieu.Adresse.Departement = "61" }, ""},
		{"at a distance", "departement-parmi", target.Params{Departements: []string{"50"}}, lieu("", "2"), ""},
		{"nowhere", "departement-parmi", target.Params{Departements: []string{"50"}}, lieu("", "0"), "le département du lieu de formation n'est pas connu"},
		{"open", "recrutement-parmi", target.Params{Etats: []string{"1"}}, etat("1"), ""},
		{"closed", "recrutement-parmi", target.Params{Etats: []string{"1"}}, etat("2"), "le recrutement de la session est à l'état « fermé »"},
		{"not said", "recrutement-parmi", target.Params{Etats: []string{"1"}}, etat(""), "l'état du recrutement de la session n'est pas connu"},
		{"the end after the start", "periode-coherente", target.Params{}, nil, ""},
		{"the end before the start", "periode-coherente", target.Params{}, fin("20260801"), "la session se terminerait (01/08/2026) avant d'avoir commencé (07/09/2026)"},
		{"in the RS", "certification-au", target.Params{Registres: []target.Registre{target.RNCP, target.RS}}, nil, ""},
		{"not in the RNCP", "certification-au", target.Params{Registres: []target.Registre{target.RNCP, target.CertifInfo}}, nil, "la formation ne mène à aucune certification inscrite au RNCP ni dans Certif Info"},
		{"a Formacode", "formacode-principal", target.Params{}, nil, ""},
		{"no Formacode", "formacode-principal", target.Params{}, noFormacode, "la formation n'a pas de Formacode"},
		{"a field of Formacode", "formacode-parmi", target.Params{Formacodes: []string{"152"}}, nil, ""},
		{"another field", "formacode-parmi", target.Params{Formacodes: []string{"421", "15235"}}, nil, "le Formacode de la formation (31768) n'est pas parmi ceux que la cible reçoit"},
		{"of no field", "formacode-parmi", target.Params{Formacodes: []string{"152"}}, noFormacode, "la formation n'a pas de Formacode"},
		{"a short number", "numero-court", characters(5), nil, ""},
		{"a long number", "numero-court", characters(4), nil, "le numéro de la formation a 5 caractères ; la cible en admet 4"},

		{"a place", "lieu", target.Params{}, nil, ""},
		{"a place without postal code", "lieu", target.Params{}, lieu("", "0"), "le code postal du lieu de formation n'est pas connu"},
		{"a postal code of four digits", "lieu", target.Params{}, lieu("1415", "0"), "le code postal du lieu de formation n'est pas connu"},
		{"nowhere, at a distance", "lieu", target.Params{}, lieu("", "2"), ""},
	} {
		t.Run(c.condition+"/"+c.name, func(t *testing.T) {
			o := good()
			if c.overlay != nil {
				c.overlay(&o, &o.Sessions[0])
			}
			if got := reason(t, c.condition, c.params, o); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// reason asks one condition alone, through a target made of it.
func reason(t *testing.T, name string, p target.Params, o offre.Offre) string {
	t.Helper()
	at := slices.IndexFunc(target.Conditions, func(c target.Condition) bool { return c.Name == name })
	if at < 0 {
		t.Fatalf("no condition %q", name)
	}
	condition := target.Conditions[at]
	d := target.Target{Selection: []target.Criterion{{Code: name, Condition: condition, Params: p}}}.Decide(&o, today)
	outcome := d.Formation
	if condition.Scope == target.OfSession {
		outcome = d.Sessions[0]
	}
	if outcome.Kept() {
		return ""
	}
	return outcome.Reasons[0].Sentence
}

func responsable(siret string) func(*offre.Offre, *offre.Session) {
	return func(o *offre.Offre, _ *offre.Session) { o.Formation.Responsable = siret }
}

func nda(n string) func(*offre.Offre, *offre.Session) {
	return func(o *offre.Offre, _ *offre.Session) { o.Responsable.NDA = n }
}

func called(nom, raison string) func(*offre.Offre, *offre.Session) {
	return func(o *offre.Offre, _ *offre.Session) { o.Responsable.Nom, o.Responsable.RaisonSociale = nom, raison }
}

func unnumbered(nom, raison string) func(*offre.Offre, *offre.Session) {
	return func(o *offre.Offre, s *offre.Session) { nda("")(o, s); called(nom, raison)(o, s) }
}

func debut(d offre.Date) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) { s.Debut = d }
}

func fin(d offre.Date) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) { s.Fin = d }
}

func permanent(debut, fin offre.Date) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) { s.EntreesSorties, s.Debut, s.Fin = "1", debut, fin }
}

func lieu(postal, enseignement string) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) {
		s.Lieu.Adresse.CodePostal, s.Enseignement = postal, enseignement
	}
}

func insee(code string) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) { s.Lieu.Adresse.CodeINSEE = code }
}

func etat(code string) func(*offre.Offre, *offre.Session) {
	return func(_ *offre.Offre, s *offre.Session) { s.EtatRecrutement = code }
}

func noFormacode(o *offre.Offre, _ *offre.Session) { o.Formation.Formacodes = nil }

func characters(n int) target.Params { return target.Params{Caracteres: &n} }

func precision(debut, fin target.Precision) target.Params {
	return target.Params{Debut: debut, Fin: fin}
}

// session is a session of the good offer under another number.
func session(id string, change func(*offre.Session)) offre.Session {
	s := good().Sessions[0]
	s.ID = id
	if change != nil {
		change(&s)
	}
	return s
}

func apprenticeship(s *offre.Session) { s.Dispositif = offre.Apprentissage }
func ended(s *offre.Session)          { s.Fin = "20260112" }

func TestDecide(t *testing.T) {
	aude := builtIn(t)["aude"]
	for _, c := range []struct {
		name      string
		overlay   func(*offre.Offre)
		formation string // codes, the principal first; empty when taken
		sessions  string
		sentence  string
	}{
		{"one session of two", func(o *offre.Offre) { o.Sessions = []offre.Session{session("S1", ended), session("S2", nil)} },
			"", "session-terminee-depuis | ", ""},
		{"the first condition gives the reason, all are kept", func(o *offre.Offre) {
			o.Formation.Responsable = "1"
			o.Sessions = []offre.Session{session("S1", func(s *offre.Session) { apprenticeship(s); ended(s) })}
		}, "sans-dispositif responsable-siret", "sans-dispositif session-terminee-depuis responsable-siret",
			"sa seule session n'est pas retenue : la session est en apprentissage"},
		{"what the formation lacks, when its sessions would not all be excluded anyway", func(o *offre.Offre) {
			o.Formation.Responsable = "1"
			o.Sessions = []offre.Session{session("S1", apprenticeship), session("S2", nil)}
		}, "responsable-siret", "sans-dispositif responsable-siret | responsable-siret",
			"l'organisme responsable a un SIRET, « 1 », qui ne compte pas 14 chiffres"},
		{"its only session", func(o *offre.Offre) { o.Sessions = []offre.Session{session("S1", apprenticeship)} },
			"sans-dispositif", "sans-dispositif", "sa seule session n'est pas retenue : la session est en apprentissage"},
		{"all sessions for one reason", func(o *offre.Offre) {
			o.Sessions = []offre.Session{session("S1", ended), session("S2", func(s *offre.Session) { s.Fin = "20260113" })}
		}, "session-terminee-depuis", "session-terminee-depuis | session-terminee-depuis",
			"aucune de ses 2 sessions n'est retenue ; par exemple, la session s'est terminée le 12/01/2026, depuis plus de 30 jours"},
		{"all sessions, for several reasons", func(o *offre.Offre) {
			o.Sessions = []offre.Session{session("S1", ended), session("S2", apprenticeship), session("S3", apprenticeship)}
		}, "aucune-session-retenue sans-dispositif session-terminee-depuis", "session-terminee-depuis | sans-dispositif | sans-dispositif",
			"aucune de ses 3 sessions n'est retenue (2 : la session est en apprentissage ; 1 : la session s'est terminée le 12/01/2026, depuis plus de 30 jours)"},
		{"no session", func(o *offre.Offre) { o.Sessions = nil }, "au-moins-une-session", "", "la formation n'a aucune session"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := good()
			c.overlay(&o)
			d := aude.Decide(&o, today)
			if got := codesOf(d.Formation); got != c.formation {
				t.Errorf("formation: %q, want %q", got, c.formation)
			}
			var sessions []string
			for _, s := range d.Sessions {
				sessions = append(sessions, codesOf(s))
			}
			if got := strings.Join(sessions, " | "); got != c.sessions {
				t.Errorf("sessions: %q, want %q", got, c.sessions)
			}
			if !d.Formation.Kept() && d.Formation.Reasons[0].Sentence != c.sentence {
				t.Errorf("sentence: %q, want %q", d.Formation.Reasons[0].Sentence, c.sentence)
			}
		})
	}
}

// TestATargetThatAsksNothingStillNeedsASession holds what LHEO demands of all.
func TestATargetThatAsksNothingStillNeedsASession(t *testing.T) {
	o := good()
	o.Sessions = nil
	if d := (target.Target{}).Decide(&o, today); codesOf(d.Formation) != target.NoSession {
		t.Errorf("got %v", d)
	}
}

// TestAConditionMayBearACodeOfItsOwn: two criteria may ask the same thing with other
// parameters, and reasons are told apart by their code.
func TestAConditionMayBearACodeOfItsOwn(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"mine.yaml": yaml(`
name: mine
title: A
audience: Nous.
selection:
  - {condition: au-moins-une-session, code: rien-a-montrer, sentence: A., excludes: b}
  - {condition: session-terminee-depuis, params: {jours: 0}, sentence: A., excludes: b}
  - {condition: session-terminee-depuis, code: terminee-depuis-longtemps, params: {jours: 90}, sentence: A., excludes: b}
`)})
	if err != nil {
		t.Fatal(err)
	}
	o := good()
	o.Sessions[0].Fin = "20260112"
	if got, want := codesOf(set["mine"].Decide(&o, today).Sessions[0]), "session-terminee-depuis terminee-depuis-longtemps"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	o.Sessions = nil
	if got, want := codesOf(set["mine"].Decide(&o, today).Formation), "rien-a-montrer"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if labels := set["mine"].Labels(); labels["rien-a-montrer"] != "b" || labels["terminee-depuis-longtemps"] != "b" {
		t.Errorf("labels %v", labels)
	}
}

// TestReasonsDoNotAgeWithTheDay: a verdict that stays must keep its words, or the
// ledger would change every night.
func TestReasonsDoNotAgeWithTheDay(t *testing.T) {
	for name, tg := range builtIn(t) {
		o := good()
		o.Sessions = []offre.Session{session("S1", ended), session("S2", apprenticeship)}
		first, later := tg.Decide(&o, today), tg.Decide(&o, today.AddDate(0, 0, 20))
		for i := range first.Sessions {
			if !slices.Equal(first.Sessions[i].Reasons, later.Sessions[i].Reasons) {
				t.Errorf("%s: %v became %v", name, first.Sessions[i], later.Sessions[i])
			}
		}
	}
}

func codesOf(o target.Outcome) string {
	var codes []string
	for _, r := range o.Reasons {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, " ")
}

func BenchmarkDecide(b *testing.B) {
	o := good()
	for i := range 20 {
		o.Sessions = append(o.Sessions, session(string(rune('a'+i)), nil))
	}
	kairos := builtIn(b)["kairos"]
	b.ReportAllocs()
	for b.Loop() {
		if d := kairos.Decide(&o, today); !d.Formation.Kept() {
			b.Fatal(d)
		}
	}
}
