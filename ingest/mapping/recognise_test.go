package mapping_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

func builtIn(tb testing.TB) *mapping.Layouts {
	tb.Helper()
	l, err := mapping.BuiltIn()
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// rows makes the rows of a sheet, cells apart by |, blank lines left out as a
// workbook's are.
func rows(sheet string, lines ...string) (all []delivery.Row) {
	for i, line := range lines {
		if line != "" {
			all = append(all, delivery.Row{Sheet: sheet, Number: i + 1, Cells: strings.Split(line, "|")})
		}
	}
	return all
}

const (
	organismes = "SIRET|Nom|Ville"
	sessions   = "SIRET de l'organisme responsable|Référence de la formation|Date de début|Date de fin|Lieu - code postal|Lieu - ville"
	rco        = "code-region|numeroFO|numeroAf|Nom de la formation|code-CERTIFINFO|Code scolarité|CFA-OFA SIRET (ORESP)|identifiant session--<session numero =...>"
)

// told writes findings as « rule severity place ».
func told(found []finding.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Rule+" "+f.Severity.String()+" "+f.Place.String())
	}
	return strings.Join(all, "; ")
}

func TestRecognise(t *testing.T) {
	eighteen := slices.Repeat([]string{""}, 18)
	for name, c := range map[string]struct {
		sheet string
		lines []string
		want  string // layout, sheet of the layout, header row; empty when ignored
	}{
		"our sheet":                    {"Organismes", []string{organismes}, "passerelle Organismes 1"},
		"under an alias":               {" ORGANISME ", []string{organismes}, "passerelle Organismes 1"},
		"under any name":               {"Feuil1", []string{sessions}, "passerelle Sessions 1"},
		"among columns of theirs":      {"Feuil1", []string{organismes + "|Remarques|Suivi"}, "passerelle Organismes 1"},
		"lost among theirs":            {"Feuil1", []string{organismes + "|a|b|c|d"}, ""},
		"few of ours under our name":   {"Organismes", []string{"SIRET|Nom|a|b|c|d|e"}, "passerelle Organismes 1"},
		"one of ours under our name":   {"Organismes", []string{"SIRET|a|b"}, ""},
		"people, not organisations":    {"Feuil1", []string{"SIRET|Nom|Prénom|Courriel"}, "passerelle Interlocuteurs 1"},
		"accents, case, marks, breaks": {"Feuil1", []string{"siret *|NOM\u00a0de  l'organisme|« Ville »|CODE\npostal (5 chiffres)"}, "passerelle Organismes 1"},
		"titles above":                 {"Organismes", []string{"Notre offre", "", "À remplir avant le 30 juin", organismes, "73282932000074|Institut|Caen"}, "passerelle Organismes 4"},
		"on the twentieth row":         {"Organismes", append(append([]string{"titre"}, eighteen...), organismes), "passerelle Organismes 20"},
		"on the twenty-first row":      {"Organismes", append(append([]string{"titre", ""}, eighteen...), organismes), ""},
		"a foreign layout":             {"Feuil1", []string{rco}, "rco-apprentissage Apprentissage 1"},
		"a foreign one under our name": {"Formations", []string{rco}, "rco-apprentissage Apprentissage 1"},
		"a foreign one, other marks":   {"Feuil1", []string{strings.ToUpper(strings.ReplaceAll(rco, "-", " "))}, "rco-apprentissage Apprentissage 1"},
		"a foreign one, less a header": {"Feuil1", []string{strings.Replace(rco, "numeroAf|", "", 1)}, ""},
		"a foreign one under a title":  {"Feuil1", []string{"Apprentissage", "", rco}, "rco-apprentissage Apprentissage 3"},
		"nothing of ours":              {"Feuil1", []string{"a|b|c"}, ""},
		"no row":                       {"Feuil1", nil, ""},
		"one long text":                {"Feuil1", []string{strings.Repeat("SIRET|", 3) + strings.Repeat("x", 30000)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, ok := builtIn(t).Recognise(c.sheet, rows(c.sheet, c.lines...))
			got := ""
			if ok {
				got = strings.Join([]string{b.Layout, b.Sheet, strconv.Itoa(b.HeaderRow)}, " ")
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatIsSaidOfASheet(t *testing.T) {
	for name, c := range map[string]struct{ sheet, header, want string }{
		"all is well":             {"Organismes", organismes, ""},
		"an unknown column":       {"Organismes", organismes + "|Remarques", "colonne-inconnue info feuille Organismes, ligne 1, colonne D (Remarques)"},
		"a misspelt column":       {"Organismes", organismes + "|Telefone", "colonne-inconnue avertissement feuille Organismes, ligne 1, colonne D (Telefone)"},
		"a column twice":          {"Organismes", "SIRET|Nom|Ville|N° SIRET", "colonne-double avertissement feuille Organismes, ligne 1, colonne D (N° SIRET)"},
		"a column without a name": {"Organismes", "SIRET|Nom||Ville|**", ""},
		"a required column less":  {"Organismes", "SIRET|Ville", "colonne-obligatoire erreur feuille Organismes, ligne 1"},
		"a required one misspelt": {"Organismes", "SIRETT|Nom|Ville", "colonne-inconnue avertissement feuille Organismes, ligne 1, colonne A (SIRETT); colonne-obligatoire erreur feuille Organismes, ligne 1"},
		"an ignored column":       {"x", rco + "|CAS|CAS libellé", ""},
		"a foreign one, less":     {"x", strings.Replace(rco, "Nom de la formation", "intitule-region", 1), "colonne-obligatoire erreur feuille x, ligne 1"},
		"a sheet of nobody":       {"Feuil1", "a|b|c", "feuille-ignoree avertissement feuille Feuil1"},
		"a sheet that explains":   {"Mode d'emploi", "Lisez ceci", "feuille-ignoree info feuille Mode d'emploi"},
		"a sheet under our name":  {"Sessions", "a|b|c", "feuille-ignoree erreur feuille Sessions"},
		"an empty sheet":          {"Feuil3", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, found, _ := builtIn(t).Recognise(c.sheet, rows(c.sheet, c.header))
			if got := told(found); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			for _, f := range found {
				if f.Message == "" || f.Severity != finding.Info && f.Remedy == "" {
					t.Errorf("says too little: %+v", f)
				}
			}
		})
	}
}

func TestTheNearestColumnIsNamed(t *testing.T) {
	_, found, _ := builtIn(t).Recognise("Organismes", rows("Organismes", organismes+"|Telefone"))
	if !strings.Contains(found[0].Remedy, "« Téléphone »") {
		t.Errorf("got %s", found[0].Remedy)
	}
	_, found, _ = builtIn(t).Recognise("Organismes", rows("Organismes", organismes+"|Téléphone|Telefone"))
	if strings.Contains(found[0].Remedy, "« Téléphone »") {
		t.Errorf("a column that is there is proposed: %s", found[0].Remedy)
	}
}

func TestASheetThatLacksAColumnIsRefused(t *testing.T) {
	all := rows("Organismes", "SIRET|Ville", "73282932000074|Caen", "| ")
	b, found, ok := builtIn(t).Recognise("Organismes", all)
	if !ok || !b.Refused || found[0].Field != string(layout.OrganismeNom) {
		t.Fatalf("ok %v, binding %+v, findings %+v", ok, b, found)
	}
	for i, want := range []mapping.RowKind{mapping.Heading, mapping.Refused, mapping.Blank} {
		if r, kind, _ := b.Record("a.xlsx", all[i]); kind != want || len(r.Cells) != 0 {
			t.Errorf("row %d: %s %+v, want %s", i+1, kind, r, want)
		}
	}
}

// Whatever the header, recognising it gives either a binding or a reason.
func FuzzRecognise(f *testing.F) {
	f.Add("Organismes", organismes, "73282932000074|Institut|Caen", "x")
	f.Add("Feuil1", "titre", sessions, "a|b|c|d|e|f|g")
	f.Add("x", rco, "52|1|2|t|3|4|5|6", "Exemple|a")
	f.Add("Sessions", "Ex. :|Ex|(((", "\xff|é|*", strings.ToUpper(rco))
	l := builtIn(f)
	f.Fuzz(func(t *testing.T, sheet, one, two, three string) {
		all := rows(sheet, one, two, three)
		b, found, ok := l.Recognise(sheet, all)
		if !ok {
			if len(all) > 0 && len(found) == 0 {
				t.Error("ignored without a reason")
			}
			return
		}
		for _, row := range all {
			r, kind, found := b.Record("a.xlsx", row)
			silent := row.Number <= b.HeaderRow || kind == mapping.Data || b.Refused
			if !silent && len(found) == 0 {
				t.Errorf("row %d is %s without a reason", row.Number, kind)
			}
			if (kind == mapping.Data) != (len(r.Cells) > 0) {
				t.Errorf("row %d is %s with %d cells", row.Number, kind, len(r.Cells))
			}
		}
	})
}
