package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// Copied is how many rows of a table were copied.
type Copied struct {
	Table string `json:"table"`
	Rows  int    `json:"lignes"`
}

// CopyTo copies all that the store holds, as it is, to another, which may be of
// another dialect and must be empty: all of it is there, or nothing. It gives what was
// copied, table by table.
func (s *Store) CopyTo(ctx context.Context, other *Store) (all []Copied, err error) {
	err = s.read(ctx, func(from *txn) error {
		return other.write(ctx, func(to *txn) error {
			if err := refuseFull(ctx, to); err != nil {
				return err
			}
			for _, t := range shapes {
				n, err := t.copy(ctx, from, to, other.dialect)
				if err != nil {
					return fmt.Errorf("table %s: %w", t.name, err)
				}
				all = append(all, Copied{t.name, n})
			}
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("copy store %s to %s: %w", s, other, err)
	}
	return all, nil
}

// refuseFull refuses a store that holds something.
func refuseFull(ctx context.Context, tx *txn) error {
	for _, t := range shapes {
		some, err := column[int](ctx, tx, "SELECT 1 FROM "+t.name+" LIMIT 1")
		if err != nil {
			return err
		}
		if len(some) > 0 {
			return errors.New("it is not empty: copy to a new one")
		}
	}
	return nil
}

func (s shape) copy(ctx context.Context, from, to *txn, d dialect) (n int, err error) {
	if err := d.bulk(ctx, to, target{table: s.name, columns: s.columns()}, counted(s.rows(ctx, from), &n)); err != nil {
		return 0, err
	}
	if !s.numbered() {
		return n, nil
	}
	return n, d.renumber(ctx, to, s.name)
}

func counted[T any](rows iter.Seq2[T, error], n *int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row, err := range rows {
			if err == nil {
				*n++
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
