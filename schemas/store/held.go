package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Held is a record with both of its documents: what was validated, nil when
// nothing ever was, and what was stated since, nil when nothing awaits.
type Held[T any] struct {
	ID        string
	State     journal.RecordState
	Validated *T
	Proposed  *T
}

// Latest is the last statement, validated or not.
func (h Held[T]) Latest() *T {
	if h.Proposed != nil {
		return h.Proposed
	}
	return h.Validated
}

func scanHeld[T any](rows *sql.Rows) (h Held[T], err error) {
	i, err := scanImage(rows)
	if err != nil {
		return h, err
	}
	h.ID, h.State = i.id, i.state
	if i.doc.Valid {
		err = json.Unmarshal([]byte(i.doc.String), &h.Validated)
	}
	if err == nil && i.proposed.Valid {
		err = json.Unmarshal([]byte(i.proposed.String), &h.Proposed)
	}
	return h, err
}

// HeldFormations gives those of the IDs that the catalogue holds, by ID.
func (l *Load) HeldFormations(ctx context.Context, ids []string) (map[string]Held[offre.Formation], error) {
	wanted, err := encode(ids)
	if err != nil {
		return nil, fmt.Errorf("read formations: %w", err)
	}
	all, err := list(ctx, l.tx, scanHeld[offre.Formation], "SELECT "+imageColumns+" FROM formation WHERE id "+l.d.among(), wanted)
	if err != nil {
		return nil, fmt.Errorf("read formations: %w", err)
	}
	byID := make(map[string]Held[offre.Formation], len(all))
	for _, h := range all {
		byID[h.ID] = h
	}
	return byID, nil
}

// AllHeldOrganismes gives every organisme, in the order of their IDs.
func (l *Load) AllHeldOrganismes(ctx context.Context) ([]Held[offre.Organisme], error) {
	all, err := list(ctx, l.tx, scanHeld[offre.Organisme], "SELECT "+imageColumns+" FROM organisme ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the organismes: %w", err)
	}
	return all, nil
}

// AllHeldFormations yields every formation in the order of their IDs. They may
// be coded anew as they come.
func (l *Load) AllHeldFormations(ctx context.Context) iter.Seq2[Held[offre.Formation], error] {
	return pages(func(last string) ([]Held[offre.Formation], error) {
		return list(ctx, l.tx, scanHeld[offre.Formation],
			"SELECT "+imageColumns+" FROM formation WHERE id > $1 ORDER BY id LIMIT $2", last, pageOfFormations)
	}, func(h Held[offre.Formation]) string { return h.ID })
}

// RecodeOrganismes replaces both documents of organisms by others that codify
// the same statements. States stay as they are, and so does the run that stated.
func (l *Load) RecodeOrganismes(ctx context.Context, run string, organismes []Held[offre.Organisme]) error {
	return recode(ctx, l, KindOrganisme, run, organismes)
}

// RecodeFormations is RecodeOrganismes for formations.
func (l *Load) RecodeFormations(ctx context.Context, run string, formations []Held[offre.Formation]) error {
	return recode(ctx, l, KindFormation, run, formations)
}

func recode[T any](ctx context.Context, l *Load, kind, run string, records []Held[T]) error {
	if len(records) == 0 {
		return nil
	}
	a, err := l.loadOf(ctx, run)
	for batch := range slices.Chunk(records, recordsAtOnce) {
		if err == nil {
			err = recodeBatch(ctx, l, a, kind, batch)
		}
	}
	if err != nil {
		return fmt.Errorf("code %d %ss anew: %w", len(records), kind, err)
	}
	return nil
}

func recodeBatch[T any](ctx context.Context, l *Load, a act, kind string, records []Held[T]) error {
	ids := make([]string, len(records))
	for i, h := range records {
		ids[i] = h.ID
	}
	held, err := l.images(ctx, kind, ids)
	if err != nil {
		return err
	}
	var changes []change
	for _, h := range records {
		before, known := held[h.ID]
		after, err := recoded(before, h)
		after = after.dated(before, a.at)
		if err != nil || !known {
			return fmt.Errorf("%s %s is not as it was read (%w)", kind, h.ID, errNotAsRead(err))
		}
		if after != before {
			changes = append(changes, change{before, after})
			held[h.ID] = after
		}
	}
	_, err = l.commit(ctx, a, kind, changes)
	return err
}

func errNotAsRead(err error) error {
	if err == nil {
		return ErrUnknown
	}
	return err
}

// recoded is the record with other documents, of which it has as many as before.
func recoded[T any](before image, h Held[T]) (after image, err error) {
	after = before
	if before.doc.Valid != (h.Validated != nil) || before.proposed.Valid != (h.Proposed != nil) {
		return after, fmt.Errorf("a new codification neither validates nor proposes")
	}
	if h.Validated != nil {
		if after.doc.String, err = encode(h.Validated); err != nil {
			return after, err
		}
	}
	if h.Proposed != nil {
		after.proposed.String, err = encode(h.Proposed)
	}
	return after, err
}
