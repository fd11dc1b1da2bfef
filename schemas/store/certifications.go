package store

import (
	"context"
	"database/sql"
	"iter"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// ReplaceCertifications replaces all the certifications, and the list of those
// that others replaced.
func (s *Store) ReplaceCertifications(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Certification, error]) error {
	var old [][]any
	return referential[nomenclature.Certification]{
		into:  target{table: "certification", columns: []string{"rang", "code", "intitule", "rncp", "rs", "cfd", "doc"}},
		clear: clearing("certification", ""), // and, by its reference, certification_ancienne
		row: func(rank int, c nomenclature.Certification) ([]any, error) {
			for i, a := range c.Anciens {
				old = append(old, []any{rank, i + 1, clean(a.Code), clean(c.Code)})
			}
			doc, err := encode(c)
			return []any{rank, clean(c.Code), clean(c.Intitule), clean(c.RNCP), clean(c.RS), clean(c.CFD), doc}, err
		},
		after: func(ctx context.Context, tx *sql.Tx) error {
			into := target{table: "certification_ancienne", columns: []string{"rang", "ordre", "ancien", "code"}}
			return s.dialect.bulk(ctx, tx, into, rowsOf(old, func(args []any) ([]any, error) { return args, nil }))
		},
	}.replace(ctx, s, v, rows)
}

// Certifications yields them in their publisher's order.
func (s *Store) Certifications(ctx context.Context) iter.Seq2[nomenclature.Certification, error] {
	return stream(ctx, s.reader, "certifications", document[nomenclature.Certification], "SELECT doc FROM certification ORDER BY rang")
}
