package classify

import "testing"

func TestSubjectOfATitle(t *testing.T) {
	for title, want := range map[string]string{
		"Formation Excel débutant":                          "Excel",
		"Stage de perfectionnement en soudage TIG":          "soudage TIG",
		"Initiation à l'informatique":                       "informatique",
		"Module 2 : comptabilité analytique":                "2 : comptabilité analytique",
		"Anglais - niveau 2":                                "Anglais",
		"Cours d’espagnol (intermédiaire)":                  "espagnol",
		"Formation de formateurs":                           "Formation de formateurs",
		"Formation professionnelle continue des adultes":    "Formation professionnelle continue des adultes",
		"Formateur professionnel d'adultes":                 "Formateur professionnel d'adultes",
		"Perfectionnement":                                  "Perfectionnement",
		"Formation":                                         "Formation",
		"Coursier":                                          "Coursier",
		"Modules photovoltaïques : installer et entretenir": "photovoltaïques : installer et entretenir",
		"Directeur de la formation":                         "Directeur de la formation",
	} {
		if got := subject(title); got != want {
			t.Errorf("%q is about %q, want %q", title, got, want)
		}
	}
}
