package codify

import "github.com/carif-oref/passerelle/schemas/finding"

// Rules describes every finding that codification makes.
func Rules() []finding.Rule {
	return []finding.Rule{
		certificationRemplacee, successeursMultiples, certificationInconnue, certificationReconnue, certificationAmbigue,
		certificationContradictoire, successeurAVenir, certificationTexte, codesTexte, intituleOfficiel, niveauDivergent,
		codeInconnu, codeTraduit, codePerime, codeRepete, codesEnTrop,
		ndaRegistre, ndaDivergent, organismeFerme,
	}
}

const certifInfo = "Certif Info, le référentiel national des certifications"

var (
	certificationRemplacee = finding.Rule{
		Code: "certification-remplacee", Severity: finding.Info,
		Sentence: "La certification a été remplacée : elle est gardée, et celle qui lui succède est ajoutée.",
		Why:      "Une formation rattachée à une certification archivée n'est plus trouvée par ceux qui cherchent la nouvelle.",
		Remedy:   "Rattachez la formation à la nouvelle certification si c'est elle qui est préparée.", Source: certifInfo,
	}
	successeursMultiples = finding.Rule{
		Code: "successeurs-multiples", Severity: finding.Warning,
		Sentence: "Plusieurs certifications succèdent à celle qui est donnée : toutes sont proposées.",
		Why:      "Rien ne dit laquelle la formation prépare ; les codes de toutes sont repris.",
		Remedy:   "Choisissez la certification que la formation prépare.", Source: certifInfo,
	}
	certificationInconnue = finding.Rule{
		Code: "certification-inconnue", Severity: finding.Warning,
		Sentence: "La certification n'est pas dans Certif Info.",
		Why:      "Sans elle, ni intitulé officiel, ni niveau, ni codes ROME, Formacode et NSF.",
		Remedy:   "Vérifiez le code, ou cherchez la certification par son intitulé.", Source: certifInfo,
	}
	certificationReconnue = finding.Rule{
		Code: "certification-reconnue", Severity: finding.Info,
		Sentence: "Le code Certif Info a été retrouvé par le numéro RNCP, RS ou CFD.",
		Why:      "C'est par lui que les partenaires rapprochent les formations.", Source: certifInfo,
	}
	certificationAmbigue = finding.Rule{
		Code: "certification-ambigue", Severity: finding.Warning,
		Sentence: "Le numéro donné désigne plusieurs certifications de Certif Info : aucune n'est choisie.",
		Why:      "Sans code Certif Info, ni intitulé officiel, ni niveau, ni codes.",
		Remedy:   "Donnez le code Certif Info de la certification préparée.", Source: certifInfo,
	}
	certificationContradictoire = finding.Rule{
		Code: "certification-contradictoire", Severity: finding.Warning,
		Sentence: "Le numéro donné n'est pas celui que Certif Info connaît à cette certification ; il est gardé.",
		Why:      "Une fiche RNCP ou RS renouvelée change de numéro ; l'ancien n'ouvre plus droit à financement.",
		Remedy:   "Reprenez le numéro de Certif Info, ou corrigez le code.", Source: certifInfo,
	}
	successeurAVenir = finding.Rule{
		Code: "successeur-a-venir", Severity: finding.Info,
		Sentence: "La certification qui prend la suite n'est pas encore délivrée quand la formation s'achève : elle n'est pas ajoutée.",
		Why:      "Les stagiaires passent l'examen de la certification en vigueur à la fin de leur formation.", Source: certifInfo + ", année de la première session",
	}
	certificationTexte = finding.Rule{
		Code: "certification-trouvee", Severity: finding.Info,
		Sentence: "La certification a été trouvée par l'intitulé.",
		Why:      "Une formation certifiante sans certification n'est pas trouvée par ceux qui cherchent la certification.",
		Source:   certifInfo + " ; la confiance est mesurée sur des intitulés codés à la main",
	}
	codesTexte = finding.Rule{
		Code: "codes-trouves", Severity: finding.Info,
		Sentence: "Les codes ont été trouvés par le texte de la formation.",
		Why:      "Sans code, la formation n'est pas trouvée par métier ni par domaine.",
		Source:   "ROME, Formacode, NSF et les certifications déjà codées ; la confiance est mesurée sur des intitulés codés à la main",
	}
	intituleOfficiel = finding.Rule{
		Code: "intitule-officiel", Severity: finding.Info,
		Sentence: "L'intitulé est remplacé par le libellé officiel de la certification.",
		Why:      "L'intitulé d'une formation certifiante est le libellé officiel ; on peut le compléter, non le modifier.",
		Source:   "Guide de saisie, onglet « Identification » de l'action",
	}
	niveauDivergent = finding.Rule{
		Code: "niveau-sortie-certification", Severity: finding.Info,
		Sentence: "Le niveau de sortie est celui de la certification, non celui qui a été saisi.",
		Why:      "Le niveau ne se saisit que pour une formation non certifiante.",
		Source:   "Guide de saisie, onglet « Validation et prérequis »",
	}
	codeInconnu = finding.Rule{
		Code: "code-inconnu", Severity: finding.Warning,
		Sentence: "Le code saisi n'est pas dans la nomenclature.",
		Why:      "Un code inconnu ne permet à personne de trouver la formation.",
		Remedy:   "Remplacez le code par celui qui est en vigueur.", Source: "ROME, Formacode et NSF, chacun par son éditeur",
	}
	codeTraduit = finding.Rule{
		Code: "code-traduit", Severity: finding.Info,
		Sentence: "Le code saisi est d'une version précédente de la nomenclature : il est remplacé par celui qui en a pris la suite.",
		Why:      "Un code périmé ne permet à personne de trouver la formation.", Source: "ROME et Formacode, versions successives de leur éditeur",
	}
	codesEnTrop = finding.Rule{
		Code: "codes-en-trop", Severity: finding.Info,
		Sentence: "Il y a plus de codes que LHEO n'en prend : les derniers ne sont pas repris.",
		Why:      "Au plus cinq Formacode, cinq ROME et trois NSF ; le Formacode principal vient en premier.",
		Source:   "LHEO 2.3, <domaine-formation>",
	}
	codePerime = finding.Rule{
		Code: "code-herite-perime", Severity: finding.Info,
		Sentence: "Un code que la certification apporte n'est plus dans la nomenclature en vigueur ; il est gardé.",
		Why:      "Certif Info suit les nomenclatures avec retard ; le code n'aide plus à trouver la formation.",
		Source:   "Certif Info, et ROME, Formacode et NSF, chacun par son éditeur",
	}
	codeRepete = finding.Rule{
		Code: "code-repete", Severity: finding.Info,
		Sentence: "Le code saisi est déjà apporté par la certification.",
		Why:      "On n'ajoute à la main que les codes que la certification n'apporte pas.",
		Source:   "Guide de saisie, onglet « Objectifs et contenus »",
	}
	ndaRegistre = finding.Rule{
		Code: "nda-registre", Severity: finding.Info,
		Sentence: "Le numéro de déclaration d'activité vient de la liste nationale des organismes.",
		Why:      "LHEO l'exige de l'organisme responsable.", Source: "Liste publique des organismes de formation",
	}
	ndaDivergent = finding.Rule{
		Code: "nda-divergent", Severity: finding.Warning,
		Sentence: "Le numéro de déclaration d'activité donné n'est pas celui de la liste nationale ; il est gardé.",
		Why:      "Un numéro faux empêche la prescription et le financement.",
		Remedy:   "Vérifiez le numéro auprès de l'organisme.", Source: "Liste publique des organismes de formation",
	}
	organismeFerme = finding.Rule{
		Code: "organisme-ferme", Severity: finding.Warning,
		Sentence: "L'établissement est fermé selon la liste nationale des organismes.",
		Why:      "Les partenaires refusent les formations d'un établissement fermé.",
		Remedy:   "Vérifiez le SIRET, et rattachez les formations à l'établissement qui a pris la suite.", Source: "Liste publique des organismes de formation",
	}
)
