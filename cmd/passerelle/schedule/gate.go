package schedule

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// verdict is what to do with a tick.
type verdict int

const (
	run    verdict = iota
	wait           // ask again later
	skip           // record that the turn is not taken, and why
	refuse         // record that it failed, and why
	drop           // nothing: it is done, or stays as it is
)

type decision struct {
	verdict
	reason  string
	attempt int
}

// decide says what to do with a tick now, by what became of the others.
func (h history) decide(jobs []Job, t Tick, now time.Time) decision {
	job, known := Find(jobs, t.Job)
	own := h.of(t)
	d := decision{attempt: 1}
	if own != nil {
		d.attempt = own.Attempt + 1
	}
	switch {
	case !known || !job.Enabled:
		d.verdict, d.reason = drop, "the schedule no longer has it"
	case own != nil && (well(*own) || own.State == journal.DoneHeld || Skipped(*own)):
		d.verdict, d.reason = drop, "it is done"
	case own != nil && own.State == journal.Failed && own.Attempt > job.Retries:
		d.verdict, d.reason = drop, "it has no attempt left"
	case own != nil && own.Attempt > job.Retries+maxTakeover:
		d.verdict, d.reason = refuse, fmt.Sprintf("given up after %d attempts, the last of which took their workers down or were stopped", own.Attempt)
	default:
		d.verdict, d.reason = h.mayRun(jobs, job, t, own, now)
	}
	return d
}

func (h history) mayRun(jobs []Job, job Job, t Tick, own *journal.Firing, now time.Time) (verdict, string) {
	if why := h.superseded(job, t, own, now); why != "" {
		return notTaken(own), why
	}
	if why := h.overlaps(job, t, own, now); why != "" {
		return notTaken(own), why
	}
	for _, before := range job.After {
		if v, why := h.awaits(find(jobs, before), job, t, now); v != run {
			return v, why
		}
	}
	return run, ""
}

// notTaken keeps the record of a turn that was tried: it tells more.
func notTaken(own *journal.Firing) verdict {
	switch {
	case own == nil:
		return skip
	case own.State == journal.Running:
		return refuse // its worker is dead, and nobody will say so
	}
	return drop
}

// superseded says that a later turn makes this one useless. One that was begun and
// left is finished, unless the later one did begin.
func (h history) superseded(job Job, t Tick, own *journal.Firing, now time.Time) string {
	if later := h.last(job.Name, dueAfter(t.Due)); later != nil {
		return "the turn due " + clock(later.Due, job) + " came before it"
	}
	begun := own != nil && own.State != journal.Failed
	if next := job.Spec.Next(t.Due); !begun && !next.IsZero() && !now.Before(job.Start(next)) {
		return "the next turn, due " + clock(next, job) + ", came before it could start"
	}
	return ""
}

// overlaps says that another turn of the job runs, or ran when this one was due.
func (h history) overlaps(job Job, t Tick, own *journal.Firing, now time.Time) string {
	other := h.last(job.Name, dueBefore(t.Due))
	if other == nil || job.lost(*other, now) {
		return ""
	}
	during := own == nil && !other.StartedAt.After(job.Start(t.Due)) && other.FinishedAt.After(job.Start(t.Due))
	if other.State == journal.Running || during {
		return "the turn due " + clock(other.Due, job) + " was still running"
	}
	return ""
}

// awaits looks at a job that must come before another.
func (h history) awaits(before, job Job, t Tick, now time.Time) (verdict, string) {
	if soon := h.expected(before, t, now); soon {
		return wait, before.Name + " is about to run"
	}
	last := h.last(before.Name, whichever)
	if last == nil {
		return run, ""
	}
	if !before.settled(*last, now) {
		return wait, before.Name + " is not over"
	}
	if previous := h.last(job.Name, dueBefore(t.Due)); previous != nil && !last.Due.After(previous.Due) || well(*last) {
		return run, ""
	}
	return refuse, fmt.Sprintf("%s, due %s, did not end well: %s", before.Name, clock(last.Due, before), ending(*last))
}

// expected tells a job that was due with a tick, or just before, and of which
// nothing is recorded yet.
func (h history) expected(before Job, t Tick, now time.Time) bool {
	if !before.Enabled {
		return false
	}
	due := lastBetween(before.Spec, t.Due.Add(-before.offset()-slack), t.Due)
	return !due.IsZero() && h.of(Tick{before.Name, due}) == nil && now.Before(before.Start(due).Add(slack)) && due.After(h.lastDue(before.Name))
}

func ending(f journal.Firing) string {
	if f.Error != "" {
		return f.Error
	}
	return string(f.State)
}

// clock is how people of the job's place say an instant.
func clock(t time.Time, j Job) string {
	if zone := j.Spec.Zone(); zone != nil {
		t = t.In(zone)
	}
	return t.Format("2006-01-02 15:04 -0700")
}

// lastBetween is the last time that a spec is due after an instant and not after
// another; zero when there is none.
func lastBetween(s Spec, after, until time.Time) (last time.Time) {
	for at := s.Next(after); !at.IsZero() && !at.After(until); at = s.Next(at) {
		last = at
	}
	return last
}
