package layout

// Fields of a session: its tabs in the guide, and what LHEO says of its action.
// Its formation is named by FormationReference and FormationResponsable, or by
// FormationID.
const (
	SessionID              Field = "session.identifiant"
	SessionReference       Field = "session.reference"
	SessionAction          Field = "session.action"
	SessionDebut           Field = "session.debut"
	SessionFin             Field = "session.fin"
	SessionMoisEntree      Field = "session.mois_entree" // months of entry without a year; not in the own workbook
	SessionEntreesSorties  Field = "session.entrees_sorties"
	SessionNumeroMarche    Field = "session.numero_marche"
	SessionDispositif      Field = "session.dispositif"
	SessionFinanceurs      Field = "session.financeurs"
	SessionLieuNom         Field = "session.lieu_nom"
	SessionLieuAdresse     Field = "session.lieu_adresse"
	SessionLieuComplement  Field = "session.lieu_complement"
	SessionLieuCodePostal  Field = "session.lieu_code_postal"
	SessionLieuVille       Field = "session.lieu_ville"
	SessionLieuINSEE       Field = "session.lieu_code_insee"
	SessionLieuSIRET       Field = "session.lieu_siret"
	SessionLieuUAI         Field = "session.lieu_uai"
	SessionFormateurSIRET  Field = "session.formateur_siret"
	SessionFormateurNom    Field = "session.formateur_nom"
	SessionContactCivilite Field = "session.contact_civilite"
	SessionContactNom      Field = "session.contact_nom"
	SessionContactPrenom   Field = "session.contact_prenom"
	SessionContactFonction Field = "session.contact_fonction"
	SessionContactTel      Field = "session.contact_telephone"
	SessionContactMail     Field = "session.contact_courriel"
	SessionInscrAdresse    Field = "session.inscription_adresse"
	SessionInscrCodePostal Field = "session.inscription_code_postal"
	SessionInscrVille      Field = "session.inscription_ville"
	SessionInscrDebut      Field = "session.inscription_debut"
	SessionInscrFin        Field = "session.inscription_fin"
	SessionInscrModalites  Field = "session.inscription_modalites"
	SessionEtatRecrutement Field = "session.etat_recrutement"
	SessionPlaces          Field = "session.places"
	SessionRythme          Field = "session.rythme"
	SessionAlternance      Field = "session.alternance"
	SessionEnseignement    Field = "session.enseignement"
	SessionConditions      Field = "session.conditions"
	SessionNiveauOblig     Field = "session.niveau_entree_obligatoire"
	SessionPriseEnCharge   Field = "session.prise_en_charge"
	SessionDetailPrise     Field = "session.detail_prise_en_charge"
	SessionConventionne    Field = "session.conventionnement"
	SessionHeuresCentre    Field = "session.heures_centre"
	SessionHeuresEntr      Field = "session.heures_entreprise"
	SessionHeuresTotal     Field = "session.heures_total"
	SessionDuree           Field = "session.duree_indicative"
	SessionPrixTotal       Field = "session.prix_total"
	SessionPrixHoraire     Field = "session.prix_horaire"
	SessionFraisRestants   Field = "session.frais_restants"
	SessionRecrutement     Field = "session.modalites_recrutement"
	SessionPerimetre       Field = "session.perimetre_recrutement"
	SessionPedagogie       Field = "session.modalites_pedagogiques"
	SessionLangues         Field = "session.langues"
	SessionRestauration    Field = "session.restauration"
	SessionHebergement     Field = "session.hebergement"
	SessionTransport       Field = "session.transport"
	SessionAcces           Field = "session.acces_handicapes"
	SessionURL             Field = "session.url"
	SessionBesides         Field = "session.complement"   // values.Complement in JSON; not in the own workbook
	SessionReste           Field = "session.reste"        // []offre.Brut in JSON; not in the own workbook
	SessionResteAction     Field = "session.reste_action" // the same, of the session's action
)

var sessions = Sheet{
	Name: "Sessions", Aliases: []string{"Session"},
	Columns: []Column{
		{Field: SessionID, Header: "Identifiant", Aliases: []string{"Numéro Carif", "Numéro de session"}, Kind: Key,
			Help: "Numéro donné par le Carif-Oref ; à laisser vide pour une session nouvelle : ne jamais reprendre une ancienne session pour de nouvelles dates.", Example: ""},
		{Field: FormationResponsable, Header: "SIRET de l'organisme responsable", Aliases: []string{"SIRET responsable"}, Kind: SIRET, Required: true, Help: "Celui de la formation.", Example: "73282932000074"},
		{Field: FormationReference, Header: "Référence de la formation", Aliases: []string{"Formation"}, Kind: Key, Required: true, Unless: FormationID, Help: "La référence donnée dans la feuille Formations.", Example: "NAU-01"},
		{Field: FormationID, Header: "Identifiant de la formation", Kind: Key, Help: "Numéro donné par le Carif-Oref ; à laisser vide pour une formation nouvelle : sa référence suffit.", Example: ""},
		{Field: SessionReference, Header: "Référence de la session", Aliases: []string{"Référence"}, Kind: Key, Help: "Référence de la session chez vous, unique dans la formation.", Example: "2026-09"},
		{Field: SessionDebut, Header: "Date de début", Aliases: []string{"Début", "Date début"}, Kind: Day, Required: true, Help: "Premier jour de la session.", Example: "07/09/2026"},
		{Field: SessionFin, Header: "Date de fin", Aliases: []string{"Fin", "Date fin"}, Kind: Day, Required: true, Help: "Dernier jour de la session.", Example: "30/06/2027"},
		{Field: SessionEntreesSorties, Header: "Modalité d'entrées et sorties", Aliases: []string{"Entrées/sorties", "modalites-entrees-sorties"}, Kind: Table, Table: "modalites-es",
			Help: "À dates fixes, ou permanentes : dans ce cas, de préférence du 1er janvier au 31 décembre de l'année.", Example: "entrées/sorties à dates fixes"},
		{Field: SessionNumeroMarche, Header: "Numéro de marché", Kind: Key, Help: "Seulement si vous avez été retenu à un appel public à concurrence.", Example: ""},
		{Field: SessionDispositif, Header: "Dispositif", Kind: Scheme, Help: "Apprentissage, contrat de professionnalisation, formation continue, POEC, AIF, CPF, bilan de compétences…", Example: "formation continue"},
		{Field: SessionFinanceurs, Header: "Financeurs", Aliases: []string{"Financeur"}, Kind: Tables, Table: "financeurs", Help: "Financeurs de la session, séparés par ;", Example: "OPCO"},
		{Field: SessionLieuNom, Header: "Lieu - nom", Aliases: []string{"Lieu de formation", "Lieu"}, Kind: Title, Help: "Nom du lieu de formation.", Example: "Site de Ouistreham"},
		{Field: SessionLieuAdresse, Header: "Lieu - adresse", Kind: Title, Help: "Numéro et voie.", Example: "3 quai Charcot"},
		{Field: SessionLieuComplement, Header: "Lieu - complément", Kind: Title, Help: "Bâtiment, zone d'activité.", Example: ""},
		{Field: SessionLieuCodePostal, Header: "Lieu - code postal", Aliases: []string{"Code postal du lieu"}, Kind: PostalCode, Required: true, Help: "5 chiffres, zéro initial compris.", Example: "14150"},
		{Field: SessionLieuVille, Header: "Lieu - ville", Aliases: []string{"Ville du lieu"}, Kind: Title, Required: true, Help: "Nom de la commune.", Example: "Ouistreham"},
		{Field: SessionLieuINSEE, Header: "Lieu - code INSEE", Kind: INSEE, Help: "Trouvé par Passerelle s'il manque.", Example: "14488"},
		{Field: SessionLieuSIRET, Header: "Lieu - SIRET", Kind: SIRET, Help: "SIRET de l'établissement où se tient la session.", Example: ""},
		{Field: SessionLieuUAI, Header: "Lieu - UAI", Kind: UAI, Help: "UAI de l'établissement où se tient la session.", Example: ""},
		{Field: SessionFormateurSIRET, Header: "SIRET de l'organisme formateur", Aliases: []string{"SIRET formateur"}, Kind: SIRET, Help: "S'il n'est pas l'organisme responsable.", Example: ""},
		{Field: SessionFormateurNom, Header: "Organisme formateur", Aliases: []string{"Raison sociale formateur"}, Kind: Title, Help: "Sa raison sociale.", Example: ""},
		{Field: SessionContactCivilite, Header: "Contact - civilité", Kind: Text, Help: "Madame ou Monsieur.", Example: "Madame"},
		{Field: SessionContactNom, Header: "Contact - nom", Aliases: []string{"Contact"}, Kind: Text, Help: "Un contact et un seul par session : la personne qui peut la renseigner.", Example: "Lefèvre"},
		{Field: SessionContactPrenom, Header: "Contact - prénom", Kind: Text, Help: "Son prénom.", Example: "Camille"},
		{Field: SessionContactFonction, Header: "Contact - fonction", Kind: Title, Help: "Sa fonction.", Example: "Conseillère formation"},
		{Field: SessionContactTel, Header: "Contact - téléphone", Kind: Phone, Help: "Ligne directe si possible.", Example: "02 31 00 00 02"},
		{Field: SessionContactMail, Header: "Contact - courriel", Kind: Email, Help: "Adresse directe si possible.", Example: "c.lefevre@exemple.fr"},
		{Field: SessionInscrAdresse, Header: "Inscription - adresse", Kind: Title, Help: "Adresse où l'on s'inscrit, si ce n'est pas le lieu de formation.", Example: ""},
		{Field: SessionInscrCodePostal, Header: "Inscription - code postal", Kind: PostalCode, Help: "5 chiffres.", Example: ""},
		{Field: SessionInscrVille, Header: "Inscription - ville", Kind: Title, Help: "Nom de la commune.", Example: ""},
		{Field: SessionInscrDebut, Header: "Inscription - du", Kind: Day, Help: "Ouverture des inscriptions.", Example: "01/06/2026"},
		{Field: SessionInscrFin, Header: "Inscription - au", Kind: Day, Help: "Clôture des inscriptions.", Example: "31/08/2026"},
		{Field: SessionInscrModalites, Header: "Inscription - modalités", Kind: Text, Help: "Comment s'inscrire, en une phrase.", Example: "Dossier à demander au centre"},
		{Field: SessionEtatRecrutement, Header: "État du recrutement", Kind: Table, Table: "etat-recrutement", Help: "Ouvert, fermé ou suspendu.", Example: "ouvert"},
		{Field: SessionPlaces, Header: "Nombre de places", Aliases: []string{"Capacité", "Places"}, Kind: Integer, Help: "Places offertes par la session.", Example: "12"},
		{Field: SessionRythme, Header: "Rythme", Aliases: []string{"Rythme de formation"}, Kind: Text, Help: "Temps plein, temps partiel, cours du soir…", Example: "Temps plein"},
		{Field: SessionAlternance, Header: "Modalités d'alternance", Aliases: []string{"Alternance"}, Kind: Text, Help: "Périodes en centre et en entreprise.", Example: "Une semaine en centre, trois en entreprise"},
		{Field: SessionEnseignement, Header: "Modalité d'enseignement", Kind: Table, Table: "modalites-enseignement", Help: "En présence, mixte ou à distance.", Example: "formation entièrement présentielle"},
		{Field: SessionConditions, Header: "Conditions spécifiques", Kind: Prose, Help: "Conditions propres à la session.", Example: ""},
		{Field: SessionNiveauOblig, Header: "Niveau d'entrée obligatoire", Kind: Boolean, Help: "Oui si le niveau d'entrée est exigé.", Example: "non"},
		{Field: SessionPriseEnCharge, Header: "Prise en charge des frais possible", Kind: Boolean, Help: "Oui si les frais peuvent être pris en charge.", Example: "oui"},
		{Field: SessionDetailPrise, Header: "Conditions de prise en charge", Kind: Prose, Help: "À quelles conditions.", Example: ""},
		{Field: SessionConventionne, Header: "Conventionnée", Aliases: []string{"Conventionnement"}, Kind: Boolean, Help: "Oui si la session est financée par une convention ou un marché public.", Example: "non"},
		{Field: SessionHeuresCentre, Header: "Heures en centre", Kind: Integer, Help: "Durée en centre, en heures.", Example: "420"},
		{Field: SessionHeuresEntr, Header: "Heures en entreprise", Kind: Integer, Help: "Durée en entreprise, en heures.", Example: "140"},
		{Field: SessionHeuresTotal, Header: "Heures au total", Aliases: []string{"Durée en heures", "Nombre d'heures"}, Kind: Integer, Help: "Durée totale, en heures.", Example: "560"},
		{Field: SessionDuree, Header: "Durée indicative", Aliases: []string{"Durée"}, Kind: Text, Help: "Durée en mots.", Example: "2 ans"},
		{Field: SessionPrixTotal, Header: "Prix total TTC", Kind: Decimal, Help: "En euros.", Example: "2500"},
		{Field: SessionPrixHoraire, Header: "Prix horaire TTC", Kind: Decimal, Help: "En euros par heure.", Example: "12,50"},
		{Field: SessionFraisRestants, Header: "Frais restant à charge", Kind: Text, Help: "Ce qui reste à payer par le stagiaire.", Example: "Tenue professionnelle"},
		{Field: SessionRecrutement, Header: "Modalités de recrutement", Kind: Prose, Help: "Entretien, tests, dossier.", Example: "Entretien individuel"},
		{Field: SessionPerimetre, Header: "Périmètre de recrutement", Kind: Table, Table: "perimetre-recrutement", Help: "Commune, département, région, pays.", Example: "Région"},
		{Field: SessionPedagogie, Header: "Modalités pédagogiques", Kind: Text, Help: "Méthodes, en une phrase.", Example: "Atelier et mises en situation"},
		{Field: SessionLangues, Header: "Langues", Kind: List, Help: "Langue d'enseignement, code à deux lettres.", Example: "fr"},
		{Field: SessionRestauration, Header: "Restauration", Kind: Text, Help: "Possibilités de restauration.", Example: "Self sur place"},
		{Field: SessionHebergement, Header: "Hébergement", Kind: Text, Help: "Possibilités d'hébergement.", Example: "Internat"},
		{Field: SessionTransport, Header: "Transport", Kind: Text, Help: "Accès par les transports.", Example: "Bus 61"},
		{Field: SessionAcces, Header: "Accès des personnes handicapées", Aliases: []string{"Accès handicapés"}, Kind: Text, Help: "Accessibilité du lieu.", Example: "Accessible en fauteuil"},
		{Field: SessionURL, Header: "Page web de la session", Kind: URL, Help: "Adresse de la page qui présente la session.", Example: ""},
	},
}
