package partners

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

const (
	siret        = "73282932000074"
	siretAntenne = "35600000000048"
)

// locatable fills the catalogue: in F1, S1 is exported to aude, S2 excluded from it
// and S3 awaits validation; kairos is another partner's.
func (h *house) locatable() {
	h.Helper()
	ctx := h.Context()
	must := func(err error) {
		h.Helper()
		if err != nil {
			h.Fatal(err)
		}
	}
	must(h.store.BeginRun(ctx, journal.Run{ID: "r1", Date: night, StartedAt: night, State: journal.Running}))
	session := func(id string) offre.Session {
		return offre.Session{ID: id, Formation: "F1", Reference: "OF-" + id, Debut: "20260907", Fin: "20270600", Modalites: offre.Modalites{Formateur: siretAntenne}}
	}
	load := func(validate bool, sessions ...offre.Session) {
		must(h.store.InLoad(ctx, func(l *store.Load) error {
			if validate {
				l.Validate("règle")
				if err := l.KeepFormations(ctx, "r1", []offre.Formation{{ID: "F1", Reference: "OF-F1", Responsable: siret, Intitule: "Soudeur <à l'arc>"}}); err != nil {
					return err
				}
			}
			return l.KeepSessions(ctx, "r1", sessions)
		}))
	}
	load(true, session("S1"), session("S2"))
	verdicts := func(target string) {
		_, err := h.store.KeepVerdicts(ctx, "r1", target, func(yield func(journal.Verdict, error) bool) {
			excluded := journal.Verdict{Kind: "session", Record: "S2", Formation: "F1", Reason: "terminee", Sentence: "La session est terminée pour " + target + "."}
			_ = yield(journal.Verdict{Kind: "session", Record: "S1", Formation: "F1", Exported: true}, nil) &&
				yield(excluded, nil) && yield(journal.Verdict{Kind: "formation", Record: "F1", Formation: "F1", Exported: true}, nil)
		})
		must(err)
	}
	verdicts("aude")
	verdicts("kairos")
	load(false, session("S3"))
}

func TestWhereabouts(t *testing.T) {
	h := newHouse(t, nil)
	h.locatable()
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude", "imilo"}})
	sender := h.partner(journal.Partner{Name: "of", Deposit: true})
	stages := func(path string) string {
		t.Helper()
		var a answerTo
		response := h.ask("GET", path, token).want(t, 200)
		response.decode(t, &a)
		if strings.Contains(string(response.body), "kairos") {
			t.Errorf("another partner's target is told: %s", response.body)
		}
		var told []string
		for _, r := range a.Records {
			var in []string
			for _, l := range r.Targets {
				in = append(in, string(l.Stage))
			}
			told = append(told, r.Record+" "+strings.Join(in, ","))
		}
		return strings.Join(told, "; ")
	}
	for path, want := range map[string]string{
		"/sessions/" + siret:                     "S1 a-publier,validee; S2 exclue,validee; S3 recue,recue",
		"/sessions/" + siretAntenne:              "S1 a-publier,validee; S2 exclue,validee; S3 recue,recue",
		"/sessions/" + siret + "?numero=S2":      "S2 exclue,validee",
		"/sessions/" + siret + "?numero=OF-S1":   "S1 a-publier,validee",
		"/sessions/" + siret + "?numero=F1":      "S1 a-publier,validee; S2 exclue,validee; S3 recue,recue",
		"/records/S1":                            "S1 a-publier,validee",
		"/records/F1":                            "F1 a-publier,validee; S1 a-publier,validee; S2 exclue,validee; S3 recue,recue",
		"/records/OF-S2":                         "S2 exclue,validee",
		"/records/OF-F1":                         "F1 a-publier,validee; S1 a-publier,validee; S2 exclue,validee; S3 recue,recue",
		"/sessions/" + siret + "?numero=OF-S%31": "S1 a-publier,validee",
	} {
		if got := stages(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	for path, want := range map[string]int{
		"/sessions/00000000000000":              404,
		"/sessions/" + siret + "?numero=S9":     404,
		"/sessions/7328293200007":               400,
		"/sessions/7328293200007x":              400,
		"/records/" + siret:                     404,
		"/records/rien":                         404,
		"/records/" + strings.Repeat("x", 200):  400,
		"/records/'%20OR%201=1":                 404,
		"/sessions/" + siret + "?numero='%20OR": 404,
	} {
		h.ask("GET", path, token).want(t, want)
	}
	h.ask("GET", "/sessions/"+siret, sender).want(t, 403)

	// The feed is published, taken, answered.
	ctx := t.Context()
	sha := strings.Repeat("a", 64)
	published := journal.Publication{Target: "aude", Run: "r1", State: journal.Published, SHA256: sha, At: night}
	fetched := journal.Fetch{Target: "aude", Partner: "un-autre", Publication: sha, Complete: true, Via: journal.ViaHTTP, At: night.Add(time.Hour)}
	refused := journal.Acknowledgement{Target: "aude", Kind: "session", Record: "S1", Code: "E1", Sentence: "Le lieu est inconnu.", At: night.Add(25 * time.Hour), Run: "r1", File: "retour.csv"}
	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return h.store.KeepPublication(ctx, published) }, "S1 publiee,validee"},
		{func() error { return h.store.KeepFetches(ctx, []journal.Fetch{fetched}) }, "S1 recuperee,validee"},
		{func() error { return h.store.KeepAcknowledgements(ctx, []journal.Acknowledgement{refused}) }, "S1 refusee,validee"},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := stages("/records/S1"); got != step.want {
			t.Errorf("%s, want %s", got, step.want)
		}
	}
	if a := h.ask("GET", "/records/S1", token); strings.Contains(string(a.body), "un-autre") {
		t.Errorf("another partner is told: %s", a.body)
	}
	golden(t, "records.html", h.ask("GET", "/records/F1", token, "Accept: text/html").want(t, 200).body)
	golden(t, "records.json", h.ask("GET", "/records/S1", token).want(t, 200).body)
}

// TestStages: what each state of a record is told as.
func TestStages(t *testing.T) {
	for name, c := range map[string]struct {
		w    journal.Whereabouts
		want string
	}{
		"awaiting":  {journal.Whereabouts{State: journal.ToValidate}, "recue Reçue ; elle attend d'être validée."},
		"rejected":  {journal.Whereabouts{State: journal.Rejected, Why: "doublon de M. Martin"}, "recue Reçue, et refusée à la validation."},
		"archived":  {journal.Whereabouts{State: journal.Archived, ValidatedAt: night}, "recue Retirée du catalogue."},
		"validated": {journal.Whereabouts{State: journal.Validated, ValidatedAt: night}, "validee Validée ; le prochain export l'examinera."},
	} {
		var l stageLine
		if l.notJudged(c.w); string(l.Stage)+" "+l.Sentence != c.want {
			t.Errorf("%s: %s %s", name, l.Stage, l.Sentence)
		}
	}
	accepted := journal.Passage{Verdict: journal.Verdict{Exported: true}, Published: &journal.Publication{At: night}, Acknowledged: &journal.Acknowledgement{Accepted: true, At: night}}
	var l stageLine
	if l.judged(accepted, time.UTC); l.Stage != stageAccepted || !l.Exported {
		t.Errorf("accepted: %+v", l)
	}
}

// TestQuestionsAreLimited: a catalogue that is busy is not asked more.
func TestQuestionsAreLimited(t *testing.T) {
	h := newHouse(t, nil)
	h.locatable()
	for range maxQuestions {
		h.server.questions <- struct{}{}
	}
	ctx, cancel := contextIn(t, 50*time.Millisecond)
	defer cancel()
	_, err := h.server.whereabouts(ctx, siret)
	if p, ok := errors.AsType[*problem](err); !ok || p.Status != 503 || p.retry == 0 {
		t.Errorf("got %v", err)
	}
	<-h.server.questions
	if all, err := h.server.whereabouts(t.Context(), siret); err != nil || len(all) != 4 {
		t.Errorf("%d records (%v)", len(all), err)
	}
}
