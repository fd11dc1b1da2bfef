package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// BeginRun records that a run begins. Earlier runs that are still recorded as
// running are marked abandoned: the caller holds the lock that a running one
// would hold, so they were killed.
func (s *Store) BeginRun(ctx context.Context, run journal.Run) error {
	if err := s.write(ctx, func(tx *txn) error { return beginRun(ctx, tx, run) }); err != nil {
		return fmt.Errorf("begin run %s: %w", run.ID, err)
	}
	return nil
}

func beginRun(ctx context.Context, tx *txn, run journal.Run) error {
	if _, err := tx.ExecContext(ctx, "UPDATE run SET etat = $1, erreur = $2 WHERE etat = $3 AND id <> $4",
		journal.Abandoned, "it had not ended when run "+run.ID+" began", journal.Running, run.ID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO run (id, date, debut, fin, etat, erreur) VALUES ($1, $2, $3, $4, $5, $6)",
		run.ID, text(run.Date), text(run.StartedAt), text(run.FinishedAt), journal.Running, clean(run.Error))
	return err
}

// EndRun records how a run that BeginRun recorded has ended.
func (s *Store) EndRun(ctx context.Context, run journal.Run) error {
	err := s.note(ctx, func(tx *txn) error {
		err := changed(tx.ExecContext(ctx, "UPDATE run SET fin = $2, etat = $3, erreur = $4 WHERE id = $1",
			run.ID, text(run.FinishedAt), run.State, clean(run.Error)))
		if errors.Is(err, ErrUnknown) {
			return fmt.Errorf("no such run was begun (%w)", err)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("end run %s: %w", run.ID, err)
	}
	return nil
}

// Runs gives the last n runs, the latest first.
func (s *Store) Runs(ctx context.Context, n int) ([]journal.Run, error) {
	runs, err := list(ctx, s.reader, scanRun, "SELECT id, date, debut, fin, etat, erreur FROM run ORDER BY debut DESC, id DESC LIMIT $1", n)
	if err != nil {
		return nil, fmt.Errorf("read the last runs: %w", err)
	}
	return runs, nil
}

// LastRun gives the latest run; ok is false when there has been none.
func (s *Store) LastRun(ctx context.Context) (run journal.Run, ok bool, err error) {
	runs, err := s.Runs(ctx, 1)
	if err != nil || len(runs) == 0 {
		return journal.Run{}, false, err
	}
	return runs[0], true, nil
}

func scanRun(rows *sql.Rows) (r journal.Run, err error) {
	var date, began, ended instant
	err = rows.Scan(&r.ID, &date, &began, &ended, &r.State, &r.Error)
	r.Date, r.StartedAt, r.FinishedAt = date.Time, began.Time, ended.Time
	return r, err
}

// DeliveryLoaded reports whether a load of the delivery was committed, and the
// last run that made one.
func (s *Store) DeliveryLoaded(ctx context.Context, sha256 string) (run string, ok bool, err error) {
	runs, err := column[string](ctx, s.reader, "SELECT run FROM chargement WHERE livraison = $1 ORDER BY run DESC LIMIT 1", sha256)
	if err != nil {
		return "", false, fmt.Errorf("look for a load of delivery %s: %w", sha256, err)
	}
	if len(runs) == 0 {
		return "", false, nil
	}
	return runs[0], true, nil
}

// Deliveries gives the last n deliveries, the latest first.
func (s *Store) Deliveries(ctx context.Context, n int) ([]journal.Delivery, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (d journal.Delivery, err error) {
		var at instant
		err = rows.Scan(&d.SHA256, &d.Name, &d.Size, &at)
		d.ReceivedAt = at.Time
		return d, err
	}, "SELECT sha256, nom, octets, recu_le FROM livraison ORDER BY recu_le DESC, sha256 LIMIT $1", n)
	if err != nil {
		return nil, fmt.Errorf("read the last deliveries: %w", err)
	}
	return all, nil
}

// Loads gives what a run made of each sheet, in the order of files and sheets.
func (s *Store) Loads(ctx context.Context, run string) ([]journal.Load, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (l journal.Load, err error) {
		return l, rows.Scan(&l.Run, &l.Delivery, &l.File, &l.Sheet, &l.Layout,
			&l.Read, &l.Added, &l.Changed, &l.Unchanged, &l.Refused, &l.SetAside)
	}, `SELECT run, livraison, fichier, feuille, gabarit, lues, ajoutees, modifiees, inchangees, refusees, ecartees
		FROM chargement WHERE run = $1 ORDER BY fichier, feuille, livraison`, run)
	if err != nil {
		return nil, fmt.Errorf("read the loads of run %s: %w", run, err)
	}
	return all, nil
}
