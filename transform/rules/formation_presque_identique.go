package rules

import "github.com/carif-oref/passerelle/schemas/finding"

var formationPresqueIdentique = Rule{
	finding.Rule{Code: "formation-presque-identique", Severity: finding.Warning,
		Sentence: "Une formation presque identique existe dans l'organisme, son siège ou ses antennes.",
		Why:      "C'est souvent la même formation à d'autres dates : une formation peut avoir plusieurs sessions. Mon Compte Formation refuse deux actions qui diffèrent de moins de 10 heures.",
		Remedy:   "Si c'est la même, dupliquez une session de la formation qui existe et changez-en les dates ou le lieu ; sinon, complétez l'intitulé de ce qui les distingue.", Source: guideDoublons + " ; Mon Compte Formation, rejets 30056 et 30057"},
	func(c Case) []Breach {
		if same, _ := twins(c, true); len(same) > 0 {
			return nil // said already
		}
		found, why := twins(c, false)
		return tellTwins(c, "Une formation presque identique existe sous le numéro", found, why)
	},
}
