package layout

// Fields of an organisme: tabs « Identification », « Infos administratives »,
// « Infos OF » and « Historique » of its entry in the guide.
const (
	OrganismeSIRET          Field = "organisme.siret"
	OrganismeNDA            Field = "organisme.nda"
	OrganismeUAI            Field = "organisme.uai"
	OrganismeNom            Field = "organisme.nom"
	OrganismeRaisonSociale  Field = "organisme.raison_sociale"
	OrganismeAdresse        Field = "organisme.adresse"
	OrganismeComplement     Field = "organisme.complement"
	OrganismeCodePostal     Field = "organisme.code_postal"
	OrganismeVille          Field = "organisme.ville"
	OrganismeINSEE          Field = "organisme.code_insee"
	OrganismeTelephone      Field = "organisme.telephone"
	OrganismePortable       Field = "organisme.portable"
	OrganismeFax            Field = "organisme.fax"
	OrganismeCourriel       Field = "organisme.courriel"
	OrganismeWeb            Field = "organisme.web"
	OrganismeSiege          Field = "organisme.siege"
	OrganismeDependDe       Field = "organisme.depend_de"
	OrganismeRattachees     Field = "organisme.rattachees"
	OrganismePotentiel      Field = "organisme.potentiel"
	OrganismePotentielCodes Field = "organisme.potentiel_formacodes"
	OrganismeCertifications Field = "organisme.certifications"
	OrganismeRenseignements Field = "organisme.renseignements"
	OrganismeVerifieLe      Field = "organisme.verifie_le"
	OrganismeCommentaire    Field = "organisme.commentaire"
	OrganismeBesides        Field = "organisme.complement_lheo" // values.Complement in JSON; not in the own workbook
	OrganismeID             Field = "organisme.identifiant"
)

// Fields of an interlocuteur: tab « Interlocuteurs ». The organisation is named
// by OrganismeSIRET.
const (
	InterlocuteurCivilite  Field = "interlocuteur.civilite"
	InterlocuteurNom       Field = "interlocuteur.nom"
	InterlocuteurPrenom    Field = "interlocuteur.prenom"
	InterlocuteurFonction  Field = "interlocuteur.fonction"
	InterlocuteurTelephone Field = "interlocuteur.telephone"
	InterlocuteurPortable  Field = "interlocuteur.portable"
	InterlocuteurCourriel  Field = "interlocuteur.courriel"
	InterlocuteurBesides   Field = "interlocuteur.complement" // values.Complement in JSON; not in the own workbook
)

var organismes = Sheet{
	Name: "Organismes", Aliases: []string{"Organisme", "OF"},
	Columns: []Column{
		{Field: OrganismeSIRET, Header: "SIRET", Aliases: []string{"N° SIRET", "Numéro SIRET"}, Kind: SIRET, Required: true,
			Help: "Numéro SIRET de l'établissement, 14 chiffres ; tout changement se demande au Carif-Oref.", Example: "73282932000074"},
		{Field: OrganismeNDA, Header: "Numéro de déclaration d'activité", Aliases: []string{"NDA", "N° DA", "Numéro d'activité", "N° de déclaration d'activité"}, Kind: NDA,
			Help: "11 caractères, attribué par la DREETS ; en général seul le siège en porte un.", Example: "28140012314"},
		{Field: OrganismeUAI, Header: "UAI", Aliases: []string{"Code UAI", "RNE"}, Kind: UAI,
			Help: "Code de l'établissement à l'éducation nationale, 7 chiffres et une lettre.", Example: "0141408E"},
		{Field: OrganismeNom, Header: "Nom", Aliases: []string{"Nom de l'organisme", "Enseigne"}, Kind: Title, Required: true,
			Help: "Nom d'usage, en minuscules accentuées, première lettre en majuscule.", Example: "Institut du littoral"},
		{Field: OrganismeRaisonSociale, Header: "Raison sociale", Kind: Title,
			Help: "Raison sociale telle que l'INSEE la connaît, en minuscules accentuées.", Example: "Association Institut du littoral"},
		{Field: OrganismeAdresse, Header: "Adresse", Aliases: []string{"Rue", "Adresse 1"}, Kind: Title,
			Help: "Numéro et voie, en minuscules accentuées.", Example: "12 rue des Salines"},
		{Field: OrganismeComplement, Header: "Complément d'adresse", Aliases: []string{"Adresse 2"}, Kind: Title,
			Help: "Bâtiment, zone d'activité, boîte postale.", Example: "Bâtiment B"},
		{Field: OrganismeCodePostal, Header: "Code postal", Aliases: []string{"CP"}, Kind: PostalCode, Help: "5 chiffres, zéro initial compris.", Example: "14000"},
		{Field: OrganismeVille, Header: "Ville", Aliases: []string{"Commune"}, Kind: Title, Help: "Nom de la commune.", Example: "Caen"},
		{Field: OrganismeINSEE, Header: "Code INSEE", Aliases: []string{"Code INSEE commune"}, Kind: INSEE,
			Help: "Code officiel de la commune, différent du code postal ; trouvé par Passerelle s'il manque.", Example: "14118"},
		{Field: OrganismeTelephone, Header: "Téléphone", Aliases: []string{"Tél", "Tél.", "Téléphone fixe"}, Kind: Phone, Help: "Numéro du standard.", Example: "02 31 00 00 00"},
		{Field: OrganismePortable, Header: "Portable", Aliases: []string{"Mobile"}, Kind: Phone, Help: "Numéro de portable.", Example: "06 00 00 00 00"},
		{Field: OrganismeFax, Header: "Télécopie", Aliases: []string{"Fax"}, Kind: Phone, Help: "Numéro de télécopie.", Example: "02 31 00 00 01"},
		{Field: OrganismeCourriel, Header: "Courriel", Aliases: []string{"E-mail", "Mail", "Adresse mail"}, Kind: Email, Help: "Adresse de contact de l'organisme.", Example: "accueil@exemple.fr"},
		{Field: OrganismeWeb, Header: "Site web", Aliases: []string{"Site internet", "Web", "Site"}, Kind: URL, Help: "Adresse du site de l'organisme.", Example: "https://www.exemple.fr"},
		{Field: OrganismeSiege, Header: "SIRET du siège", Aliases: []string{"Siège", "Rattaché à (SIRET)"}, Kind: SIRET,
			Help: "Pour une antenne : le SIRET du siège, qui porte la déclaration d'activité.", Example: "73282932000074"},
		{Field: OrganismeDependDe, Header: "Structures de rattachement", Kind: List,
			Help: "Structures dont l'organisme dépend sur un plan administratif ou fonctionnel.", Example: "Université de Caen"},
		{Field: OrganismeRattachees, Header: "Structures rattachées", Kind: List, Help: "Structures qui dépendent de l'organisme.", Example: "IAE, département finance"},
		{Field: OrganismePotentiel, Header: "Potentiel de formation", Aliases: []string{"Potentiel"}, Kind: Prose,
			Help: "Compétences et matières enseignées, sigles développés ; chaque mot sert à la recherche du public.", Example: "Formations aux métiers du nautisme"},
		{Field: OrganismePotentielCodes, Header: "Formacodes du potentiel", Kind: Formacode, Help: "Domaines du potentiel, 25 Formacodes au plus.", Example: "31734 ; 31795"},
		{Field: OrganismeCertifications, Header: "Certifications préparées", Kind: CertifInfo,
			Help: "Codes Certif Info séparés par ; chacun suivi au besoin de deux-points et d'un commentaire.", Example: "54912 : uniquement en apprentissage ; 81001"},
		{Field: OrganismeRenseignements, Header: "Renseignements spécifiques", Kind: Prose, Help: "Démarche qualité et autres précisions utiles au public.", Example: "Certifié Qualiopi"},
		{Field: OrganismeVerifieLe, Header: "Vérifié le", Aliases: []string{"Date de vérification"}, Kind: Day,
			Help: "Jour où l'organisme a vérifié toute sa fiche ; demandé une fois par an.", Example: "15/09/2026"},
		{Field: OrganismeCommentaire, Header: "Commentaire divers", Aliases: []string{"Commentaire"}, Kind: Prose, Help: "Toute information utile au Carif-Oref ; n'est pas publiée.", Example: ""},
		{Field: OrganismeID, Header: "Identifiant de l'organisme", Aliases: []string{"Numéro Carif de l'organisme", "Identifiant Carif de l'organisme"}, Kind: Key,
			Help: "Numéro donné par le Carif-Oref ; vide pour un nouvel organisme. Avec un autre SIRET, il en demande le changement.", Example: "04_O73282932000074"},
	},
}

var interlocuteurs = Sheet{
	Name: "Interlocuteurs", Aliases: []string{"Interlocuteur", "Contacts"},
	Columns: []Column{
		{Field: OrganismeSIRET, Header: "SIRET de l'organisme", Aliases: []string{"SIRET"}, Kind: SIRET, Required: true, Help: "Organisme auquel l'interlocuteur appartient.", Example: "73282932000074"},
		{Field: InterlocuteurCivilite, Header: "Civilité", Kind: Text, Help: "Madame ou Monsieur.", Example: "Madame"},
		{Field: InterlocuteurNom, Header: "Nom", Kind: Text, Required: true, Help: "Nom de famille.", Example: "Lefèvre"},
		{Field: InterlocuteurPrenom, Header: "Prénom", Kind: Text, Help: "Prénom.", Example: "Camille"},
		{Field: InterlocuteurFonction, Header: "Fonction", Kind: Title, Help: "Fonction dans l'organisme.", Example: "Responsable pédagogique"},
		{Field: InterlocuteurTelephone, Header: "Téléphone", Aliases: []string{"Tél", "Tél."}, Kind: Phone, Help: "Ligne directe si possible.", Example: "02 31 00 00 02"},
		{Field: InterlocuteurPortable, Header: "Portable", Kind: Phone, Help: "Numéro de portable.", Example: "06 00 00 00 00"},
		{Field: InterlocuteurCourriel, Header: "Courriel", Aliases: []string{"E-mail", "Mail"}, Kind: Email, Help: "Adresse directe si possible.", Example: "c.lefevre@exemple.fr"},
	},
}
