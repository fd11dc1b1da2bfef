package referentials

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// certificationsOf reads a whole file; err is what ended it.
func certificationsOf(src source, limits limits) (all []nomenclature.Certification, found kept, stats Stats, err error) {
	for c, e := range certifications(context.Background(), src, limits, found.report, &stats) {
		if e != nil {
			return all, found, stats, e
		}
		all = append(all, c)
	}
	return all, found, stats, nil
}

func TestCertificationsOfTheGoodFile(t *testing.T) {
	got, found, stats, err := certificationsOf(memory("certif_info.csv", fixture(t, "certif_info.csv")), defaults)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 0 {
		t.Errorf("findings on a good file: %v", found.rules())
	}
	if want := (Stats{Rows: 6, Kept: 4, Merged: 2}); stats != want {
		t.Errorf("stats %+v, want %+v", stats, want)
	}
	golden(t, "certif_info.golden.json", got)
}

// golden compares values with those on file.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	path := filepath.Join("testdata", name)
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(want)) != string(text) {
		t.Errorf("got\n%s\nwant %s (run with -update to accept)\n%s", text, path, want)
	}
}

// The same certifications come of the file in whatever way it was written.
func TestCertificationsOfOtherWritings(t *testing.T) {
	good := fixture(t, "certif_info.csv")
	want, _, _, err := certificationsOf(memory("certif_info.csv", good), defaults)
	if err != nil {
		t.Fatal(err)
	}
	latin1, err := charmap.ISO8859_1.NewEncoder().String(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"Latin-1":                  latin1,
		"BOM":                      "\uFEFF" + good,
		"CRLF":                     strings.ReplaceAll(good, "\n", "\r\n"),
		"tabs":                     strings.ReplaceAll(good, ";", "\t"),
		"blank lines":              strings.ReplaceAll(good, "\n", "\n\n") + ";;;\n",
		"empty columns at the end": strings.ReplaceAll(good, "\n", ";;\n"),
		"Options without marks":    strings.ReplaceAll(good, "`", ""),
		"one more column":          strings.ReplaceAll(good, "\n", ";x\n"),
		"headers in capitals":      strings.ToUpper(good[:12]) + good[12:],
		"rows with an empty column the header has not":    strings.ReplaceAll(strings.ReplaceAll(good, "\n", ";\n"), "Ideo2;", "Ideo2"),
		"header with a nameless column the rows have not": strings.Replace(good, "Ideo2\n", "Ideo2;\n", 1),
	} {
		t.Run(name, func(t *testing.T) {
			got, found, stats, err := certificationsOf(memory("certif_info.csv", text), defaults)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if len(found) != 0 || stats.Rows != 6 {
				t.Errorf("findings %v, stats %+v", found.rules(), stats)
			}
		})
	}
}

// Rows of one certification are merged wherever they stand.
func TestScatteredRowsAreMerged(t *testing.T) {
	lines := strings.SplitAfter(fixture(t, "certif_info.csv"), "\n")
	sorted, _, _, err := certificationsOf(memory("a.csv", strings.Join(lines, "")), defaults)
	if err != nil {
		t.Fatal(err)
	}
	lines[2], lines[6] = lines[6], lines[2]
	lines[3], lines[5] = lines[5], lines[3]
	mixed, found, stats, err := certificationsOf(memory("b.csv", strings.Join(lines, "")), defaults)
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]nomenclature.Certification{}
	for _, c := range mixed {
		byCode[c.Code] = c
	}
	for _, want := range sorted {
		if got := byCode[want.Code]; !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	if len(mixed) != len(sorted) || len(found) != 0 || stats.Check("b.csv") != nil || stats.Merged != 2 {
		t.Errorf("%d certifications, findings %v, stats %+v", len(mixed), found.rules(), stats)
	}
}

func TestCertificationRowsAtFault(t *testing.T) {
	good := fixture(t, "certif_info.csv")
	for _, c := range []struct {
		name     string
		old, new string
		rules    []string
		stats    Stats
	}{
		{"code that is no number", "\n900001;", "\nABC;",
			[]string{"erreur referentiel-code , ligne 2, colonne 1 (Code_Diplome)"}, Stats{6, 3, 2, 1}},
		{"title empty", "CAP construction de coques;", ";",
			[]string{"erreur referentiel-libelle-absent , ligne 2, colonne 2 (Libelle_Diplome)"}, Stats{6, 3, 2, 1}},
		{"a column short", "900001;CAP construction", "900001 CAP construction",
			[]string{"erreur referentiel-colonnes , ligne 2"}, Stats{6, 3, 2, 1}},
		{"a separator in the title of a row whose last cell is empty", "CAP construction", "CAP; construction",
			[]string{"erreur referentiel-colonnes , ligne 2"}, Stats{6, 3, 2, 1}},
		{"a mark that never closes", "900001;CAP construction de coques;CAP", "900001;\"CAP construction de coques;C;AP",
			[]string{"erreur referentiel-guillemets , ligne 2"}, Stats{6, 3, 2, 1}},
		{"a mark that opens a title and never closes", "900001;CAP", "900001;\"CAP",
			[]string{"info referentiel-guillemets , ligne 2"}, Stats{6, 4, 2, 0}},
		{"day that does not exist", "12/03/2026", "31/02/2026",
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 5 (Date_MaJ)"}, Stats{6, 4, 2, 0}},
		{"level out of bounds", ";CAP;3;", ";CAP;9;",
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 4 (Code_Niveau_Europeen)"}, Stats{6, 4, 2, 0}},
		{"ROME that is none", "H2911;H2902", "H2911;H29",
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 9 (Code_Rome_2)"}, Stats{6, 4, 2, 0}},
		{"RNCP with its prefix", ";70001;", ";RNCP70001;",
			[]string{"info referentiel-code-retabli , ligne 2, colonne 14 (Code_RNCP)"}, Stats{6, 4, 2, 0}},
		{"replaces itself", ";800001;", ";900001;",
			[]string{"avertissement referentiel-valeur , ligne 2, colonne 21 (Code_Ancien_Diplome)"}, Stats{6, 4, 2, 0}},
		{"two rows that do not agree", "900002;BTS gréement", "900002;BTS du gréement",
			[]string{"avertissement referentiel-doublon , ligne 4, colonne 1 (Code_Diplome)"}, Stats{6, 4, 2, 0}},
		{"bytes lost", "CAP construction", "CAP é\xFF\xFFconstructionéé",
			[]string{"avertissement referentiel-encodage , ligne 2", "avertissement referentiel-caractere-perdu , ligne 2, colonne 2 (Libelle_Diplome)"}, Stats{6, 4, 2, 0}},
		{"no last end of line", ";132;\n", ";132;",
			[]string{"avertissement referentiel-fin , ligne 7"}, Stats{6, 4, 2, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found, stats, err := certificationsOf(memory("certif_info.csv", put(t, good, c.old, c.new)), defaults)
			if err != nil {
				t.Fatal(err)
			}
			if got := found.rules(); !reflect.DeepEqual(got, c.rules) {
				t.Errorf("findings %q, want %q", got, c.rules)
			}
			if stats != c.stats || stats.Check("certif_info.csv") != nil {
				t.Errorf("stats %+v, want %+v", stats, c.stats)
			}
			for _, f := range found {
				if f.File != "certif_info.csv" || f.Message == "" || f.Severity > 0 && f.Remedy == "" {
					t.Errorf("finding without its file, sentence or remedy: %+v", f)
				}
			}
		})
	}
}

func TestCertificationsStopWhenTold(t *testing.T) {
	src := memory("certif_info.csv", fixture(t, "certif_info.csv"))
	for range certifications(context.Background(), src, defaults, nil, nil) {
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range certifications(ctx, src, defaults, nil, nil) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
	}
}
