package normalise

// synonyms are other ways to name the codes of LHEO's tables, folded.
var synonyms = map[string]map[string]string{
	"niveaux": {
		"sans": "1", "aucun": "1", "sans niveau": "1", "aucun niveau": "1", "sans niveau requis": "1", "tous niveaux": "1", "sans diplome": "1",
		"niveau vi": "2", "vi": "2", "niveau v bis": "3", "niveau vbis": "3", "v bis": "3", "vbis": "3", "niveau v": "4", "v": "4",
		"niveau iv": "5", "iv": "5", "niveau iii": "6", "iii": "6", "niveau ii": "7", "ii": "7", "niveau i": "8", "i": "8",
		"cap": "13", "bep": "13", "cap bep": "13", "cap ou bep": "13", "bac": "14", "baccalaureat": "14", "bac pro": "14", "bp": "14",
		"bac 2": "15", "bts": "15", "dut": "15", "bts dut": "15", "bac 3": "16", "licence": "16", "bac 4": "16", "bac 3 et 4": "16",
		"bac 5": "17", "master": "17", "ingenieur": "17", "bac 5 et plus": "17", "bac 8": "18", "doctorat": "18",
	},
	"modalites-es": {
		"fixe": "0", "fixes": "0", "dates fixes": "0", "a dates fixes": "0", "date fixe": "0", "a date fixe": "0", "entrees fixes": "0",
		"entrees et sorties a dates fixes": "0", "entree sortie a dates fixes": "0",
		"permanente": "1", "permanentes": "1", "permanent": "1", "entrees permanentes": "1", "entrees et sorties permanentes": "1",
		"entree permanente": "1", "entree sortie permanente": "1", "toute l annee": "1",
	},
	"modalites-enseignement": {
		"presentiel": "0", "en presentiel": "0", "presentielle": "0", "en presence": "0", "en centre": "0", "100 presentiel": "0", "entierement presentielle": "0",
		"mixte": "1", "hybride": "1", "blended": "1", "presentiel et distanciel": "1", "presentiel et a distance": "1",
		"distance": "2", "a distance": "2", "distanciel": "2", "en distanciel": "2", "foad": "2", "e learning": "2", "100 a distance": "2", "entierement a distance": "2",
	},
	"etat-recrutement": {
		"ouverte": "1", "en cours": "1", "recrutement en cours": "1", "inscriptions ouvertes": "1",
		"fermee": "2", "clos": "2", "close": "2", "complet": "2", "complete": "2", "inscriptions closes": "2",
		"suspendue": "3", "en attente": "3",
	},
	"type-parcours": {
		"collectif": "1", "groupe": "1", "individuel": "2", "individualise": "2", "modulaire": "3", "modularise": "3",
	},
	"perimetre-recrutement": {
		"autre": "0", "communal": "1", "departemental": "2", "regional": "3", "interregional": "4", "national": "5", "france": "5", "france entiere": "5",
	},
	"AIS": {
		"certifiante": "6", "qualification": "6", "professionnalisante": "7", "prequalification": "8", "remise a niveau": "5",
		"mobilisation": "9", "remobilisation": "9", "perfectionnement": "2", "creation d entreprise": "4",
	},
	"type-positionnement": {},
	"financeurs": {
		"autres": "0", "region": "2", "conseil regional": "2", "region normandie": "2", "fse": "3", "fonds social europeen": "3",
		"france travail": "4", "pole emploi": "4", "entreprises": "5", "employeur": "5", "plan de developpement des competences": "5",
		"agefiph": "7", "departement": "8", "conseil departemental": "8", "conseil general": "8", "commune": "9", "mairie": "9", "ville": "9",
		"beneficiaire": "10", "stagiaire": "10", "individuel": "10", "autofinancement": "10", "personnel": "10",
		"etat": "13", "etat emploi": "11", "dreets": "11", "education nationale": "12",
		"opca": "16", "transitions pro": "17", "fongecif": "17", "cpir": "17", "ministere de l interieur": "19", "ofii": "20",
	},
}
