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
		offre.OrigineSuccesseur:  "apporté par la certification qui succède",
		offre.OrigineAutomatique: "trouvé par le texte", offre.OrigineDecision: "choisi", offre.OrigineMigration: "traduit de",
	}[o]
	if from != "" {
		words += " " + from
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
