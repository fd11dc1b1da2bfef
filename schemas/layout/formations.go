package layout

// Fields of a formation: tabs « Identification », « Objectifs et contenus »,
// « Validation et prérequis » of the action de formation in the guide. Its
// organisme responsable is named by FormationResponsable.
const (
	FormationID             Field = "formation.identifiant"
	FormationReference      Field = "formation.reference"
	FormationResponsable    Field = "formation.responsable"
	FormationIntitule       Field = "formation.intitule"
	FormationCertifiante    Field = "formation.certifiante"
	FormationCertifInfo     Field = "formation.certif_info"
	FormationRNCP           Field = "formation.rncp"
	FormationRS             Field = "formation.rs"
	FormationCFD            Field = "formation.cfd"
	FormationMotsCles       Field = "formation.mots_cles"
	FormationMetiers        Field = "formation.metiers_vises"
	FormationObjectif       Field = "formation.objectif"
	FormationContenu        Field = "formation.contenu"
	FormationResultats      Field = "formation.resultats"
	FormationROME           Field = "formation.rome"
	FormationFormacodes     Field = "formation.formacodes"
	FormationNSF            Field = "formation.nsf"
	FormationNiveauEntree   Field = "formation.niveau_entree"
	FormationNiveauSortie   Field = "formation.niveau_sortie"
	FormationReconnaissance Field = "formation.type_reconnaissance"
	FormationValidation     Field = "formation.commentaire_validation"
	FormationPrerequis      Field = "formation.prerequis"
	FormationPublics        Field = "formation.publics"
	FormationInfoPublic     Field = "formation.info_public"
	FormationParcours       Field = "formation.parcours"
	FormationObjectifGal    Field = "formation.objectif_general"
	FormationPositionnement Field = "formation.positionnement"
	FormationModule         Field = "formation.module"
	FormationURL            Field = "formation.url"
	FormationContactNom     Field = "formation.contact_nom"
	FormationContactPrenom  Field = "formation.contact_prenom"
	FormationContactTel     Field = "formation.contact_telephone"
	FormationContactMail    Field = "formation.contact_courriel"
	FormationBesides        Field = "formation.complement" // values.Complement in JSON; not in the own workbook
	FormationReste          Field = "formation.reste"      // []offre.Brut in JSON; not in the own workbook
)

var formations = Sheet{
	Name: "Formations", Aliases: []string{"Formation", "Actions", "Actions de formation"},
	Columns: []Column{
		{Field: FormationID, Header: "Identifiant", Aliases: []string{"Numéro Carif", "Identifiant Carif"}, Kind: Key,
			Help: "Numéro donné par le Carif-Oref ; à laisser vide pour une formation nouvelle, à ne jamais changer.", Example: ""},
		{Field: FormationResponsable, Header: "SIRET de l'organisme responsable", Aliases: []string{"SIRET responsable", "SIRET organisme gestionnaire"}, Kind: SIRET, Required: true,
			Help: "Organisme signataire de la convention ; il doit avoir un SIRET et un numéro de déclaration d'activité.", Example: "73282932000074"},
		{Field: FormationReference, Header: "Référence", Aliases: []string{"Référence de la formation", "Code formation"}, Kind: Key, Required: true, Unless: FormationID,
			Help: "Référence de la formation chez vous : courte, unique dans l'organisme, la même d'une année sur l'autre.", Example: "NAU-01"},
		{Field: FormationIntitule, Header: "Intitulé", Aliases: []string{"Intitulé de la formation", "Nom de la formation", "Titre"}, Kind: Title, Required: true,
			Help: "En minuscules accentuées ; pour une formation certifiante, le libellé officiel, que vous pouvez compléter.", Example: "CAP cuisine"},
		{Field: FormationCertifiante, Header: "Certifiante", Aliases: []string{"Formation certifiante", "Diplômante"}, Kind: Boolean,
			Help: "Oui si la formation prépare un diplôme, un titre, une certification ou une habilitation.", Example: "oui"},
		{Field: FormationCertifInfo, Header: "Certification préparée (Certif Info)", Aliases: []string{"Certif Info", "Code Certif Info", "Certification préparée"}, Kind: CertifInfo,
			Help: "Code Certif Info de la certification ; plusieurs séparés par ; si le stagiaire les valide toutes.", Example: "100357"},
		{Field: FormationRNCP, Header: "Code RNCP", Aliases: []string{"RNCP"}, Kind: RNCP, Help: "Numéro de la fiche au RNCP.", Example: "RNCP38430"},
		{Field: FormationRS, Header: "Code RS", Aliases: []string{"RS"}, Kind: RS, Help: "Numéro de la fiche au répertoire spécifique.", Example: "RS5080"},
		{Field: FormationCFD, Header: "Code diplôme (CFD)", Aliases: []string{"CFD", "Code scolarité"}, Kind: CFD, Help: "Code du diplôme à l'éducation nationale, 8 caractères.", Example: "50022139"},
		{Field: FormationMotsCles, Header: "Mots-clés", Aliases: []string{"Mots clés"}, Kind: List,
			Help: "Mots pour être trouvé, séparés par ; sans répéter ceux de l'intitulé.", Example: "traiteur ; restauration collective"},
		{Field: FormationMetiers, Header: "Métiers préparés ou emplois visés", Aliases: []string{"Métiers visés", "Emplois visés", "Métiers préparés"}, Kind: Prose,
			Help: "Métiers ou emplois auxquels la formation prépare.", Example: "Cuisinier, commis de cuisine"},
		{Field: FormationObjectif, Header: "Objectifs pédagogiques", Aliases: []string{"Objectifs", "Objectif"}, Kind: Prose,
			Help: "Ce que le stagiaire sera capable de faire à l'issue de la formation.", Example: "Réaliser des préparations chaudes et froides"},
		{Field: FormationContenu, Header: "Contenu", Aliases: []string{"Programme", "Contenus"}, Kind: Prose, Help: "Matières enseignées, par ordre d'importance.", Example: "Techniques culinaires, hygiène, gestion des stocks"},
		{Field: FormationResultats, Header: "Résultats attendus", Kind: Prose, Help: "Ce qui est remis ou acquis au terme : diplôme, titre, attestation.", Example: "Obtention du CAP"},
		{Field: FormationROME, Header: "Codes ROME", Aliases: []string{"ROME", "Code ROME"}, Kind: ROME,
			Help: "Codes ROME à ajouter ; ne pas répéter ceux que la certification apporte.", Example: "G1602"},
		{Field: FormationFormacodes, Header: "Formacodes", Aliases: []string{"Formacode", "Code Formacode"}, Kind: Formacode, Help: "Le premier est le domaine principal.", Example: "42752"},
		{Field: FormationNSF, Header: "Codes NSF", Aliases: []string{"NSF", "Code NSF"}, Kind: NSF, Help: "Groupes de spécialités, 3 chiffres.", Example: "221"},
		{Field: FormationNiveauEntree, Header: "Niveau d'entrée", Kind: Table, Table: "niveaux", Help: "Niveau requis à l'entrée.", Example: "sans niveau spécifique"},
		{Field: FormationNiveauSortie, Header: "Niveau de sortie", Kind: Table, Table: "niveaux", Help: "Pour les formations non certifiantes ; sinon la certification le donne.", Example: "niveau 3 (CAP, BEP)"},
		{Field: FormationReconnaissance, Header: "Type de reconnaissance", Kind: Text, Help: "Pour les formations non certifiantes : attestation, certificat d'école…", Example: "Attestation de fin de formation"},
		{Field: FormationValidation, Header: "Commentaire sur la validation", Kind: Prose, Help: "Organisation de la certification, contrôle continu, plusieurs certifications.", Example: "Contrôle en cours de formation"},
		{Field: FormationPrerequis, Header: "Prérequis", Aliases: []string{"Pré-requis"}, Kind: Prose, Help: "Conditions à remplir pour entrer.", Example: "Savoir lire et compter"},
		{Field: FormationPublics, Header: "Publics visés", Aliases: []string{"Public visé", "Code public visé"}, Kind: Formacode, Help: "Codes des publics (Formacode 80000 à 83999), 10 au plus.", Example: "82044"},
		{Field: FormationInfoPublic, Header: "Précisions sur le public", Kind: Text, Help: "Précisions sur le public visé.", Example: "Jeunes de 16 à 29 ans"},
		{Field: FormationParcours, Header: "Parcours de formation", Aliases: []string{"Parcours"}, Kind: Table, Table: "type-parcours", Help: "En groupe, individualisé, modularisé ou mixte.", Example: "mixte"},
		{Field: FormationObjectifGal, Header: "Objectif général", Kind: Table, Table: "AIS", Help: "Certification, professionnalisation, remise à niveau…", Example: "Certification"},
		{Field: FormationPositionnement, Header: "Positionnement", Kind: Table, Table: "type-positionnement", Help: "Réglementaire ou pédagogique.", Example: "pédagogique"},
		{Field: FormationModule, Header: "Identifiant de module", Kind: Key, Help: "Pour un parcours en modules.", Example: ""},
		{Field: FormationURL, Header: "Page web de la formation", Aliases: []string{"URL formation"}, Kind: URL, Help: "Adresse de la page qui présente la formation.", Example: "https://www.exemple.fr/cap-cuisine"},
		{Field: FormationContactNom, Header: "Contact formation - nom", Kind: Text, Help: "Personne qui renseigne sur la formation.", Example: "Lefèvre"},
		{Field: FormationContactPrenom, Header: "Contact formation - prénom", Kind: Text, Help: "Son prénom.", Example: "Camille"},
		{Field: FormationContactTel, Header: "Contact formation - téléphone", Kind: Phone, Help: "Son téléphone.", Example: "02 31 00 00 02"},
		{Field: FormationContactMail, Header: "Contact formation - courriel", Kind: Email, Help: "Son adresse.", Example: "c.lefevre@exemple.fr"},
	},
}
