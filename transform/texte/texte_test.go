package texte

import (
	"slices"
	"testing"
)

func TestNormaliseReadsTitles(t *testing.T) {
	for _, c := range []struct {
		title, kind string
		niveau      int
		corps       []string
	}{
		{"BTS compta", "BTS", 5, []string{"comptabilit"}},
		{"B.T.S. Comptabilité & gestion", "BTS", 5, []string{"comptabilit", "gestion"}},
		{"brevet de technicien supérieur agricole GEMEAU", "BTSA", 5, []string{"gestion", "maitri", "eau"}},
		{"TP serveur/serveuse en restauration", "Titre professionnel", 0, []string{"serveur", "restauration"}},
		{"Titre pro conducteur·trice de TP", "Titre professionnel", 0, []string{"conducteur", "traval", "public"}},
		{"DEAES", "DE", 0, []string{"accompagnant", "educatif", "social"}},
	} {
		got := Normalise(c.title)
		if got.Type.Sigle != c.kind || got.Niveau != c.niveau {
			t.Errorf("%q: type %q level %d, want %q %d", c.title, got.Type.Sigle, got.Niveau, c.kind, c.niveau)
		}
		if !slices.Equal(got.Corps, c.corps) {
			t.Errorf("%q: %q, want %q", c.title, got.Corps, c.corps)
		}
	}
}
