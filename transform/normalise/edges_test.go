package normalise

import (
	"fmt"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// The samples of this file stand on either side of a limit, or for the rarer of
// two ways to write the same thing.

func TestEdgesOfDays(t *testing.T) {
	check(t, layout.SessionInscrDebut,
		sample{"a day of no month", "20260015", leftOut, "date-inexistante"},
		sample{"a thirteenth month", "20261300", leftOut, "date-inexistante"},
		sample{"a 32nd", "32/01/2026", leftOut, "date-inexistante"},
		sample{"the last day of a year", "31/12/2026", "20261231", ""},
		sample{"a leap day of a year that is not said", "29 février", "00000229", "date-partielle"},
		sample{"the first likely year", "01/01/1950", "19500101", ""},
		sample{"the year before it", "31/12/1949", leftOut, "date-improbable"},
		sample{"the last likely year", "31/12/2100", "21001231", ""},
		sample{"the year after it", "01/01/2101", leftOut, "date-improbable"},
		sample{"two digits of this century", "1/1/69", "20690101", ""},
		sample{"two digits of the last one", "1/1/70", "19700101", ""},
		sample{"a month, its day first, in eight digits", "00092026", "20260900", "date-partielle"},
		sample{"a day of a year that is not said, in eight digits", "01090000", leftOut, "date-improbable"},
		sample{"five parts", "1 9 2026 8 30", leftOut, "date-forme"},
		sample{"four parts", "1 9 2026 8", leftOut, "date-forme"},
		sample{"nine digits", "202609010", leftOut, "date-forme"},
	)
}

func TestEveryNameOfAMonth(t *testing.T) {
	names := strings.Fields(`
		janvier/janv/jan/january février/févr/fév/february/feb mars/mar/march avril/avr/april/apr mai/may juin/jun/june
		juillet/juil/jul/july août/aout/aug/august septembre/sept/sep/september octobre/oct/october novembre/nov/november décembre/déc/dec/december`)
	n := testNormaliser(t)
	for i, ways := range names {
		for name := range strings.SplitSeq(ways, "/") {
			want := fmt.Sprintf("2026%02d05", i+1)
			if got, _ := readOne(n, layout.SessionDebut, "5 "+name+" 2026"); got != want {
				t.Errorf("5 %s 2026 became %s, want %s", name, got, want)
			}
		}
	}
}

func TestEdgesOfNumbers(t *testing.T) {
	check(t, layout.SessionHeuresTotal,
		sample{"the greatest count", "99999", "99999", ""},
		sample{"thirteen digits", "1234567890123", leftOut, "nombre-forme"},
		sample{"thousands by dots, without decimals", "1.540", leftOut, "nombre-forme"},
		sample{"nothing but a unit", "heures", leftOut, "nombre-forme"},
	)
	check(t, layout.SessionPrixTotal,
		sample{"the greatest amount", "9999999", "9999999", ""},
		sample{"one euro more", "10000000", leftOut, "nombre-forme"},
		sample{"a cent more", "9999999,01", leftOut, "nombre-forme"},
		sample{"nothing but a unit", "€", "", ""},
		sample{"dots for all", "2.500.00", leftOut, "nombre-forme"},
		sample{"thousands or decimals, by a comma", "2,500", leftOut, "nombre-forme"},
		sample{"decimals of less than one", "0,126", "0.13", ""},
		sample{"cents", "0,05 €", "0.05", ""},
	)
}

func TestEdgesOfPhones(t *testing.T) {
	check(t, layout.SessionContactTel,
		sample{"a short number", "3949", "39 49", ""},
		sample{"a shorter kind of it", "1014", "10 14", ""},
		sample{"four digits of no kind", "2014", leftOut, "telephone-forme"},
		sample{"nine digits of which the first is a zero", "012345678", leftOut, "telephone-forme"},
		sample{"another country", "+32 2 123 45 67", "+32 2 123 45 67", ""},
		sample{"another country by its two zeros", "0032 2 123 45 67", "+3221234567", ""},
		sample{"in dots and brackets", "+44 (20).7946-0958", "+44 20 7946 0958", ""},
		sample{"the shortest of another country", "+1234567", "+1234567", ""},
		sample{"too short for another country", "+123456", leftOut, "telephone-forme"},
		sample{"the longest of another country", "+123456789012345", "+123456789012345", ""},
		sample{"too long for another country", "+1234567890123456", leftOut, "telephone-forme"},
		sample{"no country begins with a zero", "+0231000002", leftOut, "telephone-forme"},
		sample{"groups that would not fit", "+1 2 3 4 5 6 7 8 9 0 1 2 3", "+1234567890123", ""},
		sample{"groups that just fit", "+1 2 3 4 5 6 7 8 9 0 1 23", "+1 2 3 4 5 6 7 8 9 0 1 23", ""},
		sample{"a plus further on", "02 31 00 00 +2", leftOut, "telephone-forme"},
	)
}

func TestEdgesOfAddresses(t *testing.T) {
	check(t, layout.SessionContactMail,
		sample{"the longest name", strings.Repeat("a", 64) + "@exemple.fr", strings.Repeat("a", 64) + "@exemple.fr", ""},
		sample{"one letter more", strings.Repeat("a", 65) + "@exemple.fr", leftOut, "courriel-forme"},
	)
	check(t, layout.SessionURL,
		sample{"two, with a word between", "https://exemple.fr/a et https://exemple.fr/b", "https://exemple.fr/a", "plusieurs-valeurs"},
		sample{"two, a bar between", "https://exemple.fr/a|https://exemple.fr/b", "https://exemple.fr/a", "plusieurs-valeurs"},
		sample{"a path with a space", "https://exemple.fr/cap cuisine", "https://exemple.fr/cap%20cuisine", "url-completee"},
		sample{"nothing but separators", ";|", "", ""},
	)
}

func TestEdgesOfCodes(t *testing.T) {
	check(t, layout.FormationCertifInfo,
		sample{"a comment is of the last code before it", "54912, 81001 : en alternance", "54912 ; 81001:en alternance", ""},
		sample{"the same code with and without comment", "54912 ; 54912 : en alternance", "54912", ""},
	)
	check(t, layout.OrganismeINSEE,
		sample{"a letter and four characters", "2A04", leftOut, "code-insee-forme"},
	)
	n := testNormaliser(t)
	var many []string
	for i := range maxItems + 5 {
		many = append(many, fmt.Sprintf("G%04d", i))
	}
	row := n.Normalise(record(map[layout.Field]string{layout.FormationROME: strings.Join(many, ";")}))
	if got := row.Values[layout.FormationROME].List; len(got) != maxItems || got[maxItems-1] != many[maxItems-1] {
		t.Errorf("%d codes are kept, the last %s; want the first %d", len(got), got[len(got)-1], maxItems)
	}
}

func TestEdgesOfTexts(t *testing.T) {
	check(t, layout.FormationContenu,
		sample{"entities of digits", "Niveau &#48;&#57; et A&#x41;", "Niveau 09 et AA", "entites-html"},
		sample{"figures of all kinds in entities", "Prix&#160;: 10 &#8364;, l&#39;eau", "Prix : 10 €, l'eau", "entites-html"},
		sample{"the shortest entity", "A &lt; b", "A < b", "entites-html"},
		sample{"an ampersand and a semicolon", "Recherche &; développement", "Recherche &; développement", ""},
		sample{"an entity of no meaning", "R&zzz;D", "R&zzz;D", ""},
		sample{"a name in capitals", "Caf&Eacute;", "CafÉ", "entites-html"},
		sample{"a bullet opens a sentence", "LIRE UN PLAN • TRACER UN GABARIT", "Lire un plan • Tracer un gabarit", "majuscules"},
		sample{"an elided word, typed ’", "PREPARER L’EXAMEN", "Préparer l’examen", "majuscules"},
		sample{"a separator of lines", "Lire\u2028écrire\fcompter", "Lire\nécrire\ncompter", ""},
		sample{"a mark that chooses a look", "Danger ⚠\ufe0f ici", "Danger ⚠ ici", "caracteres-invisibles"},
	)
	check(t, layout.FormationIntitule,
		sample{"letters that are words, each", "IL Y A LIEU D ECRIRE L EXAMEN", "Il y a lieu d ecrire l examen", "majuscules"},
		sample{"a letter that is no word before a vowel", "PERMIS POUR B ET C", "Permis pour B et C", "majuscules"},
		sample{"a letter before a consonant", "SALLE D GRANDE", "Salle D grande", "majuscules"},
	)
	check(t, layout.OrganismeRattachees,
		sample{"items that say nothing", "IUT ; néant ; - ; Greta", "IUT ; Greta", ""},
	)
	check(t, layout.SessionDebut,
		sample{"two sharps are no error of Excel's", "##", "", "valeur-de-remplissage valeur-obligatoire"},
		sample{"a text that begins with a sharp", "#1", leftOut, "date-forme"},
	)
}

// TestACEDEXIsLookedForInItsOwnDepartment: overseas, three figures tell it.
func TestACEDEXIsLookedForInItsOwnDepartment(t *testing.T) {
	index, err := NewIndex(seq(
		nomenclature.Commune{INSEE: "98735", Nom: "STE MARIE", CodePostal: "98714"}, nomenclature.Commune{INSEE: "98818", Nom: "STE MARIE", CodePostal: "98800"},
		nomenclature.Commune{INSEE: "97102", Nom: "STE MARIE", CodePostal: "97130"}, nomenclature.Commune{INSEE: "97418", Nom: "STE MARIE", CodePostal: "97438"},
		nomenclature.Commune{INSEE: "2A004", Nom: "STE MARIE", CodePostal: "20000"},
	))
	if err != nil {
		t.Fatal(err)
	}
	for postal, want := range map[string]string{"98899": "98818", "98799": "98735", "97199": "97102", "97499": "97418", "20199": "2A004", "14099": ""} {
		if c, _ := index.Find(postal, "Sainte-Marie Cedex"); c.INSEE != want {
			t.Errorf("%s: %q, want %q", postal, c.INSEE, want)
		}
	}
}

// TestAValueOutsideItsTableIsToldWithThoseOfTheTable: who reads it can choose.
func TestAValueOutsideItsTableIsToldWithThoseOfTheTable(t *testing.T) {
	row := testNormaliser(t).Normalise(record(map[layout.Field]string{layout.SessionEtatRecrutement: "en retard"}))
	if len(row.Findings) != 1 || !strings.HasSuffix(row.Findings[0].Message, "Valeurs possibles : 1 ouvert, 2 fermé, 3 suspendu.") {
		t.Errorf("findings %+v", row.Findings)
	}
}

// TestTheRestOfAFeedIsKeptWholeOrNotAtAll is about the JSON of what a feed says
// beside the fields.
func TestTheRestOfAFeedIsKeptWholeOrNotAtAll(t *testing.T) {
	n := testNormaliser(t)
	for _, c := range []struct{ name, raw, want, rules string }{
		{"as it came", ` {"a": "É"} `, `{"a": "É"}`, ""},
		{"as long as may be", `"` + strings.Repeat("a", maxRaw-2) + `"`, `"` + strings.Repeat("a", maxRaw-2) + `"`, ""},
		{"longer", `"` + strings.Repeat("a", maxRaw-1) + `"`, leftOut, "texte-trop-long"},
		{"a control character", "{\"a\":\n1}", "", ""},
		{"no JSON", `{"a":`, "", ""},
	} {
		if got, rules := readOne(n, layout.FormationReste, c.raw); got != c.want || rules != c.rules {
			t.Errorf("%s: %q, findings %q; want %q, %q", c.name, finding.Cut(got, 40), rules, finding.Cut(c.want, 40), c.rules)
		}
	}
}
