package store

import (
	"context"
	"fmt"
	"iter"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Kinds of record, as Origin and Trace name them, and verdicts too but the first.
const (
	KindOrganisme = "organisme"
	KindFormation = "formation"
	KindSession   = "session"
)

// Origin is one row of a delivery that states a record of the catalogue.
type Origin struct {
	Kind     string `json:"nature"`    // KindOrganisme, KindFormation or KindSession
	Record   string `json:"fiche"`     // its ID
	Delivery string `json:"livraison"` // SHA-256
	File     string `json:"fichier"`
	Sheet    string `json:"feuille,omitempty"`
	Row      int    `json:"ligne"`         // in the sheet, 1 for the first
	Run      string `json:"run,omitempty"` // the first that read it; the store says it
}

// KeepDelivery records a delivery. One that is known keeps the name and the
// instant of its first arrival.
func (l *Load) KeepDelivery(ctx context.Context, d journal.Delivery) error {
	_, err := l.tx.ExecContext(ctx, "INSERT INTO livraison (sha256, nom, octets, recu_le) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		d.SHA256, clean(d.Name), d.Size, text(d.ReceivedAt))
	if err == nil {
		err = l.bearing(ctx, d.SHA256)
	}
	if err != nil {
		return fmt.Errorf("record delivery %s: %w", d.Name, err)
	}
	return nil
}

var loads = target{table: "chargement", columns: []string{
	"run", "livraison", "fichier", "feuille", "gabarit", "lues", "ajoutees", "modifiees", "inchangees", "refusees", "ecartees"}}

// KeepLoads records what was made of each sheet of deliveries that KeepDelivery
// recorded. Counts that do not add up are an error.
func (l *Load) KeepLoads(ctx context.Context, all []journal.Load) error {
	for _, load := range all {
		if err := load.Check(load.File + " " + load.Sheet); err != nil {
			return fmt.Errorf("record loads: %w", err)
		}
	}
	err := l.d.bulk(ctx, l.tx, loads, rowsOf(all, func(j journal.Load) ([]any, error) {
		return []any{j.Run, j.Delivery, short(j.File), short(j.Sheet), j.Layout,
			j.Read, j.Added, j.Changed, j.Unchanged, j.Refused, j.SetAside}, nil
	}))
	if err != nil {
		return fmt.Errorf("record %d loads: %w", len(all), l.unrecorded(err))
	}
	return nil
}

var findings = target{table: "constat", columns: []string{"run", "livraison", "regle", "gravite", "fichier", "feuille",
	"ligne", "colonne", "entete", "fiche", "champ", "valeur", "apres", "message", "remede"}}

// KeepFindings records what was found in a delivery, or in none when its hash is
// empty.
func (l *Load) KeepFindings(ctx context.Context, run, deliverySHA string, all []finding.Finding) error {
	return l.KeepEachFinding(ctx, run, deliverySHA, inTurn(all))
}

// KeepEachFinding is KeepFindings, of more than memory holds.
func (l *Load) KeepEachFinding(ctx context.Context, run, deliverySHA string, all iter.Seq2[finding.Finding, error]) error {
	var delivery any
	if deliverySHA != "" {
		delivery = deliverySHA
	}
	err := l.d.bulk(ctx, l.tx, findings, eachRow(all, func(f finding.Finding) ([]any, error) {
		return []any{run, delivery, f.Rule, f.Severity.String(), short(f.File), short(f.Sheet), f.Row, f.Column, clean(f.Header),
			short(f.Record), f.Field, clean(f.Value), clean(f.After), clean(f.Message), clean(f.Remedy)}, nil
	}))
	if err != nil {
		return fmt.Errorf("record findings: %w", l.unrecorded(err))
	}
	return nil
}

var origins = target{table: "origine", columns: []string{"fiche", "nature", "livraison", "fichier", "feuille", "ligne", "run"},
	conflict: "ON CONFLICT DO NOTHING"}

// KeepOrigins records the rows that records come from. One that is known stays
// as it is.
func (l *Load) KeepOrigins(ctx context.Context, run string, all []Origin) error {
	err := l.d.bulk(ctx, l.tx, origins, rowsOf(all, func(o Origin) ([]any, error) {
		return []any{o.Record, o.Kind, o.Delivery, short(o.File), short(o.Sheet), o.Row, run}, nil
	}))
	if err != nil {
		return fmt.Errorf("record %d origins: %w", len(all), l.unrecorded(err))
	}
	return nil
}

func (l *Load) unrecorded(err error) error {
	if l.d.lostReference(err) {
		return fmt.Errorf("its run has not begun or its delivery is not recorded (KeepDelivery comes first): %w", err)
	}
	return err
}
