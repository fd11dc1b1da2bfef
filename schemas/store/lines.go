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
	return func(yield func(journal.LedgerLine, error) bool) {
		var scan ledgerScanner
		stream(ctx, s.reader, "the ledger of target "+target, scan.next, `SELECT v.cible, v.nature, v.fiche, v.formation, v.exportee, v.motif, v.phrase, v.autres, v.defauts, v.depuis_run,
			`+titleAsExported+`, coalesce(f.responsable, ''), coalesce(s.formateur, ''), r.debut
			FROM verdict v JOIN run r ON r.id = v.depuis_run
			LEFT JOIN formation f ON v.nature = 'formation' AND f.id = v.formation
			LEFT JOIN session s ON v.nature = 'session' AND s.id = v.fiche
			WHERE v.cible = $1 AND v.jusqua_run IS NULL ORDER BY v.formation, v.nature, v.fiche`, target)(yield)
	}
}

// ledgerScanner reads lines in their order: the document of a formation is read once,
// for its own line, and its sessions take from it.
type ledgerScanner struct{ formation journal.LedgerLine }

func (s *ledgerScanner) next(rows *sql.Rows) (l journal.LedgerLine, err error) {
	var since instant
	l.Verdict, err = scanVerdict(rows, &l.Intitule, &l.SIRET, &l.Formateur, &since)
	l.Since = since.Time
	if l.Kind == KindFormation {
		s.formation = l
	} else if l.Formation == s.formation.Formation {
		l.Intitule, l.SIRET = s.formation.Intitule, s.formation.SIRET
	}
	return l, err
}
