package store

import (
	"context"
	"database/sql"
	"slices"

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

func (u *unloading) remove(ctx context.Context, kind string) error {
	n, err := affected(u.tx.ExecContext(ctx, "DELETE FROM "+kind+` WHERE id IN (SELECT h.fiche FROM historique h JOIN acte a ON a.numero = h.acte
		WHERE a.run = $1 AND a.dechargement IS NULL AND h.nature = $2 AND h.avant_etat IS NULL)`, u.Run, kind))
	u.Removed += int(n)
	return err
}

func (u *unloading) restoreKind(ctx context.Context, kind string) error {
	ids, err := column[string](ctx, u.tx, `SELECT DISTINCT h.fiche FROM historique h JOIN acte a ON a.numero = h.acte
		WHERE a.run = $1 AND a.dechargement IS NULL AND h.nature = $2 ORDER BY h.fiche`, u.Run, kind)
	atOnce := recordsAtOnce
	if kind == KindOrganisme {
		atOnce = max(1, len(ids)) // they are few, and may have taken the SIRET of one another
	}
	for batch := range slices.Chunk(ids, atOnce) {
		if err == nil {
			err = u.restoreBatch(ctx, kind, batch)
		}
	}
	return err
}

func (u *unloading) restoreBatch(ctx context.Context, kind string, ids []string) error {
	wanted, err := encode(ids)
	if err != nil {
		return err
	}
	all, err := list(ctx, u.tx, scanRestored, `SELECT h.fiche, coalesce(h.avant_etat, ''), h.avant_doc, h.avant_propose, r.cree_run, coalesce(h.avant_change_run, ''), r.etat, r.doc, r.doc_le
		FROM historique h JOIN acte a ON a.numero = h.acte JOIN `+kind+` r ON r.id = h.fiche
		WHERE a.run = $2 AND a.dechargement IS NULL AND h.nature = $3 AND h.fiche `+u.d.among()+" ORDER BY h.fiche, h.acte", wanted, u.Run, kind)
	if err != nil {
		return err
	}
	changes := slices.CompactFunc(all, func(a, b change) bool { return a.after.id == b.after.id }) // before the run's first act on it
	changes = slices.DeleteFunc(changes, func(c change) bool { return c.after.state == "" })       // it was not there: it is removed
	if kind == KindOrganisme {                                                                     // nothing refers to their rows, and their SIRETs are freed
		if _, err := u.tx.ExecContext(ctx, "DELETE FROM organisme WHERE id "+u.d.among(), wanted); err != nil {
			return err
		}
	}
	at, _ := text(u.At).(string) // partners may have what is taken back: it changes once more
	for i, c := range changes {
		changes[i].after = c.after.dated(c.before, at)
	}
	if err := u.writeRecords(ctx, kind, changes); err != nil {
		return err
	}
	u.Restored += len(changes)
	return u.keepDecisions(ctx, 0, u.wentBack(kind, changes))
}

// wentBack are the changes of state that restoring makes.
func (u *unloading) wentBack(kind string, changes []change) (decisions []journal.Decision) {
	for _, c := range changes {
		if c.before.state != c.after.state {
			decisions = append(decisions, journal.Decision{Kind: kind, Record: c.after.id, From: c.before.state, To: c.after.state,
				Who: u.Who, Why: "le run " + u.Run + " est déchargé", At: u.At})
		}
	}
	return decisions
}

// scanRestored reads what a record was, with the state and the document that it has.
func scanRestored(rows *sql.Rows) (c change, err error) {
	a, b := &c.after, &c.before
	var at instant
	err = rows.Scan(&a.id, &a.state, &a.doc, &a.proposed, &a.created, &a.changed, &b.state, &b.doc, &at)
	b.docAt, _ = text(at.Time).(string)
	return c, err
}
