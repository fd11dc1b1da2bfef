package normalise

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func TestDay(t *testing.T) {
	check(t, layout.SessionInscrDebut,
		sample{"LHEO's form", "20260901", "20260901", ""},
		sample{"LHEO's month", "20260900", "20260900", "date-partielle"},
		sample{"LHEO's unknown date", "00000000", "00000000", ""},
		sample{"nines for no end", "99999999", "00000000", ""},
		sample{"serial", "46266", "20260901", ""},
		sample{"serial with a time of day", "46266.75", "20260901", ""},
		sample{"French", "01/09/2026", "20260901", ""},
		sample{"short", "1/9/26", "20260901", ""},
		sample{"dots", "01.09.2026", "20260901", ""},
		sample{"ISO", "2026-09-01", "20260901", ""},
		sample{"ISO with a time of day", "2026-09-01T00:00:00Z", "20260901", ""},
		sample{"with a time of day", "01/09/2026 08:30", "20260901", ""},
		sample{"ISO month", "2026-09", "20260900", "date-partielle"},
		sample{"French month", "09/2026", "20260900", "date-partielle"},
		sample{"year", "2026", "20260000", "date-partielle"},
		sample{"in letters", "1er septembre 2026", "20260901", ""},
		sample{"in letters, with the day of the week", "le mardi 1er Septembre 2026", "20260901", ""},
		sample{"short month", "sept. 2026", "20260900", "date-partielle"},
		sample{"month as Excel shows it", "sept-26", "20260900", "date-partielle"},
		sample{"accented month", "15 août 2026", "20260815", ""},
		sample{"month alone", "septembre", "00000900", "date-partielle"},
		sample{"day and month", "26 septembre", "00000926", "date-partielle"},
		sample{"day first in eight digits", "01092026", "20260901", ""},
		sample{"last century", "1/9/98", "19980901", ""},
		sample{"leap day", "29/02/2028", "20280229", ""},
		sample{"no such leap day", "29/02/2026", leftOut, "date-inexistante"},
		sample{"31 of a month of 30", "31/09/2026", leftOut, "date-inexistante"},
		sample{"American order is not guessed", "09/30/2026", leftOut, "date-inexistante"},
		sample{"year of another age", "01/09/0026", leftOut, "date-improbable"},
		sample{"no end", "31/12/9999", leftOut, "date-improbable"},
		sample{"ambiguous", "09/26", leftOut, "date-forme"},
		sample{"two dates", "01/09/2026 - 30/06/2027", leftOut, "date-forme"},
		sample{"text", "à la demande", leftOut, "date-forme"},
		sample{"a small number", "9", leftOut, "date-forme"},
		sample{"blank date as Excel stores it", "0", "", ""},
	)
}

func TestMonths(t *testing.T) {
	check(t, layout.SessionMoisEntree,
		sample{"list", "9,10,11", "9 ; 10 ; 11", ""},
		sample{"one, as a number", "9.0", "9", ""},
		sample{"names", "septembre et oct.", "9 ; 10", ""},
		sample{"in the order typed", "12,1,2", "12 ; 1 ; 2", ""},
		sample{"no such month", "9,13", "9", "mois-forme"},
		sample{"zero", "0", leftOut, "mois-forme"},
	)
}

func TestNumbers(t *testing.T) {
	check(t, layout.SessionHeuresTotal,
		sample{"count", "560", "560", ""},
		sample{"with a unit", "560 h", "560", ""},
		sample{"thousands", "1 540 heures", "1540", ""},
		sample{"as a number", "560.0", "560", ""},
		sample{"zero is a count", "0", "0", ""},
		sample{"decimals", "70.3", leftOut, "nombre-forme"},
		sample{"several", "8,12,5", leftOut, "nombre-forme"},
		sample{"days are no hours", "10 jours", leftOut, "nombre-forme"},
		sample{"negative", "-5", leftOut, "nombre-forme"},
		sample{"too great", "100000", leftOut, "nombre-forme"},
		sample{"range", "8 à 12", leftOut, "nombre-forme"},
	)
	check(t, layout.SessionPrixTotal,
		sample{"euros", "2 500,00 €", "2500", ""},
		sample{"comma", "12,50", "12.5", ""},
		sample{"thousands by dots", "2.500,00", "2500", ""},
		sample{"noise of binary numbers", "12.499999999999998", "12.5", ""},
		sample{"thousands or decimals", "2.500", leftOut, "nombre-forme"},
		sample{"without tax", "2500 HT", leftOut, "nombre-forme"},
		sample{"not a number of Go's either", "NaN", leftOut, "nombre-forme"},
		sample{"on request", "sur devis", leftOut, "nombre-forme"},
	)
}

func TestBoolean(t *testing.T) {
	check(t, layout.SessionConventionne,
		sample{"oui", "OUI", "1", ""},
		sample{"cross", "x", "1", ""},
		sample{"vrai", "Vrai", "1", ""},
		sample{"number", "1", "1", ""},
		sample{"non", "non", "0", ""},
		sample{"zero", "0", "0", ""},
		sample{"nothing said", "Non renseigné", "", ""},
		sample{"neither", "peut-être", leftOut, "oui-non"},
	)
}

func TestTables(t *testing.T) {
	check(t, layout.FormationNiveauSortie,
		sample{"code", "13", "13", ""},
		sample{"code as a number", "13.0", "13", ""},
		sample{"label", "Sans niveau spécifique", "1", ""},
		sample{"short label", "niveau V", "4", ""},
		sample{"short label that begins another", "niveau V bis", "3", ""},
		sample{"label cut by a drop-down list", "Niveau 4. Savoirs d'un dom…", "14", ""},
		sample{"code and label", "14 - Niveau 4", "14", ""},
		sample{"European level as training centres write it", "4 (Bac…)", "14", ""},
		sample{"diploma", "BTS", "15", ""},
		sample{"not in the table", "niveau 99", leftOut, "valeur-hors-table"},
	)
	check(t, layout.SessionEntreesSorties,
		sample{"synonym", "à dates fixes", "0", ""},
		sample{"label", "Entrées/sorties permanentes", "1", ""},
	)
	check(t, layout.FormationObjectifGal,
		sample{"label with commas", "remise à niveau, maîtrise des savoirs de base, initiation", "5", ""},
		sample{"beginning of a label", "Remise à niveau", "5", ""},
	)
	check(t, layout.SessionFinanceurs,
		sample{"codes and labels", "2 ; OPCO, France Travail", "2 ; 16 ; 4", ""},
		sample{"one is unknown", "OPCO ; la tombola", "16", "valeur-hors-table"},
	)
}

func TestTableThatIsNotGivenKeepsWhatIsTyped(t *testing.T) {
	check(t, layout.SessionPerimetre, sample{"no such table", "Région", "Région", ""})
	n := New(nil, nil)
	if got, _ := readOne(n, layout.SessionPerimetre, "Région"); got != "Région" {
		t.Errorf("without tables: %q", got)
	}
	if got, _ := readOne(n, layout.SessionFinanceurs, "2 ; 16"); got != "2 ; 16" {
		t.Errorf("without tables: %q", got)
	}
}

func TestScheme(t *testing.T) {
	check(t, layout.SessionDispositif,
		sample{"contract", "Contrat d'apprentissage", "apprentissage", ""},
		sample{"apprentices", "en apprentissage", "apprentissage", ""},
		sample{"contrat pro", "Contrat pro.", "professionnalisation", ""},
		sample{"acronym in full", "Préparation opérationnelle à l'emploi collective (POEC)", "poec", ""},
		sample{"skills", "Bilan de compétences", "bilan-de-competences", ""},
		sample{"continuing", "formation professionnelle continue", "formation-continue", ""},
		sample{"CPF", "Mon compte formation", "cpf", ""},
		sample{"two", "apprentissage ou contrat de professionnalisation", leftOut, "dispositif-inconnu"},
		sample{"says nothing of which", "alternance", leftOut, "dispositif-inconnu"},
	)
	for _, d := range []offre.Dispositif{
		offre.Apprentissage, offre.Professionnalisation, offre.FormationInitiale, offre.FormationContinue, offre.ProgrammeRegional,
		offre.POEC, offre.POEI, offre.AIF, offre.CPF, offre.BilanDeCompetences, offre.VAE,
	} {
		check(t, layout.SessionDispositif, sample{"its own name " + string(d), string(d), string(d), ""})
	}
}
