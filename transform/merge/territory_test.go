package merge

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/normalise"
)

func TestLocate(t *testing.T) {
	for _, tc := range []struct{ name, insee, postal, departement, region string }{
		{"commune of Normandie", "14118", "14000", "14", "28"},
		{"postal code alone", "", "76600", "76", "28"},
		{"Corse-du-Sud by its commune", "2A004", "20000", "2A", "94"},
		{"Corse-du-Sud by its postal code", "", "20137", "2A", "94"},
		{"Haute-Corse by its postal code", "", "20620", "2B", "94"},
		{"commune served by the next département's post office", "01410", "39310", "01", "84"},
		{"La Réunion", "97411", "97400", "974", "04"},
		{"Mayotte by its postal code", "", "97600", "976", "06"},
		{"Saint-Martin, of no region", "", "97150", "978", ""},
		{"Nouvelle-Calédonie, of no region", "98818", "98800", "988", ""},
		{"nothing known", "", "", "", ""},
		{"no postal code", "", "1400", "", ""},
		{"a département that does not exist", "", "99000", "99", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := offre.Adresse{CodeINSEE: tc.insee, CodePostal: tc.postal}
			if locate(&a); a.Departement != tc.departement || a.Region != tc.region {
				t.Errorf("%s, %s; want %s, %s", a.Departement, a.Region, tc.departement, tc.region)
			}
		})
	}
}

func TestEveryDepartementHasOneRegion(t *testing.T) {
	named := 0
	for _, r := range regions {
		named += len(strings.Fields(r.departements))
	}
	if named != 101 || len(regionOf) != 101 || len(regions) != 18 {
		t.Errorf("%d départements named, %d distinct, in %d regions; want 101, 101 and 18", named, len(regionOf), len(regions))
	}
}

// A feed tells beside the columns the commune of where one enrols, and the same when
// it is loaded again.
func TestTownThatComesBesideTheColumns(t *testing.T) {
	c := newAwkward()
	rows := []normalise.Row{
		line("Formations", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "formation.intitule=Voilerie"),
		line("Sessions", 2, "formation.responsable="+siege, "formation.reference=NAU-01", "session.reference=2027-09", "session.debut=20270901",
			"session.inscription_code_postal=50300", "session.inscription_ville=Avranches", `session.complement={"inscription":{"code_insee":"50025"}}`),
	}
	for _, time := range []string{"first", "second"} {
		apply(t, c, rows...)
		if len(c.sessions) != 1 {
			t.Fatalf("%d sessions", len(c.sessions))
		}
		for id, doc := range c.sessions {
			var s offre.Session
			if err := json.Unmarshal(doc, &s); err != nil || s.AdresseInscription.CodeINSEE != "50025" {
				t.Errorf("the %s time, %s: %+v (%v)", time, id, s.AdresseInscription, err)
			}
		}
	}
}

func TestTownThatChangesLosesTheCodeOfTheFormerOne(t *testing.T) {
	c := newAwkward()
	at := func(cells ...string) []string {
		return append([]string{"organisme.siret=" + siege, "organisme.nom=Cap"}, cells...)
	}
	apply(t, c, line("Organismes", 2, at("organisme.code_postal=14000", "organisme.ville=Caen", "organisme.code_insee=14118")...))
	apply(t, c, line("Organismes", 2, at("organisme.code_postal=14000", "organisme.ville=Caen")...))
	if a := c.organisme(t, siege).Coordonnees.Adresse; a.CodeINSEE != "14118" {
		t.Errorf("the code is lost while the town stays: %+v", a)
	}
	apply(t, c, line("Organismes", 2, at("organisme.code_postal=50000", "organisme.ville=Saint-Lô")...))
	if a := c.organisme(t, siege).Coordonnees.Adresse; a.CodeINSEE != "" || a.Departement != "50" {
		t.Errorf("the code of the former town stays: %+v", a)
	}
}

func TestLinesOfAnAddress(t *testing.T) {
	c := newAwkward()
	for _, tc := range []struct{ name, street, complement, want string }{
		{"both", "12 rue des Salines", "Bâtiment B", `["12 rue des Salines","Bâtiment B"]`},
		{"complement alone", "", "Bâtiment B", `["Bâtiment B"]`},
		{"street alone", "12 rue des Salines", "", `["12 rue des Salines"]`},
		{"neither", "", "", `null`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			row := line("Organismes", 2, "organisme.siret="+siege, "organisme.nom=Cap", "organisme.adresse="+tc.street, "organisme.complement="+tc.complement)
			apply(t, c, row)
			if got := asJSON(t, c.organisme(t, siege).Coordonnees.Adresse.Lignes); got != tc.want {
				t.Errorf("lines %s, want %s", got, tc.want)
			}
			if again := apply(t, c, row); again.Sheets["Organismes"].Unchanged != 1 {
				t.Errorf("loaded again: %+v", again.Sheets)
			}
		})
	}
}
