package store

import (
	"context"
	"database/sql"
)

// affected counts the rows that a statement changed.
func affected(done sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// changed is ErrUnknown when a statement found nothing to change.
func changed(done sql.Result, err error) error {
	n, err := affected(done, err)
	if err == nil && n == 0 {
		err = ErrUnknown
	}
	return err
}

// claim notes a statement that changes something for one alone of those who make it
// at once, and tells whether it was this one.
func (s *Store) claim(ctx context.Context, statement string, args ...any) (won bool, err error) {
	err = s.note(ctx, func(tx *txn) error {
		n, err := affected(tx.ExecContext(ctx, statement, args...))
		won = n > 0
		return err
	})
	return won && err == nil, err
}
