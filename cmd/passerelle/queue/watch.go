package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// running is a task that the database has as running.
type running struct {
	ID      int64
	Attempt int
	By      string // process
	Alive   bool   // that process is connected
}

// watch takes over the tasks of workers that are gone. River itself knows a worker
// that died only by the age of its task, and ours may last hours; PostgreSQL knows at
// once who is connected. A worker that is not seen for a whole lease is gone. When it
// is not, and was cut off so long, it stops what was taken from it.
func (q *River) watch(ctx context.Context) {
	log := dampen(q.Log)
	missing := map[running]time.Time{} // since when their worker is not seen
	for ctx.Err() == nil {
		rows, err := q.running(ctx)
		if err != nil {
			if ctx.Err() == nil {
				log.Warn("the queue cannot look after its tasks", "error", err)
			}
			clear(missing) // nobody is seen when the database is not
		} else {
			q.stopTaken(rows)
			q.takeOver(ctx, q.overdue(rows, missing, time.Now()))
		}
		pause(ctx, q.Lease/6)
	}
}

// running lists what the database has as running. The processes that it names are
// those of their connections: see poolConfig.
func (q *River) running(ctx context.Context) ([]running, error) {
	ctx, cancel := context.WithTimeout(ctx, max(q.Lease/2, time.Second))
	defer cancel()
	rows, err := q.pool.Query(ctx, `SELECT id, attempt, by, EXISTS (SELECT FROM pg_stat_activity WHERE application_name = by)
		FROM (SELECT id, attempt, coalesce(attempted_by[array_upper(attempted_by, 1)], '') AS by
			FROM river_job WHERE state = 'running' AND queue = ANY($1)) r ORDER BY id`, []string{turns, parts})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[running])
}

// stopTaken stops the tasks of ours that another worker does now.
func (q *River) stopTaken(rows []running) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range rows {
		if mine := q.tasks[r.ID]; mine != nil && (r.By != q.id || r.Attempt > mine.attempt) && !mine.lost.Load() {
			q.Log.Warn("another worker took a task over: this one was cut off too long", "task", r.ID, "by", r.By)
			mine.lost.Store(true)
			mine.cancel(errLost)
		}
	}
}

// overdue are the tasks whose worker has not been seen for a lease.
func (q *River) overdue(rows []running, missing map[running]time.Time, now time.Time) (gone []running) {
	still := map[running]bool{}
	for _, r := range rows {
		if q.worked(r) {
			continue
		}
		r.Alive = false
		still[r] = true
		if since, known := missing[r]; !known {
			missing[r] = now
		} else if now.Sub(since) >= q.Lease {
			gone = append(gone, r)
		}
	}
	for r := range missing {
		if !still[r] {
			delete(missing, r)
		}
	}
	return gone
}

// worked tells a task that somebody does. One of ours that we do not is one of which
// the end could not be written.
func (q *River) worked(r running) bool {
	if r.By != q.id {
		return r.Alive
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.tasks[r.ID] != nil
}

// takeOver makes tasks available again, as River's rescue of stuck jobs does. Who
// fetched one meanwhile keeps it: the rescue spares what was begun within the lease.
func (q *River) takeOver(ctx context.Context, gone []running) {
	if len(gone) == 0 {
		return
	}
	now := time.Now().UTC()
	p := &riverdriver.JobRescueManyParams{StuckHorizon: now.Add(-q.Lease)}
	for _, r := range gone {
		why, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: r.Attempt, Error: died + r.By})
		if err != nil {
			q.Log.Error("a task cannot be taken over", "task", r.ID, "error", err)
			return
		}
		p.ID, p.Error, p.State = append(p.ID, r.ID), append(p.Error, why), append(p.State, string(rivertype.JobStateAvailable))
		p.FinalizedAt, p.ScheduledAt = append(p.FinalizedAt, nil), append(p.ScheduledAt, now)
		q.Log.Warn("a task is taken over: its worker is gone", "task", r.ID, "attempt", r.Attempt, "worker", r.By)
	}
	if _, err := riverpgxv5.New(q.pool).GetExecutor().JobRescueMany(ctx, p); err != nil {
		q.Log.Warn("tasks cannot be taken over yet", "error", err)
	}
}

// pause waits by the clock of the machine, which is that of the database.
func pause(ctx context.Context, d time.Duration) { schedule.Wall{}.Wait(ctx, d, nil) }

func isTakeover(e rivertype.AttemptError) bool { return strings.HasPrefix(e.Error, died) }

// String names the row, for logs.
func (r running) String() string { return fmt.Sprintf("%d (attempt %d by %s)", r.ID, r.Attempt, r.By) }
