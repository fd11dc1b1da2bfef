package target

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func sansDispositif(s Subject, p Params) string {
	if !slices.Contains(p.Dispositifs, s.Session.Dispositif) {
		return ""
	}
	return "la session est " + underScheme(s.Session.Dispositif)
}

// underScheme completes « la session est… ».
func underScheme(d offre.Dispositif) string {
	if words, ok := schemeWords[d]; ok {
		return words
	}
	return fmt.Sprintf("sous le dispositif « %s »", d)
}

var schemeWords = map[offre.Dispositif]string{
	offre.Apprentissage:        "en apprentissage",
	offre.Professionnalisation: "en contrat de professionnalisation",
	offre.FormationInitiale:    "de formation initiale",
	offre.FormationContinue:    "de formation continue",
	offre.ProgrammeRegional:    "du programme régional",
	offre.POEC:                 "une préparation opérationnelle à l'emploi collective",
	offre.POEI:                 "une préparation opérationnelle à l'emploi individuelle",
	offre.AIF:                  "financée par l'aide individuelle à la formation",
	offre.CPF:                  "financée par le compte personnel de formation",
	offre.BilanDeCompetences:   "un bilan de compétences",
	offre.VAE:                  "une validation des acquis de l'expérience",
}

// sessionTermineeDepuis counts from the last day that the end can mean, so that
// a partial date gives the session the benefit of the doubt; an end that is not
// known never excludes.
func sessionTermineeDepuis(s Subject, p Params) string {
	last, known := s.Session.Fin.Last()
	if !known || !last.AddDate(0, 0, p.days()).Before(s.Date) {
		return ""
	}
	return "la session s'est terminée " + when(s.Session.Fin) + since(p.days())
}

// sessionCommenceeDepuis takes sessions to come or begun not long ago. One with
// permanent entries can be joined until its end, whenever it began.
func sessionCommenceeDepuis(s Subject, p Params) string {
	if s.Session.EntreesSorties == "1" {
		zero := 0
		return sessionTermineeDepuis(s, Params{Jours: &zero})
	}
	last, known := s.Session.Debut.Last()
	switch {
	case !known:
		return "la date de début de la session n'est pas connue"
	case last.AddDate(0, 0, p.days()).Before(s.Date):
		return "la session a commencé " + when(s.Session.Debut) + since(p.days())
	}
	return ""
}

func since(days int) string {
	if days == 0 {
		return ""
	}
	return fmt.Sprintf(", depuis plus de %d jours", days)
}

// Precision is how precisely a date must be known.
type Precision string

const (
	AnyDate Precision = "indifferent" // it need not be known
	ToYear  Precision = "annee"
	ToMonth Precision = "mois"
	ToDay   Precision = "jour"
)

var precisions = []Precision{AnyDate, ToYear, ToMonth, ToDay}

func datesConnues(s Subject, p Params) string {
	if reason := imprecise("début", s.Session.Debut, p.Debut); reason != "" {
		return reason
	}
	return imprecise("fin", s.Session.Fin, p.Fin)
}

func imprecise(which string, d offre.Date, asked Precision) string {
	if known := precisionOf(d); slices.Index(precisions, known) < slices.Index(precisions, asked) {
		if known == AnyDate {
			return fmt.Sprintf("la date de %s de la session n'est pas connue", which)
		}
		return fmt.Sprintf("la date de %s de la session n'est pas connue au %s près (%s)", which, asked, french(d))
	}
	return ""
}

func precisionOf(d offre.Date) Precision {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || an == 0 || mois > 12:
		return AnyDate
	case mois == 0:
		return ToYear
	case jour == 0:
		return ToMonth
	case d.Complete():
		return ToDay
	}
	return AnyDate
}

var postalCode = regexp.MustCompile(`^[0-9]{5}$`)

// lieu asks where the session takes place; a session wholly at a distance takes
// place nowhere.
func lieu(s Subject, _ Params) string {
	if s.Session.Enseignement == "2" || postalCode.MatchString(s.Session.Lieu.Adresse.CodePostal) {
		return ""
	}
	return "le code postal du lieu de formation n'est pas connu"
}

// when reads « le 12/01/2026 », « en janvier 2026 », « en 2026 ».
func when(d offre.Date) string {
	if precisionOf(d) == ToDay {
		return "le " + french(d)
	}
	return "en " + french(d)
}

func french(d offre.Date) string {
	an, mois, jour, _ := d.Parts()
	switch {
	case jour != 0:
		return fmt.Sprintf("%02d/%02d/%04d", jour, mois, an)
	case mois >= 1 && mois <= 12:
		return fmt.Sprintf("%s %04d", months[time.Month(mois)-1], an)
	}
	return fmt.Sprintf("%04d", an)
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}

func dispositifParmi(s Subject, p Params) string {
	if slices.Contains(p.Dispositifs, s.Session.Dispositif) {
		return ""
	}
	if s.Session.Dispositif == "" {
		return "le dispositif de la session n'est pas connu"
	}
	return "la session est " + underScheme(s.Session.Dispositif)
}

// departementParmi takes sessions by where they take place; one wholly at a
// distance takes place everywhere.
func departementParmi(s Subject, p Params) string {
	a := s.Session.Lieu.Adresse
	d := departement(a)
	switch {
	case slices.Contains(p.Departements, d) || s.Session.Enseignement == "2":
		return ""
	case d == "":
		return "le département du lieu de formation n'est pas connu"
	}
	return fmt.Sprintf("la session a lieu dans le département %s", d)
}

// departement is that of an address, from what it says of it, else from its
// commune, else from its postal code, which tells it but for a few communes.
func departement(a offre.Adresse) string {
	code := a.CodeINSEE
	switch {
	case a.Departement != "":
		return a.Departement
	case len(code) != 5:
		code = a.CodePostal
	}
	switch {
	case len(code) != 5:
		return ""
	case code[:2] == "97" || code[:2] == "98":
		return code[:3]
	case code[:3] == "200" || code[:3] == "201":
		return "2A"
	case code[:2] == "20":
		return "2B"
	}
	return code[:2]
}

func recrutementParmi(s Subject, p Params) string {
	etat := s.Session.EtatRecrutement
	switch {
	case slices.Contains(p.Etats, etat):
		return ""
	case etat == "":
		return "l'état du recrutement de la session n'est pas connu"
	}
	return "le recrutement de la session est à l'état « " + lheo.V23().Label("etat-recrutement", etat) + " »"
}

// periodeCoherente refuses a session that certainly ends before it begins.
func periodeCoherente(s Subject, _ Params) string {
	if !s.Session.Debut.After(s.Session.Fin) {
		return ""
	}
	return fmt.Sprintf("la session se terminerait (%s) avant d'avoir commencé (%s)", french(s.Session.Fin), french(s.Session.Debut))
}
