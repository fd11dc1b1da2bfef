package rules

import "github.com/carif-oref/passerelle/schemas/finding"

var formationDejaSaisie = Rule{
	finding.Rule{Code: "formation-deja-saisie", Severity: finding.Warning,
		Sentence: "La même formation existe déjà dans l'organisme, son siège ou ses antennes.",
		Why:      "Le public verrait deux fois la même formation, et les inscriptions se partageraient entre les deux.",
		Remedy:   "Gardez une des deux formations et ajoutez-y les sessions de l'autre ; pour de nouvelles dates, dupliquez une session au lieu de saisir une formation.", Source: guideDoublons},
	func(c Case) []Breach {
		found, why := twins(c, true)
		return tellTwins(c, "La formation est déjà saisie sous le numéro", found, why)
	},
}
