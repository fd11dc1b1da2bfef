package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// KeepCheck records that the source of a referential was looked at.
func (s *Store) KeepCheck(ctx context.Context, c nomenclature.Check) error {
	err := s.note(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO controle (referentiel, le, bon, issue) VALUES ($1, $2, $3, $4)",
			c.Referential, text(c.At), c.Good, clean(c.Outcome))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep the check of referential %s: %w", c.Referential, err)
	}
	return nil
}

const checkColumns = "referentiel, le, bon, issue"

func scanCheck(rows *sql.Rows) (c nomenclature.Check, err error) {
	var at instant
	err = rows.Scan(&c.Referential, &at, &c.Good, &c.Outcome)
	c.At = at.Time
	return c, err
}

// Checks gives the last n checks of a referential, the latest first.
func (s *Store) Checks(ctx context.Context, ref nomenclature.Referential, n int) ([]nomenclature.Check, error) {
	all, err := list(ctx, s.reader, scanCheck, "SELECT "+checkColumns+" FROM controle WHERE referentiel = $1 ORDER BY le DESC, numero DESC LIMIT $2", ref, n)
	if err != nil {
		return nil, fmt.Errorf("read the checks of referential %s: %w", ref, err)
	}
	return all, nil
}

// LookupVersions says where each referential is, those never loaded included, in
// the order in which they are refreshed.
func (s *Store) LookupVersions(ctx context.Context) ([]nomenclature.Standing, error) {
	standing := make([]nomenclature.Standing, len(nomenclature.Referentials))
	for i, ref := range nomenclature.Referentials {
		standing[i].Referential = ref
	}
	err := s.read(ctx, func(tx *txn) error {
		versions, err := list(ctx, tx, scanVersion, "SELECT "+versionColumns+" FROM version WHERE courante ORDER BY referentiel")
		if err != nil {
			return err
		}
		last, err := list(ctx, tx, scanCheck, "SELECT "+checkColumns+` FROM controle c
			WHERE numero = (SELECT max(numero) FROM controle d WHERE d.referentiel = c.referentiel) ORDER BY referentiel`)
		if err != nil {
			return err
		}
		good, err := list(ctx, tx, scanCheck, "SELECT "+checkColumns+` FROM controle c
			WHERE numero = (SELECT max(numero) FROM controle d WHERE d.referentiel = c.referentiel AND d.bon) ORDER BY referentiel`)
		for i := range standing {
			stand(&standing[i], versions, last, good)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read where the referentials are: %w", err)
	}
	return standing, nil
}

// stand finds what concerns one referential.
func stand(s *nomenclature.Standing, versions []nomenclature.Version, last, good []nomenclature.Check) {
	of := func(c nomenclature.Check) bool { return c.Referential == s.Referential }
	if i := slices.IndexFunc(versions, func(v nomenclature.Version) bool { return v.Referential == s.Referential }); i >= 0 {
		s.Version, s.FreshAt = &versions[i], versions[i].LoadedAt
	}
	if i := slices.IndexFunc(last, of); i >= 0 {
		s.Last = &last[i]
	}
	if i := slices.IndexFunc(good, of); i >= 0 {
		s.FreshAt = latest(s.FreshAt, good[i].At)
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
