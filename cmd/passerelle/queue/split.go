package queue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// How the end of parts is awaited.
const (
	look     = 500 * time.Millisecond // between two looks
	patience = 2 * time.Minute        // with a database that does not answer
)

// givenUp is what River writes before the error of a task that is not to be tried
// again.
const givenUp = "JobCancelError: "

// ended is a part that is over.
type ended struct {
	ID    int64
	State string
	Error string // the last
}

// Split has the parts done by whichever workers are free, and waits.
func (q *River) Split(ctx context.Context, tasks []Task) error {
	if len(tasks) == 0 {
		return nil
	}
	params, waits := make([]river.InsertManyParams, len(tasks)), map[int64]Task{}
	for i, t := range tasks {
		params[i].Args, params[i].InsertOpts = t.insertion()
	}
	err := patiently(ctx, func() error {
		inserted, err := q.client.InsertMany(ctx, params)
		for i, r := range inserted {
			waits[r.Job.ID] = tasks[i]
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("split %s into %d parts: %w", tasks[0].Tick(), len(tasks), err)
	}
	return q.awaitParts(ctx, waits)
}

func (q *River) awaitParts(ctx context.Context, waits map[int64]Task) error {
	failed := map[int64]error{}
	for ; len(waits) > 0; pause(ctx, look) {
		var over []ended
		err := patiently(ctx, func() (err error) { over, err = q.over(ctx, waits); return err })
		if err != nil {
			return fmt.Errorf("wait for %d parts: %w", len(waits), err)
		}
		for _, e := range over {
			if e.State != string(rivertype.JobStateCompleted) {
				failed[e.ID] = fmt.Errorf("%s: %s", waits[e.ID], strings.TrimPrefix(e.Error, givenUp))
			}
			delete(waits, e.ID)
		}
	}
	var inOrder []error
	for _, id := range slices.Sorted(maps.Keys(failed)) {
		inOrder = append(inOrder, failed[id])
	}
	return errors.Join(inOrder...)
}

// over lists the parts that are over, and those that somebody deleted.
func (q *River) over(ctx context.Context, waits map[int64]Task) ([]ended, error) {
	rows, err := q.pool.Query(ctx, `SELECT part, coalesce(state::text, 'deleted'), coalesce(errors[array_upper(errors, 1)] ->> 'error', 'deleted from the queue')
		FROM unnest($1::bigint[]) part LEFT JOIN river_job ON id = part WHERE id IS NULL OR finalized_at IS NOT NULL`, slices.Collect(maps.Keys(waits)))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[ended])
}

// patiently asks again while a database does not answer: it may be starting.
func patiently(ctx context.Context, ask func() error) error {
	for start := time.Now(); ; pause(ctx, time.Second) {
		err := ask()
		if err == nil || ctx.Err() != nil || time.Since(start) > patience {
			return errors.Join(err, context.Cause(ctx))
		}
	}
}
