package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// referential is how the rows of a referential are put down.
type referential[T any] struct {
	into  target
	clear func(ctx context.Context, tx *sql.Tx) error
	row   func(rank int, t T) ([]any, error)
	after func(ctx context.Context, tx *sql.Tx) error // once all the rows are down; may be nil
}

// replace puts rows in the place of all those of a referential, and makes v its
// current version, in one transaction. A v whose Rows is 0 takes the number of
// rows that came.
func (r referential[T]) replace(ctx context.Context, s *Store, v nomenclature.Version, rows iter.Seq2[T, error]) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		if err := r.clear(ctx, tx); err != nil {
			return err
		}
		came := 0
		if err := s.dialect.bulk(ctx, tx, r.into, ranked(rows, r.row, &came)); err != nil {
			return err
		}
		if v.Rows == 0 {
			v.Rows = came
		}
		if r.after != nil {
			if err := r.after(ctx, tx); err != nil {
				return err
			}
		}
		return keepVersion(ctx, tx, v)
	})
	if err != nil {
		return fmt.Errorf("replace referential %s by %s: %w", v.Referential, v.File, err)
	}
	return nil
}

// clearing empties a table, or the part of it that where says.
func clearing(table, where string, args ...any) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM "+table+" "+where, args...)
		return err
	}
}

// ranked gives each row its rank, from 1 in the publisher's order, and counts them.
func ranked[T any](rows iter.Seq2[T, error], row func(int, T) ([]any, error), came *int) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for t, err := range rows {
			var args []any
			if err == nil {
				*came++
				args, err = row(*came, t)
			}
			if !yield(args, err) || err != nil {
				return
			}
		}
	}
}

// ReplaceTermes replaces all the terms of v.Referential.
func (s *Store) ReplaceTermes(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Terme, error]) error {
	return referential[nomenclature.Terme]{
		into:  target{table: "terme", columns: []string{"referentiel", "rang", "code", "libelle"}},
		clear: clearing("terme", "WHERE referentiel = $1", v.Referential),
		row: func(rank int, t nomenclature.Terme) ([]any, error) {
			return []any{v.Referential, rank, clean(t.Code), clean(t.Libelle)}, nil
		},
	}.replace(ctx, s, v, rows)
}

// Termes yields the terms of a referential in their publisher's order.
func (s *Store) Termes(ctx context.Context, ref nomenclature.Referential) iter.Seq2[nomenclature.Terme, error] {
	return stream(ctx, s.reader, "referential "+string(ref), func(rows *sql.Rows) (t nomenclature.Terme, err error) {
		return t, rows.Scan(&t.Code, &t.Libelle)
	}, "SELECT code, libelle FROM terme WHERE referentiel = $1 ORDER BY rang", ref)
}

// ReplaceCommunes replaces all the lines of the base of postal codes.
func (s *Store) ReplaceCommunes(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Commune, error]) error {
	return referential[nomenclature.Commune]{
		into: target{table: "commune", columns: []string{"rang", "insee", "code_postal", "nom", "acheminement",
			"ligne5", "latitude", "longitude"}},
		clear: clearing("commune", ""),
		row: func(rank int, c nomenclature.Commune) ([]any, error) {
			return []any{rank, clean(c.INSEE), clean(c.CodePostal), clean(c.Nom), clean(c.Acheminement),
				clean(c.Ligne5), clean(c.Latitude), clean(c.Longitude)}, nil
		},
	}.replace(ctx, s, v, rows)
}

// Communes yields the lines of the base of postal codes in their publisher's order.
func (s *Store) Communes(ctx context.Context) iter.Seq2[nomenclature.Commune, error] {
	return stream(ctx, s.reader, "communes", func(rows *sql.Rows) (c nomenclature.Commune, err error) {
		return c, rows.Scan(&c.INSEE, &c.CodePostal, &c.Nom, &c.Acheminement, &c.Ligne5, &c.Latitude, &c.Longitude)
	}, "SELECT insee, code_postal, nom, acheminement, ligne5, latitude, longitude FROM commune ORDER BY rang")
}

// ReplaceEtablissements replaces the list of training organisations.
func (s *Store) ReplaceEtablissements(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Etablissement, error]) error {
	return referential[nomenclature.Etablissement]{
		into: target{table: "etablissement", columns: []string{"rang", "siret", "siren", "uai", "nda", "raison_sociale",
			"enseigne", "etat", "nature", "adresse", "region", "qualiopi"}},
		clear: clearing("etablissement", ""),
		row: func(rank int, e nomenclature.Etablissement) ([]any, error) {
			siren := e.SIRET[:min(9, len(e.SIRET))]
			return []any{rank, clean(e.SIRET), clean(siren), clean(e.UAI), clean(e.NDA), clean(e.RaisonSociale), clean(e.Enseigne),
				clean(e.Etat), clean(e.Nature), clean(e.Adresse), clean(e.Region), clean(e.Qualiopi)}, nil
		},
	}.replace(ctx, s, v, rows)
}

// Etablissements yields the list of training organisations in its publisher's order.
func (s *Store) Etablissements(ctx context.Context) iter.Seq2[nomenclature.Etablissement, error] {
	return stream(ctx, s.reader, "the list of organisations", func(rows *sql.Rows) (e nomenclature.Etablissement, err error) {
		return e, rows.Scan(&e.SIRET, &e.UAI, &e.NDA, &e.RaisonSociale, &e.Enseigne, &e.Etat, &e.Nature, &e.Adresse, &e.Region, &e.Qualiopi)
	}, "SELECT siret, uai, nda, raison_sociale, enseigne, etat, nature, adresse, region, qualiopi FROM etablissement ORDER BY rang")
}
