package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// journey is one session on its way to a partner, and where it should be by now.
type journey struct {
	t    *testing.T
	s    *store.Store
	want journal.Whereabouts
}

// One session goes all the way, a stage at a time.
func wholeWay(t *testing.T, s *store.Store) {
	j := &journey{t: t, s: s}
	j.received()
	j.validated()
	j.excluded()
	j.held()
	j.published()
	j.fetched()
	j.acknowledged()
	j.judgedAnew()
	j.outAndBack()
}

// stands holds that the session is where it should be.
func (j *journey) stands(stage string) {
	j.t.Helper()
	if got := locate(j.t, j.s, "S1", "S1"); !reflect.DeepEqual(got, j.want) {
		j.t.Errorf("%s:\ngot  %+v\nwant %+v", stage, got, j.want)
	}
}

// exported is the verdict of a run that takes the session.
func (j *journey) exported(run string) journal.Verdict {
	return journal.Verdict{Target: "aude", Kind: "session", Record: "S1", Formation: "F1", Exported: true, Run: run}
}

func (j *journey) received() {
	ctx := j.t.Context()
	beginOn(j.t, j.s, "r1", 0)
	arrived := delivered(shaA, "novembre.xlsx")
	arrived.ReceivedAt = daysAfter(-1)
	propose(j.t, j.s, func(l *store.Load) error {
		return errors.Join(l.KeepDelivery(ctx, arrived), l.KeepFormations(ctx, "r1", []offre.Formation{formation("F1")}),
			l.KeepSessions(ctx, "r1", []offre.Session{session("S1", "F1")}),
			l.KeepOrigins(ctx, "r1", []store.Origin{{Kind: "session", Record: "S1", Delivery: shaA, File: "novembre.xlsx", Sheet: "Sessions", Row: 3}}))
	})
	j.want = journal.Whereabouts{Kind: "session", Record: "S1", Formation: "F1", Reference: "S-S1", Intitule: formation("F1").Intitule, SIRET: siretSiege, Formateur: siretAntenne,
		Debut: "20260907", Fin: "20270600", State: journal.ToValidate, File: "novembre.xlsx", ReceivedAt: daysAfter(-1),
		Awaited: []journal.Awaited{{Kind: "formation", Record: "F1"}}}
	j.stands("received")
}

func (j *journey) validated() {
	must(j.t, j.s.Decide(j.t.Context(), []journal.Decision{{Kind: "formation", Record: "F1", To: journal.Validated, Who: "Anne", At: daysAfter(1)},
		{Kind: "session", Record: "S1", To: journal.Validated, Who: "Anne", At: daysAfter(1)}}))
	j.want.State, j.want.ValidatedAt, j.want.Awaited = journal.Validated, daysAfter(1), nil
	j.stands("validated")
}

func (j *journey) excluded() {
	beginOn(j.t, j.s, "r2", 2)
	keepVerdicts(j.t, j.s, "r2", "aude", map[string]string{"S1": "terminee"})
	verdict := journal.Verdict{Target: "aude", Kind: "session", Record: "S1", Formation: "F1", Reason: "terminee", Sentence: sentence(j.t, j.s, "S1"), Run: "r2"}
	j.want.Targets = []journal.Passage{{Verdict: verdict, Since: daysAfter(2)}}
	publish(j.t, j.s, "r2", shaA, journal.Published, 2)
	j.stands("excluded")
}

func (j *journey) held() {
	beginOn(j.t, j.s, "r3", 3)
	keepVerdicts(j.t, j.s, "r3", "aude", nil)
	publish(j.t, j.s, "r3", shaB, journal.Held, 3)
	j.want.Targets[0] = journal.Passage{Verdict: j.exported("r3"), Since: daysAfter(3)}
	j.stands("in a feed that is held")
}

func (j *journey) published() {
	released := publish(j.t, j.s, "r3", shaB, journal.Published, 4)
	j.want.Targets[0].Published = &released
	at := daysAfter(4).Add(time.Hour)
	must(j.t, j.s.KeepFetches(j.t.Context(), []journal.Fetch{
		{Target: "aude", Partner: "ft", Publication: shaA, Complete: true, Via: journal.ViaHTTP, At: at}, // one that it is not in
		{Target: "aude", Partner: "ft", Publication: shaB, Via: journal.ViaHTTP, At: at},                 // cut short
		{Target: "kairos", Partner: "ft", Publication: shaB, Complete: true, Via: journal.ViaHTTP, At: at},
	}))
	j.stands("published")
}

func (j *journey) fetched() {
	first := journal.Fetch{Target: "aude", Partner: "ft", Publication: shaB, File: "latest.xml.gz", Bytes: 12, Status: 206, From: 30, Complete: true, Via: journal.ViaHTTP, At: daysAfter(5)}
	again := first
	again.At = daysAfter(6)
	must(j.t, j.s.KeepFetches(j.t.Context(), []journal.Fetch{again, first}))
	j.want.Targets[0].Fetched = &first
	j.stands("fetched")
}

func (j *journey) acknowledged() {
	refused, accepted := acknowledged("S1", false, 6), acknowledged("S1", true, 7)
	refused.Run = "r3"
	must(j.t, j.s.KeepAcknowledgements(j.t.Context(), []journal.Acknowledgement{accepted, refused}))
	j.want.Targets[0].Acknowledged = &accepted
	j.stands("acknowledged")
}

func (j *journey) judgedAnew() {
	beginOn(j.t, j.s, "r4", 8)
	given := judge(j.t, j.s, "aude", nil)
	for i := range given {
		given[i].Defaulted = []string{"objectif-formation"}
	}
	_, err := j.s.KeepVerdicts(j.t.Context(), "r4", "aude", each(given))
	must(j.t, err)
	publish(j.t, j.s, "r4", shaA, journal.Published, 8)
	j.want.Targets[0].Defaulted, j.want.Targets[0].Run, j.want.Targets[0].Since = []string{"objectif-formation"}, "r4", daysAfter(8)
	j.stands("another verdict, exported as before: it has been in the feeds since the first")
}

func (j *journey) outAndBack() {
	beginOn(j.t, j.s, "r5", 9)
	keepVerdicts(j.t, j.s, "r5", "aude", map[string]string{"S1": "terminee"})
	beginOn(j.t, j.s, "r6", 10)
	keepVerdicts(j.t, j.s, "r6", "aude", nil)
	same := publish(j.t, j.s, "r6", shaB, journal.Same, 10)
	j.want.Targets[0] = journal.Passage{Verdict: j.exported("r6"), Since: daysAfter(10), Published: &same, Acknowledged: j.want.Targets[0].Acknowledged}
	j.stands("back after it was out")
}

// sentence is what judge says of an excluded record.
func sentence(t *testing.T, s *store.Store, record string) string {
	t.Helper()
	for _, v := range judge(t, s, "aude", map[string]string{record: "terminee"}) {
		if v.Record == record {
			return v.Sentence
		}
	}
	return ""
}
