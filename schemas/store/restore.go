package store

import (
	"context"
	"database/sql"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// restore puts the records of a run as they were before it. What its removal
// frees, a SIRET or a formation, comes before what may take it.
func (u *unloading) restore(ctx context.Context) error {
	for _, step := range []struct {
		do   func(context.Context, string) error
		kind string
	}{
		{u.remove, KindOrganisme}, {u.restoreKind, KindOrganisme}, {u.restoreKind, KindFormation}, {u.restoreKind, KindSession},
		{u.remove, KindSession}, {u.remove, KindFormation},
	} {
		if err := step.do(ctx, step.kind); err != nil {
			return err
		}
	}
	return nil
}

// firsts are the records of one kind ($2) as they were before the run ($1).
const firsts = `historique h JOIN ` + touched + ` t ON t.nature = h.nature AND t.fiche = h.fiche AND t.premier = h.acte WHERE h.nature = $2`

func (u *unloading) remove(ctx context.Context, kind string) error {
	done, err := u.tx.ExecContext(ctx, "DELETE FROM "+kind+" WHERE id IN (SELECT h.fiche FROM "+firsts+" AND h.avant_etat IS NULL)", u.Run, kind)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	u.Removed += int(n)
	return err
}

func (u *unloading) restoreKind(ctx context.Context, kind string) error {
	changes, err := list(ctx, u.tx, scanRestored, `SELECT h.fiche, h.avant_etat, h.avant_doc, h.avant_propose, r.cree_run, h.avant_change_run, r.etat
		FROM `+kind+" r JOIN "+firsts+" AND h.fiche = r.id AND h.avant_etat IS NOT NULL ORDER BY h.fiche", u.Run, kind)
	if err != nil {
		return err
	}
	if err := u.writeRecords(ctx, kind, changes); err != nil {
		return err
	}
	u.Restored += len(changes)
	var decisions []journal.Decision
	for _, c := range changes {
		if c.before.state != c.after.state {
			decisions = append(decisions, journal.Decision{Kind: kind, Record: c.after.id, From: c.before.state, To: c.after.state,
				Who: u.Who, Why: "le run " + u.Run + " est déchargé", At: u.At})
		}
	}
	return u.keepDecisions(ctx, 0, decisions)
}

// scanRestored reads what a record was, with the state that it has.
func scanRestored(rows *sql.Rows) (c change, err error) {
	a := &c.after
	return c, rows.Scan(&a.id, &a.state, &a.doc, &a.proposed, &a.created, &a.changed, &c.before.state)
}
