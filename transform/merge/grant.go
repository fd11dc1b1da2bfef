package merge

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Grant is the organisme once staff have approved a request: the existing one
// with the part that was asked for, or the new one. Existing is nil when the
// catalogue holds none of SIRET r.Organisme. After a change of SIRET the
// formations of the catalogue still name the former one.
func Grant(existing *offre.Organisme, r journal.Request) (offre.Organisme, error) {
	var asked offre.Organisme
	if err := json.Unmarshal(r.Asked, &asked); err != nil {
		return asked, fmt.Errorf("grant request %s: read the organisme asked for: %w", r.ID, err)
	}
	if err := grantable(existing, r, asked); err != nil {
		return offre.Organisme{}, fmt.Errorf("grant request %s: %w", r.ID, err)
	}
	if existing == nil {
		return asked, nil
	}
	o := *existing
	switch r.Kind {
	case journal.ChangeNDA:
		o.NDA, o.NDAOrigine = asked.NDA, ""
	case journal.ChangeAttachments:
		o.Siege, o.Rattachements = asked.Siege, asked.Rattachements
	case journal.ChangeInterlocuteurs:
		o.Interlocuteurs = asked.Interlocuteurs
	case journal.ChangeSIRET:
		o.SIRET = asked.SIRET
	}
	return o, nil
}

func grantable(existing *offre.Organisme, r journal.Request, asked offre.Organisme) error {
	switch _, known := requested[r.Kind]; {
	case !known:
		return fmt.Errorf("kind %q is not known to this version: upgrade it", r.Kind)
	case asked.ID == "" || asked.SIRET == "":
		return errors.New("the organisme asked for has no number or no SIRET: the request is damaged, refuse it and have it delivered again")
	case r.Kind == journal.CreateOrganisme && existing != nil:
		return fmt.Errorf("the catalogue already holds organisme %s: refuse the request", existing.SIRET)
	case r.Kind != journal.CreateOrganisme && existing == nil:
		return fmt.Errorf("the catalogue holds no organisme %s: approve its creation first", r.Organisme)
	case r.Kind != journal.CreateOrganisme && existing.SIRET != r.Organisme:
		return fmt.Errorf("it is about organisme %s, not %s", r.Organisme, existing.SIRET)
	}
	return nil
}
