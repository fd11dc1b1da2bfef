package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepChoice records what a person answers. A newer choice on the same key
// replaces the one before, which is kept as history.
func (s *Store) KeepChoice(ctx context.Context, c journal.Choice) error {
	return s.write(ctx, func(tx *txn) error { return (&Load{tx: tx, d: s.dialect}).KeepChoice(ctx, c) })
}

// KeepChoice is Store.KeepChoice, as part of a load. A choice is a person's:
// taking back the run does not take it back.
func (l *Load) KeepChoice(ctx context.Context, c journal.Choice) error {
	if err := l.choose(ctx, c); err != nil {
		return fmt.Errorf("keep the choice on task %s: %w", c.Key, err)
	}
	return nil
}

func (l *Load) choose(ctx context.Context, c journal.Choice) error {
	if c.Who == "" || c.At.IsZero() {
		return fmt.Errorf("a choice says who chooses, and when")
	}
	codes, err := array(c.Codes)
	if err != nil {
		return err
	}
	if _, err := endChoice(ctx, l.tx, c.Key, c.Who, c.At); err != nil {
		return err
	}
	_, err = l.tx.ExecContext(ctx, "INSERT INTO choix (cle, nature, texte, codes, qui, pourquoi, le) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		clean(c.Key), c.Kind, clean(c.Text), codes, clean(c.Who), clean(c.Why), text(c.At))
	return err
}

// endChoice ends the choice that stands under a key, and counts those that did.
func endChoice(ctx context.Context, tx *txn, key, who string, at time.Time) (int64, error) {
	return affected(tx.ExecContext(ctx, "UPDATE choix SET fin_qui = $2, fin_le = $3 WHERE cle = $1 AND fin_le IS NULL", key, clean(who), text(at)))
}

// ForgetChoice takes a choice back: the question is open again. It is ErrUnknown
// when none stands under the key.
func (s *Store) ForgetChoice(ctx context.Context, key, who string, at time.Time) error {
	err := s.write(ctx, func(tx *txn) error {
		if who == "" || at.IsZero() {
			return fmt.Errorf("say who forgets it, and when")
		}
		n, err := endChoice(ctx, tx, key, who, at)
		if err == nil && n == 0 {
			err = fmt.Errorf("%w: no choice stands under it", ErrUnknown)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("forget the choice on task %s: %w", key, err)
	}
	return nil
}

const choiceColumns = "cle, nature, texte, codes, qui, pourquoi, le"

func scanChoice(rows *sql.Rows) (c journal.Choice, err error) {
	var codes sql.RawBytes
	var at instant
	if err := rows.Scan(&c.Key, &c.Kind, &c.Text, &codes, &c.Who, &c.Why, &at); err != nil {
		return c, err
	}
	c.At = at.Time
	return c, decode(codes, &c.Codes)
}

// Choices yields the choices that stand, in the order of their keys.
func (s *Store) Choices(ctx context.Context) iter.Seq2[journal.Choice, error] {
	return stream(ctx, s.reader, "the choices", scanChoice, "SELECT "+choiceColumns+" FROM choix WHERE fin_le IS NULL ORDER BY cle")
}

// ChoiceHistory gives all that was ever chosen under a key, the oldest first.
func (s *Store) ChoiceHistory(ctx context.Context, key string) ([]journal.Choice, error) {
	all, err := list(ctx, s.reader, scanChoice, "SELECT "+choiceColumns+" FROM choix WHERE cle = $1 ORDER BY numero", key)
	if err != nil {
		return nil, fmt.Errorf("read the choices on task %s: %w", key, err)
	}
	return all, nil
}
