package metrics

import (
	"context"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// state is a state of the journal with the value that labels have for it.
type state[S ~string] struct {
	is    S
	label string
}

var runStates = []state[journal.RunState]{
	{journal.Running, "running"}, {journal.Done, "done"}, {journal.DoneRefusals, "done_with_refusals"},
	{journal.DoneHeld, "held"}, {journal.Failed, "failed"}, {journal.Abandoned, "abandoned"},
}

func labelOf[S ~string](states []state[S], s S) string {
	i := slices.IndexFunc(states, func(known state[S]) bool { return known.is == s })
	if i < 0 {
		return unknown
	}
	return states[i].label
}

// unknown is the value of a label that is none of those that there can be.
const unknown = "inconnu"

// lookBack is how many runs are searched for one that did its work.
const lookBack = 100

func (r *reading) runs(ctx context.Context) error {
	all, err := r.Store.Runs(ctx, lookBack)
	if err != nil || len(all) == 0 {
		return err
	}
	r.at(lastRunStart, all[0].StartedAt)
	for _, s := range runStates {
		r.add(lastRunState, truth(all[0].State == s.is), s.label)
	}
	if i := slices.IndexFunc(all, func(run journal.Run) bool { return !run.FinishedAt.IsZero() }); i >= 0 {
		r.add(lastRunDuration, all[i].FinishedAt.Sub(all[i].StartedAt).Seconds())
	}
	did := []journal.RunState{journal.Done, journal.DoneRefusals, journal.DoneHeld}
	if i := slices.IndexFunc(all, func(run journal.Run) bool { return slices.Contains(did, run.State) }); i >= 0 {
		r.at(lastSuccess, all[i].FinishedAt)
	}
	return nil
}

// severities as the store writes them, and as labels have them.
var severities = map[string]string{"info": "info", "avertissement": "warning", "erreur": "error"}

func (r *reading) findings(ctx context.Context) error {
	last, err := r.Store.Runs(ctx, 1)
	if err != nil || len(last) == 0 {
		return err
	}
	counts, err := r.Store.FindingCounts(ctx, last[0].ID)
	type kind struct{ rule, severity string }
	sums := map[kind]int{}
	for _, n := range counts {
		rule := unknown // a rule of an earlier version
		if slices.Contains(r.Rules, n.Rule) {
			rule = n.Rule
		}
		sums[kind{rule, severities[n.Severity]}] += n.N
	}
	for k, n := range sums {
		r.add(lastRunFindings, float64(n), k.rule, k.severity)
	}
	return err
}

// journal tells what the journal sums up.
func (r *reading) journal(ctx context.Context) error {
	counts, err := r.Store.Counts(ctx)
	if err != nil {
		return err
	}
	byState := map[journal.RunState]int{}
	for _, n := range counts.Runs {
		byState[n.State] = n.N
	}
	for _, s := range runStates {
		if s.is != journal.Running {
			r.add(runsTotal, float64(byState[s.is]), s.label)
		}
	}
	r.add(runsInProgress, float64(byState[journal.Running]))
	for outcome, n := range map[string]int{"added": counts.Rows.Added, "changed": counts.Rows.Changed, "unchanged": counts.Rows.Unchanged, "refused": counts.Rows.Refused, "set_aside": counts.Rows.SetAside} {
		r.add(rowsTotal, float64(n), outcome)
	}
	for _, n := range counts.Firings {
		r.add(jobFirings, float64(n.N), n.Job, labelOf(runStates, n.State))
	}
	m := counts.Mails
	r.add(mails, float64(m.Waiting-m.Late), "waiting")
	r.add(mails, float64(m.Late), "late")
	r.add(mails, float64(m.GivenUp), "given_up")
	r.add(mailsSent, float64(m.Sent))
	r.at(oldestMail, m.Oldest)
	return r.fetches(ctx, counts)
}

func (r *reading) jobs(ctx context.Context) error {
	last, err := r.Store.LastFirings(ctx)
	for _, f := range last {
		r.at(jobLastDue, f.Due, f.Job)
		r.add(jobLastDelay, f.StartedAt.Sub(f.Due).Seconds(), f.Job)
		if !f.FinishedAt.IsZero() {
			r.add(jobLastTime, f.FinishedAt.Sub(f.StartedAt).Seconds(), f.Job)
		}
		for _, s := range runStates {
			r.add(jobLastState, truth(f.State == s.is), f.Job, s.label)
		}
	}
	return err
}

// catalogue tells what there is, and what waits for staff.
func (r *reading) catalogue(ctx context.Context) error {
	sum, err := r.Store.Summary(ctx)
	if err != nil {
		return err
	}
	for kind, n := range map[string]int{"organisme": sum.Organismes, "formation": sum.Formations, "session": sum.Sessions} {
		_, waiting, err := r.Store.Awaiting(ctx, kind, 0)
		if err != nil {
			return err
		}
		r.add(catalogueRecords, float64(n), kind)
		r.add(recordsAwaiting, float64(waiting), kind)
	}
	requests, err := r.Store.Requests(ctx, journal.Waiting)
	if err != nil {
		return err
	}
	r.add(requestsWaiting, float64(len(requests)))
	_, open, err := r.Store.Tasks(ctx, onlyCount)
	r.add(questions, float64(open))
	return err
}
