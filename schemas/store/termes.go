package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// ReplaceTermes replaces all the terms of v.Referential.
func (s *Store) ReplaceTermes(ctx context.Context, v nomenclature.Version, rows iter.Seq2[nomenclature.Terme, error], accept Accept) error {
	return referential[nomenclature.Terme]{
		table:   "terme",
		columns: []string{"referentiel", "code", "libelle", "relations"},
		keys:    []string{"code"},
		only:    "referentiel = $1",
		args:    []any{v.Referential},
		row: func(_ int, t nomenclature.Terme) ([]string, error) {
			relations, err := relations(t.Relations)
			return []string{string(v.Referential), t.Code, t.Libelle, relations}, err
		},
	}.replace(ctx, s, v, rows, accept)
}

// relations writes what a thesaurus states beside the label; empty when nothing.
func relations(r nomenclature.Relations) (string, error) {
	doc, err := encode(r)
	if doc == "{}" {
		doc = ""
	}
	return doc, err
}

// Termes yields the terms of a referential in their publisher's order.
func (s *Store) Termes(ctx context.Context, ref nomenclature.Referential) iter.Seq2[nomenclature.Terme, error] {
	return stream(ctx, s.reader, "referential "+string(ref), func(rows *sql.Rows) (t nomenclature.Terme, err error) {
		var relations sql.RawBytes
		if err := rows.Scan(&t.Code, &t.Libelle, &relations); err != nil || len(relations) == 0 {
			return t, err
		}
		return t, json.Unmarshal(relations, &t.Relations)
	}, "SELECT code, libelle, relations FROM terme WHERE referentiel = $1 ORDER BY rang", ref)
}
