package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// organisationPages makes what each organisation is told of a run. It holds what is
// common to all of them; each is read from the store, written and let go.
type organisationPages struct {
	config
	store   *store.Store
	targets []target.Target
	date    time.Time

	run      journal.Run
	rows     *rowOwners
	found    map[string]*report.Found
	endings  endings
	feeds    map[string]journal.Publication // in place, by target
	fetches  map[string]journal.Fetch       // the last complete one, by target
	asked    map[string]bool                // formations that the worklist has a question about
	requests map[string][]journal.Request   // that wait, by SIRET
}

// openPages reads what is common to the pages.
func openPages(ctx context.Context, c config, s *store.Store, targets []target.Target, date time.Time) (*organisationPages, error) {
	p := &organisationPages{config: c, store: s, targets: targets, date: date,
		feeds: map[string]journal.Publication{}, fetches: map[string]journal.Fetch{}, requests: map[string][]journal.Request{}, asked: map[string]bool{}}
	feeds, err := s.LastPublications(ctx, journal.Published, journal.Same)
	for _, f := range feeds {
		p.feeds[f.Target] = f
	}
	fetches, err2 := s.LastFetches(ctx)
	for _, f := range fetches {
		if f.At.After(p.fetches[f.Target].At) {
			p.fetches[f.Target] = f
		}
	}
	requests, err3 := s.Requests(ctx, journal.Waiting)
	for _, r := range requests {
		r.AskedAt = r.AskedAt.In(p.zone())
		p.requests[r.Organisme] = append(p.requests[r.Organisme], r)
	}
	err = errors.Join(err, err2, err3)
	for id, failure := range s.Undecided(ctx) {
		if err = errors.Join(err, failure); err != nil {
			break
		}
		p.asked[id] = true
	}
	if err == nil {
		p.endings, err = readEndings(ctx, s, date)
	}
	return p, err
}

// receive finds what a run received, row by row, and shares its findings out.
func (p *organisationPages) receive(ctx context.Context, run journal.Run) error {
	loads, err := p.store.Loads(ctx, run.ID)
	if err != nil {
		return err
	}
	layouts, err := readLayouts(p.config)
	if err != nil {
		return err
	}
	byUAI, err := indexUAI(p.store.Etablissements(ctx))
	if err != nil {
		return err
	}
	p.run, p.found = run, map[string]*report.Found{}
	if p.rows, err = ownersOf(ctx, p.Landing, layouts, byUAI, loads, p.responsables(ctx)); err != nil {
		return err
	}
	for f, err := range p.store.Findings(ctx, run.ID) {
		if err != nil {
			return err
		}
		p.share(f)
	}
	return nil
}

// share gives a finding to the organisations that it is for. One about another
// organisme that their rows name is not.
func (p *organisationPages) share(f finding.Finding) {
	for _, siret := range p.rows.of(f) {
		if other := about(f); other != "" && siren(other) != siren(siret) {
			continue
		}
		if p.found[siret] == nil {
			p.found[siret] = &report.Found{}
		}
		p.found[siret].Add(f)
	}
}

func (p *organisationPages) responsables(ctx context.Context) func([]string) (map[string]string, error) {
	return func(ids []string) (map[string]string, error) {
		of := map[string]string{}
		err := p.store.InLoad(ctx, func(tx *store.Load) error {
			formations, err := tx.Formations(ctx, ids)
			for id, f := range formations {
				of[id] = f.Responsable
			}
			return err
		})
		return of, err
	}
}

// of gathers the page of one organisation; ok is false when the catalogue knows
// nothing of it and nothing was received.
func (p *organisationPages) of(ctx context.Context, siret string) (o report.Organisation, ok bool, err error) {
	o = report.Organisation{Version: version, SIRET: siret, Date: p.date, Targets: []report.Outlet{}}
	trace, err := p.store.Trace(ctx, siret)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return o, false, err
	}
	if trace.Organisme != nil {
		o.Name, o.Branch = cmp.Or(trace.Organisme.Nom, trace.Organisme.RaisonSociale), trace.Organisme.Siege != ""
		if trace.State == journal.ToValidate {
			o.Awaiting = append(o.Awaiting, report.Record{Kind: store.KindOrganisme, ID: trace.ID, Title: o.Name})
		}
	}
	p.reception(&o)
	records, err := p.store.Whereabouts(ctx, siret)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return o, false, err
	}
	records = slices.DeleteFunc(records, func(w journal.Whereabouts) bool { return w.SIRET != siret })
	if len(records)+len(o.Received) == 0 && trace.Organisme == nil {
		return o, false, nil
	}
	o.Requests = p.requests[siret]
	p.offer(&o, records)
	return o, true, errors.Join(p.questions(ctx, &o, records), p.ending(ctx, &o, records))
}

// reception tells what the run received of an organisation.
func (p *organisationPages) reception(o *report.Organisation) {
	if p.rows == nil || len(p.rows.owners[o.SIRET]) == 0 {
		return
	}
	o.Run, o.RunAt = p.run.ID, p.run.StartedAt.In(p.zone())
	for at, n := range p.rows.owners[o.SIRET] {
		o.Received = append(o.Received, report.Sheet{File: at.file, Sheet: at.sheet, Rows: n})
	}
	slices.SortFunc(o.Received, func(a, b report.Sheet) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet)) })
	if found := p.found[o.SIRET]; found != nil {
		o.Found = *found
	}
}

// offer counts the records, tells those that wait, and what each target makes of
// them.
func (p *organisationPages) offer(o *report.Organisation, records []journal.Whereabouts) {
	outlets := map[string]*report.Outlet{}
	today := string(offre.DateOf(p.date))
	for _, w := range records {
		switch w.State {
		case journal.Archived:
			o.Offer.Withdrawn++
			continue
		case journal.ToValidate:
			o.Awaiting = append(o.Awaiting, recordOf(w))
		}
		if w.Kind == store.KindFormation {
			o.Offer.Formations++
		} else if o.Offer.Sessions++; w.Fin >= today || len(w.Fin) != 8 || w.Fin[:4] == "0000" {
			o.Offer.Open++
		}
		for _, passage := range w.Targets {
			p.outlet(outlets, passage, w)
		}
	}
	for _, t := range p.targets {
		if outlet := outlets[t.Name]; outlet != nil {
			o.Targets = append(o.Targets, *outlet)
		}
	}
}

func recordOf(w journal.Whereabouts) report.Record {
	return report.Record{Kind: w.Kind, ID: w.Record, Reference: w.Reference, Title: w.Intitule, From: w.Debut, To: w.Fin}
}

// outlet adds a record to what a target makes of the offer. A target that is no
// longer exported is left out.
func (p *organisationPages) outlet(all map[string]*report.Outlet, passage journal.Passage, w journal.Whereabouts) {
	i := slices.IndexFunc(p.targets, func(t target.Target) bool { return t.Name == passage.Target })
	if i < 0 {
		return
	}
	t := p.targets[i]
	o := all[t.Name]
	if o == nil {
		o = &report.Outlet{Name: t.Name, Title: t.Title, Delay: t.Schedule.Delay("après le flux"), LastFeed: p.feeds[t.Name].At.In(p.zone()), FetchedAt: p.fetches[t.Name].At.In(p.zone()),
			Formations: journal.Tally{Target: t.Name, Kind: store.KindFormation, Excluded: map[string]int{}},
			Sessions:   journal.Tally{Target: t.Name, Kind: store.KindSession, Excluded: map[string]int{}}}
		all[t.Name] = o
	}
	tally := &o.Formations
	if w.Kind == store.KindSession {
		tally = &o.Sessions
	}
	tally.Total++
	if passage.Exported {
		tally.Exported++
		p.shown(o, t, passage, w)
		return
	}
	tally.Excluded[passage.Reason]++
	absence := report.Absence{Record: recordOf(w), Reason: passage.Reason, Sentence: cmp.Or(passage.Sentence, passage.Reason)}
	labels := t.Labels()
	for _, other := range passage.Others {
		absence.Others = append(absence.Others, cmp.Or(labels[other], other))
	}
	o.Absent = append(o.Absent, absence)
}

// shown tells what is exported so lately that the public may not see it yet, and
// what the partner refused.
func (p *organisationPages) shown(o *report.Outlet, t target.Target, passage journal.Passage, w journal.Whereabouts) {
	if passage.Published != nil {
		if by, known := t.Schedule.ShownBy(passage.Published.At.In(p.zone())); known && by.After(p.date) {
			o.Soon++
			if by.After(o.SoonBy) {
				o.SoonBy = by
			}
		}
	}
	if ack := passage.Acknowledged; ack != nil && !ack.Accepted {
		o.Refusals = append(o.Refusals, report.Refusal{Record: recordOf(w), Sentence: cmp.Or(ack.Sentence, ack.Message), Action: ack.Action})
	}
}

// questions tells what the staff must still choose for its formations, and nothing
// of the other formations that ask the same.
func (p *organisationPages) questions(ctx context.Context, o *report.Organisation, records []journal.Whereabouts) error {
	for _, w := range records {
		if w.Kind != store.KindFormation || w.State == journal.Archived || !p.asked[w.Record] {
			continue
		}
		groups, _, err := p.store.Tasks(ctx, store.TaskFilter{Formation: w.Record})
		if err != nil {
			return err
		}
		for _, g := range groups {
			o.Questions = append(o.Questions, report.Question{Formation: w.Record, Text: g.Text, Why: g.Why})
		}
	}
	return nil
}

// ending tells which certifications of its formations end soon.
func (p *organisationPages) ending(ctx context.Context, o *report.Organisation, records []journal.Whereabouts) error {
	var ids []string
	for _, w := range records {
		if w.Kind == store.KindFormation && w.State != journal.Archived {
			ids = append(ids, w.Record)
		}
	}
	return p.store.InLoad(ctx, func(tx *store.Load) error {
		for batch := range slices.Chunk(ids, 500) {
			formations, err := tx.Formations(ctx, batch)
			if err != nil {
				return err
			}
			for _, id := range batch {
				o.Ending = append(o.Ending, p.endings.of(formations[id])...)
			}
		}
		return nil
	})
}

// endings are the certifications that end within a year of a day, or have ended.
type endings struct {
	exams      map[string]int    // Certif Info code → year of the last examination
	registered map[string]string // RNCP or RS number → last day of registration, AAAAMMJJ
	today      string
}

func readEndings(ctx context.Context, s *store.Store, date time.Time) (endings, error) {
	e := endings{exams: map[string]int{}, registered: map[string]string{}, today: string(offre.DateOf(date))}
	for c, err := range s.Certifications(ctx) {
		if err != nil {
			return e, err
		}
		if c.DerniereSession > 0 && c.DerniereSession <= date.Year()+1 {
			e.exams[c.Code] = c.DerniereSession
		}
	}
	limit := string(offre.DateOf(date.AddDate(1, 0, 0)))
	for f, err := range s.Fiches(ctx) {
		if err != nil {
			return e, err
		}
		if f.FinLe != "" && f.FinLe <= limit && !replacedFiche(f) {
			e.registered[f.Numero] = f.FinLe
		}
	}
	return e, nil
}

// replacedFiche tells a fiche that codification replaces already.
func replacedFiche(f nomenclature.Fiche) bool { return !f.Active && len(f.Nouvelles) == 1 }

func (e endings) of(f offre.Formation) (list []report.Ending) {
	for _, c := range f.Certifications {
		for _, number := range []string{c.RNCP, c.RS} {
			if end, near := e.registered[number]; near && number != "" {
				list = append(list, ending(f, number, c.Intitule, e.registration(end)))
			}
		}
		if year, near := e.exams[c.CertifInfo]; near {
			list = append(list, ending(f, c.CertifInfo, c.Intitule, "dernière session d'examen en "+strconv.Itoa(year)))
		}
	}
	return list
}

func (e endings) registration(end string) string {
	if end < e.today {
		return "n'est plus enregistrée depuis le " + day(offre.Date(end))
	}
	return "enregistrée jusqu'au " + day(offre.Date(end))
}

func ending(f offre.Formation, code, label, sentence string) report.Ending {
	return report.Ending{Record: report.Record{Kind: store.KindFormation, ID: f.ID, Reference: f.Reference, Title: f.Intitule}, Code: code, Label: label, Sentence: sentence}
}

var errNoOrganisation = fmt.Errorf("the catalogue knows nothing of it, and no recent run received anything of it; check the SIRET: 14 digits, of the organisme responsable")
