package report

// part is one segment of a whole, as a bar shows it.
type part struct {
	N     int
	Label string
	Class string // of its colour in the page
}

func (c Codification) parts() []part {
	return []part{
		{c.Automatic, "codées par la certification nommée", "good"},
		{c.Replaced, "codées par la certification qui remplace celle nommée", "same"},
		{c.Typed, "codes saisis seulement", "info"},
		{c.Unknown, "certification inconnue de Certif Info, sans code", "bad"},
		{c.None, "sans certification ni code", "none"},
	}
}
