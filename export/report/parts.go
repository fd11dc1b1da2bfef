package report

// part is one segment of a whole, as a bar shows it.
type part struct {
	N     int
	Label string
	Class string // of its colour in the page
}

func (c Codification) parts() []part {
	return []part{
		{c.Automatic, "par la certification nommée", "good"},
		{c.Replaced, "par celle qui l'a remplacée", "same"},
		{c.Typed, "par des codes saisis", "info"},
		{c.Unknown, "sans code, certification inconnue de Certif Info", "bad"},
		{c.None, "sans code ni certification", "none"},
	}
}
