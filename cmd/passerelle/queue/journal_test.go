package queue_test

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

type journalFiring = journal.Firing

// journalInMemory keeps the store's contract for the services of one process.
type journalInMemory struct {
	mu      sync.Mutex
	firings []journal.Firing
}

func (j *journalInMemory) done(job string, due time.Time) {
	j.firings = append(j.firings, journal.Firing{Job: job, Due: due, StartedAt: due, FinishedAt: due.Add(time.Minute), State: journal.Done, Attempt: 1})
}

func (j *journalInMemory) at(f journal.Firing) *journal.Firing {
	for i := range j.firings {
		if j.firings[i].Job == f.Job && j.firings[i].Due.Equal(f.Due) {
			return &j.firings[i]
		}
	}
	return nil
}

func (j *journalInMemory) ClaimFiring(_ context.Context, f journal.Firing) (bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	there := j.at(f)
	switch {
	case there == nil:
		j.firings = append(j.firings, f)
	case f.Attempt <= there.Attempt || there.State == journal.Done:
		return false, nil
	default:
		*there = f
	}
	return true, nil
}

func (j *journalInMemory) FinishFiring(_ context.Context, f journal.Firing) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	there := j.at(f)
	if there == nil || there.Worker != f.Worker || there.Attempt != f.Attempt {
		return store.ErrUnknown
	}
	*there = f
	return nil
}

func (j *journalInMemory) Firings(_ context.Context, job string, _ int) (all []journal.Firing, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, f := range j.firings {
		if f.Job == job {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b journal.Firing) int { return b.Due.Compare(a.Due) })
	return all, nil
}
