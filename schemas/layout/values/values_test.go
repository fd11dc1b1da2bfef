package values

import (
	"reflect"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// full is a subject of which every column has something to say.
func full() Subject {
	yes := true
	return Subject{
		Organisme: filled(offre.Organisme{
			Rattachements:  []offre.Rattachement{{SIRET: "19141408500016", Sens: offre.DependDe}, {Nom: "Université", Sens: offre.DependDe}, {Nom: "Antenne du port", Sens: offre.Rattachee}},
			Certifications: []offre.CertificationPreparee{{Code: "54912", Commentaire: "en apprentissage"}, {Code: "81001"}},
		}),
		Interlocuteur: filled(offre.Contact{}),
		Formation: filled(offre.Formation{Saisie: offre.Saisie{
			Certifications: []offre.Certification{{CertifInfo: "54912", RNCP: "RNCP38430", RS: "RS5080", CFD: "50022139"}, {CertifInfo: "81001"}},
			Certifiante:    &yes,
		}}),
		Session: filled(offre.Session{}),
	}
}

// filled gives every text, list and number of a noun that is still blank a value
// of its own: the name of its place.
func filled[T any](noun T) *T {
	fill(reflect.ValueOf(&noun).Elem(), reflect.TypeOf(noun).Name())
	return &noun
}

func fill(v reflect.Value, name string) {
	switch {
	case !v.IsZero() && v.Kind() != reflect.Struct:
	case v.Kind() == reflect.String:
		v.SetString(name)
	case v.Kind() == reflect.Int:
		v.SetInt(int64(len(name)))
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		v.Set(reflect.ValueOf([]string{name + " 1", name + " 2"}))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	}
}

func TestEveryColumnOfTheWorkbookHasAValue(t *testing.T) {
	s := full()
	for _, sheet := range layout.Own {
		said := map[string]string{}
		for _, c := range sheet.Columns {
			text, ok := Of(c.Field, s)
			if !ok || text == "" {
				t.Errorf("%s, « %s »: %q, %v: the column has no value", sheet.Name, c.Header, text, ok)
			}
			if other, twice := said[text]; twice && c.Kind != layout.Boolean {
				t.Errorf("%s: « %s » and « %s » say the same, %q: one of them reads the wrong place", sheet.Name, c.Header, other, text)
			}
			said[text] = c.Header
		}
	}
}

func TestWhatAColumnSays(t *testing.T) {
	s, no := full(), false
	inherited := offre.Formation{
		Intitule: "CAP cuisine", IntituleSaisi: "Cap cuisine en un an", NiveauSortie: "13",
		ROME:   []offre.Code{{Code: "G1602", Origine: offre.OrigineCertification}, {Code: "G1603", Origine: offre.OrigineSaisie}},
		Saisie: offre.Saisie{ROME: []string{"G1603"}, Certifiante: &no},
	}
	for _, c := range []struct {
		name  string
		field layout.Field
		of    Subject
		want  string
	}{
		{"structures by SIRET or name", layout.OrganismeDependDe, s, "19141408500016 ; Université"},
		{"the other direction", layout.OrganismeRattachees, s, "Antenne du port"},
		{"certifications with their comments", layout.OrganismeCertifications, s, "54912 : en apprentissage ; 81001"},
		{"a declaration that the register gave", layout.OrganismeNDA, Subject{Organisme: &offre.Organisme{NDA: "28140012314", NDAOrigine: offre.OrigineRegistre}}, ""},
		{"a declaration that was stated", layout.OrganismeNDA, Subject{Organisme: &offre.Organisme{NDA: "28140012314"}}, "28140012314"},
		{"the second line of an address of one", layout.OrganismeComplement, Subject{Organisme: &offre.Organisme{Coordonnees: offre.Contact{Adresse: offre.Adresse{Lignes: []string{"12 rue des Salines"}}}}}, ""},
		{"codes of several certifications", layout.FormationCertifInfo, s, "54912 ; 81001"},
		{"a code that one of them has", layout.FormationRNCP, s, "RNCP38430"},
		{"the title as typed", layout.FormationIntitule, Subject{Formation: &inherited}, "Cap cuisine en un an"},
		{"codes as typed", layout.FormationROME, Subject{Formation: &inherited}, "G1603"},
		{"a level that the certification gave", layout.FormationNiveauSortie, Subject{Formation: &inherited}, ""},
		{"a no that was stated", layout.FormationCertifiante, Subject{Formation: &inherited}, "0"},
		{"neither yes nor no", layout.FormationCertifiante, Subject{Formation: &offre.Formation{}}, ""},
		{"no number of places", layout.SessionPlaces, Subject{Session: &offre.Session{}}, ""},
		{"the number of an action, which the workbook lacks", layout.SessionAction, s, "Session.Action"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := Of(c.field, c.of); got != c.want || !ok {
				t.Errorf("%s: %q, %v; want %q", c.field, got, ok, c.want)
			}
		})
	}
}

func TestOfWhatASubjectLacks(t *testing.T) {
	for _, f := range []layout.Field{layout.OrganismeNom, layout.InterlocuteurNom, layout.FormationIntitule, layout.SessionDebut, "session.marée"} {
		if text, ok := Of(f, Subject{}); ok || text != "" {
			t.Errorf("%s of nothing: %q, %v", f, text, ok)
		}
	}
}

func TestRowsCutWhatOneRowCannotState(t *testing.T) {
	type certs = []offre.Certification
	for _, c := range []struct {
		name string
		all  certs
		rows int
	}{
		{"none", nil, 1},
		{"one by all its codes", certs{{CertifInfo: "1", RNCP: "RNCP5", RS: "RS6", CFD: "50022139"}}, 1},
		{"several by one code each, of the same kind", certs{{CertifInfo: "1"}, {CertifInfo: "2"}, {CertifInfo: "3"}}, 1},
		{"the later ones have fewer codes", certs{{CertifInfo: "1", RNCP: "RNCP5"}, {CertifInfo: "2"}}, 1},
		{"a later one has a code more", certs{{CertifInfo: "1"}, {CertifInfo: "2", RNCP: "RNCP5"}}, 2},
		{"by codes of two kinds", certs{{CertifInfo: "1"}, {RNCP: "RNCP5"}}, 2},
		{"two that share a code", certs{{CertifInfo: "1", RNCP: "RNCP5"}, {CertifInfo: "2", RNCP: "RNCP5"}}, 2},
		{"a gap in the middle", certs{{CertifInfo: "1", RNCP: "RNCP5"}, {CertifInfo: "2"}, {CertifInfo: "3", RNCP: "RNCP7"}}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := Rows(offre.Formation{ID: "04_F1", Objectif: "Cuisiner", Saisie: offre.Saisie{Certifications: c.all}})
			var back certs
			for i, r := range rows {
				back = append(back, r.Saisie.Certifications...)
				if r.ID != "04_F1" || (r.Objectif != "") != (i == 0) {
					t.Errorf("row %d is %+v", i, r)
				}
			}
			if len(rows) != c.rows || !reflect.DeepEqual(back, c.all) {
				t.Errorf("%d rows state %+v; want %d and %+v", len(rows), back, c.rows, c.all)
			}
		})
	}
}
