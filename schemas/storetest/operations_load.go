package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func (g *generator) beginRun() operation {
	run := journal.Run{ID: fmt.Sprintf("r%06d", g.step), Date: g.at(), StartedAt: g.at()}
	g.runs = append(g.runs, run.ID)
	return operation{"begin a run", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.BeginRun(ctx, run) }}
}

func (g *generator) endRun() operation {
	run := journal.Run{ID: g.run(), FinishedAt: g.at(), Error: g.words(), State: one(g, journal.Done, journal.DoneRefusals, journal.DoneHeld, journal.Failed)}
	return operation{"end a run", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.EndRun(ctx, run) }}
}

func (g *generator) organisme() offre.Organisme {
	return offre.Organisme{ID: g.name("O", 4), SIRET: one(g, "", fmt.Sprintf("%014d", g.random.IntN(60))), Nom: g.words(), NDA: one(g, "", "1")}
}

func (g *generator) formation() offre.Formation {
	return offre.Formation{ID: g.name("F", 6), Intitule: g.words(), Responsable: fmt.Sprintf("%014d", g.random.IntN(12)), Reference: one(g, "", g.name("REF", 3)), Contenu: g.words()}
}

func (g *generator) session() offre.Session {
	return offre.Session{ID: g.name("S", 12), Formation: g.name("F", 6), Debut: one(g, offre.Date("20260901"), "20270000", ""), Places: g.random.IntN(3),
		Modalites: offre.Modalites{Formateur: one(g, "", fmt.Sprintf("%014d", g.random.IntN(12)))}}
}

// drawn is what a load does, drawn before it does it.
type drawn struct {
	run, sha, validator string
	organismes          []offre.Organisme
	formations          []offre.Formation
	sessions            []offre.Session
	findings            []finding.Finding
	origins             []store.Origin
	requests            []journal.Request
	tasks               []journal.Task
	asking              []string // formations
	loads               []journal.Load
	absent              []string // SIRETs whose absent records are archived
	decision            journal.Decision
	givesUp             bool
}

func (g *generator) draw() drawn {
	d := drawn{run: g.run(), sha: g.sha(12), validator: one(g, "", "", rule), organismes: some(g, 2, g.organisme), formations: some(g, 4, g.formation),
		sessions: some(g, 6, g.session), givesUp: g.chance(8)}
	d.findings = some(g, 3, func() finding.Finding {
		return finding.Finding{Rule: one(g, "date", "siret-cle"), Severity: one(g, finding.Info, finding.Warning, finding.Error), Message: g.words(), Value: g.words(),
			Place: finding.Place{File: "a.xlsx", Sheet: "S", Row: g.random.IntN(5)}, Record: one(g, "", g.name("S", 12))}
	})
	d.origins = some(g, 4, func() store.Origin {
		kind := one(g, store.KindFormation, store.KindSession)
		return store.Origin{Kind: kind, Record: g.name(map[string]string{store.KindFormation: "F", store.KindSession: "S"}[kind], 6), Delivery: d.sha, File: "a.xlsx", Sheet: "S", Row: g.random.IntN(5)}
	})
	d.requests = some(g, 2, func() journal.Request {
		return journal.Request{ID: g.name("q", 2), Kind: one(g, journal.ChangeNDA, journal.ChangeSIRET), Organisme: fmt.Sprintf("%014d", g.random.IntN(12)), Name: g.words(), After: g.words(),
			Asked: []byte(`{"id":"O-asked"}`), Run: d.run, Delivery: d.sha, File: "a.xlsx", Row: 4, AskedAt: g.at()}
	})
	for _, f := range d.formations {
		if d.asking = append(d.asking, f.ID); g.chance(2) {
			d.tasks = append(d.tasks, g.task(f.ID))
		}
	}
	if g.chance(2) {
		d.loads = []journal.Load{{Run: d.run, Delivery: d.sha, File: "a.xlsx", Sheet: one(g, "S", "T"), Counts: journal.Counts{Read: 3, Added: 1, Refused: 2}}}
	}
	if g.chance(6) {
		d.absent = []string{fmt.Sprintf("%014d", g.random.IntN(12))}
	}
	d.decision = journal.Decision{To: journal.Archived, Who: "règle", Why: g.words(), Run: d.run, At: g.at()}
	return d
}

func (g *generator) task(formation string) journal.Task {
	kind := one(g, journal.TaskCertification, journal.TaskROME, journal.TaskFormacode, journal.TaskNSF, journal.TaskSuccession, journal.TaskOrphan)
	return journal.Task{Key: g.name("k", 4) + string(kind), Kind: kind, Formation: formation, Text: g.words(), Why: g.words(),
		Proposals: some(g, 2, func() journal.Proposal {
			return journal.Proposal{Code: "A1101", Libelle: g.words(), Confiance: g.random.Float64(), Preuve: g.words()}
		})}
}

// do does it, and gives what the load saw.
func (d drawn) do(ctx context.Context, l *store.Load) (saw any, err error) {
	l.Validate(d.validator)
	var wanted []string
	for _, s := range d.sessions {
		wanted = append(wanted, s.Formation)
	}
	held, err := l.Formations(ctx, wanted)
	if err != nil {
		return nil, err
	}
	formations := slices.Clone(d.formations)
	for _, id := range wanted {
		if _, known := held[id]; !known && !slices.ContainsFunc(formations, func(f offre.Formation) bool { return f.ID == id }) {
			formations = append(formations, offre.Formation{ID: id, Intitule: "neuve"})
		}
	}
	for _, step := range []func() error{
		func() error { return l.KeepDelivery(ctx, delivered(d.sha, "a.xlsx")) },
		func() error { return l.KeepOrganismes(ctx, d.run, d.organismes) },
		func() error { return l.KeepFormations(ctx, d.run, formations) },
		func() error { return l.KeepSessions(ctx, d.run, d.sessions) },
		func() error { return l.KeepLoads(ctx, d.loads) },
		func() error { return l.KeepFindings(ctx, d.run, d.sha, d.findings) },
		func() error { return l.KeepOrigins(ctx, d.run, d.origins) },
		func() error { return l.KeepRequests(ctx, d.requests) },
		func() error { return l.KeepTasks(ctx, d.run, d.asking, d.tasks) },
		func() error { return d.withdraw(ctx, l) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if d.givesUp {
		return held, errStop
	}
	return held, nil
}

// withdraw archives what a complete delivery would leave out.
func (d drawn) withdraw(ctx context.Context, l *store.Load) error {
	formations, sessions, err := l.Absent(ctx, d.absent, map[string]bool{"F0": true})
	if err != nil {
		return err
	}
	var decisions []journal.Decision
	for kind, ids := range map[string][]string{store.KindFormation: formations, store.KindSession: sessions} {
		for _, id := range ids {
			one := d.decision
			one.Kind, one.Record = kind, id
			decisions = append(decisions, one)
		}
	}
	return l.Decide(ctx, decisions)
}

func (g *generator) load() operation {
	d := g.draw()
	return operation{"load", func(ctx context.Context, s *store.Store) (saw any, err error) {
		err = s.InLoad(ctx, func(l *store.Load) (err error) {
			saw, err = d.do(ctx, l)
			return err
		})
		return saw, err
	}}
}

func (g *generator) rehearse() operation {
	d, run := g.draw(), journal.Run{ID: "r-rehearsed", Date: g.at(), StartedAt: g.at()}
	return operation{"rehearse", func(ctx context.Context, s *store.Store) (saw any, err error) {
		err = s.Rehearse(ctx, run, func(l *store.Load) (err error) {
			saw, err = d.do(ctx, l)
			return err
		})
		return saw, err
	}}
}

func (g *generator) recode() operation {
	run, level := g.run(), fmt.Sprint(g.random.IntN(3))
	return operation{"code anew", func(ctx context.Context, s *store.Store) (any, error) {
		var all []store.Held[offre.Formation]
		err := s.InLoad(ctx, func(l *store.Load) error {
			for h, err := range l.AllHeldFormations(ctx) {
				if err != nil {
					return err
				}
				for _, f := range []*offre.Formation{h.Validated, h.Proposed} {
					if f != nil {
						f.NiveauSortie = level
					}
				}
				all = append(all, h)
			}
			return l.RecodeFormations(ctx, run, all)
		})
		return all, err
	}}
}

func (g *generator) decide() operation {
	decisions := some(g, 3, func() journal.Decision {
		kind := one(g, store.KindOrganisme, store.KindFormation, store.KindSession, store.KindSession)
		names := map[string]string{store.KindOrganisme: "O", store.KindFormation: "F", store.KindSession: "S"}
		return journal.Decision{Kind: kind, Record: g.name(names[kind], 6), To: one(g, journal.Validated, journal.Validated, journal.Rejected, journal.Archived), Who: "Anne", Why: "vu " + g.words(),
			Run: one(g, "", g.run()), At: g.at()}
	})
	return operation{"decide", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.Decide(ctx, decisions) }}
}

func (g *generator) decideAll() operation {
	run, as := g.run(), journal.Decision{To: one(g, journal.Validated, journal.Rejected), Who: "Luc", Why: "vu", At: g.at()}
	return operation{"decide all of a run", func(ctx context.Context, s *store.Store) (any, error) { return s.DecideAll(ctx, run, as) }}
}

func (g *generator) decideRequest() operation {
	id, state, o, fails, at := g.name("q", 2), one(g, journal.Approved, journal.Declined), g.organisme(), g.chance(6), g.at()
	return operation{"decide a request", func(ctx context.Context, s *store.Store) (any, error) {
		var seen journal.Request
		return &seen, s.DecideRequest(ctx, id, state, "Anne", "vu", at, func(l *store.Load, r journal.Request) error {
			seen = r
			l.Validate("Anne")
			if err := l.KeepOrganismes(ctx, r.Run, []offre.Organisme{o}); err != nil || !fails {
				return err
			}
			return errStop
		})
	}}
}

func (g *generator) unload() operation {
	run, at := one(g, g.runs[len(g.runs)-1], g.run()), g.at()
	return operation{"unload", func(ctx context.Context, s *store.Store) (any, error) {
		u, err := s.Unload(ctx, run, "Anne", at)
		if err != nil && u != (store.Unloaded{}) {
			err = errors.Join(err, errors.New("it says what it did, and failed"))
		}
		return u, err
	}}
}
