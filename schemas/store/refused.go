package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// RefusedFile is a file of which a run took nothing.
type RefusedFile struct {
	Run string          `json:"run"`
	At  time.Time       `json:"le"` // when the run began
	Why finding.Finding `json:"constat"`
	// Rows is how many of its rows were refused; 0 when it was not read that far.
	Rows int `json:"lignes"`
}

// RefusedFiles gives the files of which the runs since a time took nothing because of an
// error, with the first error of each: that of the whole file when there is one. unkept
// is the rule of those that could not even be kept. The last comes first. A file of the
// same name of which something was taken later is not one of them.
func (s *Store) RefusedFiles(ctx context.Context, since time.Time, unkept string) ([]RefusedFile, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (f RefusedFile, err error) {
		var at instant
		err = rows.Scan(&f.Run, &at, &f.Rows, &f.Why.Rule, &f.Why.File, &f.Why.Sheet, &f.Why.Row, &f.Why.Column, &f.Why.Header, &f.Why.Value, &f.Why.Message, &f.Why.Remedy)
		f.At, f.Why.Severity = at.Time, finding.Error
		return f, err
	}, refusedFiles, text(since), unkept)
	if err != nil {
		return nil, fmt.Errorf("look for the files that were refused: %w", err)
	}
	return all, nil
}

// refusedFiles keeps, of each name, the last run that refused it.
const refusedFiles = `WITH rang AS (
  SELECT c.run, r.debut, c.livraison, c.regle, c.fichier, c.feuille, c.ligne, c.colonne, c.entete, c.valeur, c.message, c.remede,
         row_number() OVER (PARTITION BY c.fichier ORDER BY r.debut DESC, c.run DESC, CASE WHEN c.ligne = 0 THEN 0 ELSE 1 END, c.numero) AS place
  FROM constat c JOIN run r ON r.id = c.run
  WHERE r.debut >= $1 AND c.gravite = 'erreur' AND c.fichier <> ''
    AND (c.livraison IS NULL AND c.regle = $2 OR c.livraison IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM chargement l WHERE l.run = c.run AND l.livraison = c.livraison AND l.ajoutees + l.modifiees + l.inchangees > 0))
    AND NOT EXISTS (SELECT 1 FROM chargement l JOIN run s ON s.id = l.run
      WHERE l.fichier = c.fichier AND s.debut > r.debut AND l.ajoutees + l.modifiees + l.inchangees > 0))
SELECT g.run, g.debut, CAST(coalesce((SELECT sum(l.refusees) FROM chargement l WHERE l.run = g.run AND l.livraison = g.livraison), 0) AS BIGINT),
       g.regle, g.fichier, g.feuille, g.ligne, g.colonne, g.entete, g.valeur, g.message, g.remede
FROM rang g WHERE g.place = 1 ORDER BY g.debut DESC, g.fichier`
