package normalise

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
)

func TestAddressesCompleteThemselves(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct {
		name, postal, town, insee string
		want                      string // postal town insee
		rules                     string
	}{
		{"nothing to do", "14150", "Ouistreham", "14488", "14150 Ouistreham 14488", ""},
		{"INSEE code found", "14150", "Ouistreham", "", "14150 Ouistreham 14488", "code-insee-trouve"},
		{"spelling tolerated", "50000", "SAINT LO", "", "50000 Saint Lo 50502", "majuscules code-insee-trouve"},
		{"spelling of the workbook stays", "50000", "Saint-Lô", "", "50000 Saint-Lô 50502", "code-insee-trouve"},
		{"small letters", "50000", "saint-lô", "", "50000 Saint-Lô 50502", "majuscule-initiale code-insee-trouve"},
		{"town found", "", "", "14488", "14150 Ouistreham 14488", "ville-trouvee code-postal-trouve"},
		{"town found, postal code of a CEDEX kept", "14050", "", "14118", "14050 Caen 14118", "ville-trouvee"},
		{"INSEE code is the postal code", "14150", "Ouistreham", "14150", "14150 Ouistreham 14488", "code-insee-egal-code-postal"},
		{"INSEE code is the postal code, town unknown", "14600", "", "14600", "14600  -", "code-insee-egal-code-postal"},
		{"both are rightly the same", "42260", "Saint-Martin-la-Sauveté", "42260", "42260 Saint-Martin-la-Sauveté 42260", ""},
		{"postal code is the INSEE code", "41018", "Blois", "41018", "41018 Blois 41018", "code-insee-egal-code-postal"},
		{"INSEE code of nobody", "14150", "Ouistreham", "14999", "14150 Ouistreham 14488", "code-insee-inconnu"},
		{"INSEE code of nobody, town of nobody", "14150", "Atlantide", "14999", "14150 Atlantide 14999", "code-insee-inconnu"},
		{"INSEE code unreadable", "14150", "Ouistreham", "Calvados", "14150 Ouistreham 14488", "code-insee-forme code-insee-trouve"},
		{"no such town", "14150", "Atlantide", "", "14150 Atlantide ", "commune-introuvable"},
		{"postal code in the town", "14150", "14150 OUISTREHAM", "", "14150 Ouistreham 14488", "ville-nettoyee majuscules code-insee-trouve"},
		{"town alone", "", "Caen", "", " Caen ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := n.Normalise(record(map[layout.Field]string{
				layout.OrganismeCodePostal: c.postal, layout.OrganismeVille: c.town, layout.OrganismeINSEE: c.insee,
			}))
			insee := row.Text(layout.OrganismeINSEE)
			if _, read := row.Values[layout.OrganismeINSEE]; !read {
				insee = "-"
			}
			if got := row.Text(layout.OrganismeCodePostal) + " " + row.Text(layout.OrganismeVille) + " " + insee; got != c.want {
				t.Errorf("address %q; want %q", got, c.want)
			}
			if got := strings.Join(codesOf(row.Findings), " "); got != c.rules {
				t.Errorf("findings %q; want %q", got, c.rules)
			}
		})
	}
}

func TestInseeIsFoundForASheetWithoutItsColumn(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionLieuCodePostal: "14150", layout.SessionLieuVille: "Ouistreham"}))
	value := row.Values[layout.SessionLieuINSEE]
	if value.Text != "14488" || value.Column != "" {
		t.Errorf("%+v", value)
	}
}

func TestWithoutCommunesNothingIsLookedUp(t *testing.T) {
	row := New(testTables, nil).Normalise(record(map[layout.Field]string{layout.SessionLieuCodePostal: "9100", layout.SessionLieuVille: "Pamiers"}))
	if got := row.Text(layout.SessionLieuCodePostal); got != "09100" || len(row.Values) != 2 {
		t.Errorf("postal code %q, values %v", got, row.Values)
	}
}
