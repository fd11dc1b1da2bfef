package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// A record that is kept again replaces the one of its ID, and takes the run as
// that of its last change, unless the two are the same.
const replace = `ON CONFLICT (id) DO UPDATE SET %s WHERE %s.doc <> excluded.doc`

func recordTarget(table string, columns ...string) target {
	set := make([]string, 0, len(columns)+2)
	for _, c := range append(columns, "doc", "change_run") {
		set = append(set, c+" = excluded."+c)
	}
	return target{
		table:    table,
		columns:  append([]string{"id", "doc", "cree_run", "change_run"}, columns...),
		conflict: fmt.Sprintf(replace, strings.Join(set, ", "), table),
	}
}

// KeepOrganismes adds organisms to the catalogue or replaces those of the same
// ID. Of two with one ID the last stands; two IDs with one SIRET are an error.
func (l *Load) KeepOrganismes(ctx context.Context, run string, organismes []offre.Organisme) error {
	err := l.d.bulk(ctx, l.tx, recordTarget("organisme", "siret", "siege"), rowsOf(organismes, func(o offre.Organisme) ([]any, error) {
		doc, err := encode(o)
		return []any{o.ID, doc, run, run, o.SIRET, o.Siege}, err
	}))
	if err != nil {
		return fmt.Errorf("keep %d organismes: %w", len(organismes), err)
	}
	return nil
}

// KeepFormations adds formations to the catalogue or replaces those of the same
// ID. Of two with one ID the last stands.
func (l *Load) KeepFormations(ctx context.Context, run string, formations []offre.Formation) error {
	err := l.d.bulk(ctx, l.tx, recordTarget("formation", "reference", "responsable"), rowsOf(formations, func(f offre.Formation) ([]any, error) {
		doc, err := encode(f)
		return []any{f.ID, doc, run, run, f.Reference, f.Responsable}, err
	}))
	if err != nil {
		return fmt.Errorf("keep %d formations: %w", len(formations), err)
	}
	return nil
}

// KeepSessions adds sessions to the catalogue or replaces those of the same ID.
// Of two with one ID the last stands. Their formations must have been kept.
func (l *Load) KeepSessions(ctx context.Context, run string, sessions []offre.Session) error {
	err := l.d.bulk(ctx, l.tx, recordTarget("session", "formation", "reference", "debut", "fin", "formateur", "dispositif"),
		rowsOf(sessions, func(s offre.Session) ([]any, error) {
			doc, err := encode(s)
			return []any{s.ID, doc, run, run, s.Formation, s.Reference, s.Debut, s.Fin, s.Formateur, s.Dispositif}, err
		}))
	if l.d.lostReference(err) {
		err = l.orphans(ctx, sessions, err)
	}
	if err != nil {
		return fmt.Errorf("keep %d sessions: %w", len(sessions), err)
	}
	return nil
}

// orphans says which session has no formation, which the database does not.
func (l *Load) orphans(ctx context.Context, sessions []offre.Session, cause error) error {
	for _, s := range sessions {
		id, err := encode([]string{s.Formation})
		if err != nil {
			return cause
		}
		held, err := column[string](ctx, l.tx, "SELECT id FROM formation WHERE id IN "+l.d.among(), id)
		if err == nil && len(held) == 0 {
			return fmt.Errorf("session %s: its formation %q is not in the catalogue: keep formations first: %w", s.ID, s.Formation, cause)
		}
	}
	return fmt.Errorf("the run may not have begun: %w", cause)
}
