package main

import (
	"slices"

	"github.com/carif-oref/passerelle/export/acknowledge"
	"github.com/carif-oref/passerelle/ingest/delimited"
	"github.com/carif-oref/passerelle/ingest/lheofile"
	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/transform/codify"
	"github.com/carif-oref/passerelle/transform/merge"
	"github.com/carif-oref/passerelle/transform/normalise"
	"github.com/carif-oref/passerelle/transform/rules"
)

// allRules describes every finding that the chain can make.
func allRules() []finding.Rule {
	own := []finding.Rule{livraisonRefusee, livraisonSansOffre, referentielInjoignable, referentielTropDifferent, absentArchive, absentIncertain, absentTropNombreux, retourAction}
	return slices.Concat(own, referentials.Rules(), workbook.Rules(), delimited.Rules(), lheofile.Rules(), lheo.DecodeRules(), edof.Rules(),
		mapping.Rules(), normalise.Rules(), merge.Rules(), codify.Rules(), rules.Rules(), acknowledge.Rules())
}

var (
	referentielInjoignable = finding.Rule{
		Code: "referentiel-injoignable", Severity: finding.Error,
		Sentence: "La source d'un référentiel n'a pas pu être téléchargée.",
		Why:      "Le référentiel en usage vieillit ; le dernier fichier valable reste en place.",
		Remedy:   "Vérifiez l'adresse dans la configuration, puis relancez.", Source: "Configuration, sources",
	}
	referentielTropDifferent = finding.Rule{
		Code: "referentiel-trop-different", Severity: finding.Error,
		Sentence: "Le référentiel change trop d'un coup : il n'est pas appliqué.",
		Why:      "Un fichier d'une autre nature, ou mal exporté, recoderait tout le catalogue ; la dernière version valable reste en usage.",
		Remedy:   "Vérifiez le fichier, puis acceptez-le : passerelle referentials refresh --accept NOM.", Source: "Configuration, max_change_percent",
	}
	retourAction = finding.Rule{
		Code: "retour-action", Severity: finding.Info,
		Sentence: "Le partenaire répond sur une action de formation : la réponse n'est pas suivie.",
		Why:      "Le catalogue suit les formations et les sessions.", Source: "Fichier de retour du partenaire",
	}
)
