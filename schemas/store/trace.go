package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Trace is all that is known of one record: what it is, where it comes from,
// what was found in those rows, and what became of it in each target.
type Trace struct {
	Kind         string                `json:"nature"` // KindOrganisme, KindFormation or KindSession
	ID           string                `json:"id"`
	CreatedBy    string                `json:"cree_par"`    // run
	ChangedBy    string                `json:"modifie_par"` // run
	Organisme    *offre.Organisme      `json:"organisme,omitempty"`
	Formation    *offre.Formation      `json:"formation,omitempty"` // for a session, the one it belongs to
	Session      *offre.Session        `json:"session,omitempty"`
	Origins      []Origin              `json:"origines"`
	Findings     []finding.Finding     `json:"constats"`
	Verdicts     []journal.Verdict     `json:"verdicts"`     // current ones, by target
	Publications []journal.Publication `json:"publications"` // the last of each target that judged it
}

// Trace gives what is known of the formation, session or organism whose ID it is
// given, or of the organism whose SIRET. It is ErrUnknown when there is none.
func (s *Store) Trace(ctx context.Context, id string) (Trace, error) {
	var t Trace
	err := s.read(ctx, func(tx *sql.Tx) error {
		for _, step := range []func(context.Context, querier) error{
			func(ctx context.Context, q querier) error { return t.identify(ctx, q, id) },
			t.readOrigins, t.readFindings, t.readVerdicts, t.readPublications,
		} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Trace{}, fmt.Errorf("trace %q: %w", id, err)
	}
	return t, nil
}

// identify finds the record, formations first.
func (t *Trace) identify(ctx context.Context, q querier, id string) error {
	for _, by := range [][2]string{{KindFormation, "id"}, {KindSession, "id"}, {KindOrganisme, "id"}, {KindOrganisme, "siret"}} {
		r, found, err := one(ctx, q, scanRecord, "SELECT id, doc, cree_run, change_run FROM "+by[0]+" WHERE "+by[1]+" = $1 AND "+by[1]+" <> ''", id)
		if err != nil {
			return err
		}
		if found {
			t.Kind, t.ID, t.CreatedBy, t.ChangedBy = by[0], r.id, r.created, r.changed
			return t.decode(ctx, q, r.doc)
		}
	}
	return fmt.Errorf("%w: no formation, session or organisme has this number, nor an organisme this SIRET", ErrUnknown)
}

type record struct {
	id, created, changed string
	doc                  []byte
}

func scanRecord(rows *sql.Rows) (r record, err error) {
	return r, rows.Scan(&r.id, &r.doc, &r.created, &r.changed)
}

func (t *Trace) decode(ctx context.Context, q querier, doc []byte) (err error) {
	switch t.Kind {
	case KindOrganisme:
		return json.Unmarshal(doc, &t.Organisme)
	case KindFormation:
		return json.Unmarshal(doc, &t.Formation)
	}
	if err := json.Unmarshal(doc, &t.Session); err != nil {
		return err
	}
	f, _, err := one(ctx, q, document[offre.Formation], "SELECT doc FROM formation WHERE id = $1", t.Session.Formation)
	t.Formation = &f
	return err
}

func (t *Trace) readOrigins(ctx context.Context, q querier) (err error) {
	t.Origins, err = list(ctx, q, func(rows *sql.Rows) (o Origin, err error) {
		return o, rows.Scan(&o.Kind, &o.Record, &o.Delivery, &o.File, &o.Sheet, &o.Row, &o.Run)
	}, `SELECT nature, fiche, livraison, fichier, feuille, ligne, run FROM origine
		WHERE fiche = $1 AND nature = $2 ORDER BY run, livraison, feuille, ligne`, t.ID, t.Kind)
	return err
}

// readFindings gives each finding once, though several loads may have made it.
func (t *Trace) readFindings(ctx context.Context, q querier) (err error) {
	t.Findings, err = list(ctx, q, scanFinding, "SELECT "+findingColumns+" FROM constat WHERE fiche = $1 AND fiche <> '' UNION SELECT "+
		findingColumns+` FROM constat WHERE numero IN (SELECT c.numero FROM origine o
			JOIN constat c ON c.livraison = o.livraison AND c.feuille = o.feuille AND c.ligne = o.ligne
			WHERE o.fiche = $1 AND o.nature = $2)
		ORDER BY fichier, feuille, ligne, colonne, regle, valeur, message`, t.ID, t.Kind)
	return err
}

func (t *Trace) readVerdicts(ctx context.Context, q querier) (err error) {
	if t.Formation == nil {
		return nil
	}
	t.Verdicts, err = list(ctx, q, scanVerdict, "SELECT "+verdictColumns+` FROM verdict
		WHERE cible IN (SELECT cible FROM bilan) AND formation = $1 AND nature = $2 AND fiche = $3 AND jusqua_run IS NULL
		ORDER BY cible`, t.Formation.ID, t.Kind, t.ID)
	return err
}

func (t *Trace) readPublications(ctx context.Context, q querier) error {
	for _, v := range t.Verdicts {
		p, found, err := one(ctx, q, scanPublication, "SELECT "+publicationColumns+` FROM publication
			WHERE cible = $1 ORDER BY run DESC LIMIT 1`, v.Target)
		if err != nil {
			return err
		}
		if found {
			t.Publications = append(t.Publications, p)
		}
	}
	return nil
}
