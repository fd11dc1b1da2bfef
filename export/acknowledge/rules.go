package acknowledge

import "github.com/carif-oref/passerelle/schemas/finding"

const (
	returned   = "Comptes rendus des partenaires"
	notKnown   = "On ne sait pas ce que le partenaire a fait de la fiche."
	nothingIn  = "On ne sait d'aucune fiche ce que le partenaire en a fait."
	askPartner = "Redemandez le fichier au partenaire."
	mendMap    = "Complétez le fichier de correspondance de cette cible (YAML)."
)

// Rules lists every rule that the findings of this package come from, in the order
// in which they are documented. Those of severity Error stop the reading of the
// file; what was read before stays.
func Rules() []finding.Rule {
	return []finding.Rule{noRecord, broken, doctype, oversized, noColumn, badLine, noNumber, unknownStatus, unknownKind, otherEncoding, unexplained}
}

var (
	noRecord = finding.Rule{Code: "retour-vide", Severity: finding.Error,
		Sentence: "Aucune fiche n'a été trouvée dans ce compte rendu.", Why: nothingIn,
		Remedy: "Vérifiez que c'est le bon fichier, puis le fichier de correspondance de cette cible.", Source: returned}
	broken = finding.Rule{Code: "retour-illisible", Severity: finding.Error,
		Sentence: "Le compte rendu n'est pas lisible au-delà de cet endroit.", Why: notKnown, Remedy: askPartner, Source: returned}
	doctype = finding.Rule{Code: "retour-doctype", Severity: finding.Error,
		Sentence: "Le compte rendu contient une déclaration DOCTYPE : il n'est pas lu.",
		Why:      "Une telle déclaration peut faire lire d'autres fichiers ou grossir sans fin.", Remedy: askPartner, Source: returned}
	oversized = finding.Rule{Code: "retour-demesure", Severity: finding.Error,
		Sentence: "Le compte rendu est démesuré : la suite n'en est pas lue.", Why: notKnown, Remedy: askPartner, Source: returned}
	noColumn = finding.Rule{Code: "retour-colonne-absente", Severity: finding.Error,
		Sentence: "Une colonne nécessaire manque.", Why: nothingIn, Remedy: mendMap, Source: returned}
	badLine = finding.Rule{Code: "retour-ligne-illisible", Severity: finding.Warning,
		Sentence: "Cette ligne ne peut pas être lue.", Why: notKnown, Remedy: askPartner, Source: returned}
	noNumber = finding.Rule{Code: "retour-sans-numero", Severity: finding.Warning,
		Sentence: "Cette ligne ne dit pas de quelle fiche elle parle.", Why: notKnown, Remedy: askPartner, Source: returned}
	unknownStatus = finding.Rule{Code: "retour-statut-inconnu", Severity: finding.Warning,
		Sentence: "Ce statut ne dit ni « accepté » ni « refusé ».", Why: notKnown, Remedy: mendMap, Source: returned}
	unknownKind = finding.Rule{Code: "retour-nature-inconnue", Severity: finding.Warning,
		Sentence: "Cette nature de fiche n'est ni une formation, ni une action, ni une session.", Why: notKnown, Remedy: mendMap, Source: returned}
	otherEncoding = finding.Rule{Code: "retour-encodage", Severity: finding.Info,
		Sentence: "Ce compte rendu n'est pas dans l'encodage annoncé : ses caractères ont été convertis.",
		Why:      "Un fichier lu dans le mauvais encodage perd ses accents.", Source: returned}
	unexplained = finding.Rule{Code: "retour-refus-inexplique", Severity: finding.Warning,
		Sentence: "Ce refus n'est décrit par aucun motif connu.", Why: "Personne ne sait quoi corriger.",
		Remedy: "Ajoutez un motif au fichier de correspondance de cette cible, avec ce qu'il faut faire.", Source: returned}
)
