package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
)

// querier is what a transaction and a pool of connections have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// list reads all the rows of a query, each by scan.
func list[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// column reads the only column of a query.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	return list(ctx, q, func(rows *sql.Rows) (v T, err error) { return v, rows.Scan(&v) }, query, args...)
}

// one reads the first row of a query; ok is false when there is none.
func one[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) (v T, ok bool, err error) {
	all, err := list(ctx, q, scan, query, args...)
	if err != nil || len(all) == 0 {
		return v, false, err
	}
	return all[0], true, nil
}

// stream yields the rows of a query as they are read. The connection is taken
// until the consumer stops.
func stream[T any](ctx context.Context, q querier, what string, scan func(*sql.Rows) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(zero, fmt.Errorf("read %s: %w", what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				yield(zero, fmt.Errorf("read %s: %w", what, err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, fmt.Errorf("read %s: %w", what, err))
		}
	}
}

// rowsOf gives the arguments of each record of a slice, clean, for a bulk insertion.
func rowsOf[T any](records []T, row func(T) ([]any, error)) iter.Seq2[[]any, error] {
	return eachRow(inTurn(records), row)
}

// inTurn gives records one at a time.
func inTurn[T any](records []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// eachRow is rowsOf, of records that come one at a time.
func eachRow[T any](records iter.Seq2[T, error], row func(T) ([]any, error)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for r, err := range records {
			var args []any
			if err == nil {
				args, err = row(r)
			}
			if !yield(cleanAll(args), err) || err != nil {
				return
			}
		}
	}
}
