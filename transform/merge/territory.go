package merge

import (
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// locate derives département and région of an address from its commune, or else
// from its postal code.
func locate(a *offre.Adresse) {
	a.Departement = departement(a.CodeINSEE, a.CodePostal)
	a.Region = regionOf[a.Departement]
}

// departement is that of a code of commune, or else of a postal code: the first
// tells Corse-du-Sud from Haute-Corse, and is right for the few communes that
// another département's post office serves. Empty when neither can be read.
func departement(insee, postal string) string {
	if len(insee) == 5 {
		return head(insee)
	}
	if len(postal) != 5 {
		return ""
	}
	switch postal[:3] {
	case "200", "201":
		return "2A"
	case "202", "206":
		return "2B"
	}
	switch postal {
	case "97133":
		return "977" // Saint-Barthélemy
	case "97150":
		return "978" // Saint-Martin
	}
	return head(postal)
}

// head is three characters overseas, two elsewhere.
func head(code string) string {
	if strings.HasPrefix(code, "97") || strings.HasPrefix(code, "98") {
		return code[:3]
	}
	return code[:2]
}

// regions are the INSEE codes of the regions since 2016. The collectivités
// d'outre-mer (975, 977, 978, 98x) belong to none.
var regions = []struct{ code, departements string }{
	{"01", "971"}, {"02", "972"}, {"03", "973"}, {"04", "974"}, {"06", "976"},
	{"11", "75 77 78 91 92 93 94 95"},
	{"24", "18 28 36 37 41 45"},
	{"27", "21 25 39 58 70 71 89 90"},
	{"28", "14 27 50 61 76"},
	{"32", "02 59 60 62 80"},
	{"44", "08 10 51 52 54 55 57 67 68 88"},
	{"52", "44 49 53 72 85"},
	{"53", "22 29 35 56"},
	{"75", "16 17 19 23 24 33 40 47 64 79 86 87"},
	{"76", "09 11 12 30 31 32 34 46 48 65 66 81 82"},
	{"84", "01 03 07 15 26 38 42 43 63 69 73 74"},
	{"93", "04 05 06 13 83 84"},
	{"94", "2A 2B"},
}

var regionOf = func() map[string]string {
	m := map[string]string{}
	for _, r := range regions {
		for _, d := range strings.Fields(r.departements) {
			m[d] = r.code
		}
	}
	return m
}()
