package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

// jobWork is what jobs of the schedule may do, by the word that the configuration
// says it with.
var jobWork = map[string]func(*house, context.Context) error{
	"run":          (*house).night,
	"referentials": (*house).refreshOnly,
	"load":         (*house).loadInbox,
	"export":       (*house).export,
}

func jobKinds() (kinds []string) {
	for kind := range jobWork {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// loadInbox loads what the inbox holds; the feeds wait for an export.
func (h *house) loadInbox(ctx context.Context) error {
	files, err := h.inboxFiles()
	if err != nil {
		return err
	}
	return h.deliver(ctx, files)
}

// schedule compiles the jobs of the configuration.
func (c config) schedule() ([]schedule.Job, error) {
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		return nil, misused("read configuration: timezone %q: %w; write a name such as Europe/Paris", c.Timezone, err)
	}
	jobs, err := schedule.Compile(c.Jobs, c.zone(), jobKinds())
	if err != nil {
		return nil, misuse{err}
	}
	return jobs, nil
}

// zone is where the clocks are that count: those of the staff, wherever the machine
// is.
func (c config) zone() *time.Location {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC // check refuses it
	}
	return zone
}

// once does the work of one kind for a job, as one run, for targets or for all, and
// says how it ended.
func (a *app) once(ctx context.Context, job, kind string, targets []string) (schedule.Result, error) {
	b := *a
	b.job, b.only, b.quiet, b.date = job, targets, true, ""
	h, err := b.enterInTurn(ctx)
	if err != nil {
		return schedule.Result{}, err
	}
	err = errors.Join(jobWork[kind](h, ctx), h.leave())
	return schedule.Result{State: h.run.State, Run: h.run.ID}, err
}

// enterInTurn is enter for a service, which waits for the run under way to end.
func (a *app) enterInTurn(ctx context.Context) (*house, error) {
	for {
		h, err := a.enter(ctx)
		if !errors.Is(err, store.ErrInUse) {
			return h, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(time.Second):
		}
	}
}

// part does a part of a turn: one delivery, or one target.
func (a *app) part(ctx context.Context, t queue.Task) (queue.Outcome, error) {
	b := *a
	b.job, b.ofTurn, b.quiet, b.date = t.Job, true, true, ""
	if t.Target != "" {
		b.only = []string{t.Target}
	}
	h, err := b.enterInTurn(ctx)
	if err != nil {
		return queue.Outcome{}, err
	}
	switch t.Kind {
	case queue.Load:
		err = h.deliver(ctx, []string{filepath.Join(h.Inbox, filepath.FromSlash(t.File))})
	case queue.Export:
		err = h.export(ctx)
	default:
		err = fmt.Errorf("unknown part %q of a job", t.Kind)
	}
	return queue.Outcome{}, errors.Join(err, h.leave())
}

// shared does a job whose work several machines share: each delivery and each target
// is a part that whichever is free takes. Deliveries come first.
func (s *service) shared(ctx context.Context, job schedule.Job, f journal.Firing) (result schedule.Result, err error) {
	turn := queue.Task{Job: job.Name, Due: f.Due}
	if job.Run == "run" || job.Run == "referentials" {
		if result, err = s.app.once(ctx, job.Name, "referentials", nil); err != nil || job.Run == "referentials" {
			return result, err
		}
	}
	var parts []queue.Task
	if job.Run == "run" || job.Run == "load" {
		if parts, err = s.deliveries(turn); err != nil {
			return result, err
		}
		if err := s.queue.Split(ctx, parts); err != nil {
			return result, err
		}
	}
	if job.Run == "run" || job.Run == "export" {
		if err := s.queue.Split(ctx, s.exports(turn, job.Targets)); err != nil {
			return result, err
		}
	}
	if err := s.app.tellTurn(ctx, job.Name); err != nil {
		return result, err
	}
	return s.lastResult(ctx, f)
}

func (s *service) deliveries(turn queue.Task) (parts []queue.Task, err error) {
	files, err := inboxFiles(s.Inbox)
	for _, file := range files {
		name, err := filepath.Rel(s.Inbox, file)
		if err != nil {
			return nil, err
		}
		parts = append(parts, turn.Part(queue.Load, filepath.ToSlash(name), ""))
	}
	return parts, err
}

func (s *service) exports(turn queue.Task, targets []string) (parts []queue.Task) {
	if len(targets) == 0 {
		targets = s.Targets
	}
	for _, t := range targets {
		parts = append(parts, turn.Part(queue.Export, "", t))
	}
	return parts
}

// lastResult is how the runs that a firing made ended: as the worst of them.
func (s *service) lastResult(ctx context.Context, f journal.Firing) (result schedule.Result, err error) {
	runs, err := s.store.Runs(ctx, lookBack)
	worst := []journal.RunState{journal.Done, journal.DoneRefusals, journal.DoneHeld}
	for _, run := range runs {
		if run.StartedAt.Before(f.StartedAt) {
			break
		}
		if slices.Index(worst, run.State) >= slices.Index(worst, result.State) {
			result = schedule.Result{State: run.State, Run: run.ID}
		}
	}
	return result, err
}

// jobNamed is a job of the configuration.
func (a *app) jobNamed(name string) (config, schedule.Job, error) {
	c, err := a.config()
	if err != nil {
		return c, schedule.Job{}, err
	}
	jobs, err := c.schedule()
	if err != nil {
		return c, schedule.Job{}, err
	}
	job, known := schedule.Find(jobs, name)
	if !known {
		return c, job, misused("no job %q in the configuration; `passerelle schedule` lists them", name)
	}
	return c, job, nil
}

// runJob does what a job says, here and now, within its longest time.
func (a *app) runJob(ctx context.Context, name string) error {
	_, job, err := a.jobNamed(name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, job.MaxTime, fmt.Errorf("job %s: stopped after its maximum time, %s", name, job.MaxTime))
	defer cancel()
	a.job, a.only = name, job.Targets
	return a.inHouse(ctx, jobWork[job.Run])
}

func (a *app) fireCommand() *cobra.Command {
	return &cobra.Command{
		Use: "fire JOB", Short: "Make a job due now, for whichever machine of the same PostgreSQL is free",
		Long: `Put a turn of a job into the queue of the PostgreSQL store, as if it were due now, and return at once: the first « serve »
or « worker » that is free does it. Where the store is a file, « run JOB » does the job here and now.

Exit status: 0 it is in the queue, 1 the database cannot be reached, 2 there is no such job, or no PostgreSQL.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.fire(cmd.Context(), args[0]) },
	}
}

func (a *app) fire(ctx context.Context, name string) (err error) {
	c, job, err := a.jobNamed(name)
	if err != nil {
		return err
	}
	if !store.IsServer(c.Store) {
		return misused("schedule fire: the store is this machine's own; `passerelle run %s` does the job", name)
	}
	s, err := a.openService(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.queue.Close(), s.store.Close()) }()
	tick := schedule.Tick{Job: job.Name, Due: a.now()}
	if err := s.insert(ctx, tick); err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(map[string]any{"tache": tick.Job, "due": tick.Due})
	}
	_, err = fmt.Fprintln(a.stdout, tick)
	return err
}

func (a *app) scheduleCommand() *cobra.Command {
	var n int
	cmd := &cobra.Command{
		Use: "schedule", Short: "Print the next times that each job is due, and how the last one ended",
		Long: `Print, for each job of the configuration, the next times that it is due by the clocks of its time zone, the changes of
the hour included, and how it ended last where the store knows. Nothing is changed; « serve » does the jobs.

Exit status: 0 done, 1 the store cannot be read, 2 the configuration is wrong.`,
		Args: arity(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.schedule(cmd.Context(), n) },
	}
	cmd.Flags().IntVarP(&n, "number", "n", 5, "how many")
	cmd.AddCommand(a.fireCommand())
	return cmd
}

// due is a job as `passerelle schedule` shows it.
type due struct {
	Job   string          `json:"tache"`
	Run   string          `json:"fait"`
	After []string        `json:"apres,omitempty"`
	At    []time.Time     `json:"prochaines"`
	Last  *journal.Firing `json:"derniere,omitempty"`
}

func (a *app) schedule(ctx context.Context, n int) error {
	if err := atLeast("--number", n, 1); err != nil {
		return err
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	jobs, err := c.schedule()
	if err != nil {
		return err
	}
	last, err := a.lastFirings(ctx, c)
	if err != nil {
		return err
	}
	var all []due
	for _, t := range schedule.Upcoming(jobs, a.now().In(c.zone()), n) {
		d := due{Job: t.Job.Name, Run: t.Job.Run, After: t.Job.After, At: t.At}
		if f, ok := last[t.Job.Name]; ok {
			d.Last = &f
		}
		all = append(all, d)
	}
	if a.asJSON {
		return a.printJSON(all)
	}
	p := &page{w: a.stdout, clocks: c.clocks()}
	for _, d := range all {
		p.due(d)
	}
	return p.err
}

func (p *page) due(d due) {
	p.write(fmt.Sprintf("%s (%s)\n", d.Job, d.Run))
	for _, at := range d.At {
		p.line("%s", at.Format("Mon 2006-01-02 15:04 MST"))
	}
	for _, before := range d.After {
		p.line("after %s", before)
	}
	if d.Last != nil {
		p.line("last: due %s, %s %s", d.Last.Due.In(p.zone).Format("2006-01-02 15:04 MST"), d.Last.State, d.Last.Error)
	}
}

// lastFirings gives the last firing of each job; none where there is no store yet.
func (a *app) lastFirings(ctx context.Context, c config) (map[string]journal.Firing, error) {
	if mustHaveStore(c) != nil {
		return nil, nil
	}
	s, err := store.Open(ctx, c.Store)
	if err != nil {
		return nil, err
	}
	all, err := s.LastFirings(ctx)
	byJob := make(map[string]journal.Firing, len(all))
	for _, f := range all {
		byJob[f.Job] = f
	}
	return byJob, errors.Join(err, s.Close())
}
