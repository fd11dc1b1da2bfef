package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// morning is when the status is read, by the clocks of France.
var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.FixedZone("CET", 3600))

func ago(d time.Duration) time.Time { return morning.Add(-d) }

// wellStatus is a morning on which there is nothing to look at.
func wellStatus() status {
	began := ago(5*time.Hour + 45*time.Minute)
	feed := func(target string, formations int) feedStatus {
		return feedStatus{journal.Publication{Target: target, Run: "r9", State: journal.Published, SHA256: strings.Repeat("a", 64), Size: 12_900_000, Formations: formations, Sessions: 3 * formations, At: ago(5 * time.Hour)}, ago(26 * time.Hour), ago(5 * time.Hour)}
	}
	version := nomenclature.Version{Referential: nomenclature.ROME, Label: "4.60", Rows: 609, LoadedAt: ago(240 * time.Hour)}
	return status{At: morning,
		Runs: []journal.Run{{ID: "20261123T011500Z-1f3a", StartedAt: began, FinishedAt: began.Add(192 * time.Second), State: journal.Done},
			{ID: "20261122T011500Z-77e0", StartedAt: began.Add(-24 * time.Hour), FinishedAt: began.Add(-24*time.Hour + 800*time.Millisecond), State: journal.DoneHeld}},
		Loads: journal.Counts{Read: 340, Added: 340}, Catalogue: store.Summary{Organismes: 212, Formations: 4262, Sessions: 9120, Deliveries: 87, Runs: 301},
		Feeds: []feedStatus{feed("intercarif", 4100), feed("kairos", 1800)}, Reports: "/srv/passerelle/reports/latest.html",
		Partners:     []custom{{Partner: "france-travail", Target: "kairos", TakenAt: ago(3 * time.Hour), SeenAt: ago(time.Hour), UpTo: true, Offered: ago(26 * time.Hour)}},
		Referentials: []standing{{Standing: nomenclature.Standing{Referential: nomenclature.ROME, Version: &version, FreshAt: ago(48 * time.Hour)}, AgeDays: 2, MaxDays: 400}},
		Disks:        []disk{{Folders: []string{"/srv/passerelle"}, Free: 31 * gib, Size: 100 * gib, Inodes: 6_000_000, AllInodes: 6_500_000}},
	}
}

func TestStatusJudges(t *testing.T) {
	night := journal.Firing{Job: "nuit", Due: ago(6 * time.Hour), StartedAt: ago(6 * time.Hour), FinishedAt: ago(5 * time.Hour), Attempt: 3, Error: "le disque est plein"}
	for _, c := range []struct {
		name   string
		breaks func(*status)
		code   string // of the only remark; empty: none
		level  level
		says   string
	}{
		{"all is well", func(*status) {}, "", fine, ""},
		{"no run yet", func(st *status) { st.Runs, st.Missing, st.Feeds, st.Partners = nil, []string{"kairos"}, nil, nil }, "aucun-run", attention, "passerelle run"},
		{"the last run failed", func(st *status) { st.Runs[0].State, st.Runs[0].Error = journal.Failed, "open the shelf:\n  no space" }, "run-en-echec", broken, "open the shelf: no space."},
		{"the last run was found killed", func(st *status) { st.Runs[0].State = journal.Abandoned }, "run-interrompu", broken, "interrompu brutalement"},
		{"the last run is killed and nobody has seen it yet", func(st *status) { st.Runs[0].State = journal.Running }, "run-interrompu", broken, "il reprend le travail"},
		{"a run is under way", func(st *status) { st.Runs[0].State, st.Alive = journal.Running, true }, "", fine, ""},
		{"rows were refused", func(st *status) { st.Runs[0].State, st.Loads.Refused = journal.DoneRefusals, 12 }, "refus", attention, "12 lignes sur 340"},
		{"data were refused that are no rows", func(st *status) { st.Runs[0].State = journal.DoneRefusals }, "refus", attention, "latest.html"},
		{"no run for two nights", func(st *status) { st.Runs[0].StartedAt = ago(31 * time.Hour) }, "run-en-retard", attention, "31 h"},
		{"a job that nobody did", func(st *status) { st.Next = []journal.Firing{{Job: "export", Due: ago(time.Hour)}} }, "tache-en-retard", attention, "export"},
		{"a job to come", func(st *status) { st.Next = []journal.Firing{{Job: "export", Due: morning.Add(time.Hour)}} }, "", fine, ""},
		{"a job failed", func(st *status) { f := night; f.State = journal.Failed; st.Jobs = []journal.Firing{f} }, "tache-en-echec", broken, "tentative 3"},
		{"a job was done", func(st *status) { f := night; f.State = journal.DoneRefusals; st.Jobs = []journal.Firing{f} }, "", fine, ""},
		{"a job was skipped", func(st *status) {
			f := night
			f.State, f.FinishedAt = journal.Abandoned, f.StartedAt
			st.Jobs = []journal.Firing{f}
		}, "tache-sautee", attention, "n'a pas été faite"},
		{"a feed is held", func(st *status) { st.Held = held3Days(true) }, "flux-retenu", attention, "passerelle release kairos"},
		{"a feed is held that cannot be released", func(st *status) { st.Held = held3Days(false) }, "flux-retenu", attention, "corriger les données"},
		{"a target has no feed", func(st *status) { st.Missing = []string{"aude"} }, "flux-absent", attention, "passerelle export aude"},
		{"a feed is no longer made", func(st *status) { st.Feeds[1].MadeAt = ago(72 * time.Hour) }, "flux-ancien", attention, "kairos n'a pas été refait depuis 3 jours"},
		{"a referential is stale", func(st *status) { st.Referentials[0].Stale = true }, "referentiel-perime", attention, "rome"},
		{"a mail cannot be delivered", func(st *status) { st.Mails = store.MailCount{Sent: 5, GivenUp: 1} }, "courrier-abandonne", attention, ": 1."},
		{"mails wait for their server", func(st *status) { st.Mails = store.MailCount{Waiting: 3, Late: 2, Oldest: ago(7 * time.Hour)} }, "courrier-retarde", attention, "7 h"},
		{"mails wait their turn", func(st *status) { st.Mails = store.MailCount{Waiting: 3} }, "", fine, ""},
		{"a feed could not be sent", func(st *status) {
			st.Pushes = []journal.Push{{Target: "aude", Destination: "sftp-aude", State: journal.PushFailed, Attempts: 5, Error: "host key changed"}}
		}, "envoi-echoue", attention, "host key changed"},
		{"a feed did not arrive yet", func(st *status) {
			st.Pushes = []journal.Push{{Target: "aude", Destination: "sftp-ft", State: journal.PushWaiting, Attempts: 1, Error: "connection refused"}}
		}, "envoi-en-attente", attention, "connection refused"},
		{"a partner leaves a feed untaken", func(st *status) { st.Partners[0].UpTo, st.Partners[0].Offered = false, ago(100*time.Hour) }, "partenaire-absent", attention, "n'a pas pris le flux kairos publié il y a 4 jours"},
		{"a partner no longer comes", func(st *status) {
			st.Partners[0].SeenAt, st.Partners[0].Offered = ago(100*time.Hour), ago(200*time.Hour)
		}, "partenaire-absent", attention, "n'est pas venu depuis 4 jours"},
		{"a partner that has yet to come for the last feed", func(st *status) { st.Partners[0].UpTo = false }, "", fine, ""},
		{"a disk is nearly full", func(st *status) { st.Disks[0].Free = gib }, "disque-plein", attention, "1,0 Gio sur 100 Gio : /srv/passerelle."},
		{"a disk is full", func(st *status) { st.Disks[0].Free = 3 * mib }, "disque-plein", broken, "3 Mio"},
		{"a disk has no inode left", func(st *status) { st.Disks[0].Inodes = 12 }, "disque-plein", broken, "12 fichiers"},
		{"a disk that counts no inode", func(st *status) { st.Disks[0].Inodes, st.Disks[0].AllInodes = 0, 0 }, "", fine, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := wellStatus()
			c.breaks(&st)
			st.judge(patience{runHours: patientHours, partnerDays: 3})
			if st.Level != c.level {
				t.Errorf("%s, want %s: %+v", st.Level, c.level, st.Remarks)
			}
			if c.code == "" && len(st.Remarks) == 0 {
				return
			}
			if len(st.Remarks) != 1 || st.Remarks[0].Code != c.code || !strings.Contains(st.Remarks[0].Sentence+" "+st.Remarks[0].Do, c.says) {
				t.Errorf("got %+v, want only %q saying %q", st.Remarks, c.code, c.says)
			}
		})
	}
}

func held3Days(releasable bool) []heldFeed {
	return []heldFeed{{Publication: journal.Publication{Target: "kairos", State: journal.Held, Size: 4000, Formations: 12, Sessions: 20, At: ago(5 * time.Hour), Error: "il perdrait 99 % de ses formations"}, Since: ago(77 * time.Hour), Releasable: releasable}}
}

// Where the service keeps the schedule, days without a run may be meant.
func TestTheScheduleSaysWhatIsOverdue(t *testing.T) {
	for _, jobs := range [][]journal.Firing{nil, {{Job: "nuit", State: journal.Done}}} {
		st := wellStatus()
		st.Runs[0].StartedAt, st.Jobs = ago(60*time.Hour), jobs
		if st.judge(patience{runHours: unsaid}); len(st.Remarks) > 0 != (jobs == nil) {
			t.Errorf("with %d jobs: %+v", len(jobs), st.Remarks)
		}
	}
}

func TestNextFirings(t *testing.T) {
	weekly := schedule.Config{Name: "semaine", Run: "run", Cron: "30 2 * * MON"}
	after := schedule.Config{Name: "ensuite", Run: "export", After: []string{"semaine"}}
	w := watch{config: config{Timezone: "Europe/Paris", Jobs: []schedule.Config{weekly, after}}, now: morning}
	monday := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		last []journal.Firing
		want time.Time
	}{
		"never done here":        {nil, monday.AddDate(0, 0, 7)},
		"done this morning":      {[]journal.Firing{{Job: "semaine", Due: monday}}, monday.AddDate(0, 0, 7)},
		"not done this morning":  {[]journal.Firing{{Job: "semaine", Due: monday.AddDate(0, 0, -7)}}, monday},
		"not done for two weeks": {[]journal.Firing{{Job: "semaine", Due: monday.AddDate(0, 0, -14)}}, monday.AddDate(0, 0, -7)},
	} {
		next, err := w.nextFirings(c.last)
		if err != nil || len(next) != 1 || !next[0].Due.Equal(c.want) {
			t.Errorf("%s: %+v, %v; want %s", name, next, err, c.want)
		}
	}
	if w.now = monday.Add(10 * time.Minute); true {
		next, err := w.nextFirings([]journal.Firing{{Job: "semaine", Due: monday.AddDate(0, 0, -7)}})
		if err != nil || !next[0].Due.After(w.now) {
			t.Errorf("ten minutes late is not overdue: %+v, %v", next, err)
		}
	}
}

func TestPatienceOfZeroWaitsForEver(t *testing.T) {
	st := wellStatus()
	st.Runs[0].StartedAt, st.Feeds[0].MadeAt, st.Partners[0].UpTo, st.Partners[0].Offered = ago(9000*time.Hour), ago(9000*time.Hour), false, ago(9000*time.Hour)
	if st.judge(patience{}); st.Level != fine {
		t.Errorf("got %+v", st.Remarks)
	}
}

// badMorning has some of everything.
func badMorning() status {
	st := wellStatus()
	st.Runs = slices.Insert(st.Runs, 0, journal.Run{ID: "20261123T021500Z-9c01", StartedAt: ago(4 * time.Hour), FinishedAt: ago(3 * time.Hour), State: journal.Failed, Error: "open the shelf: no space left on device"})
	st.Held, st.Missing, st.Loads.Refused = held3Days(true), []string{"aude"}, 12
	st.Jobs = []journal.Firing{{Job: "nuit", Due: ago(4 * time.Hour), Attempt: 2, State: journal.Failed, StartedAt: ago(4 * time.Hour), FinishedAt: ago(3 * time.Hour), Error: "open the shelf: no space left on device"}}
	st.Next = []journal.Firing{{Job: "nuit", Due: morning.Add(18 * time.Hour)}, {Job: "referentiels", Due: morning.Add(72 * time.Hour)}}
	st.Partners = append(st.Partners, custom{Partner: "imilo", Target: "kairos", Offered: ago(90 * time.Hour)})
	st.Awaiting, st.Requests, st.Questions = 45, 1, 3
	st.Mails = store.MailCount{Sent: 120, Waiting: 4, Late: 4, GivenUp: 1, Oldest: ago(50 * time.Hour)}
	st.Pushes = []journal.Push{{Target: "kairos", Destination: "sftp-ft", State: journal.PushSent, Attempts: 1, At: ago(5 * time.Hour)}}
	st.Referentials[0].Stale, st.Referentials[0].AgeDays = true, 401
	st.Disks[0].Free = gib
	return st
}

func TestStatusReads(t *testing.T) {
	for name, st := range map[string]status{"bon-matin": wellStatus(), "mauvais-matin": badMorning()} {
		st.judge(patience{runHours: patientHours, partnerDays: 3})
		var page bytes.Buffer
		if err := printStatus(&page, st); err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/status-"+name+".txt", page.Bytes())
	}
}

func TestLevelsAreWordsInJSON(t *testing.T) {
	var levels []level
	text, err := json.Marshal([]level{fine, attention, broken})
	if err != nil || string(text) != `["ok","attention","broken"]` || json.Unmarshal(text, &levels) != nil || !slices.Equal(levels, []level{fine, attention, broken}) {
		t.Errorf("got %s, %v, %v", text, levels, err)
	}
	if json.Unmarshal([]byte(`["pire"]`), &levels) == nil {
		t.Error("a level that is none is read")
	}
}
