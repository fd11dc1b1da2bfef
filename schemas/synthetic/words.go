package synthetic

import (
	"math/rand/v2"
	"strings"
	"sync"
)

// words are what sentences are made of: verbs, things, and what is said of them.
var (
	verbs = strings.Fields(`Préparer Organiser Réaliser Contrôler Analyser Conduire Concevoir Entretenir Accueillir Négocier Rédiger
		Installer Diagnostiquer Planifier Animer Évaluer Coordonner Programmer Dimensionner Transmettre Appliquer Identifier Maîtriser Assembler`)
	things = []string{"les documents comptables", "une intervention sur un chantier", "la relation avec le client", "les réseaux électriques d'un bâtiment",
		"un projet d'insertion", "les gestes professionnels", "l'hygiène des locaux", "une base de données", "la qualité d'un produit", "le planning d'une équipe",
		"les soins du quotidien", "la chaîne du froid", "un véhicule léger", "une campagne sur les réseaux sociaux", "un entretien individuel", "la maintenance préventive",
		"les stocks d'un magasin", "une machine à commande numérique", "la sécurité des personnes", "un dossier de financement", "les écrits professionnels",
		"une exploitation agricole", "le tri des déchets", "la paie et les déclarations sociales", "une maquette numérique", "l'étanchéité d'une toiture",
		"un réseau de distribution d'eau", "les paramètres d'une chaudière", "la mise en rayon", "une recette régionale"}
	manners = []string{"selon les règles du métier", "en respectant les délais", "dans le cadre d'une démarche qualité", "à l'aide d'un logiciel courant",
		"en autonomie puis en équipe", "conformément à la réglementation", "avec l'appui du tuteur en entreprise", "en tenant compte des personnes handicapées",
		"à partir d'un cahier des charges", "en anglais comme en français", "à l'oral & à l'écrit", "pour moins de 3 % d'erreurs", "de l'étude à la livraison",
		"en situation réelle", "dans une cuisine ou un atelier", "en limitant l'impact sur l'environnement", "auprès d'un public varié", "sous le contrôle d'un responsable"}
	subjects = strings.Fields(`cuisine soudage comptabilité secrétariat plomberie électricité maçonnerie logistique vente accueil informatique
		bureautique management anglais horticulture mécanique coiffure esthétique menuiserie peinture sécurité animation petite-enfance aide-à-domicile`)
	kinds = []string{"CAP", "BTS", "Titre professionnel", "Certificat de qualification", "Bac professionnel", "Perfectionnement en", "Initiation à la", "Licence professionnelle", "Habilitation", "Remise à niveau"}
)

// sentences are enough for compression to find in a text no more than it does in
// real ones.
var sentences = sync.OnceValue(func() []string {
	r := rand.New(rand.NewPCG(3, 0))
	list := make([]string, 6000)
	for i := range list {
		pick := func(from []string) string { return from[r.IntN(len(from))] }
		list[i] = pick(verbs) + " " + pick(things) + " et " + pick(things) + " " + pick(manners)
		if r.IntN(3) == 0 {
			list[i] += " (" + pick(subjects) + ", " + pick(subjects) + ")"
		}
		list[i] += pick([]string{". ", ".\n", " ; ", ".\n- ", ". "})
	}
	return list
})

// text is of about so many characters.
func (m maker) text(length int) string {
	var b strings.Builder
	b.Grow(length + 160)
	for b.Len() < length {
		b.WriteString(oneOf(m, sentences()))
	}
	return strings.TrimRight(b.String(), " \n-;")
}

// between is a length from least to most, nearer to the least more often.
func (m maker) between(least, most int) int {
	u := m.Float64()
	return least + int(u*u*float64(most-least))
}

func (m maker) title() string { return oneOf(m, kinds) + " " + oneOf(m, subjects) }
