package schedule

import (
	"context"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Missed tells of turns that nobody took in time and that will not be.
type Missed struct {
	Job         string
	First, Last time.Time // when they were due
	Turns       int
}

// memory is how far back missed turns are counted.
const memory = 31 * 24 * time.Hour

// due finds what a job was due after an instant and not after another: the last is to
// be done unless it is too old, the others are missed.
func (j Job) due(after, until, now time.Time) (t Tick, found bool, missed Missed) {
	missed.Job = j.Name
	for at := j.Spec.Next(after); !at.IsZero() && !at.After(until); at = j.Spec.Next(at) {
		if found {
			missed.add(t.Due)
		}
		t, found = Tick{j.Name, at}, true
	}
	if found && now.Sub(j.Start(t.Due)) > max(j.CatchUp, slack) {
		missed.add(t.Due)
		found = false
	}
	return t, found, missed
}

func (m *Missed) add(due time.Time) {
	if m.Turns == 0 {
		m.First = due
	}
	m.Last = due
	m.Turns++
}

// resume finds what a job has to do as the service starts: the turn that came while
// it was down or, without one, the turn that was begun and left, or that failed and
// has attempts left. A job that never ran waits for its first turn.
func (h history) resume(jobs []Job, j Job, now time.Time) (t Tick, found bool, missed Missed) {
	since := h.lastDue(j.Name)
	if !since.IsZero() {
		t, found, missed = j.due(latest(since, now.Add(-memory)), now.Add(-j.offset()), now)
	}
	last := h.last(j.Name, whichever)
	if found || last == nil || last.State == journal.Running && !j.lost(*last, now) || now.Sub(last.Due) > j.CatchUp {
		return t, found, missed
	}
	t = Tick{j.Name, last.Due}
	verdict := h.decide(jobs, t, now).verdict
	return t, verdict == run || verdict == wait, missed
}

// Recover records as abandoned the firings that the journal has as running by
// processes of this machine that are no more. It is for a journal that this machine
// alone writes to: where a queue is shared, the queue knows who is dead.
func Recover(ctx context.Context, j Journal, jobs []Job, worker string, now time.Time) error {
	h, err := read(ctx, j, jobs)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		for _, f := range h[job.Name] {
			if f.State != journal.Running || !dead(f.Worker, worker) {
				continue
			}
			f.State, f.Error, f.FinishedAt = journal.Abandoned, "its process is no more", end(f, now)
			if err := j.FinishFiring(ctx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// dead tells that a worker was of this machine and is not any more.
func dead(worker, self string) bool {
	host, process, _ := strings.Cut(worker, ":")
	ours, _, _ := strings.Cut(self, ":")
	number, _, _ := strings.Cut(process, ":")
	pid, err := strconv.Atoi(number)
	if host != ours || worker == self || err != nil || pid <= 0 {
		return false
	}
	return pid == os.Getpid() || syscall.Kill(pid, 0) == syscall.ESRCH
}
