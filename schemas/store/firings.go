package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// ClaimFiring takes a firing for the worker that it names: claimed is true for one
// alone. One that was claimed can be claimed again with a higher attempt, unless it
// is done: to try again, or to take over from a worker that died.
func (s *Store) ClaimFiring(ctx context.Context, f journal.Firing) (claimed bool, err error) {
	claimed, err = s.claim(ctx, `INSERT INTO declenchement (tache, du, tentative, debut, etat, erreur, run, par)
		VALUES ($1, $2, $3, $4, 'en-cours', '', $5, $6) ON CONFLICT (tache, du) DO UPDATE SET tentative = excluded.tentative, debut = excluded.debut,
		fin = NULL, etat = excluded.etat, erreur = excluded.erreur, run = excluded.run, par = excluded.par
		WHERE excluded.tentative > declenchement.tentative AND declenchement.etat NOT IN ('fini', 'fini-avec-refus', 'retenu')`,
		clean(f.Job), text(f.Due), f.Attempt, text(f.StartedAt), orNull(f.Run), clean(f.Worker))
	if err != nil {
		return false, fmt.Errorf("claim job %s: %w", f.Job, err)
	}
	return claimed, nil
}

// FinishFiring records how a firing ended: its FinishedAt, State, Error and Run. It
// is ErrUnknown when the attempt is no longer the worker's: another took over.
func (s *Store) FinishFiring(ctx context.Context, f journal.Firing) error {
	err := s.note(ctx, func(tx *txn) error {
		return changed(tx.ExecContext(ctx, `UPDATE declenchement SET fin = $5, etat = $6, erreur = $7, run = coalesce($8, run)
			WHERE tache = $1 AND du = $2 AND tentative = $3 AND par = $4 AND etat = 'en-cours'`,
			clean(f.Job), text(f.Due), f.Attempt, clean(f.Worker), text(f.FinishedAt), f.State, clean(f.Error), orNull(f.Run)))
	})
	if err != nil {
		return fmt.Errorf("finish attempt %d of job %s by %s: %w", f.Attempt, f.Job, f.Worker, err)
	}
	return nil
}

const firingColumns = "tache, du, tentative, debut, fin, etat, erreur, coalesce(run, ''), par"

func scanFiring(rows *sql.Rows) (f journal.Firing, err error) {
	var due, began, ended instant
	err = rows.Scan(&f.Job, &due, &f.Attempt, &began, &ended, &f.State, &f.Error, &f.Run, &f.Worker)
	f.Due, f.StartedAt, f.FinishedAt = due.Time, began.Time, ended.Time
	return f, err
}

// Firings gives the last n firings of a job, of all when it is empty, those due last
// first; all of them when n is 0.
func (s *Store) Firings(ctx context.Context, job string, n int) ([]journal.Firing, error) {
	all, err := list(ctx, s.reader, scanFiring, "SELECT "+firingColumns+" FROM declenchement WHERE tache = $1 OR $1 = '' ORDER BY du DESC, tache"+limit(n), job)
	if err != nil {
		return nil, fmt.Errorf("read the firings: %w", err)
	}
	return all, nil
}

// LastFirings gives the last firing of each job, by name.
func (s *Store) LastFirings(ctx context.Context) ([]journal.Firing, error) {
	all, err := list(ctx, s.reader, scanFiring, "SELECT "+firingColumns+` FROM declenchement d
		WHERE du = (SELECT max(du) FROM declenchement e WHERE e.tache = d.tache) ORDER BY tache`)
	if err != nil {
		return nil, fmt.Errorf("read the last firings: %w", err)
	}
	return all, nil
}
