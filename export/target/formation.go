package target

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/offre"
)

func auMoinsUneSession(s Subject, _ Params) string {
	if len(s.Offre.Sessions) > 0 {
		return ""
	}
	return "la formation n'a aucune session"
}

func intitule(s Subject, _ Params) string {
	if strings.TrimSpace(s.Offre.Formation.Intitule) != "" {
		return ""
	}
	return "la formation n'a pas d'intitulé"
}

// contenu asks for what is taught; an objective is not a content.
func contenu(s Subject, _ Params) string {
	if strings.TrimSpace(s.Offre.Formation.Contenu) != "" {
		return ""
	}
	return "le contenu pédagogique de la formation n'est pas renseigné"
}

func responsableSIRET(s Subject, _ Params) string {
	if fault := siretFault(responsable(s)); fault != "" {
		return "l'organisme responsable " + fault
	}
	return ""
}

// siretFault says in French what is wrong with a SIRET, empty when nothing is.
// A row of zeros counts as absent, as it does for France Travail.
func siretFault(siret string) string {
	switch {
	case strings.Trim(siret, "0 ") == "":
		return "n'a pas de SIRET"
	case len(siret) != 14 || strings.Trim(siret, "0123456789") != "":
		return fmt.Sprintf("a un SIRET, « %s », qui ne compte pas 14 chiffres", siret)
	case !offre.SIRETValide(siret):
		return fmt.Sprintf("a un SIRET faux, « %s » : sa clé de contrôle ne correspond pas", siret)
	}
	return ""
}

// responsable is the SIRET that the formation names, or that of the organisation
// which the catalogue attached to it.
func responsable(s Subject) string {
	if s.Offre.Formation.Responsable != "" {
		return s.Offre.Formation.Responsable
	}
	return s.Offre.Responsable.SIRET
}

func responsableConnu(s Subject, _ Params) string {
	if s.Offre.Responsable.Nom != "" || s.Offre.Responsable.RaisonSociale != "" {
		return ""
	}
	if siret := responsable(s); siret != "" {
		return fmt.Sprintf("l'organisme responsable %s n'est pas décrit dans le catalogue", siret)
	}
	return "la formation ne nomme pas d'organisme responsable"
}

// responsableNDA asks for eleven characters that say something: a row of zeros
// is how feeds write a number that is not known.
func responsableNDA(s Subject, _ Params) string {
	nda := s.Offre.Responsable.NDA
	switch {
	case strings.Trim(nda, "0 ") == "":
		return fmt.Sprintf("le numéro de déclaration d'activité de l'organisme responsable%s n'est pas connu", named(s))
	case len(nda) != 11:
		return fmt.Sprintf("le numéro de déclaration d'activité de l'organisme responsable, « %s », n'a pas 11 caractères", nda)
	}
	return ""
}

func named(s Subject) string {
	for _, name := range []string{s.Offre.Responsable.Nom, s.Offre.Responsable.RaisonSociale, responsable(s)} {
		if name != "" {
			return " (" + name + ")"
		}
	}
	return ""
}

// certificationAu asks for a certification that has a number in one of the
// registers.
func certificationAu(s Subject, p Params) string {
	for _, c := range s.Offre.Formation.Certifications {
		number := map[Registre]string{RNCP: c.RNCP, RS: c.RS, CertifInfo: c.CertifInfo}
		for _, register := range p.Registres {
			if number[register] != "" {
				return ""
			}
		}
	}
	return "la formation ne mène à aucune certification inscrite " + inRegisters(p.Registres)
}

func inRegisters(list []Registre) string {
	french := map[Registre]string{RNCP: "au RNCP", RS: "au répertoire spécifique", CertifInfo: "dans Certif Info"}
	texts := make([]string, len(list))
	for i, r := range list {
		texts[i] = french[r]
	}
	return strings.Join(texts, " ni ")
}

func formacodePrincipal(s Subject, _ Params) string {
	if len(s.Offre.Formation.Formacodes) > 0 {
		return ""
	}
	return "la formation n'a pas de Formacode"
}

func formacodeParmi(s Subject, p Params) string {
	for _, c := range s.Offre.Formation.Formacodes {
		for _, start := range p.Formacodes {
			if strings.HasPrefix(c.Code, start) {
				return ""
			}
		}
	}
	if len(s.Offre.Formation.Formacodes) == 0 {
		return "la formation n'a pas de Formacode"
	}
	return fmt.Sprintf("le Formacode de la formation (%s) n'est pas parmi ceux que la cible reçoit", s.Offre.Formation.Formacodes[0].Code)
}

func numeroCourt(s Subject, p Params) string {
	if n := utf8.RuneCountInString(s.Offre.Formation.ID); p.Caracteres != nil && n > *p.Caracteres {
		return fmt.Sprintf("le numéro de la formation a %d caractères ; la cible en admet %d", n, *p.Caracteres)
	}
	return ""
}
