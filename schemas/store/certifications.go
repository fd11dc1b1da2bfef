package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// ReplaceCertifications replaces all the certifications, and the list of those
// that others replaced.
func (s *Store) ReplaceCertifications(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Certification, error], accept Accept) error {
	var old [][]any
	return referential[nomenclature.Certification]{
		table:   "certification", // and, by its reference, certification_ancienne
		columns: []string{"code", "intitule", "rncp", "rs", "cfd", "doc"},
		keys:    []string{"code"},
		row: func(rank int, c nomenclature.Certification) ([]string, error) {
			for i, a := range c.Anciens {
				old = append(old, []any{rank, i + 1, clean(a.Code), clean(c.Code)})
			}
			doc, err := encode(c)
			return []string{c.Code, c.Intitule, c.RNCP, c.RS, c.CFD, doc}, err
		},
		after: func(ctx context.Context, tx *txn) error {
			into := target{table: "certification_ancienne", columns: []string{"rang", "ordre", "ancien", "code"}}
			return s.dialect.bulk(ctx, tx, into, rowsOf(old, func(args []any) ([]any, error) { return args, nil }))
		},
	}.replace(ctx, s, v, rows, accept)
}

// Certifications yields them in their publisher's order.
func (s *Store) Certifications(ctx context.Context) iter.Seq2[nomenclature.Certification, error] {
	return stream(ctx, s.reader, "certifications", document[nomenclature.Certification], "SELECT doc FROM certification ORDER BY rang")
}

// ReplaceFiches replaces the registers of France compétences.
func (s *Store) ReplaceFiches(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Fiche, error], accept Accept) error {
	return referential[nomenclature.Fiche]{
		table:   "fiche_nationale",
		columns: []string{"numero", "intitule", "doc"},
		keys:    []string{"numero"},
		row: func(_ int, f nomenclature.Fiche) ([]string, error) {
			doc, err := encode(f)
			return []string{f.Numero, f.Intitule, doc}, err
		},
	}.replace(ctx, s, v, rows, accept)
}

// Fiches yields the registers of France compétences in their publisher's order.
func (s *Store) Fiches(ctx context.Context) iter.Seq2[nomenclature.Fiche, error] {
	return stream(ctx, s.reader, "the registers of France compétences", document[nomenclature.Fiche], "SELECT doc FROM fiche_nationale ORDER BY rang")
}

// Blocs gives the numbers of the skill blocks of the fiches that have some, by the
// number of the fiche: some 100,000 of them take 10 MB.
func (s *Store) Blocs(ctx context.Context) (map[string][]string, error) {
	all := make(map[string][]string)
	_, err := list(ctx, s.reader, func(rows *sql.Rows) (none struct{}, err error) {
		var numero string
		var doc []byte
		var blocs []string
		if err := rows.Scan(&numero, &doc); err != nil {
			return none, err
		}
		err = json.Unmarshal(doc, &blocs)
		all[numero] = blocs
		return none, err
	}, "SELECT numero, doc ->> 'blocs' FROM fiche_nationale WHERE doc ->> 'blocs' IS NOT NULL")
	if err != nil {
		return nil, fmt.Errorf("read the skill blocks of certifications: %w", err)
	}
	return all, nil
}

// ReplaceExemples replaces the titles that others have coded.
func (s *Store) ReplaceExemples(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Exemple, error], accept Accept) error {
	return referential[nomenclature.Exemple]{
		table:   "exemple",
		columns: []string{"intitule", "doc"},
		keys:    []string{"intitule"},
		row: func(_ int, e nomenclature.Exemple) ([]string, error) {
			doc, err := encode(e)
			return []string{e.Intitule, doc}, err
		},
	}.replace(ctx, s, v, rows, accept)
}

// Exemples yields the titles that others have coded, in their order.
func (s *Store) Exemples(ctx context.Context) iter.Seq2[nomenclature.Exemple, error] {
	return stream(ctx, s.reader, "the titles that others have coded", document[nomenclature.Exemple], "SELECT doc FROM exemple ORDER BY rang")
}
