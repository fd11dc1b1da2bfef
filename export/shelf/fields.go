package shelf

// field is a part of a formation as people who follow its changes think of it.
type field uint8

const (
	container field = iota // its children have fields of their own
	title
	content
	codes
	dates
	places
	contacts
	organisms
	funding
	publics
	modalities
	other
	stamps // what a container says in its own tag: when it was made and changed
	fieldCount
)

// Fields that a Change may name, in the order in which it names them: the word in
// JSON, which never changes, and the one in sentences.
var fieldWords = [fieldCount]struct{ word, label string }{
	title:      {"intitule", "intitulé"},
	content:    {"contenu", "contenu"},
	codes:      {"codes", "codes et certification"},
	dates:      {"dates", "dates"},
	places:     {"lieux", "lieux"},
	contacts:   {"contacts", "contacts et inscription"},
	organisms:  {"organismes", "organismes"},
	funding:    {"financement", "financement"},
	publics:    {"publics", "publics et conditions d'accès"},
	modalities: {"modalites", "modalités"},
	other:      {"autres", "informations complémentaires"},
	stamps:     {"horodatage", "date de mise à jour"},
}

// Words of what is added to a formation or taken from it.
const (
	sessionsWord = "sessions"
	actionsWord  = "actions"
)

// fieldOf gives the field of an element that stands directly in a container. One
// that is not listed says how the formation goes on: modalities.
var fieldOf = map[string]field{
	"formation": container, "action": container, "session": container,

	"intitule-formation": title,

	"objectif-formation": content, "resultats-attendus": content, "contenu-formation": content, "objectif-general-formation": content,
	"parcours-de-formation": content,

	"domaine-formation": codes, "certification": codes, "certifiante": codes, "code-niveau-entree": codes, "code-niveau-sortie": codes,
	"eligibilite-cpf": codes, "validations": codes,

	"periode": dates, "periode-inscription": dates, "date-information": dates,

	"lieu-de-formation": places,

	"contact-formation": contacts, "contact-session": contacts, "adresse-inscription": contacts, "adresse-information": contacts,
	"url-formation": contacts, "url-action": contacts, "url-session": contacts, "modalites-inscription": contacts, "etat-recrutement": contacts,

	"organisme-formation-responsable": organisms, "organisme-formateur": organisms, "organisme": organisms,

	"organisme-financeur": funding, "prise-en-charge-frais-possible": funding, "conventionnement": funding, "frais-restants": funding,
	"frais-anpe": funding, "detail-conditions-prise-en-charge": funding,

	"code-public-vise": publics, "conditions-specifiques": publics, "niveau-entree-obligatoire": publics, "info-public-vise": publics,
	"acces-handicapes": publics,

	"extras": other, "uri": other,
}
