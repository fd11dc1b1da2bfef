package synthetic

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// region is a part of the country, with the prefix of its numbers and its towns:
// postal code, code of the commune and name.
type region struct {
	prefix, code string
	towns        []string
}

// regions come in the order of their prefixes.
var regions = []region{
	{"01", "44", []string{"67000 67482 Strasbourg", "57000 57463 Metz", "51100 51454 Reims"}},
	{"02", "75", []string{"33000 33063 Bordeaux", "87000 87085 Limoges", "86000 86194 Poitiers"}},
	{"03", "84", []string{"69003 69383 Lyon", "63000 63113 Clermont-Ferrand", "38000 38185 Grenoble"}},
	{"04", "28", []string{"14000 14118 Caen", "76000 76540 Rouen", "50100 50129 Cherbourg-en-Cotentin"}},
	{"05", "27", []string{"21000 21231 Dijon", "25000 25056 Besançon"}},
	{"06", "53", []string{"35000 35238 Rennes", "29200 29019 Brest"}},
	{"07", "24", []string{"45000 45234 Orléans", "37000 37261 Tours"}},
	{"08", "94", []string{"20000 2A004 Ajaccio", "20200 2B033 Bastia"}},
	{"09", "11", []string{"75011 75111 Paris", "93200 93066 Saint-Denis", "78000 78646 Versailles"}},
	{"10", "76", []string{"31000 31555 Toulouse", "34000 34172 Montpellier"}},
	{"11", "32", []string{"59000 59350 Lille", "80000 80021 Amiens"}},
	{"12", "52", []string{"44000 44109 Nantes", "49000 49007 Angers"}},
	{"13", "93", []string{"13001 13201 Marseille", "06000 06088 Nice"}},
	{"14", "01", []string{"97110 97120 Pointe-à-Pitre"}},
	{"15", "02", []string{"97200 97209 Fort-de-France"}},
	{"16", "03", []string{"97300 97302 Cayenne"}},
	{"17", "04", []string{"97400 97411 Saint-Denis"}},
	{"18", "06", []string{"97600 97608 Mamoudzou"}},
}

var streets = []string{"rue des Tilleuls", "avenue de la Gare", "quai Charcot", "boulevard du 11-Novembre", "impasse de l'Atelier", "place du Marché", "zone artisanale des Prés"}

// regionOf is that of the i-th of n records: numbers begin by their region, and
// increase.
func regionOf(i, n int) region { return regions[i*len(regions)/n] }

func (m maker) adresse(r region) offre.Adresse {
	town := strings.SplitN(oneOf(m, r.towns), " ", 3)
	a := offre.Adresse{Lignes: []string{fmt.Sprintf("%d %s", 1+m.IntN(180), oneOf(m, streets))}, CodePostal: town[0], Ville: town[2], CodeINSEE: town[1]}
	if m.often(30) {
		a.Departement, a.Region, a.Pays = town[1][:2], r.code, "FR"
		if strings.HasPrefix(town[1], "97") {
			a.Departement = town[1][:3]
		}
	}
	if m.often(25) {
		a.Latitude, a.Longitude = fmt.Sprintf("%.6f", 42+m.Float64()*9), fmt.Sprintf("%.6f", -4+m.Float64()*12)
	}
	if m.often(25) {
		a.Denomination = "Centre de formation " + oneOf(m, subjects)
	}
	return a
}

func (m maker) contact() offre.Contact {
	name := oneOf(m, []string{"Durand", "Lefèvre", "Martin", "Nguyen", "Le Goff", "Œuvrard", "Payet", "Muller"})
	c := offre.Contact{Nom: name, Prenom: oneOf(m, []string{"Camille", "Dominique", "Claude", "Zoé", "Noël"}),
		Telephone: fmt.Sprintf("0%d %02d %02d %02d %02d", 1+m.IntN(5), m.IntN(100), m.IntN(100), m.IntN(100), m.IntN(100))}
	if m.often(85) {
		c.Courriel = fmt.Sprintf("contact%d@exemple.fr", m.IntN(100_000))
	}
	return c
}

func (m maker) organisme(i int) offre.Organisme {
	r := regionOf(i, m.base.organismes())
	o := offre.Organisme{ID: fmt.Sprintf("%s_OF%06d", r.prefix, i), SIRET: siret(i), Nom: fmt.Sprintf("Institut %s %d", oneOf(m, subjects), i), Coordonnees: m.contact()}
	o.RaisonSociale = strings.ToUpper(o.Nom)
	o.Coordonnees.Adresse = m.adresse(r)
	if !m.often(5) {
		o.NDA = fmt.Sprintf("%s%09d", r.code, i)
	}
	if m.often(15) {
		o.UAI = fmt.Sprintf("0%06dA", i)
	}
	if m.often(40) {
		o.Coordonnees.Web = fmt.Sprintf("https://www.exemple.fr/of/%d", i)
	}
	for range m.IntN(3) {
		o.Interlocuteurs = append(o.Interlocuteurs, m.contact())
	}
	if m.often(15) {
		o.Renseignements = m.text(m.between(100, 500))
	}
	return o
}

// siret is a number with its key; one in fifty has a wrong one.
func siret(i int) string {
	stem := fmt.Sprintf("9%08d0001", i)
	for key := range 10 {
		if s := fmt.Sprint(stem, key); offre.SIRETValide(s) != (i%50 == 49) {
			return s
		}
	}
	return stem + "0"
}
