package edof

import "github.com/carif-oref/passerelle/schemas/finding"

const guide = "EDOF, schéma lheo_import_fichier_xml_optimise_v5r2"

var (
	texteRaccourci = finding.Rule{Code: "edof-texte-raccourci", Severity: finding.Warning,
		Sentence: "Le texte est plus long qu'EDOF ne l'admet : il est transmis raccourci.",
		Why:      "Le titulaire d'un compte formation n'en lit pas la fin.",
		Remedy:   "Abrégez le texte, l'essentiel au début.", Source: guide}
	valeurRefusee = finding.Rule{Code: "edof-valeur-refusee", Severity: finding.Warning,
		Sentence: "La valeur n'est pas de celles qu'EDOF admet : elle n'est pas transmise.",
		Why:      "Le fichier entier serait refusé par le portail.",
		Remedy:   "Corrigez la valeur.", Source: guide}
)

// Rules describes the findings of AppendOffer.
func Rules() []finding.Rule { return []finding.Rule{texteRaccourci, valeurRefusee} }
