package main

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

func replaces(code string) string {
	if code == "" {
		return ""
	}
	return " (remplace " + code + ")"
}

// evidence says how sure a code is, and why.
func evidence(confidence float64, why string) string {
	switch {
	case why == "":
		return ""
	case confidence == 0:
		return " (" + why + ")"
	}
	return fmt.Sprintf(" (confiance %.0f %% : %s)", 100*confidence, why)
}

func origin(o offre.Origine, from, version string) string {
	words := map[offre.Origine]string{
		offre.OrigineSaisie: "saisi", offre.OrigineCertification: "apporté par la certification",
		offre.OrigineSuccesseur:  "apporté par la certification",
		offre.OrigineAutomatique: "trouvé par le texte", offre.OrigineDecision: "choisi", offre.OrigineMigration: "traduit de",
	}[o]
	if from != "" {
		words += " " + from
	} else {
		words = strings.TrimSuffix(words, " de") // « traduit »
	}
	if o == offre.OrigineSuccesseur {
		words += " qui succède à celle de la saisie"
	}
	if version != "" {
		words += ", version " + version
	}
	return words
}

// day writes a date as people read it, with what is known of it.
func day(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || d == offre.DateInconnue:
		return "(date inconnue)"
	case jour > 0:
		return fmt.Sprintf("%02d/%02d/%04d", jour, mois, an)
	case an == 0:
		return fmt.Sprintf("mois %02d, année non précisée", mois)
	case mois > 0:
		return fmt.Sprintf("%02d/%04d", mois, an)
	}
	return fmt.Sprint(an)
}

// period writes the dates of a session as people read them, with what is known of
// each; nothing when nothing is.
func period(debut, fin offre.Date) string {
	_, _, _, begins := debut.Parts()
	_, _, _, ends := fin.Parts()
	begins, ends = begins && debut != offre.DateInconnue, ends && fin != offre.DateInconnue
	switch {
	case begins && ends && wholeDay(debut) && wholeDay(fin):
		return "du " + day(debut) + " au " + day(fin)
	case begins && ends:
		return "début : " + day(debut) + " ; fin : " + day(fin)
	case begins && wholeDay(debut):
		return "à partir du " + day(debut)
	case begins:
		return "début : " + day(debut)
	case ends && wholeDay(fin):
		return "jusqu'au " + day(fin)
	case ends:
		return "fin : " + day(fin)
	}
	return "dates inconnues"
}

func wholeDay(d offre.Date) bool {
	_, _, jour, _ := d.Parts()
	return jour > 0
}

// changeWords says what one change of a record was, in brief.
func changeWords(c store.Change, k clocks) string {
	words := "modifiée"
	switch {
	case c.From == "":
		words = "créée"
	case c.Who != "":
		words = string(c.From) + " → " + string(c.To) + ", par " + c.Who
	}
	if len(c.Fields) > 0 && c.From != "" {
		words += " (" + strings.Join(c.Fields, ", ") + ")"
	}
	if c.File != "" {
		words += ", " + c.File
	}
	if c.Unloaded != nil {
		words += ", repris le " + k.date(*c.Unloaded)
	}
	return words
}

func inRunWords(run string) string {
	if run == "" {
		return ""
	}
	return " (run " + run + ")"
}
