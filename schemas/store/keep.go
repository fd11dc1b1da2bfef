package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Validate makes what is kept afterwards validated at once, by who: a person, or
// « règle ». Without it, what is kept awaits validation. Either way a record that
// was archived stays so, until a decision brings it back.
func (l *Load) Validate(who string) { l.validator = who }

// KeepOrganismes states organisms: new ones, or others of those that have the
// same ID. One that says what the catalogue was last told changes nothing, even
// when staff rejected it; of two with one ID the last stands; two IDs with one
// SIRET are an error.
func (l *Load) KeepOrganismes(ctx context.Context, run string, organismes []offre.Organisme) error {
	return keepRecords(ctx, l, KindOrganisme, run, organismes, func(o offre.Organisme) string { return o.ID })
}

// KeepFormations states formations, as KeepOrganismes does organisms.
func (l *Load) KeepFormations(ctx context.Context, run string, formations []offre.Formation) error {
	return keepRecords(ctx, l, KindFormation, run, formations, func(f offre.Formation) string { return f.ID })
}

// KeepSessions states sessions, as KeepOrganismes does organisms. Their
// formations must have been kept.
func (l *Load) KeepSessions(ctx context.Context, run string, sessions []offre.Session) error {
	err := keepRecords(ctx, l, KindSession, run, sessions, func(s offre.Session) string { return s.ID })
	if l.d.lostReference(err) {
		err = l.orphans(ctx, sessions, err)
	}
	return err
}

// recordsAtOnce is how many records are compared with those that stand at a time.
const recordsAtOnce = 500

func keepRecords[T any](ctx context.Context, l *Load, kind, run string, records []T, id func(T) string) error {
	if len(records) == 0 {
		return nil
	}
	a, err := l.loadOf(ctx, run)
	for batch := range slices.Chunk(records, recordsAtOnce) {
		if err == nil {
			err = keepBatch(ctx, l, a, kind, batch, id)
		}
	}
	if err != nil {
		return fmt.Errorf("keep %d %ss: %w", len(records), kind, err)
	}
	return nil
}

func keepBatch[T any](ctx context.Context, l *Load, a act, kind string, records []T, id func(T) string) error {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = id(r)
	}
	held, err := l.images(ctx, kind, ids)
	if err != nil {
		return err
	}
	var changes []change
	at := make(map[string]int, len(records)) // ID → place in changes
	for i, r := range records {
		content, err := encode(r)
		if err != nil {
			return err
		}
		before := held[ids[i]]
		if before.says(content, l.validator != "") {
			continue
		}
		after := before.restated(content, a.run, l.validator != "").dated(before, a.at)
		if after.id = ids[i]; before.state == "" {
			after.created = a.run
		}
		if n, again := at[after.id]; again {
			after = after.dated(changes[n].before, a.at)
			held[after.id], changes[n].after = after, after
			continue
		}
		held[after.id] = after
		at[after.id] = len(changes)
		changes = append(changes, change{before, after})
	}
	return l.keepChanges(ctx, a, kind, changes)
}

// keepChanges writes what a delivery changed, and who validated it.
func (l *Load) keepChanges(ctx context.Context, a act, kind string, changes []change) error {
	number, err := l.commit(ctx, a, kind, changes)
	if err != nil || l.validator == "" {
		return err
	}
	at, err := parseInstant(a.at)
	if err != nil {
		return err
	}
	var decisions []journal.Decision
	for _, c := range changes {
		if c.before.state != c.after.state {
			decisions = append(decisions, journal.Decision{Kind: kind, Record: c.after.id, From: c.before.state, To: c.after.state,
				Who: l.validator, Run: a.run, At: at})
		}
	}
	return l.keepDecisions(ctx, number, decisions)
}

// orphans says which session has no formation, which the database does not.
func (l *Load) orphans(ctx context.Context, sessions []offre.Session, cause error) error {
	lost := l.d.lostKey(cause)
	for _, s := range sessions {
		if s.Formation == lost && lost != "" || lost == "" && l.lacks(ctx, s.Formation) {
			return fmt.Errorf("session %s: its formation %q is not in the catalogue: keep formations first: %w", s.ID, s.Formation, cause)
		}
	}
	return cause
}

// lacks reports that the catalogue has no such formation.
func (l *Load) lacks(ctx context.Context, formation string) bool {
	id, err := encode([]string{formation})
	if err != nil {
		return false
	}
	held, err := column[string](ctx, l.tx, "SELECT id FROM formation WHERE id "+l.d.among(), id)
	return err == nil && len(held) == 0
}
