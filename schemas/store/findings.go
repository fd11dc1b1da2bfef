package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

const findingColumns = "regle, gravite, fichier, feuille, ligne, colonne, entete, fiche, champ, valeur, apres, message, remede"

func scanFinding(rows *sql.Rows) (f finding.Finding, err error) {
	var severity string
	err = rows.Scan(&f.Rule, &severity, &f.File, &f.Sheet, &f.Row, &f.Column, &f.Header,
		&f.Record, &f.Field, &f.Value, &f.After, &f.Message, &f.Remedy)
	for _, s := range []finding.Severity{finding.Info, finding.Warning, finding.Error} {
		if s.String() == severity {
			f.Severity = s
		}
	}
	return f, err
}

// Findings yields what was found in a run, in the order in which it was recorded.
func (s *Store) Findings(ctx context.Context, run string) iter.Seq2[finding.Finding, error] {
	return stream(ctx, s.reader, "the findings of run "+run, scanFinding,
		"SELECT "+findingColumns+" FROM constat WHERE run = $1 ORDER BY numero", run)
}

// Verdicts yields a target's current verdicts, in the order of formations, the
// formation's own before those of its sessions.
func (s *Store) Verdicts(ctx context.Context, target string) iter.Seq2[journal.Verdict, error] {
	return stream(ctx, s.reader, "the verdicts of target "+target, scanOnlyVerdict,
		"SELECT "+verdictColumns+" FROM verdict WHERE cible = $1 AND jusqua_run IS NULL ORDER BY formation, nature, fiche", target)
}

// VerdictHistory gives all the verdicts that were ever given on a formation and
// on its sessions: by target and record, the oldest first.
func (s *Store) VerdictHistory(ctx context.Context, formation string) ([]journal.Verdict, error) {
	all, err := list(ctx, s.reader, scanOnlyVerdict, "SELECT "+verdictColumns+` FROM verdict
		WHERE cible IN (SELECT cible FROM bilan) AND formation = $1 ORDER BY cible, nature, fiche, depuis_run`, formation)
	if err != nil {
		return nil, fmt.Errorf("read the verdicts on formation %s: %w", formation, err)
	}
	return all, nil
}
