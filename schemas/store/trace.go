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
	State        journal.RecordState   `json:"etat"`
	Validated    bool                  `json:"validee"`             // something of it was
	Organisme    *offre.Organisme      `json:"organisme,omitempty"` // as validated; as stated while nothing was
	Formation    *offre.Formation      `json:"formation,omitempty"` // the same; for a session, the one it belongs to
	Session      *offre.Session        `json:"session,omitempty"`   // the same
	Proposed     *Proposed             `json:"propose,omitempty"`   // what awaits, or was rejected
	History      []Change              `json:"historique"`          // the oldest first
	Decisions    []journal.Decision    `json:"decisions"`           // the oldest first
	Requests     []journal.Request     `json:"demandes,omitempty"`  // about an organisme, the oldest first
	Origins      []Origin              `json:"origines"`
	Findings     []finding.Finding     `json:"constats"`
	Verdicts     []journal.Verdict     `json:"verdicts"`     // current ones, by target
	Publications []journal.Publication `json:"publications"` // the last of each target that judged it
}

// Proposed is the record as it was stated after what was validated: one of the
// three, of the kind of the record.
type Proposed struct {
	Organisme *offre.Organisme `json:"organisme,omitempty"`
	Formation *offre.Formation `json:"formation,omitempty"`
	Session   *offre.Session   `json:"session,omitempty"`
}

// Trace gives what is known of the formation, session or organism whose ID it is
// given, or of the organism whose SIRET. It is ErrUnknown when there is none.
func (s *Store) Trace(ctx context.Context, id string) (Trace, error) {
	var t Trace
	err := s.read(ctx, func(tx *txn) error {
		for _, step := range []func(context.Context, querier) error{
			func(ctx context.Context, q querier) error { return t.identify(ctx, q, id) },
			t.readHistory, t.readRequests, t.readOrigins, t.readFindings, t.readVerdicts, t.readPublications,
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
		i, found, err := one(ctx, q, scanImage, "SELECT "+imageColumns+" FROM "+by[0]+" WHERE "+by[1]+" = $1 AND "+by[1]+" <> ''", id)
		if err != nil {
			return err
		}
		if found {
			t.Kind, t.ID, t.CreatedBy, t.ChangedBy = by[0], i.id, i.created, i.changed
			t.State, t.Validated = i.state, i.doc.Valid
			return t.decode(ctx, q, i)
		}
	}
	return fmt.Errorf("%w: no formation, session or organisme has this number, nor an organisme this SIRET", ErrUnknown)
}

func (t *Trace) decode(ctx context.Context, q querier, i image) error {
	shown := Proposed{}
	if i.proposed.Valid {
		t.Proposed = &Proposed{}
		if err := t.Proposed.read(t.Kind, i.proposed.String); err != nil {
			return err
		}
		shown = *t.Proposed
	}
	if i.doc.Valid {
		if err := shown.read(t.Kind, i.doc.String); err != nil {
			return err
		}
	}
	t.Organisme, t.Formation, t.Session = shown.Organisme, shown.Formation, shown.Session
	if t.Session == nil {
		return nil
	}
	f, _, err := one(ctx, q, document[offre.Formation], "SELECT coalesce(doc, propose) FROM formation WHERE id = $1", t.Session.Formation)
	t.Formation = &f
	return err
}

func (p *Proposed) read(kind, doc string) error {
	switch kind {
	case KindOrganisme:
		p.Organisme = new(offre.Organisme)
		return json.Unmarshal([]byte(doc), p.Organisme)
	case KindFormation:
		p.Formation = new(offre.Formation)
		return json.Unmarshal([]byte(doc), p.Formation)
	}
	p.Session = new(offre.Session)
	return json.Unmarshal([]byte(doc), p.Session)
}

func (t *Trace) readHistory(ctx context.Context, q querier) (err error) {
	if t.History, err = historyOf(ctx, q, t.Kind, t.ID); err != nil {
		return err
	}
	t.Decisions, err = decisionsOn(ctx, q, t.Kind, t.ID)
	return err
}

// readRequests gives those about either SIRET of an organisme, if they are two.
func (t *Trace) readRequests(ctx context.Context, q querier) (err error) {
	if t.Organisme == nil {
		return nil
	}
	latest := t.Organisme.SIRET
	if t.Proposed != nil {
		latest = t.Proposed.Organisme.SIRET
	}
	t.Requests, err = list(ctx, q, scanRequest, "SELECT "+requestColumns+" FROM demande d WHERE "+lastAsked+
		" AND organisme IN ($1, $2) AND organisme <> '' ORDER BY demande_le, numero", t.Organisme.SIRET, latest)
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
		ORDER BY fichier, feuille, ligne, colonne, regle, valeur, message, gravite, entete, fiche, champ, apres, remede`, t.ID, t.Kind)
	return err
}

func (t *Trace) readVerdicts(ctx context.Context, q querier) (err error) {
	if t.Formation == nil {
		return nil
	}
	t.Verdicts, err = list(ctx, q, scanOnlyVerdict, "SELECT "+verdictColumns+` FROM verdict
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
