package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/merge"
)

// codeTouched codes the records that a load added or changed, and says what the
// rules think of them.
func (h *house) codeTouched(ctx context.Context, tx *store.Load, merged merge.Result) ([]finding.Finding, error) {
	coder := coder{h: h, tx: tx}
	organismes, err := tx.Organismes(ctx, merged.Organismes)
	if err != nil {
		return nil, err
	}
	if err := coder.complete(ctx, inOrder(organismes)); err != nil {
		return nil, err
	}
	touched, err := touchedFormations(ctx, tx, merged)
	if err != nil {
		return nil, err
	}
	if err := coder.code(ctx, merged.Formations); err != nil {
		return nil, err
	}
	noticed, err := h.check(ctx, tx, touched)
	if err != nil {
		return nil, err
	}
	return place(append(coder.found, noticed...), slices.Concat(merged.Origins, merged.Refused)), nil
}

// touchedFormations are those that a load added or changed, or whose sessions it did.
func touchedFormations(ctx context.Context, tx *store.Load, merged merge.Result) ([]string, error) {
	of, err := tx.FormationsOfSessions(ctx, merged.Sessions)
	if err != nil {
		return nil, err
	}
	ids := slices.Concat(merged.Formations, of)
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// coder gives records the codes that the referentials bring, in one transaction.
type coder struct {
	h     *house
	tx    *store.Load
	found []finding.Finding
}

// complete gives organisms the declaration number that the national list knows.
func (c *coder) complete(ctx context.Context, organismes []offre.Organisme) error {
	know, err := c.h.learn(ctx)
	if err != nil {
		return err
	}
	var changed []offre.Organisme
	for _, o := range organismes {
		completed, found := know.registre.Complete(o)
		c.found = append(c.found, found...)
		if !sameRecord(o, completed) {
			changed = append(changed, completed)
		}
	}
	return c.tx.KeepOrganismes(ctx, c.h.run.ID, changed)
}

// code codes the formations of those IDs.
func (c *coder) code(ctx context.Context, ids []string) error {
	know, err := c.h.learn(ctx)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(ids, 500) {
		formations, err := c.tx.Formations(ctx, batch)
		if err != nil {
			return err
		}
		exams, err := c.exams(ctx, batch)
		if err != nil {
			return err
		}
		var changed []offre.Formation
		var tasks []journal.Task
		for _, id := range batch {
			coded := know.certifs.Codify(formations[id], exams[id])
			c.found = append(c.found, coded.Findings...)
			tasks = append(tasks, coded.Tasks...)
			if !sameRecord(formations[id], coded.Formation) {
				changed = append(changed, coded.Formation)
			}
		}
		if know.texts.failed != nil {
			return know.texts.failed
		}
		if err := c.tx.KeepFormations(ctx, c.h.run.ID, changed); err != nil {
			return err
		}
		if err := c.tx.KeepTasks(ctx, c.h.run.ID, batch, tasks); err != nil {
			return err
		}
	}
	return nil
}

// exams gives, for each formation, the year in which its trainees sit the
// examination.
func (c *coder) exams(ctx context.Context, ids []string) (map[string]int, error) {
	sessions, err := c.tx.SessionsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	years := make(map[string]int, len(ids))
	for _, id := range ids {
		years[id] = codify.ExamYear(sessions[id], c.h.run.Date)
	}
	return years, nil
}

// recode codes the whole catalogue anew when a referential has changed since the
// last run that completed.
func (h *house) recode(ctx context.Context) error {
	stale, err := h.stale(ctx)
	if err != nil || !stale {
		return err
	}
	h.log.Info("a referential has changed: the whole catalogue is coded anew")
	return h.codeEverything(ctx)
}

// codeEverything codes the whole catalogue anew.
func (h *house) codeEverything(ctx context.Context) error {
	return h.store.InLoad(ctx, func(tx *store.Load) error {
		coder := coder{h: h, tx: tx}
		if err := coder.completeAll(ctx); err != nil {
			return err
		}
		return coder.codeAll(ctx)
	})
}

// completeAll completes every organisme, as validated and as proposed.
func (c *coder) completeAll(ctx context.Context) error {
	know, err := c.h.learn(ctx)
	if err != nil {
		return err
	}
	all, err := c.tx.AllHeldOrganismes(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		for _, o := range []*offre.Organisme{all[i].Validated, all[i].Proposed} {
			if o != nil {
				*o, _ = know.registre.Complete(*o)
			}
		}
	}
	return c.tx.RecodeOrganismes(ctx, c.h.run.ID, all)
}

// codeAll codes every formation, as validated and as proposed.
func (c *coder) codeAll(ctx context.Context) error {
	var batch []store.Held[offre.Formation]
	for held, err := range c.tx.AllHeldFormations(ctx) {
		if err != nil {
			return err
		}
		if batch = append(batch, held); len(batch) < 500 {
			continue
		}
		if err := c.codeHeld(ctx, batch); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return c.codeHeld(ctx, batch)
}

func (c *coder) codeHeld(ctx context.Context, batch []store.Held[offre.Formation]) error {
	know, err := c.h.learn(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(batch))
	for i, held := range batch {
		ids[i] = held.ID
	}
	exams, err := c.exams(ctx, ids)
	if err != nil {
		return err
	}
	var tasks []journal.Task
	for _, held := range batch {
		var latest codify.Coded
		for _, f := range []*offre.Formation{held.Validated, held.Proposed} {
			if f != nil {
				latest = know.certifs.Codify(*f, exams[held.ID])
				*f = latest.Formation
			}
		}
		tasks = append(tasks, latest.Tasks...)
	}
	if know.texts.failed != nil {
		return know.texts.failed
	}
	if err := c.tx.RecodeFormations(ctx, c.h.run.ID, batch); err != nil {
		return err
	}
	return c.tx.KeepTasks(ctx, c.h.run.ID, ids, tasks)
}

// sameRecord tells whether two states of a record are the same once kept.
func sameRecord[T any](a, b T) bool {
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

// place gives the findings about records the row that each record comes from.
func place(found []finding.Finding, from []merge.Origin) []finding.Finding {
	rows := make(map[string]finding.Place, len(from))
	for _, o := range from {
		if _, first := rows[o.Record]; !first {
			rows[o.Record] = o.Place
		}
	}
	for i, f := range found {
		if f.Row == 0 {
			found[i].Place = rows[f.Record]
		}
	}
	return found
}
