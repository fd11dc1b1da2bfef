package mapping

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// good is a layout that says everything; each case below changes one line of it.
const good = `name: essai
tables:
  region: {"28": "04"}
  niveau: {CAP: "13"}
sheets:
  - name: Feuille
    recognise: [Numéro, Titre]
    constants:
      - {field: formation.certifiante, value: oui}
    columns:
      - header: Numéro
        aliases: [N°]
        required: true
        prefix: {by: Région, table: region}
        to: [formation.identifiant]
      - header: Titre
        blank: ["-", 0]
        first: "/"
        digits: true
        add: 10
        to: [formation.intitule, formation.contenu]
      - header: Niveau
        table: niveau
        to: [formation.niveau_sortie]
      - header: Région
        ignore: sert au numéro
`

func TestAGoodLayout(t *testing.T) {
	l, err := parse("essai.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	s := l.Sheets[0]
	if l.Name != "essai" || len(l.Sheets) != 1 || s.Name != "Feuille" || len(s.Columns) != 4 || len(s.Recognise) != 2 {
		t.Errorf("got %+v", l)
	}
	if c := s.Columns[1]; len(c.steps) != 4 || !slices.Equal(c.Fields, []layout.Field{layout.FormationIntitule, layout.FormationContenu}) {
		t.Errorf("column %+v", c)
	}
	if c := s.Constants; len(c) != 1 || c[0] != (Constant{layout.FormationCertifiante, "oui"}) {
		t.Errorf("constants %+v", c)
	}
}

func TestLayoutsAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"no name":                 {"name: essai", "name: \"\"", `essai.yaml:1: a layout needs a name`},
		"a name with a space":     {"name: essai", "name: mon essai", `essai.yaml:1: name "mon essai": small letters`},
		"our own name":            {"name: essai", "name: passerelle", `essai.yaml:1: name "passerelle" is that of`},
		"an unknown key":          {"    recognise:", "    recognize:", `essai.yaml:7: sheets: unknown key "recognize"; did you mean "recognise"?`},
		"an unknown step":         {"        digits: true", "        digit: true", `essai.yaml:19: sheets: columns: unknown key "digit"; did you mean "digits"?`},
		"a key twice":             {"        digits: true", "        first: \",\"", `essai.yaml:19: `},
		"a number as a text":      {"        add: 10", "        add: dix", `essai.yaml:20: `},
		"an unknown field":        {"[formation.niveau_sortie]", "[formation.niveau_sorti]", `essai.yaml:24: unknown field "formation.niveau_sorti"; did you mean "formation.niveau_sortie"?`},
		"a field like no other":   {"[formation.niveau_sortie]", "[x]", `essai.yaml:24: unknown field "x"`},
		"a field filled twice":    {"[formation.niveau_sortie]", "[formation.contenu]", `essai.yaml:24: field "formation.contenu" is filled twice: line 21`},
		"a constant filled too":   {"[formation.niveau_sortie]", "[formation.certifiante]", `essai.yaml:24: field "formation.certifiante" is filled twice: line 9`},
		"an unknown constant":     {"formation.certifiante", "formation.certifiant", `essai.yaml:9: unknown field "formation.certifiant"`},
		"a constant of nothing":   {"value: oui", "value: \"\"", `essai.yaml:9: constant "formation.certifiante" needs a value`},
		"an unknown table":        {"table: niveau", "table: niveaux", `essai.yaml:23: unknown table "niveaux"; tables are niveau, region`},
		"an unknown prefix table": {"table: region}", "table: regions}", `essai.yaml:14: unknown table "regions"`},
		"a prefix by nothing":     {"by: Région", "by: Regions", `essai.yaml:14: prefix by "Regions": no such column`},
		"one header to recognise": {"[Numéro, Titre]", "[Numéro]", `essai.yaml:6: sheet "Feuille": recognise needs at least two`},
		"an unknown header":       {"[Numéro, Titre]", "[Numéro, Titres]", `essai.yaml:7: recognise: "Titres" is not the header`},
		"a header twice":          {"header: Niveau", "header: TITRE *", `essai.yaml:22: header "TITRE *" is that of line 16 too`},
		"an alias twice":          {"header: Niveau", "header: N°", `essai.yaml:22: header "N°" is that of line 12 too`},
		"no header":               {"header: Niveau", "header: \"*\"", `essai.yaml:22: a column needs a header`},
		"a column for nothing":    {"        to: [formation.niveau_sortie]\n", "", `essai.yaml:22: column "Niveau": say which fields it fills`},
		"ignored and filling":     {"        ignore: sert au numéro", "        ignore: rien\n        to: [formation.module]", `essai.yaml:25: column "Région" is left out`},
		"ignored and changing":    {"        ignore: sert au numéro", "        ignore: rien\n        add: 1", `essai.yaml:25: column "Région" is left out`},
		"made of none of it":      {"        to: [formation.niveau_sortie]", "        or: [Titres]\n        to: [formation.niveau_sortie]", `essai.yaml:22: column "Niveau" is made of "Titres": no such column above it`},
		"made of one below it":    {"header: Niveau", "header: Niveau\n        or: [Région]", `essai.yaml:22: column "Niveau" is made of "Région": no such column above it`},
		"made of itself":          {"header: Niveau", "header: Niveau\n        reference: [Niveau]", `essai.yaml:22: column "Niveau" is made of "Niveau"`},
		"made in two ways":        {"header: Niveau", "header: Niveau\n        or: [Titre]\n        siret-of: Titre", `essai.yaml:22: column "Niveau": one of or, reference and siret-of`},
		"ignored and made":        {"        ignore: sert au numéro", "        ignore: rien\n        or: [Titre]", `essai.yaml:25: column "Région" is left out`},
		"a list for a word":       {"header: Niveau", "header: [Niveau]", `essai.yaml:22: `},
		"no sheet":                {good[strings.Index(good, "sheets:"):], "", `essai.yaml:1: layout "essai" has no sheet`},
		"a sheet without a name":  {"  - name: Feuille", "  - name: \"\"", `essai.yaml:6: a sheet needs a name`},
		"not YAML":                {"name: essai", "name: [", `essai.yaml:`},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			if text == good {
				t.Fatalf("%q is not in the good layout", c.old)
			}
			if _, err := parse("essai.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	replaced := strings.Replace(good, "name: essai", "name: rco-apprentissage", 1)
	for name, c := range map[string]struct {
		files fstest.MapFS
		names string
		err   string
	}{
		"an empty folder":        {fstest.MapFS{}, "passerelle cfa-dix-colonnes rco-apprentissage", ""},
		"one more":               {fstest.MapFS{"a.yaml": {Data: []byte(good)}, "notes.txt": {Data: []byte("[")}}, "passerelle cfa-dix-colonnes essai rco-apprentissage", ""},
		"instead of a built-in":  {fstest.MapFS{"a.yaml": {Data: []byte(replaced)}}, "passerelle cfa-dix-colonnes rco-apprentissage", ""},
		"two of one name":        {fstest.MapFS{"a.yaml": {Data: []byte(good)}, "b.yaml": {Data: []byte(good)}}, "", `b.yaml:1: layout "essai" is that of a.yaml too`},
		"a bad one":              {fstest.MapFS{"a.yaml": {Data: []byte("nom: x")}}, "", `a.yaml:1: unknown key "nom"`},
		"a folder named .yaml":   {fstest.MapFS{"a.yaml/x": {Data: []byte("x")}}, "", "a.yaml"},
		"one larger than may be": {fstest.MapFS{"a.yaml": {Data: []byte(strings.Repeat("# x\n", 1<<19))}}, "", "larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := Load(c.files)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("got %v, want %s", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(l.names(), " "); got != c.names {
				t.Errorf("got %s, want %s", got, c.names)
			}
		})
	}
	if l, err := Load(nil); err != nil || len(l.names()) < 2 {
		t.Errorf("no folder: %v", err)
	}
}

// Every header and alias of our own workbook must name one column of its sheet.
func TestOwnHeadersAreDistinct(t *testing.T) {
	for _, s := range own().Sheets {
		owner := map[string]string{}
		for _, c := range s.Columns {
			for _, h := range append([]string{c.Header}, c.Aliases...) {
				if other, twice := owner[key(h)]; twice && other != c.Header {
					t.Errorf("%s: « %s » names both « %s » and « %s »", s.Name, h, other, c.Header)
				}
				owner[key(h)] = c.Header
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	data, err := os.ReadFile("layouts/rco-apprentissage.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("name: &a x\nsheets: [{name: *a, columns: [{header: *a}]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parse("essai.yaml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "essai.yaml:") {
				t.Errorf("an error without its file: %v", err)
			}
			return
		}
		for _, s := range l.Sheets {
			if len(s.Recognise) < 2 || len(s.Columns) == 0 || s.index == nil {
				t.Errorf("accepted %+v", s)
			}
		}
	})
}

// names lists the layouts: our own first, then the foreign ones, sorted.
func (l *Layouts) names() []string {
	names := []string{l.own.Name}
	for _, f := range l.foreign {
		names = append(names, f.Name)
	}
	return names
}
