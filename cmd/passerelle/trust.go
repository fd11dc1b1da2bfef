package main

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/merge"
)

// staff is the sender of what stands at the top of the inbox, or is loaded by
// hand; the others are named by the folder of the inbox that they drop into.
const staff = "carif"

// byRule is who validates what no person looks at.
const byRule = "règle"

// senderOf tells who sent a file of the inbox.
func (c config) senderOf(path string) string {
	if dir := filepath.Base(filepath.Dir(path)); filepath.Dir(filepath.Dir(path)) == filepath.Clean(c.Inbox) {
		return dir
	}
	return staff
}

// trusts tells whether a sender's deliveries are applied in full, what only staff
// may do included.
func (c config) trusts(sender string) bool { return slices.Contains(c.Trusted, sender) }

// validatesAtOnce tells whether nobody has to look at what a sender delivers before it
// is exported.
func (c config) validatesAtOnce(sender string, found deliveryFindings) bool {
	return c.trusts(sender) && c.AutoValidate != never && (c.AutoValidate != withoutErrors || !found.anyError())
}

// validate validates what a delivery brought, when its sender is trusted and the
// configuration does not want a person to look first.
func (h *house) validate(ctx context.Context, tx *store.Load, d incoming, found deliveryFindings, merged merge.Result) error {
	if !h.validatesAtOnce(d.sender, found) {
		return nil
	}
	ids, err := touchedIDs(ctx, tx, merged)
	if err != nil {
		return err
	}
	decision := journal.Decision{To: journal.Validated, Who: byRule, Why: "livraison de " + d.sender + ", expéditeur de confiance", Run: h.run.ID, At: h.now()}
	_, err = tx.DecideAll(ctx, h.run.ID, decision, func(kind, id string) bool { return ids[kind][id] })
	return err
}

// Values of auto_validate.
const (
	never         = "never"
	withoutErrors = "without-errors"
	always        = "always"
)

// touchedIDs are the records that a load added or changed, by kind.
func touchedIDs(ctx context.Context, tx *store.Load, merged merge.Result) (map[string]map[string]bool, error) {
	ids := map[string]map[string]bool{store.KindOrganisme: {}, store.KindFormation: {}, store.KindSession: {}}
	organismes, err := tx.Organismes(ctx, merged.Organismes)
	if err != nil {
		return nil, err
	}
	for _, o := range organismes {
		ids[store.KindOrganisme][o.ID] = true
	}
	for _, id := range merged.Formations {
		ids[store.KindFormation][id] = true
	}
	for _, id := range merged.Sessions {
		ids[store.KindSession][id] = true
	}
	return ids, nil
}
