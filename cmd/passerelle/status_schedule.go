package main

import (
	"slices"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// lateness is how long after it is due a job is overdue: workers may be restarting.
const lateness = 30 * time.Minute

// nextFirings gives when each job is due next. It is in the past for a job that the
// service has done before, and that nobody has begun this time.
func (w watch) nextFirings(last []journal.Firing) (next []journal.Firing, err error) {
	jobs, err := w.config.schedule()
	if err != nil {
		return nil, err
	}
	for _, turns := range schedule.Upcoming(jobs, w.now, 1) {
		if len(turns.At) == 0 {
			continue
		}
		f := journal.Firing{Job: turns.Job.Name, Due: turns.At[0]}
		i := slices.IndexFunc(last, func(l journal.Firing) bool { return l.Job == f.Job })
		if i >= 0 {
			missed := turns.Job.Spec.Next(last[i].Due)
			if missed.Before(f.Due) && w.now.Sub(turns.Job.Start(missed)) > lateness {
				f.Due = missed
			}
		}
		next = append(next, f)
	}
	return next, nil
}
