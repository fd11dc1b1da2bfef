package merge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// TestRowsOfOneRecordFillOneAnother lays a second row on the first one of a
// formation.
func TestRowsOfOneRecordFillOneAnother(t *testing.T) {
	for _, tc := range []struct {
		name          string
		first, second []string
		titre         string
		codes         string // Certif Info and RNCP of each certification
		rules         string
	}{
		{"the second fills a blank of the first", []string{"formation.intitule="}, []string{"formation.intitule=Nœuds"}, "Nœuds", "", ""},
		{"the second leaves blank what the first says", []string{"formation.intitule=Voilerie"}, []string{"formation.intitule="}, "Voilerie", "", ""},
		{"the second says otherwise", []string{"formation.intitule=Voilerie"}, []string{"formation.intitule=Nœuds"}, "Voilerie", "", "valeurs-divergentes"},
		{"the second has a column more", []string{"formation.rome=[G1602]"}, []string{"formation.intitule=Nœuds"}, "Nœuds", "", ""},
		{"a certification named again fills its number", []string{"formation.certif_info=[87189]", "formation.rncp="}, []string{"formation.certif_info=[87189]", "formation.rncp=25467"}, "", "87189 RNCP25467", ""},
		{"and keeps it", []string{"formation.certif_info=[87189]", "formation.rncp=25467"}, []string{"formation.certif_info=[87189]", "formation.rncp="}, "", "87189 RNCP25467", ""},
		{"a certification of two numbers", []string{"formation.certif_info=[87189]", "formation.rncp=25467"}, []string{"formation.certif_info=[87189]", "formation.rncp=25468"}, "", "87189 RNCP25467", "valeurs-divergentes"},
		{"two certifications without Certif Info", []string{"formation.certif_info=", "formation.rncp=25467"}, []string{"formation.certif_info=", "formation.rncp=25468"}, "", " RNCP25467,  RNCP25468", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAwkward()
			row := func(n int, cells []string) normalise.Row {
				return line("Formations", n, append([]string{"formation.responsable=" + siege, "formation.reference=NAU-01", "formation.identifiant=04_F1"}, cells...)...)
			}
			result := apply(t, c, append(good()[:1], row(2, tc.first), row(3, tc.second))...)
			f := c.formation(t, "04_F1")
			var codes []string
			for _, x := range f.Saisie.Certifications {
				codes = append(codes, x.CertifInfo+" "+x.RNCP)
			}
			if f.IntituleSaisi != tc.titre || strings.Join(codes, ", ") != tc.codes || strings.Join(rulesOf(result.Findings), " ") != tc.rules {
				t.Errorf("title %q, certifications %q, findings %v", f.IntituleSaisi, codes, rulesOf(result.Findings))
			}
			for _, found := range result.Findings {
				if found.Record != "04_F1" || found.Row != 3 {
					t.Errorf("finding %+v; want it on row 3, of record 04_F1", found)
				}
			}
		})
	}
}

// TestDivergingValuesAreShown: both are in the finding, each where it is looked for.
func TestDivergingValuesAreShown(t *testing.T) {
	rows := append(good(), line("Formations", 9, "formation.responsable="+siege, "formation.reference=NAU-01", "formation.intitule=Nœuds"))
	result := apply(t, newAwkward(), rows...)
	if len(result.Findings) != 1 {
		t.Fatalf("findings %+v", result.Findings)
	}
	want := "Deux lignes d'une même fiche ne disent pas la même chose : « Nœuds » ici, « Voilerie » à la feuille Formations, ligne 2, qui est gardé."
	if f := result.Findings[0]; f.Record != result.Formations[0] || f.Value != "Nœuds" || f.After != "Voilerie" || f.Message != want {
		t.Errorf("%+v", f)
	}
}

func TestSubjects(t *testing.T) {
	organisme, person, formation, session := subjects{organisme: true}, subjects{interlocuteur: true}, subjects{formation: true}, subjects{session: true}
	for _, tc := range []struct {
		name  string
		cells []string
		want  subjects
	}{
		{"a SIRET alone is an organisme", []string{"organisme.siret=" + siege}, organisme},
		{"a SIRET beside the name of a formation is whose it is", []string{"organisme.siret=" + siege, "formation.reference=A"}, formation},
		{"and beside what is said of one", []string{"organisme.siret=" + siege, "formation.intitule=Voilerie"}, formation},
		{"a name makes an organisme of it", []string{"organisme.siret=" + siege, "organisme.nom=Cap", "formation.intitule=Voilerie"}, subjects{organisme: true, formation: true}},
		{"a number alone says nothing of an organisme", []string{"organisme.identifiant=04_O1"}, subjects{}},
		{"people", []string{"organisme.siret=" + siege, "interlocuteur.nom=Morel"}, person},
		{"people without a name yet", []string{"organisme.siret=" + siege, "interlocuteur.nom="}, person},
		{"people beside an organisme", []string{"organisme.nom=Cap", "interlocuteur.nom=Morel", "interlocuteur.prenom="}, subjects{organisme: true, interlocuteur: true}},
		{"columns of people that are blank", []string{"organisme.nom=Cap", "interlocuteur.nom=", "interlocuteur.prenom="}, organisme},
		{"blank people beside a formation", []string{"formation.intitule=Voilerie", "interlocuteur.nom="}, formation},
		{"blank people beside a session", []string{"session.debut=20260907", "interlocuteur.nom="}, session},
		{"the name of a formation, whichever column comes last", []string{"formation.identifiant=1", "formation.responsable=" + siege, "formation.reference=A"}, formation},
		{"a formation named by a session is not described", []string{"formation.reference=A", "session.debut=20260907"}, session},
		{"a formation named by people is not described", []string{"formation.reference=A", "interlocuteur.nom=Morel"}, person},
		{"a formation named by an organisme is not described", []string{"formation.reference=A", "organisme.nom=Cap"}, organisme},
		{"a formation and its session", []string{"formation.intitule=Voilerie", "session.debut=20260907", "session.fin="}, subjects{formation: true, session: true}},
		{"a formation whose session is blank", []string{"formation.intitule=Voilerie", "session.debut=", "session.fin="}, formation},
		{"a blank session alone", []string{"session.debut=", "session.fin="}, session},
		{"nothing", nil, subjects{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			from := line("Feuil1", 2, tc.cells...)
			if got := subjectsOf(newRow(New("", Options{}).sheet(from.File, from.Sheet), from)); got != tc.want {
				t.Errorf("%+v, want %+v", got, tc.want)
			}
		})
	}
}

// TestARowOfAFormationIsNoOriginOfItsOrganisme: to name an organisme is not to
// state it.
func TestARowOfAFormationIsNoOriginOfItsOrganisme(t *testing.T) {
	rows := good()
	rows[3].Values[layout.OrganismeSIRET] = normalise.Value{Text: siege}
	for _, o := range apply(t, newAwkward(), rows...).Origins {
		if o.Kind == KindOrganisme && o.Place.Sheet == "Formations" {
			t.Errorf("origin %+v", o)
		}
	}
}

// TestASessionGivenToAnotherFormationIsTold moves the first session of the good
// delivery.
func TestASessionGivenToAnotherFormationIsTold(t *testing.T) {
	other := line("Formations", 3, "formation.responsable="+siege, "formation.reference=NAU-02", "formation.intitule=Nœuds", "formation.identifiant=04_F2")
	session := func(n int, formation string) normalise.Row {
		return line("Sessions", n, "formation.identifiant="+formation, "session.identifiant=04_S1", "session.debut=20260907")
	}
	first := line("Formations", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "formation.intitule=Voilerie", "formation.identifiant=04_F1")
	for _, tc := range []struct {
		name        string
		held, again rowSet
		kept        string
		says        string
	}{
		{"by the next delivery", rowSet{first, other, session(4, "04_F1")}, rowSet{session(9, "04_F2")}, "04_F2", "La session 04_S1 est donnée à deux formations, 04_F2 et 04_F1 ; elle est gardée sous 04_F2."},
		{"by two rows", rowSet{first, other}, rowSet{session(9, "04_F1"), session(10, "04_F2")}, "04_F1", "La session 04_S1 est donnée à deux formations, 04_F1 et 04_F2 ; elle est gardée sous 04_F1."},
		{"to nobody else", rowSet{first, other, session(4, "04_F1")}, rowSet{session(9, "04_F1")}, "04_F1", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAwkward()
			apply(t, c, append(good()[:1], tc.held...)...)
			found := slices.DeleteFunc(apply(t, c, tc.again...).Findings, func(f finding.Finding) bool { return f.Rule != sessionDeplacee.Code })
			if got := c.session(t, "04_S1").Formation; got != tc.kept {
				t.Errorf("kept under %s", got)
			}
			if len(found) > 1 || (len(found) == 1) != (tc.says != "") || len(found) == 1 && (found[0].Message != tc.says || found[0].Record != "04_S1") {
				t.Errorf("findings %+v, want %q", found, tc.says)
			}
		})
	}
}

// TestWhatAFeedSaysBesideTheFieldsIsLaidWhole is about the JSON that a feed's
// records carry.
func TestWhatAFeedSaysBesideTheFieldsIsLaidWhole(t *testing.T) {
	c := newAwkward()
	rows := good()
	rows[2].Values[layout.SessionBesides] = normalise.Value{Text: `{"lieu":{"lignes":["Escalier B","Porte 2"],"pays":"FR"},"information":{"ville":"Bayeux"}}`}
	rows[2].Values["session.lieu_adresse"] = normalise.Value{Text: "3 quai Charcot"}
	rows[3].Values[layout.FormationReste] = normalise.Value{Text: `[{"xml":"<extras/>"},3]`}
	result := apply(t, c, rows...)
	s := c.session(t, sessionOn(t, c, result, "20260907"))
	if want := []string{"3 quai Charcot", "Escalier B", "Porte 2"}; !slices.Equal(s.Lieu.Adresse.Lignes, want) || s.AdresseInformation.Ville != "Bayeux" {
		t.Errorf("place %q, information %+v", s.Lieu.Adresse.Lignes, s.AdresseInformation)
	}
	if f := c.formation(t, result.Formations[0]); len(f.Reste) != 0 {
		t.Errorf("half of what is damaged was kept: %+v", f.Reste)
	}
	rows[2].Values[layout.SessionBesides] = normalise.Value{Text: `{"lieu":{"pays":"BE"}}`}
	apply(t, c, rows...)
	if s = c.session(t, s.ID); s.AdresseInformation.Ville != "Bayeux" || s.Lieu.Adresse.Pays != "BE" {
		t.Errorf("what is left out cleared what was held: %+v", s)
	}
}

func TestPeriodInWords(t *testing.T) {
	for _, tc := range []struct {
		debut, fin offre.Date
		want       string
	}{
		{"20260907", "20270630", "du 07/09/2026 au 30/06/2027"}, {"20260907", "", "à partir du 07/09/2026"}, {"", "20270600", "jusqu'au 06/2027"},
		{"", "", "sans date"}, {offre.DateInconnue, "2027", "sans date"}, {"00000900", "20270000", "du mois 09 au 2027"},
	} {
		if got := (period{tc.debut, tc.fin}).String(); got != tc.want {
			t.Errorf("from %s to %s: %q, want %q", tc.debut, tc.fin, got, tc.want)
		}
	}
}

func TestWhatSaysLess(t *testing.T) {
	for _, tc := range []struct {
		stated, known offre.Date
		want          bool
	}{
		{"20260900", "20260907", true}, {"20260907", "20260900", false}, {"20260907", "", false}, {"", "20260907", false}, {"20260000", "00000000", false},
		{"00000900", "20260907", true}, {"00000000", "20260907", false}, {"20260900", "2026", false},
	} {
		if got := saysLess(tc.stated, tc.known); got != tc.want {
			t.Errorf("%q after %q: %v", tc.stated, tc.known, got)
		}
	}
}

func TestNumbersThatASourceMayGive(t *testing.T) {
	for id, want := range map[string]bool{
		"04_F1": true, "814180": true, "a-b.c_d": true, strings.Repeat("a", maxID): true,
		"": false, strings.Repeat("a", maxID+1): false, "_1": false, "-1": false, ".1": false, "é": false, "a b": false, "a/b": false, "A{": false, "A[": false, "1:": false,
	} {
		if got := acceptable(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

// failing is a catalogue whose n-th call fails.
type failing struct {
	listing
	left *int
}

var errLost = errors.New("the connection is lost")

func (f failing) fails() error {
	if *f.left--; *f.left == 0 {
		return errLost
	}
	return nil
}

func (f failing) Organismes(ctx context.Context, keys []string) (map[string]offre.Organisme, error) {
	return answer(f, func() (map[string]offre.Organisme, error) { return f.listing.Organismes(ctx, keys) })
}

func (f failing) Formations(ctx context.Context, keys []string) (map[string]offre.Formation, error) {
	return answer(f, func() (map[string]offre.Formation, error) { return f.listing.Formations(ctx, keys) })
}

func (f failing) Sessions(ctx context.Context, keys []string) (map[string]offre.Session, error) {
	return answer(f, func() (map[string]offre.Session, error) { return f.listing.Sessions(ctx, keys) })
}

func (f failing) FormationsOf(ctx context.Context, keys []string) (map[string][]offre.Formation, error) {
	return answer(f, func() (map[string][]offre.Formation, error) { return f.listing.FormationsOf(ctx, keys) })
}

func (f failing) SessionsOf(ctx context.Context, keys []string) (map[string][]offre.Session, error) {
	return answer(f, func() (map[string][]offre.Session, error) { return f.listing.SessionsOf(ctx, keys) })
}

func (f failing) AllOrganismes(ctx context.Context) ([]offre.Organisme, error) {
	return answer(f, func() ([]offre.Organisme, error) { return f.listing.AllOrganismes(ctx) })
}

func (f failing) KeepOrganismes(ctx context.Context, run string, all []offre.Organisme) error {
	return errors.Join(f.fails(), f.listing.KeepOrganismes(ctx, run, all))
}

func (f failing) KeepFormations(ctx context.Context, run string, all []offre.Formation) error {
	return errors.Join(f.fails(), f.listing.KeepFormations(ctx, run, all))
}

func (f failing) KeepSessions(ctx context.Context, run string, all []offre.Session) error {
	return errors.Join(f.fails(), f.listing.KeepSessions(ctx, run, all))
}

func answer[T any](f failing, ask func() (T, error)) (T, error) {
	if err := f.fails(); err != nil {
		var none T
		return none, err
	}
	return ask()
}

// TestNoFailureOfTheCatalogueIsSilent makes each call of a delivery fail in turn:
// none may pass for an empty answer, which would make new records of known ones.
func TestNoFailureOfTheCatalogueIsSilent(t *testing.T) {
	rows := append(good(),
		line("Organismes", 9, "organisme.siret="+antenne, "organisme.identifiant=04_O"+siege, "organisme.nom=Cap"),
		line("Sessions", 9, "formation.identifiant=04_F9", "session.identifiant=04_S9", "session.debut=20260907"),
		line("Interlocuteurs", 9, "organisme.siret="+antenne, "interlocuteur.nom=Morel"))
	calls := 0
	for n := 1; ; n++ {
		left := n
		m := New("", Options{Trusted: true, Date: today})
		for _, r := range rows {
			m.Add(r)
		}
		result, err := m.Apply(t.Context(), "run", failing{known(t), &left})
		if left > 0 { // no call was left to fail
			if err != nil || len(result.Sheets) == 0 {
				t.Fatalf("without failure: %v", err)
			}
			break
		}
		if calls++; !errors.Is(err, errLost) || len(result.Sheets) > 0 {
			t.Errorf("the call %d failed, and Apply gives %v, %d sheets", n, err, len(result.Sheets))
		} else if err.Error() == errLost.Error() {
			t.Errorf("the call %d: the error does not say what was being done: %v", n, err)
		}
	}
	if calls < 10 {
		t.Errorf("%d calls failed; the delivery makes more", calls)
	}
}

func TestADamagedRequestIsNotGranted(t *testing.T) {
	o := offre.Organisme{ID: "04_O1", SIRET: siege}
	for _, asked := range []string{`{"id":"04_O1"}`, `{"siret":"` + siege + `"}`, `{`} {
		if _, err := Grant(&o, journal.Request{ID: "r1", Kind: journal.ChangeNDA, Organisme: siege, Asked: []byte(asked)}); err == nil || !strings.Contains(err.Error(), "grant request r1") {
			t.Errorf("%s: %v", asked, err)
		}
	}
}

func TestSuggestionsEnd(t *testing.T) {
	s := newSuggestions(map[call]string{{siege, "NAU-01"}: "04_F1"}, nil)
	for i := range maxSuggestions {
		s.call(call{siege, fmt.Sprint("inconnue ", i)})
	}
	if like := s.call(call{siege, "NAU-02"}); like != "" {
		t.Errorf("one search more was made: %q", like)
	}
	if like := newSuggestions(map[call]string{{siege, "NAU-01"}: "04_F1"}, nil).call(call{siege, "NAU-02"}); like != "NAU-01" {
		t.Errorf("got %q", like)
	}
}

// TestARefusedRowNamesNoMoreThanItSays: what is to be mended is looked for there.
func TestARefusedRowNamesNoMoreThanItSays(t *testing.T) {
	formation := []string{"formation.responsable=" + siege, "formation.reference=NAU-01"}
	for _, tc := range []struct {
		name     string
		cells    []string
		formed   bool // it names the formation of the good delivery
		sessions int
		session  string // number of the session; empty when it is one of ours
	}{
		{"a formation", append(formation, "formation.intitule=x"), true, 0, ""},
		{"a session by its reference", append(formation, "session.reference=2026-09"), true, 1, ""},
		{"a session by a reference that is new", append(formation, "session.reference=2031"), true, 1, ""},
		{"a session by its number and its reference", append(formation, "session.identifiant=04_S9", "session.reference=2026-09"), true, 1, "04_S9"},
		{"a session by its dates alone", append(formation, "session.debut=20300101"), true, 0, ""},
		{"a session of a formation that nobody knows", []string{"formation.responsable=" + siege, "formation.reference=NAU-99", "session.reference=2026-09"}, false, 0, ""},
		{"an organisme", []string{"organisme.siret=" + siege, "organisme.nom=x"}, false, 0, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			spoiled := line("Feuil1", 9, tc.cells...)
			spoiled.Refused = true
			result := apply(t, newAwkward(), append(good(), spoiled)...)
			formations, sessions := 0, 0
			for _, o := range result.Refused {
				switch o.Kind {
				case KindFormation:
					if formations++; o.Record != result.Formations[0] {
						t.Errorf("formation %s", o.Record)
					}
				case KindSession:
					if sessions++; tc.session != "" && o.Record != tc.session {
						t.Errorf("session %s, want %s", o.Record, tc.session)
					}
				}
				if o.Place.Row != 9 || o.Place.Sheet != "Feuil1" {
					t.Errorf("place %+v", o.Place)
				}
			}
			if (formations == 1) != tc.formed || formations > 1 || sessions != tc.sessions {
				t.Errorf("names %+v", result.Refused)
			}
		})
	}
}
