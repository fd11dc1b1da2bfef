package main

import "github.com/spf13/cobra"

// examples shows commands at work, by their whole name; help prints them.
var examples = map[string]string{
	"passerelle run": `  passerelle run --config /srv/passerelle/passerelle.yaml --quiet
  passerelle run night`,
	"passerelle load": `  passerelle load inbox/ifol-normandie-2026-11.xlsx
  passerelle load --dry-run --again inbox/*.xlsx
  passerelle load --sender greta --complete offre-complete.csv`,
	"passerelle export": `  passerelle export
  passerelle export aude kairos
  passerelle export --dry-run --date 2026-12-01`,
	"passerelle check": `  passerelle check feeds/aude/latest/aude.xml
  passerelle check --schema-only --json aude.xml.gz`,
	"passerelle approve": `  passerelle approve 04_F20QBQ2WVM7 04_S1D98RYCEVH
  passerelle approve --run 20261123T021500Z-1f3a --by Claire`,
	"passerelle reject":           `  passerelle reject 04_F20QBQ2WVM7 --reason "intitulé à revoir avec l'organisme"`,
	"passerelle archive":          `  passerelle archive 04_F20QBQ2WVM7 --reason "l'organisme a cessé son activité"`,
	"passerelle requests approve": `  passerelle requests approve 3bb2d5b6bc --by Claire`,
	"passerelle requests refuse":  `  passerelle requests refuse 3bb2d5b6bc --reason "le SIRET est celui d'un autre"`,
	"passerelle unload":           `  passerelle unload 20261123T021500Z-1f3a`,
	"passerelle worklist decide": `  passerelle worklist decide 3bb2d5b6bc 106695 --reason "vu avec l'organisme"
  passerelle worklist decide 3bb2d5b6bc --none`,
	"passerelle worklist forget": `  passerelle worklist forget 3bb2d5b6bc`,
	"passerelle search": `  passerelle search bts compta
  passerelle search RNCP37123 --json`,
	"passerelle codify eval": `  passerelle codify eval titres.csv --referentials referentials
  passerelle codify eval titres.csv --errors --json`,
	"passerelle codify text": `  passerelle codify text "CAP cuisine" "Titre pro maçon"
  passerelle codify text --level 4 "Bac pro commerce"`,
	"passerelle translate": `  passerelle translate rome
  passerelle translate niveaux IV
  passerelle translate rome A1101 --json`,
	"passerelle release": `  passerelle release aude --reason "baisse voulue : fin du marché"`,
	"passerelle refuse":  `  passerelle refuse aude --reason "livraison incomplète"`,
	"passerelle changes": `  passerelle changes aude
  passerelle changes aude --since 2026-11-20
  passerelle changes aude --held --json`,
	"passerelle delta":       `  passerelle delta aude --since 2026-11-20 --out delta-aude`,
	"passerelle delta apply": `  passerelle delta apply feeds/aude/ancien delta-aude nouveau`,
	"passerelle acknowledge": `  passerelle acknowledge --target aude retour-aude.csv
  passerelle acknowledge --target aude --of 2026-11-24 retour-aude.csv`,
	"passerelle partner add": `  passerelle partner add france-travail --target aude --mail flux@exemple.fr
  passerelle partner add greta --deposit --days 0`,
	"passerelle partner rotate": `  passerelle partner rotate france-travail --days 180`,
	"passerelle partner revoke": `  passerelle partner revoke france-travail`,
	"passerelle push": `  passerelle push
  passerelle push aude kairos`,
	"passerelle schedule": `  passerelle schedule -n 3
  passerelle schedule --json`,
	"passerelle schedule fire": `  passerelle schedule fire night`,
	"passerelle store copy": `  passerelle store copy catalogue.db postgres://passerelle@base/passerelle
  passerelle store copy postgres://passerelle@base/passerelle copie.db`,
	"passerelle backup": `  passerelle backup ../sauvegarde/2026-11-23`,
	"passerelle restore": `  passerelle restore ../sauvegarde/2026-11-23
  passerelle restore ../sauvegarde/2026-11-23 --into /srv/passerelle`,
	"passerelle report": `  passerelle report
  passerelle report --organisme 32597048200015 --html organisme.html`,
	"passerelle metrics": `  passerelle metrics --out /var/lib/node_exporter/textfile/passerelle.prom`,
	"passerelle why": `  passerelle why 04_A829001 --target aude
  passerelle why 32597048200015 --json`,
	"passerelle ledger": `  passerelle ledger --target aude
  passerelle ledger --target aude --csv`,
	"passerelle trace": `  passerelle trace 04_A829001 --brief
  passerelle trace 04_A829001 --html fiche.html`,
	"passerelle rules": `  passerelle rules siret-cle
  passerelle rules --json`,
	"passerelle template": `  passerelle template -o modele.xlsx
  passerelle template -o modele.xlsx --organisme 32597048200015 --force`,
	"passerelle init": `  passerelle init
  passerelle init /srv/passerelle`,
	"passerelle demo": `  passerelle demo demo
  passerelle run --config demo/passerelle.yaml`,
	"passerelle serve": `  passerelle serve --config /srv/passerelle/passerelle.yaml`,
	"passerelle status": `  passerelle status
  passerelle status --check --run-hours 26`,
	"passerelle referentials": `  passerelle referentials
  passerelle referentials --history rome`,
	"passerelle referentials refresh": `  passerelle referentials refresh --accept rome`,
}

// withExamples gives each command, and those below it, its examples.
func withExamples(of []*cobra.Command, above string) []*cobra.Command {
	for _, cmd := range of {
		name := above + " " + cmd.Name()
		cmd.Example = examples[name]
		withExamples(cmd.Commands(), name)
	}
	return of
}
