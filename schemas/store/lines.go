package store

import (
	"context"
	"database/sql"
	"iter"

	"github.com/carif-oref/passerelle/schemas/journal"
)

const titleAsExported = "coalesce(coalesce(f.doc, f.propose) ->> 'intitule', coalesce(f.doc, f.propose) ->> 'intitule_saisi', '')"

// Ledger yields the verdicts of a target that stand, exported or not, in the order
// of formations, the formation's own before those of its sessions.
func (s *Store) Ledger(ctx context.Context, target string) iter.Seq2[journal.LedgerLine, error] {
	return stream(ctx, s.reader, "the ledger of target "+target, func(rows *sql.Rows) (l journal.LedgerLine, err error) {
		var since instant
		l.Verdict, err = scanVerdict(rows, &l.Intitule, &l.SIRET, &l.Formateur, &since)
		l.Since = since.Time
		return l, err
	}, `SELECT v.cible, v.nature, v.fiche, v.formation, v.exportee, v.motif, v.phrase, v.autres, v.defauts, v.depuis_run,
		`+titleAsExported+`, coalesce(f.responsable, ''), coalesce(s.formateur, ''), r.debut
		FROM verdict v JOIN run r ON r.id = v.depuis_run
		LEFT JOIN formation f ON f.id = v.formation LEFT JOIN session s ON v.nature = 'session' AND s.id = v.fiche
		WHERE v.cible = $1 AND v.jusqua_run IS NULL ORDER BY v.formation, v.nature, v.fiche`, target)
}
