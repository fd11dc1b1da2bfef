package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// besides finds what awaits validation beside the records of a JSON array bound to
// $1: of a kind, with the kind and the ID of what awaits. An organisme is that of a
// formation, or the one that teaches a session.
var besides = []struct{ of, kind, query string }{
	{KindFormation, KindOrganisme, `SELECT f.id, o.id FROM formation f JOIN organisme o ON o.siret = f.responsable AND o.etat = 'a-valider' WHERE f.id`},
	{KindFormation, KindSession, `SELECT s.formation, s.id FROM session s WHERE s.etat = 'a-valider' AND s.formation`},
	{KindSession, KindOrganisme, `SELECT s.id, o.id FROM session s JOIN formation f ON f.id = s.formation
		JOIN organisme o ON o.siret <> '' AND o.siret IN (f.responsable, s.formateur) AND o.etat = 'a-valider' WHERE s.id`},
	{KindSession, KindFormation, `SELECT s.id, f.id FROM session s JOIN formation f ON f.id = s.formation AND f.etat = 'a-valider' WHERE s.id`},
}

// awaited finds what each record found does not leave whole without.
func (w *whereabouts) awaited(ctx context.Context) error {
	for _, by := range besides {
		pairs, err := list(ctx, w.tx, func(rows *sql.Rows) (pair [2]string, err error) {
			return pair, rows.Scan(&pair[0], &pair[1])
		}, by.query+" "+w.d.among()+" ORDER BY 1, 2", w.ids)
		if err != nil {
			return fmt.Errorf("what awaits validation beside records: %w", err)
		}
		for _, pair := range pairs {
			if r := w.of(by.of, pair[0]); r != nil {
				r.Awaited = append(r.Awaited, journal.Awaited{Kind: by.kind, Record: pair[1]})
			}
		}
	}
	return nil
}
