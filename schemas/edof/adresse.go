package edof

import (
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// voies gives the code of each kind of way, as the register of establishments
// (SIRENE) has it, by the word that an address begins with.
var voies = map[string]string{
	"allee": "ALL", "allees": "ALL", "all": "ALL", "avenue": "AV", "av": "AV", "ave": "AV", "boulevard": "BD", "bd": "BD", "bld": "BD", "carrefour": "CAR",
	"chemin": "CHE", "che": "CHE", "chaussee": "CHS", "cite": "CITE", "cours": "CRS", "domaine": "DOM", "esplanade": "ESP", "espace": "ESPA", "faubourg": "FG",
	"grande rue": "GR", "hameau": "HAM", "impasse": "IMP", "imp": "IMP", "lieu-dit": "LD", "lieu dit": "LD", "lotissement": "LOT", "montee": "MTE", "passage": "PAS",
	"place": "PL", "pl": "PL", "placette": "PLT", "promenade": "PROM", "quai": "QUAI", "quartier": "QUA", "residence": "RES", "rond-point": "RPT", "rond point": "RPT",
	"route": "RTE", "rte": "RTE", "rue": "RUE", "r": "RUE", "ruelle": "RLE", "sentier": "SEN", "square": "SQ", "traverse": "TRA", "villa": "VLA",
}

// Voie is a street as EDOF wants it: number, code of its kind, name.
type Voie struct{ Numero, Nature, Libelle string }

var street = regexp.MustCompile(`(?i)^\s*(?:([0-9]{1,4}(?:\s*(?:bis|ter|quater|[a-d])\b)?(?:\s*[-/]\s*[0-9]{1,4})?)\s*,?\s+)?(grande rue|lieu[- ]dit|rond[- ]point|[\p{L}]+)\.?\s+(.+?)\s*$`)

// voie reads a line of an address as a street; ok is false when it does not name
// one.
func voie(line string) (v Voie, ok bool) {
	m := street.FindStringSubmatch(line)
	if m == nil {
		return Voie{}, false
	}
	nature, known := voies[unaccented(strings.ToLower(m[2]))]
	if !known {
		return Voie{}, false
	}
	return Voie{strings.Join(strings.Fields(m[1]), " "), nature, m[3]}, true
}

func unaccented(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "â", "a", "ô", "o", "î", "i").Replace(s)
}

// adresse writes an address: its lines, then, in extensions, the street that the
// portal demands in France, or else the fifth line (refusal 30013).
func (e *encoder) adresse(a *offre.Adresse) {
	e.open("adresse", "numero", number(append([]string{a.Denomination, a.CodePostal, a.Ville}, a.Lignes...)...))
	lines, other := e.lines(a)
	for _, l := range lines {
		e.text("ligne", l)
	}
	if len(lines) == 0 {
		e.must("ligne", "")
	}
	e.must("codepostal", a.CodePostal)
	e.must("ville", a.Ville)
	e.text("pays", a.Pays)
	if a.Latitude != "" && a.Longitude != "" {
		e.within("geolocalisation", func() {
			e.text("latitude", a.Latitude)
			e.text("longitude", a.Longitude)
		})
	}
	e.within("extras", func() { e.street(a, other) }, "info", "adresse")
	e.close("adresse")
}

// lines are up to three lines of at most fifty characters, and the first of the
// address that names no street.
func (e *encoder) lines(a *offre.Adresse) (lines []string, other string) {
	for _, l := range append([]string{a.Denomination}, a.Lignes...) {
		if l = e.plain(l); strings.Trim(l, "- ") == "" {
			continue
		}
		if _, named := voie(l); !named && other == "" && l != a.Denomination {
			other = l
		}
		if len(lines) < 3 {
			lines = append(lines, lheo.Shorten(l, 50, "..."))
		}
	}
	return lines, other
}

func (e *encoder) street(a *offre.Adresse, other string) {
	for _, l := range a.Lignes {
		v, ok := voie(e.plain(l))
		if !ok {
			continue
		}
		if v.Numero != "" {
			e.extra("numero-voie", v.Numero)
		}
		e.extra("code-nature-voie", v.Nature)
		e.extra("libelle-voie", v.Libelle)
		e.conformity()
		return
	}
	e.mustExtra("ligne5-adresse", other)
	e.conformity()
}

// conformity says whether the place meets the rules on access for all, which the
// catalogue does not know.
func (e *encoder) conformity() { e.extra("conformite-reglementaire", "") }
