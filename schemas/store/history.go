package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Change is one line of a record's history.
type Change struct {
	Run      string              `json:"run,omitempty"`     // empty for a decision outside any run
	File     string              `json:"fichier,omitempty"` // of the delivery that was loaded
	Who      string              `json:"qui,omitempty"`     // who decided; empty for a load
	At       time.Time           `json:"le"`
	From     journal.RecordState `json:"de,omitempty"` // empty when it creates the record
	To       journal.RecordState `json:"vers"`
	Fields   []string            `json:"champs,omitempty"` // that the last statement, or for a decision the validated one, says otherwise
	Unloaded *time.Time          `json:"decharge_le,omitempty"`
}

func historyOf(ctx context.Context, q querier, kind, record string) ([]Change, error) {
	return list(ctx, q, scanChange, `SELECT coalesce(a.run, ''), coalesce(l.nom, ''), a.qui, a.le, d.le,
		coalesce(h.avant_etat, ''), h.avant_doc, h.avant_propose, h.apres_etat, h.apres_doc, h.apres_propose
		FROM historique h JOIN acte a ON a.numero = h.acte
		LEFT JOIN livraison l ON l.sha256 = a.livraison LEFT JOIN dechargement d ON d.numero = a.dechargement
		WHERE h.fiche = $1 AND h.nature = $2 ORDER BY h.acte`, record, kind)
}

func scanChange(rows *sql.Rows) (c Change, err error) {
	var before, after image
	var at, unloaded instant
	if err := rows.Scan(&c.Run, &c.File, &c.Who, &at, &unloaded, &before.state, &before.doc, &before.proposed,
		&after.state, &after.doc, &after.proposed); err != nil {
		return c, err
	}
	c.At, c.From, c.To = at.Time, before.state, after.state
	if !unloaded.IsZero() {
		c.Unloaded = &unloaded.Time
	}
	was, is := before.latest(), after.latest()
	if c.From == "" {
		return c, nil
	}
	if was == is {
		was, is = before.doc.String, after.doc.String
	}
	c.Fields, err = differing([]byte(was), []byte(is))
	return c, err
}

// differing lists the fields at the top of two documents whose values differ, in
// order; an empty document has none.
func differing(was, is []byte) (names []string, err error) {
	var a, b map[string]json.RawMessage
	for _, d := range []struct {
		doc  []byte
		into *map[string]json.RawMessage
	}{{was, &a}, {is, &b}} {
		if len(d.doc) == 0 {
			continue
		}
		if err := json.Unmarshal(d.doc, d.into); err != nil {
			return nil, err
		}
	}
	for name, v := range b {
		if !bytes.Equal(v, a[name]) {
			names = append(names, name)
		}
	}
	for name := range a {
		if _, still := b[name]; !still {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}
