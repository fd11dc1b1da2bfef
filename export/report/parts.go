package report

// part is one segment of a whole, as a bar shows it.
type part struct {
	N     int
	Label string
	Class string // of its colour in the page
}

func (c Codification) parts() []part {
	return []part{
		{c.Inherited, "par la certification nommée", "good"},
		{c.Replaced, "par celle qui l'a remplacée", "same"},
		{c.Text, "par le texte, automatiquement", "auto"},
		{c.Decided, "par une décision des chargés d'offre", "good"},
		{c.Typed, "par des codes saisis", "info"},
		{c.Proposed, "à décider, avec des propositions", "todo"},
		{c.Unknown, "sans code, certification inconnue de Certif Info", "bad"},
		{c.None, "sans code ni certification", "none"},
	}
}
