package lheo

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// badFeeds are the good feed of testdata/base.xml, each with what was once met
// in a real one.
var badFeeds = []struct {
	name   string
	change func(doc string) string
}{
	{"bon", swap("", "")},
	{"element-manquant", swap("      <intitule-formation>CAP cuisine</intitule-formation>\n", "")},
	{"elements-desordonnes", swap("<codepostal>14000</codepostal>\n              <ville>Caen</ville>", "<ville>Caen</ville>\n              <codepostal>14000</codepostal>")},
	{"six-formacodes", swap(`<code-NSF>`, strings.Repeat("<code-FORMACODE ref=\"V14\">42757</code-FORMACODE>\n        ", 5)+`<code-NSF>`)},
	{"texte-trop-long", swap("Cuissons, hygiène, gestion des stocks.", strings.Repeat("Cuissons, hygiène, gestion des stocks. ", 80))},
	{"valeurs-fausses", chain(swap("<parcours-de-formation>4", "<parcours-de-formation>mixte"), swap("20260901", "01/09/2026"), swap(">560<", ">560 h<"),
		swap("<codepostal>14000", "<codepostal>1400"), swap("<ville>Caen</ville>", "<ville></ville>"))},
	{"html-dans-un-texte", swap("Cuissons, hygiène, gestion des stocks.", "<p>Cuissons</p><ul><li>hygiène</li></ul>")},
	{"caracteres-non-echappes", chain(swap("CAP cuisine", "CAP cuisine & pâtisserie"), swap("Lefèvre", "Lef&egrave;vre"), swap("Caen", "Caen < Falaise"), swap("Durand", "Du\x0brand"))},
	{"latin-1-dit-utf-8", swap("École de cuisine", "\xc9cole de cuisine")},
	{"utf-8-dit-latin-1", swap(`encoding="UTF-8"`, `encoding="ISO-8859-1"`)},
	{"version-2.2", chain(swap(Namespace23, Namespace22), swap(">1</code-niveau-entree>", ">13</code-niveau-entree>"))},
	{"faute-de-frappe", chain(swap("<coordonnees>\n          <nom>", "<coordonneFs>\n          <nom>"), swap("</telfixe>\n        </coordonnees>", "</telfixe>\n        </coordonneFs>"), swap("<SIRET>73282932000074</SIRET>", "<siret>73282932000074</siret>"))},
	{"attributs", chain(swap(`numero="28_A201"`, `numero="28_A201" date="2026" id="a"`), swap(`numero="S301"`, `numero="S301" id="a" idref="b" horodatage-export="12/10/2026"`))},
	{"fichier-coupe", func(doc string) string { return doc[:strings.Index(doc, "<ville>")+9] }},
	{"page-html", func(string) string {
		return "<html><head><title>503</title></head><body>Service indisponible</body></html>"
	}},
	{"doctype", swap("<lheo ", "<!DOCTYPE lheo [<!ENTITY x \"y\">]>\n<lheo ")},
	{"avertissements", chain(swap("20270630", "20260231"), swap("73282932000074", "73282932000075"), swap("25140000014", "00000000000"), swap("Savoir lire et compter", "-"),
		swap(` ref="V14">82044`, `>82044`), swap("<offres>\n    <formation", "<offres><formation"))},
	{"beaucoup-de-fautes", func(doc string) string {
		from, to := strings.Index(doc, "    <formation "), strings.Index(doc, "  </offres>")
		one := strings.Replace(doc[from:to], "<certifiante>1</certifiante>", "<certifiante>oui</certifiante>", 1)
		return doc[:from] + strings.Repeat(one, 1500) + doc[to:]
	}},
}

// swap replaces the first of one text by another.
func swap(old, new string) func(string) string {
	return func(doc string) string {
		if !strings.Contains(doc, old) {
			panic(old + " is not in base.xml")
		}
		return strings.Replace(doc, old, new, 1)
	}
}

func chain(changes ...func(string) string) func(string) string {
	return func(doc string) string {
		for _, change := range changes {
			doc = change(doc)
		}
		return doc
	}
}

func TestReports(t *testing.T) {
	base, err := os.ReadFile("testdata/base.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range badFeeds {
		t.Run(c.name, func(t *testing.T) {
			res, err := Validate(context.Background(), strings.NewReader(c.change(string(base))), Options{Samples: 3})
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			if err := res.WriteReport(&got, c.name+".xml"); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "reports", c.name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}
