package store

import (
	"context"
	"fmt"
)

// Absent gives the IDs of the formations of organisations, by the SIRET of the
// responsable, and of the sessions of those formations, that are neither among
// those of except nor archived: what a complete delivery leaves out. Both in
// order.
func (l *Load) Absent(ctx context.Context, responsables []string, except map[string]bool) (formations, sessions []string, err error) {
	wanted, err := encode(responsables)
	if err != nil {
		return nil, nil, fmt.Errorf("look for what a delivery leaves out: %w", err)
	}
	of := "responsable <> '' AND responsable " + l.d.among()
	formations, err = column[string](ctx, l.tx, "SELECT id FROM formation WHERE etat <> 'archive' AND "+of+" ORDER BY id", wanted)
	if err == nil {
		sessions, err = column[string](ctx, l.tx, "SELECT id FROM session WHERE etat <> 'archive' AND formation IN (SELECT id FROM formation WHERE "+of+") ORDER BY id", wanted)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("look for what a delivery leaves out: %w", err)
	}
	return without(formations, except), without(sessions, except), nil
}

func without(ids []string, except map[string]bool) (left []string) {
	for _, id := range ids {
		if !except[id] {
			left = append(left, id)
		}
	}
	return left
}
