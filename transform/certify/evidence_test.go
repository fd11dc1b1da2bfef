package certify

import (
	"testing"
	"time"
)

func TestEvidenceIsWhatAPersonCanCheck(t *testing.T) {
	x := smallIndex(t)
	for _, c := range []struct {
		name  string
		query Query
		want  string
	}{
		{"same title", Query{Title: "Bac pro cuisine", Level: 4}, "même intitulé ; type Bac pro ; niveau 4 ; seule certification de ce nom"},
		{"no kind", Query{Title: "Cuisine"}, "même intitulé ; type absent du titre (ici Bac pro) ; même nom que CAP cuisine (101)"},
		{"option", Query{Title: "BTS maintenance des véhicules option B"}, "intitulé en partie : manque « transport, routier » ; même option ; type BTS ; niveau 5"},
		{"part", Query{Title: "Licence pro notariat"}, "intitulé en partie : manque « métiers » ; type Licence pro ; niveau 6"},
		{"initials", Query{Title: "BTS NDRC", Date: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}, "même intitulé ; type BTS ; niveau 5 ; seule certification de ce nom ; dernière session en 2025"},
		{"certifier", Query{Title: "Ostéopathe", Certifier: "Institut Lemoine"}, "même intitulé ; type absent du titre (ici Autre titre inscrit sur demande au RNCP (niveau 7)) ; même certificateur ; seule certification de ce nom ; version en cours"},
		{"no certifier", Query{Title: "Ostéopathe"}, "même intitulé ; type absent du titre (ici Autre titre inscrit sur demande au RNCP (niveau 7)) ; 1 autre certification de la même famille convient aussi"},
		{"diploma", Query{Title: "Soirées du numérique", Type: "Brevet de technicien supérieur", Diploma: "maintenance des véhicules option A : voitures particulières"}, "même intitulé dans le nom du diplôme ; même option ; type BTS ; seule certification de ce nom"},
		{"other kind", Query{Title: "BTS cuisine"}, "même intitulé ; autre type : CAP et non BTS ; niveau 3 et non 5 ; même nom que Bac pro cuisine (102) ; version en cours depuis 2018"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := x.Find(c.query, 1); len(got) == 0 || got[0].Evidence != c.want {
				t.Errorf("%+v\nwant %q", got, c.want)
			}
		})
	}
}
