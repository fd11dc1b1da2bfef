package edof

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Codes of what EDOF refuses, as the ledger keeps them. Numbers are the portal's
// own.
const (
	NoCertification  = "edof-sans-certification"
	NoBlocs          = "edof-sans-blocs"
	SameDates        = "edof-10133"
	ReversedPeriod   = "edof-30020"
	SameAction       = "edof-30056"
	NearlySameAction = "edof-30057"
)

// Labels says in French, by code, what EDOF leaves out.
func Labels() map[string]string {
	return map[string]string{
		NoCertification:  "sans certification du RNCP ou du répertoire spécifique",
		NoBlocs:          "sans les blocs de compétences de leur certification",
		SameDates:        "aux mêmes dates qu'une autre session de l'action (EDOF 10133)",
		ReversedPeriod:   "qui se terminent avant d'avoir commencé (EDOF 30020)",
		SameAction:       "d'une action identique à une autre (EDOF 30056)",
		NearlySameAction: "d'une action qui ne diffère d'une autre que de moins de 10 heures (EDOF 30057)",
	}
}

// Refusal is why the portal would not take a record.
type Refusal struct {
	Session  string // ID; empty when the formation is refused, with all its sessions
	Code     string
	Sentence string // French, with the facts of the record
}

// Check says what the portal would refuse of an offer beyond what its XSD says,
// the formation first, then its sessions in their order.
func (p Profile) Check(o lheo.Offer) (refusals []Refusal) {
	f := &o.Formation
	switch number := Certification(f); {
	case number == "":
		refusals = append(refusals, Refusal{Code: NoCertification,
			Sentence: "la formation ne mène à aucune certification du RNCP ni du répertoire spécifique, que Mon compte formation exige"})
	case strings.HasPrefix(number, "RNCP") && len(p.BlocsOf(f)) == 0:
		refusals = append(refusals, Refusal{Code: NoBlocs,
			Sentence: fmt.Sprintf("les blocs de compétences de %s ne sont pas connus ; EDOF les exige depuis le 11/06/2026", number)})
	}
	for i := range o.Actions {
		if other, code := twin(&o.Actions[i], o.Actions[:i]); code != "" {
			refusals = append(refusals, twins(&o.Actions[i], other, code)...)
			continue
		}
		refusals = append(refusals, checkSessions(o.Actions[i].Sessions)...)
	}
	return refusals
}

func checkSessions(sessions []offre.Session) (refusals []Refusal) {
	seen := map[[2]offre.Date]string{}
	for i := range sessions {
		s := &sessions[i]
		dates := [2]offre.Date{s.Debut, s.Fin}
		switch first, twice := seen[dates]; {
		case s.Debut.After(s.Fin):
			refusals = append(refusals, Refusal{s.ID, ReversedPeriod, "la session se termine avant d'avoir commencé"})
		case twice:
			refusals = append(refusals, Refusal{s.ID, SameDates, fmt.Sprintf("la session a les mêmes dates que la session %s de la même action", first)})
		default:
			seen[dates] = s.ID
		}
	}
	return refusals
}

// tooNear is how many hours two actions must differ by when nothing else tells
// them apart.
const tooNear = 10

// twin is an action that the portal would take for the same, or nearly.
func twin(a *offre.Action, before []offre.Action) (other, code string) {
	for i := range before {
		if likeness(a) != likeness(&before[i]) {
			continue
		}
		switch apart := hours(a) - hours(&before[i]); {
		case apart == 0:
			return before[i].ID, SameAction
		case apart > -tooNear && apart < tooNear:
			return before[i].ID, NearlySameAction
		}
	}
	return "", ""
}

// likeness is the same for actions that the portal tells apart by their duration
// alone.
func likeness(a *offre.Action) string {
	l := a.Lieu.Adresse
	return strings.Join([]string{
		a.Enseignement, a.EntreesSorties, strings.Join(l.Lignes, "\n"), l.CodePostal, l.Ville,
		strings.Join(a.Langues[:min(1, len(a.Langues))], ""), a.ModalitesPedagogiques, a.AccesHandicapes, a.PrixTotal,
	}, "\x00")
}

func hours(a *offre.Action) int { return cmp.Or(a.HeuresTotal, a.HeuresCentre+a.HeuresEntreprise) }

func twins(a *offre.Action, other, code string) (refusals []Refusal) {
	sentence := fmt.Sprintf("l'action de la session est identique à l'action %s de la même formation", other)
	if code == NearlySameAction {
		sentence = fmt.Sprintf("l'action de la session ne diffère de l'action %s que de moins de %d heures", other, tooNear)
	}
	for i := range a.Sessions {
		refusals = append(refusals, Refusal{a.Sessions[i].ID, code, sentence})
	}
	return refusals
}
