package store

import (
	"context"
	"database/sql"
	"fmt"
	"hash/maphash"
	"iter"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// referential is how the rows of a referential are put down: each has its rank,
// from 1 in the publisher's order, and the columns.
type referential[T any] struct {
	table   string
	columns []string // beside the rank
	keys    []string // those of them that say which entry a row is
	only    string   // condition of the rows of the table that are its own; may be empty
	args    []any    // of only
	row     func(rank int, t T) ([]string, error)
	after   func(ctx context.Context, tx *txn) error // once all the rows are down; may be nil
}

// replace puts rows in the place of all those of a referential, and makes v its
// current version, in one transaction. A v whose Rows is 0 takes the number of
// rows that came; the store says its Diff.
func (r referential[T]) replace(ctx context.Context, s *Store, v nomenclature.Version, rows iter.Seq2[T, error], accept Accept) error {
	err := s.write(ctx, func(tx *txn) error {
		return r.replaceIn(ctx, tx, s.dialect, v, rows, accept)
	})
	if err != nil {
		return fmt.Errorf("replace referential %s by %s: %w", v.Referential, v.File, err)
	}
	return nil
}

func (r referential[T]) replaceIn(ctx context.Context, tx *txn, d dialect, v nomenclature.Version, rows iter.Seq2[T, error], accept Accept) error {
	m := marker{seed: maphash.MakeSeed()}
	for _, key := range r.keys {
		m.keys = append(m.keys, slices.Index(r.columns, key))
	}
	old, err := r.standing(ctx, tx, m)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM "+r.table+r.where(), r.args...); err != nil {
		return err
	}
	var next []mark
	into := target{table: r.table, columns: append([]string{"rang"}, r.columns...)}
	if err := d.bulk(ctx, tx, into, r.ranked(rows, func(row []string) { next = append(next, m.mark(row)) })); err != nil {
		return err
	}
	if r.after != nil {
		if err := r.after(ctx, tx); err != nil {
			return err
		}
	}
	if v.Rows == 0 {
		v.Rows = len(next)
	}
	v.Diff = compare(old, next)
	if accept != nil {
		if err := accept(v.Diff, v.Rows); err != nil {
			return err
		}
	}
	return keepVersion(ctx, tx, v)
}

func (r referential[T]) where() string {
	if r.only == "" {
		return ""
	}
	return " WHERE " + r.only
}

// standing marks the rows in place.
func (r referential[T]) standing(ctx context.Context, tx *txn, m marker) ([]mark, error) {
	row, into := make([]string, len(r.columns)), make([]any, len(r.columns))
	for i := range row {
		into[i] = &row[i]
	}
	return list(ctx, tx, func(rows *sql.Rows) (mark, error) {
		err := rows.Scan(into...)
		return m.mark(row), err
	}, "SELECT "+strings.Join(r.columns, ", ")+" FROM "+r.table+r.where(), r.args...)
}

// ranked gives each row its rank, and shows it.
func (r referential[T]) ranked(rows iter.Seq2[T, error], show func(row []string)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		rank, args := 0, make([]any, 1+len(r.columns))
		for t, err := range rows {
			rank++
			var row []string
			if err == nil {
				row, err = r.row(rank, t)
			}
			args[0] = rank
			for i := range row {
				row[i] = clean(row[i])
				args[1+i] = row[i]
			}
			if err == nil {
				show(row)
			}
			if !yield(args, err) || err != nil {
				return
			}
		}
	}
}

// ReplaceCommunes replaces all the lines of the base of postal codes.
func (s *Store) ReplaceCommunes(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Commune, error], accept Accept) error {
	return referential[nomenclature.Commune]{
		table:   "commune",
		columns: []string{"insee", "code_postal", "nom", "acheminement", "ligne5", "latitude", "longitude"},
		keys:    []string{"insee", "code_postal", "ligne5"},
		row: func(_ int, c nomenclature.Commune) ([]string, error) {
			return []string{c.INSEE, c.CodePostal, c.Nom, c.Acheminement, c.Ligne5, c.Latitude, c.Longitude}, nil
		},
	}.replace(ctx, s, v, rows, accept)
}

// Communes yields the lines of the base of postal codes in their publisher's order.
func (s *Store) Communes(ctx context.Context) iter.Seq2[nomenclature.Commune, error] {
	return stream(ctx, s.reader, "communes", func(rows *sql.Rows) (c nomenclature.Commune, err error) {
		return c, rows.Scan(&c.INSEE, &c.CodePostal, &c.Nom, &c.Acheminement, &c.Ligne5, &c.Latitude, &c.Longitude)
	}, "SELECT insee, code_postal, nom, acheminement, ligne5, latitude, longitude FROM commune ORDER BY rang")
}

// ReplaceEtablissements replaces the list of training organisations.
func (s *Store) ReplaceEtablissements(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Etablissement, error], accept Accept) error {
	return referential[nomenclature.Etablissement]{
		table: "etablissement",
		columns: []string{"siret", "siren", "uai", "nda", "raison_sociale", "enseigne", "etat", "nature", "adresse",
			"region", "qualiopi"},
		keys: []string{"siret"},
		row: func(_ int, e nomenclature.Etablissement) ([]string, error) {
			return []string{e.SIRET, e.SIRET[:min(9, len(e.SIRET))], e.UAI, e.NDA, e.RaisonSociale, e.Enseigne, e.Etat, e.Nature, e.Adresse,
				e.Region, e.Qualiopi}, nil
		},
	}.replace(ctx, s, v, rows, accept)
}

// Etablissements yields the list of training organisations in its publisher's order.
func (s *Store) Etablissements(ctx context.Context) iter.Seq2[nomenclature.Etablissement, error] {
	return stream(ctx, s.reader, "the list of organisations", func(rows *sql.Rows) (e nomenclature.Etablissement, err error) {
		return e, rows.Scan(&e.SIRET, &e.UAI, &e.NDA, &e.RaisonSociale, &e.Enseigne, &e.Etat, &e.Nature, &e.Adresse, &e.Region, &e.Qualiopi)
	}, "SELECT siret, uai, nda, raison_sociale, enseigne, etat, nature, adresse, region, qualiopi FROM etablissement ORDER BY rang")
}
