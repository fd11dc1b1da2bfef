package texte

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// table reads a column of the reference data, and another beside it.
func table(t *testing.T, name string, comma rune, columns ...string) (rows [][]string) {
	t.Helper()
	f, err := os.Open(sharedtest.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	all, err := r.ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d rows, %v", name, len(all), err)
	}
	places := map[string]int{}
	for i, c := range all[0] {
		places[strings.TrimPrefix(c, "\ufeff")] = i
	}
	for _, row := range all[1:] {
		var cells []string
		for _, c := range columns {
			cells = append(cells, row[places[c]])
		}
		rows = append(rows, cells)
	}
	return rows
}

// TestDoubletsOfROMEHaveOneStem: ROME writes every job in both genders.
func TestDoubletsOfROMEHaveOneStem(t *testing.T) {
	pairs, same := 0, 0
	for _, row := range table(t, "data/rome/unix_referentiel_appellation_v460_utf8.csv", ',', "libelle_appellation_long") {
		his, hers, both := strings.Cut(row[0], " / ")
		if !both {
			continue
		}
		a, b := Words(his), Words(hers)
		for i := 0; i < len(a) && i < len(b) && len(a[i]) > 3 && strings.HasPrefix(b[i], a[i][:3]); i++ {
			if a[i] != b[i] {
				pairs++
				if Stem(a[i]) == Stem(b[i]) {
					same++
				}
			}
		}
	}
	t.Logf("%d of %d doublets have one stem (%.2f %%)", same, pairs, 100*float64(same)/float64(pairs))
	if pairs < 10000 || same*1000 < pairs*995 {
		t.Errorf("%d of %d doublets have one stem, want 99.5 %% of more than 10000", same, pairs)
	}
}

// TestTypesOfCertifInfoAreRead compares the type that a label says with the one
// that Certif Info gives it.
func TestTypesOfCertifInfoAreRead(t *testing.T) {
	known, read, agreed := 0, 0, 0
	for _, row := range table(t, "data/certifinfo/certif_info-2024-07.csv", ';', "Libelle_Type_Diplome", "Libelle_Diplome") {
		kind, label := Normalise(row[0]).Type.Sigle, Normalise(row[1]).Type.Sigle
		if kind == "" {
			continue
		}
		known++
		if label != "" {
			read++
			if label == kind || label == "CAPM" && kind == "CAP" {
				agreed++
			}
		}
	}
	t.Logf("of %d entries with a type, %d say one in their label and %d the same", known, read, agreed)
	if read*100 < known*98 || agreed*1000 < read*998 {
		t.Errorf("of %d entries with a type, %d say one in their label and %d the same", known, read, agreed)
	}
}
