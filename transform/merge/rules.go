package merge

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// Rules describes every finding that merging makes.
func Rules() []finding.Rule {
	return []finding.Rule{cleAbsente, identifiantRefuse, formationInconnue, organismeInconnu, responsableInconnu,
		organismeContradictoire, demandeEnregistree, valeursDivergentes, ligneRepetee, sessionDeplacee,
		sessionAncienne, sessionDecalee, dateMoinsPrecise, plusieursMois}
}

// about begins a finding of a rule on a cell of a row.
func about(rule finding.Rule, r *row, f layout.Field, record, value string) finding.Finding {
	return finding.Finding{
		Rule: rule.Code, Severity: rule.Severity, Place: r.place(f), Record: record,
		Field: string(f), Value: finding.Cut(value, finding.MaxValue), Remedy: rule.Remedy,
	}
}

var (
	cleAbsente = finding.Rule{
		Code: "cle-absente", Severity: finding.Error,
		Sentence: "La ligne ne dit pas de quel organisme, de quelle formation ou de quelle session elle parle.",
		Why:      "Sans SIRET, référence ni identifiant, la fiche ne serait pas retrouvée à la livraison suivante.",
		Remedy:   "Complétez la ligne.", Source: "Feuilles du classeur, colonnes obligatoires",
	}
	identifiantRefuse = finding.Rule{
		Code: "identifiant-refuse", Severity: finding.Error,
		Sentence: "L'identifiant donné ne peut pas servir de numéro dans les flux.",
		Why:      "Les partenaires tronquent les numéros trop longs et refusent les caractères inattendus.",
		Remedy:   "Reprenez le numéro donné par le Carif-Oref, ou laissez la cellule vide si la fiche est nouvelle.",
		Source:   "Attribut « numero » des flux, 32 caractères au plus",
	}
	formationInconnue = finding.Rule{
		Code: "formation-inconnue", Severity: finding.Error,
		Sentence: "La session nomme une formation qui n'est ni dans la livraison ni au catalogue.",
		Why:      "Une session sans formation ne peut pas être publiée.",
		Remedy:   "Ajoutez la formation, ou corrigez la référence de la session.", Source: "Guide de saisie, fiche session",
	}
	organismeInconnu = finding.Rule{
		Code: "organisme-inconnu", Severity: finding.Error,
		Sentence: "L'interlocuteur est celui d'un organisme qui n'est ni dans la livraison ni au catalogue.",
		Why:      "Seul le Carif-Oref crée un organisme.",
		Remedy:   "Corrigez le SIRET, ou ajoutez l'organisme à la feuille Organismes.", Source: "Guide de saisie, onglet « Interlocuteurs »",
	}
	responsableInconnu = finding.Rule{
		Code: "responsable-inconnu", Severity: finding.Warning,
		Sentence: "L'organisme responsable n'est pas au catalogue ; ses formations sont gardées.",
		Why:      "Les flux exigent son nom, son adresse et son numéro de déclaration d'activité.",
		Remedy:   "Ajoutez l'organisme à la feuille Organismes, ou corrigez son SIRET.", Source: "Guide de saisie, onglet « Identification » de l'action",
	}
	organismeContradictoire = finding.Rule{
		Code: "organisme-contradictoire", Severity: finding.Error,
		Sentence: "La ligne donne l'identifiant d'un organisme et le SIRET d'un autre.",
		Why:      "La fiche de l'un serait écrite sur celle de l'autre.",
		Remedy:   "Laissez l'identifiant vide, ou corrigez le SIRET.", Source: "Guide de saisie, onglet « Identification » de l'organisme",
	}
	demandeEnregistree = finding.Rule{
		Code: "demande-enregistree", Severity: finding.Info,
		Sentence: "La modification est enregistrée comme une demande : le Carif-Oref décidera.",
		Why:      "Le Carif-Oref seul crée un organisme, et change son SIRET, son numéro de déclaration d'activité, ses rattachements ou ses interlocuteurs.",
		Source:   "Guide de saisie, fiche organisme, « Demande particulière »",
	}
	valeursDivergentes = finding.Rule{
		Code: "valeurs-divergentes", Severity: finding.Warning,
		Sentence: "Plusieurs lignes d'une même fiche ne disent pas la même chose ; la première est gardée.",
		Why:      "Une seule des deux valeurs est vraie.",
		Remedy:   "Écrivez la même valeur sur toutes les lignes de cette fiche.", Source: "Contrôle de la livraison",
	}
	ligneRepetee = finding.Rule{
		Code: "ligne-repetee", Severity: finding.Warning,
		Sentence: "La ligne répète mot pour mot une ligne de sa feuille.",
		Why:      "Une ligne copiée et non modifiée cache souvent une session oubliée.",
		Remedy:   "Supprimez la ligne, ou écrivez-y ce qui devait la distinguer.", Source: "Contrôle de la livraison",
	}
	sessionDeplacee = finding.Rule{
		Code: "session-deplacee", Severity: finding.Warning,
		Sentence: "La session est donnée à deux formations.",
		Why:      "Une session reprise pour une autre formation garde les inscriptions et les prescriptions de la première.",
		Remedy:   "Donnez un identifiant à chaque session, et ne le reprenez jamais pour une autre formation.", Source: "Guide de saisie, fiche session",
	}
	sessionAncienne = finding.Rule{
		Code: "session-ancienne-reutilisee", Severity: finding.Error,
		Sentence: "La ligne donne de nouvelles dates à une session qui a déjà commencé.",
		Why:      "Une ancienne session ne se reprend jamais : ses inscriptions et ses prescriptions passeraient à la nouvelle.",
		Remedy:   "Dupliquez la session : copiez la ligne, laissez l'identifiant vide et donnez une nouvelle référence, puis remettez les dates de l'ancienne ou retirez sa ligne.",
		Source:   "Guide de saisie, onglet « Sessions » de l'action de formation",
	}
	sessionDecalee = finding.Rule{
		Code: "session-decalee", Severity: finding.Info,
		Sentence: "Les dates de la session sont décalées.",
		Why:      "Le décalage d'une session à venir, ou de la fin d'une session en cours, est permis ; les personnes inscrites sont à prévenir.",
		Source:   "Guide de saisie, onglet « Sessions » de l'action de formation",
	}
	dateMoinsPrecise = finding.Rule{
		Code: "date-moins-precise", Severity: finding.Info,
		Sentence: "La date est moins précise que celle du catalogue, qui dit la même chose et davantage : celle du catalogue est gardée.",
		Why:      "Une session qui perdrait son jour serait écartée des cibles qui le veulent.",
		Source:   "Guide de saisie, onglet « Sessions » de l'action de formation",
	}
	plusieursMois = finding.Rule{
		Code: "plusieurs-mois-entree", Severity: finding.Info,
		Sentence: "Plusieurs mois d'entrée sont donnés à une seule session ; le premier est gardé.",
		Why:      "Une session n'a qu'un début ; en faire une par mois serait les inventer.",
		Remedy:   "Saisissez une session par date d'entrée.", Source: "Guide de saisie, fiche session",
	}
)
