package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Unloaded is what taking a run back did.
type Unloaded struct {
	Run      string    `json:"run"`
	Who      string    `json:"qui"`
	At       time.Time `json:"le"`
	Restored int       `json:"rendues"`  // records that are again as they were
	Removed  int       `json:"retirees"` // records that the run had brought
}

// LaterChanges refuses to take a run back: what it did was built on since.
type LaterChanges struct {
	Run       string
	Runs      []string           // later ones, the last first: to unload in this order before
	Decisions []journal.Decision // that staff took outside any run, the last first; they stand
}

func (e *LaterChanges) Error() string {
	var why []string
	if len(e.Runs) > 0 {
		why = append(why, "unload first "+strings.Join(e.Runs, ", then "))
	}
	if n := len(e.Decisions); n > 0 {
		d := e.Decisions[0]
		why = append(why, fmt.Sprintf("%d decisions were taken since on its records, the last by %s on %s %s: they stand, correct the records with a new delivery",
			n, d.Who, d.Kind, d.Record))
	}
	return "its records were changed later: " + strings.Join(why, "; ")
}

// Unload takes back all that a run did to the catalogue: records are as they were
// before it, those it brought are gone, and so are the requests it filed that
// still wait, its findings, its loads and its tasks, so that its deliveries can be
// loaded anew. What remains says so: the unloading itself, and the decisions taken on
// the records, which are kept for ever. Verdicts follow at the next ledger.
//
// It is LaterChanges when a later run, or a decision, changed one of those
// records or rests on one; and ErrUnknown when the run loaded nothing.
func (s *Store) Unload(ctx context.Context, run, who string, at time.Time) (u Unloaded, err error) {
	u = Unloaded{Run: run, Who: who, At: at}
	err = s.write(ctx, func(tx *txn) error {
		l := &unloading{Load: Load{tx: tx, d: s.dialect}, Unloaded: &u}
		for _, step := range []func(context.Context) error{l.refuseUnknown, l.refuseLater, l.restore, l.withdraw} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Unloaded{}, fmt.Errorf("unload run %s: %w", run, err)
	}
	return u, nil
}

type unloading struct {
	Load
	*Unloaded
}

// ofRun is the condition of the acts of the run bound to $1 that were not taken back.
const ofRun = "run = $1 AND dechargement IS NULL"

// refuseUnknown refuses a run that did nothing, and one that was loaded before
// the store kept what records were.
func (u *unloading) refuseUnknown(ctx context.Context) error {
	done, _, err := one(ctx, u.tx, func(rows *sql.Rows) (n [3]int, err error) {
		return n, rows.Scan(&n[0], &n[1], &n[2])
	}, "SELECT (SELECT count(*) FROM acte WHERE "+ofRun+`), (SELECT count(*) FROM chargement WHERE run = $1),
		(SELECT count(*) FROM chargement WHERE run = $1 AND sans_historique)`, u.Run)
	switch {
	case err != nil:
		return err
	case done[0]+done[1] == 0:
		return fmt.Errorf("%w: it loaded nothing, or was taken back already", ErrUnknown)
	case done[2] > 0:
		return fmt.Errorf("it was loaded by an earlier passerelle, which did not keep what the records were: restore a backup, or load a delivery that corrects it")
	}
	return nil
}

// touched are the records of the run bound to $1, each with the first of its acts.
const touched = `(SELECT h.nature, h.fiche, min(h.acte) AS premier FROM historique h JOIN acte a ON a.numero = h.acte
	WHERE a.run = $1 AND a.dechargement IS NULL GROUP BY h.nature, h.fiche)`

// brought are the formations that the run bound to $1 created.
const brought = `(SELECT h.fiche FROM historique h JOIN acte a ON a.numero = h.acte
	WHERE a.run = $1 AND a.dechargement IS NULL AND h.nature = 'formation' AND h.avant_etat IS NULL)`

// freed are the SIRETs that organismes had before the run bound to $1 and not after.
const freed = `(SELECT h.acte, h.fiche, h.avant_doc ->> 'siret' AS valide, coalesce(h.avant_propose, h.avant_doc) ->> 'siret' AS dit
	FROM historique h JOIN acte a ON a.numero = h.acte
	WHERE a.run = $1 AND a.dechargement IS NULL AND h.nature = 'organisme' AND h.avant_etat IS NOT NULL
	AND (h.avant_doc ->> 'siret' <> h.apres_doc ->> 'siret'
		OR coalesce(h.avant_propose, h.avant_doc) ->> 'siret' <> coalesce(h.apres_propose, h.apres_doc) ->> 'siret'))`

// later are the acts of others that followed those of the run bound to $1 on its
// records, that put a session in a formation that it created, or that gave a
// SIRET that it had freed to another organisme.
const later = `SELECT a.numero FROM historique h JOIN acte a ON a.numero = h.acte
		JOIN ` + touched + ` t ON t.nature = h.nature AND t.fiche = h.fiche
		WHERE a.numero > t.premier AND a.dechargement IS NULL AND (a.run IS NULL OR a.run <> $1)
	UNION
	SELECT a.numero FROM historique h JOIN acte a ON a.numero = h.acte
		WHERE h.nature = 'session' AND a.dechargement IS NULL AND (a.run IS NULL OR a.run <> $1)
		AND (h.apres_doc ->> 'formation' IN ` + brought + ` OR h.apres_propose ->> 'formation' IN ` + brought + `)
	UNION
	SELECT a.numero FROM ` + freed + ` s JOIN historique h ON h.nature = 'organisme' AND h.fiche <> s.fiche AND h.acte > s.acte
		JOIN acte a ON a.numero = h.acte
		WHERE a.dechargement IS NULL AND (a.run IS NULL OR a.run <> $1)
		AND (h.apres_doc ->> 'siret' = s.valide OR coalesce(h.apres_propose, h.apres_doc) ->> 'siret' = s.dit)`

func (u *unloading) refuseLater(ctx context.Context) error {
	runs, err := column[string](ctx, u.tx, "SELECT a.run FROM acte a WHERE a.run IS NOT NULL AND a.numero IN ("+later+
		`) GROUP BY a.run ORDER BY max(a.numero) DESC`, u.Run)
	if err != nil {
		return err
	}
	again, err := column[string](ctx, u.tx, `SELECT DISTINCT c.run FROM chargement c JOIN run r ON r.id = c.run, run mine
		WHERE mine.id = $1 AND (r.debut, r.id) > (mine.debut, mine.id)
		AND c.livraison IN (SELECT livraison FROM chargement WHERE run = $1) ORDER BY c.run DESC`, u.Run)
	if err != nil {
		return err
	}
	for _, run := range again { // the same file, loaded again: its rows were read twice
		if !slices.Contains(runs, run) {
			runs = append(runs, run)
		}
	}
	decisions, err := list(ctx, u.tx, scanDecision, "SELECT "+decisionColumns+` FROM decision
		WHERE acte IN (SELECT a.numero FROM acte a WHERE a.run IS NULL AND a.numero IN (`+later+")) ORDER BY numero DESC", u.Run)
	if err == nil && len(runs)+len(decisions) > 0 {
		err = &LaterChanges{Run: u.Run, Runs: runs, Decisions: decisions}
	}
	return err
}

// withdraw takes away what the run left beside the records, and records that it
// was taken back.
func (u *unloading) withdraw(ctx context.Context) error {
	for _, statement := range []string{
		"DELETE FROM origine WHERE run = $1",
		"DELETE FROM demande WHERE run = $1 AND etat = 'en-attente'",
		"DELETE FROM constat WHERE run = $1 AND livraison IN (SELECT livraison FROM chargement WHERE run = $1)",
		"DELETE FROM chargement WHERE run = $1",
		"DELETE FROM tache WHERE run = $1 OR formation IN " + brought,
		// What it no longer asked is asked again, or was asked again by another since.
		`UPDATE tache SET jusqua_run = (SELECT o.run FROM tache o WHERE o.cle = tache.cle AND o.formation = tache.formation AND o.jusqua_run IS NULL)
			WHERE jusqua_run = $1`,
	} {
		if _, err := u.tx.ExecContext(ctx, statement, u.Run); err != nil {
			return err
		}
	}
	number, err := column[int64](ctx, u.tx, "INSERT INTO dechargement (run, qui, le, rendues, retirees) VALUES ($1, $2, $3, $4, $5) RETURNING numero",
		u.Run, clean(u.Who), text(u.At), u.Restored, u.Removed)
	if err != nil {
		return err
	}
	_, err = u.tx.ExecContext(ctx, "UPDATE acte SET dechargement = $2 WHERE "+ofRun, u.Run, number[0])
	return err
}

// Unloads gives the runs that were taken back, the last first.
func (s *Store) Unloads(ctx context.Context) ([]Unloaded, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (u Unloaded, err error) {
		var at instant
		err = rows.Scan(&u.Run, &u.Who, &at, &u.Restored, &u.Removed)
		u.At = at.Time
		return u, err
	}, "SELECT run, qui, le, rendues, retirees FROM dechargement ORDER BY numero DESC")
	if err != nil {
		return nil, fmt.Errorf("read which runs were taken back: %w", err)
	}
	return all, nil
}
