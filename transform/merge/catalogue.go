package merge

import (
	"context"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Catalogue is what merging asks of the place where records are kept. Look-ups
// leave out of the map what is not known; lists may be long.
type Catalogue interface {
	Organismes(ctx context.Context, sirets []string) (map[string]offre.Organisme, error)
	Formations(ctx context.Context, ids []string) (map[string]offre.Formation, error)
	Sessions(ctx context.Context, ids []string) (map[string]offre.Session, error)
	KeepOrganismes(ctx context.Context, run string, organismes []offre.Organisme) error
	KeepFormations(ctx context.Context, run string, formations []offre.Formation) error
	KeepSessions(ctx context.Context, run string, sessions []offre.Session) error
}

// Annuaire is asked of a Catalogue that can also look records up by what people
// call them. With it, a row that gives a reference finds the record that was
// first delivered with a number of its own; without it, only the numbers that
// merging gives are found by reference.
type Annuaire interface {
	FormationsOf(ctx context.Context, responsables []string) (map[string][]offre.Formation, error) // by SIRET responsable
	SessionsOf(ctx context.Context, formations []string) (map[string][]offre.Session, error)       // by formation ID
}
