package translate

import (
	"encoding/csv"
	"io"
	"iter"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// table reads a CSV of the reference data: its rows by the names of its columns,
// or by their numbers where it is read without header.
func table(tb testing.TB, name string, sep rune) []map[string]string {
	tb.Helper()
	f, err := os.Open(sharedtest.Path(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = sep, true, -1
	header, err := r.Read()
	if err != nil {
		tb.Fatal(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\uFEFF")
	var rows []map[string]string
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			tb.Fatal(err)
		}
		row := map[string]string{}
		for i, name := range header[:min(len(header), len(cells))] {
			row[name] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row)
	}
}

var labelAndCode = regexp.MustCompile(`^(.*) ([0-9]{5})$`)

// formacode13 reads the tree of V13: a term a row, the deeper its column the
// narrower the term.
func formacode13(tb testing.TB) (all []nomenclature.Terme) {
	above := map[int]string{}
	for _, row := range table(tb, "data/formacode/formacodes-v13.csv", ';') {
		for depth, column := range []string{"C", "D", "E", "F", "G", "H"} {
			m := labelAndCode.FindStringSubmatch(row[column])
			if m == nil {
				continue
			}
			t := terme(m[2], m[1])
			above[depth] = t.Code
			for up := depth - 1; up >= 0; up-- {
				if above[up] != "" {
					t.Generiques = []string{above[up]}
					break
				}
			}
			all = append(all, t)
		}
	}
	return all
}

func formacode14(tb testing.TB) (all []nomenclature.Terme) {
	for _, row := range table(tb, "data/formacode/formacodes-v14.csv", ';') {
		t := terme(row["Code du Terme"], row["Descripteur en typo riche"])
		for _, column := range []string{"Synonymes", "Synonymes métier"} {
			if row[column] != "" {
				t.Synonymes = append(t.Synonymes, strings.Split(row[column], "###")...)
			}
		}
		all = append(all, t)
	}
	return all
}

func realFormacode(tb testing.TB) (*Formacode, []nomenclature.Terme) {
	tb.Helper()
	v13 := formacode13(tb)
	f, err := NewFormacode(seq(v13...), seq(formacode14(tb)...))
	if err != nil {
		tb.Fatal(err)
	}
	return f, v13
}

// way is how a code was found, without what was found.
func way(a Answer) string {
	switch {
	case !a.Certain:
		return "orphan"
	case a.Kept:
		return "kept"
	case strings.HasSuffix(a.Codes[0].How, "est un synonyme"):
		return "synonym"
	}
	return a.Codes[0].How
}

// TestRealFormacode pins what becomes of the 2,632 codes of V13.
func TestRealFormacode(t *testing.T) {
	f, _ := realFormacode(t)
	got := map[string]int{}
	for a := range f.All() {
		got[way(a)]++
	}
	if want := map[string]int{"kept": 2569, "même libellé": 23, "synonym": 35, "orphan": 5}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, a := range f.Orphans() {
		t.Logf("%s %s: %+v", a.Code, a.Libelle, a.Codes)
		if len(a.Codes) == 0 {
			t.Errorf("%s %s: nothing is proposed", a.Code, a.Libelle)
		}
	}
}

// TestRealFormacodeNamesAgreeWithTheCodes shows why a label and a synonym are
// certain: on the codes that both versions have, they never lead elsewhere.
func TestRealFormacodeNamesAgreeWithTheCodes(t *testing.T) {
	f, v13 := realFormacode(t)
	agreed := 0
	for _, old := range v13 {
		found, how := f.names.find(old.Libelle)
		switch {
		case f.now[old.Code] == "" || len(found) != 1:
		case found[0] == old.Code:
			agreed++
		default:
			t.Errorf("%s %s: %s gives %s %s; V14 calls it %s", old.Code, old.Libelle, how, found[0], f.now[found[0]], f.now[old.Code])
		}
	}
	if agreed < 2500 {
		t.Errorf("only %d names were compared", agreed)
	}
}

func romeTerms(tb testing.TB, codesFile, appellations string) []nomenclature.Terme {
	at := map[string]int{}
	var all []nomenclature.Terme
	for _, row := range table(tb, codesFile, ',') {
		at[row["code_rome"]] = len(all)
		all = append(all, terme(row["code_rome"], row["libelle_rome"], parent(row["code_rome_parent"])))
	}
	for _, row := range table(tb, appellations, ',') {
		i := at[row["code_rome"]]
		all[i].Appellations = append(all[i].Appellations, nomenclature.Appellation{OGR: row["code_ogr"]})
	}
	return all
}

func TestRealROME(t *testing.T) {
	v3 := romeTerms(t, "data/rome/unix_referentiel_code_rome_v347_utf8.csv", "data/rome/unix_referentiel_appellation_v347_utf8.csv")
	v4 := romeTerms(t, "data/rome/unix_referentiel_code_rome_v460_utf8.csv", "data/rome/unix_referentiel_appellation_v460_utf8.csv")
	r, err := NewROME(seq(v3...), seq(v4...))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for a := range r.All() {
		switch {
		case a.Certain && len(a.Codes) == 1:
			got["kept whole"]++
		case a.Certain:
			got["kept for the most part"]++
		case a.Kept:
			got["kept for the lesser part"]++
		default:
			got["gone"]++
		}
	}
	for _, term := range v4 {
		if r.To3(term.Code).Certain {
			got["back"]++
		}
	}
	want := map[string]int{"kept whole": 179, "kept for the most part": 243, "kept for the lesser part": 109, "back": 1584}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRealCertifInfoLinks(t *testing.T) {
	l, err := CertifInfo(seq(certifications(t)...))
	if err != nil {
		t.Fatal(err)
	}
	want := figures{Replaced: 4914, Ambiguous: 132, Through: 358, Lengths: [10]int{1: 4556, 2: 354, 3: 4}, MostHeads: 35}
	if got := describe(l); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// certifications reads the codes, years and replacements of Certif Info.
func certifications(tb testing.TB) (all []nomenclature.Certification) {
	at := map[string]int{}
	for _, row := range table(tb, "data/certifinfo/certif_info.csv", ';') {
		code := row["Code_Diplome"]
		if _, again := at[code]; !again {
			at[code] = len(all)
			first, _ := strconv.Atoi(row["Annee_Premiere_Session"])
			last, _ := strconv.Atoi(row["Annee_Derniere_Session"])
			all = append(all, nomenclature.Certification{Code: code, Intitule: row["Libelle_Diplome"], PremiereSession: first, DerniereSession: last})
		}
		if old := row["Code_Ancien_Diplome"]; old != "" && old != code {
			c := &all[at[code]]
			c.Anciens = append(c.Anciens, nomenclature.Ancien{Code: old, Intitule: row["Intitulé_Ancien_Diplome"]})
		}
	}
	return all
}

func TestRealFranceCompetencesLinks(t *testing.T) {
	l, err := FranceCompetences(fiches(t))
	if err != nil {
		t.Fatal(err)
	}
	want := figures{Replaced: 10031, Ambiguous: 213, Through: 3940, Lengths: [10]int{1: 6139, 2: 2553, 3: 914, 4: 300, 5: 93, 6: 25, 7: 6, 8: 1}, MostHeads: 14}
	if got := describe(l); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// fiches makes fiches of the links alone: the file has a row for each.
func fiches(tb testing.TB) iter.Seq2[nomenclature.Fiche, error] {
	at := map[string]int{}
	var all []nomenclature.Fiche
	for _, row := range table(tb, "data/rncp/export_fiches_CSV_Ancienne_Nouvelle_Certification_2026_02_01.csv", ';') {
		numero := row["Numero_Fiche"]
		if _, again := at[numero]; !again {
			at[numero] = len(all)
			all = append(all, nomenclature.Fiche{Numero: numero})
		}
		f := &all[at[numero]]
		if old := row["Ancienne_Certification"]; old != "" && !slices.Contains(f.Anciennes, old) {
			f.Anciennes = append(f.Anciennes, old)
		}
		if newer := row["Nouvelle_Certification"]; newer != "" && !slices.Contains(f.Nouvelles, newer) {
			f.Nouvelles = append(f.Nouvelles, newer)
		}
	}
	return seq(all...)
}

// figures is what a graph of replacements is like.
type figures struct {
	Replaced, Ambiguous, Cycles, Through int
	Lengths                              [10]int // codes by the length of the longest of their chains
	MostHeads                            int
}

func describe(l *Links) (f figures) {
	f.Cycles = len(circlesOf(l))
	for _, code := range l.Replaced() {
		c := l.Closure(code)
		f.Replaced++
		if c.Ambiguous {
			f.Ambiguous++
		}
		if len(c.OnTheWay) > 0 {
			f.Through++
		}
		longest := 0
		for _, h := range c.Heads {
			longest = max(longest, len(h.Path))
		}
		f.Lengths[longest]++
		f.MostHeads = max(f.MostHeads, len(c.Heads))
	}
	return f
}
