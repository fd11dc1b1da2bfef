package referentials

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// published are the files as their publishers put them out.
var published = []struct {
	path   string
	ref    nomenclature.Referential
	label  string
	stats  Stats
	found  map[string]int // findings by severity and rule
	sample bool           // only a part of what is published
}{
	{"certifinfo/certif_info.csv", nomenclature.CertifInfo, "2024-06-28", Stats{10067, 9923, 144, 0},
		map[string]int{"info referentiel-texte": 3}, false},
	{"certifinfo/certif_info-2024-07.csv", nomenclature.CertifInfo, "2024-05-31", Stats{10049, 9901, 148, 0},
		map[string]int{"info referentiel-texte": 3}, false},
	{"rome/unix_referentiel_code_rome_v460_utf8.csv", nomenclature.ROME, "4.60", Stats{1584, 1584, 0, 0}, map[string]int{}, false},
	{"rome/unix_referentiel_code_rome_v347_utf8.csv", nomenclature.ROME3, "3.47", Stats{531, 531, 0, 0},
		map[string]int{"info referentiel-texte": 51}, false}, // 50 and their sum
	{"formacode/formacodes-v14.csv", nomenclature.Formacode, "V14", Stats{2775, 2775, 0, 0}, map[string]int{}, false},
	{"nsf/nsf_groupes_D311-4.csv", nomenclature.NSF, "D311-4", Stats{93, 93, 0, 0}, map[string]int{}, false},
	{"formacode/formacodes-v13.csv", nomenclature.Formacode13, "V13", Stats{2632, 2632, 0, 0}, map[string]int{}, false},
	{"nsf/n_lettre_specialite.csv", nomenclature.NSFLettres, "", Stats{17, 17, 0, 0}, map[string]int{}, false},
	{"nsf/gfe_edof_v14.csv", nomenclature.GFE, "V14", Stats{24, 24, 0, 0}, map[string]int{}, false},
	{"nsf/fap225_rome.csv", nomenclature.FAP, "", Stats{765, 224, 541, 0}, map[string]int{}, false},
	{"rncp/export_fiches_RNCP_fixture.xml", nomenclature.RNCP, "", Stats{12, 12, 0, 0}, map[string]int{}, true},
	{"rncp/export_fiches_RS_fixture.xml", nomenclature.RNCP, "", Stats{8, 8, 0, 0}, map[string]int{}, true},
	{"rncp/sample_export-fiches-csv-2024-02-22.zip", nomenclature.RNCP, "2024-02-22", Stats{60, 10, 50, 0},
		map[string]int{"avertissement referentiel-sans-intitule": 1}, true},
	{"rncp/export_fiches_CSV_Nsf_2026_02_01.csv", nomenclature.RNCP, "2026-02-01", Stats{45013, 28954, 16057, 2},
		map[string]int{"avertissement referentiel-valeur": 2, "avertissement referentiel-sans-intitule": 1}, false},
	{"labelled/intitules-rncp-rs.csv", nomenclature.Exemples, "", Stats{10775, 10775, 0, 0}, map[string]int{"avertissement referentiel-valeur": 11}, false},
	{"labelled/intitules-organismes-certifinfo.csv", nomenclature.Exemples, "", Stats{1290, 1289, 1, 0}, map[string]int{}, false},
	{"geo/laposte_hexasmal.csv", nomenclature.Communes, "", Stats{39201, 39201, 0, 0}, map[string]int{}, false},
	{"organismes/organismes-reseaux.csv", nomenclature.Organismes, "", Stats{2199, 2199, 0, 0},
		map[string]int{"info referentiel-code-retabli": 12, "info referentiel-texte": 1, "avertissement referentiel-cle": 2}, false},
}

// count drains a stream.
func count[T any](seq iter.Seq2[T, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// load reads a file whatever it holds.
func load(file File, report func(finding.Finding), stats *Stats) (int, error) {
	ctx := context.Background()
	switch file.Referential {
	case nomenclature.CertifInfo:
		return count(Certifications(ctx, file, report, stats))
	case nomenclature.RNCP:
		return count(Fiches(ctx, file, report, stats))
	case nomenclature.Communes:
		return count(Communes(ctx, file, report, stats))
	case nomenclature.Organismes:
		return count(Etablissements(ctx, file, report, stats))
	case nomenclature.Exemples:
		return count(Exemples(ctx, file, report, stats))
	}
	return count(Termes(ctx, file, report, stats))
}

func TestPublishedFiles(t *testing.T) {
	for _, p := range published {
		t.Run(p.path, func(t *testing.T) {
			path := sharedtest.Path(t, "data/"+p.path)
			file := alone(t, path)
			if file.Referential != p.ref || file.Label != p.label {
				t.Fatalf("recognised as %+v", file)
			}
			var found kept
			var stats Stats
			n, err := load(file, found.report, &stats)
			if err != nil {
				t.Fatal(err)
			}
			if stats != p.stats || n != stats.Kept || stats.Check(p.path) != nil {
				t.Errorf("%d values, stats %+v, want %+v", n, stats, p.stats)
			}
			told := map[string]int{}
			for _, f := range found {
				told[f.Severity.String()+" "+f.Rule]++
			}
			for rule, n := range p.found {
				if told[rule] != n {
					t.Errorf("%d × %s, want %d", told[rule], rule, n)
				}
			}
			if len(told) != len(p.found) {
				t.Errorf("findings %v, want %v", told, p.found)
			}
			if !p.sample && stats.Kept < Floor(p.ref) {
				t.Errorf("the national file has %d values, under its floor of %d", stats.Kept, Floor(p.ref))
			}
		})
	}
}

// Certif Info repeats a row for each RS number and each sheet of the Onisep.
func TestPublishedCertificationsKeepTheirRSNumbers(t *testing.T) {
	path := sharedtest.Path(t, "data/certifinfo/certif_info.csv")
	several, replaced := 0, 0
	for c, err := range Certifications(context.Background(), File{Path: path}, nil, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if len(c.AutresRS) > 0 {
			several++
			if byNumber(c.RS, c.AutresRS[0]) <= 0 {
				t.Errorf("%s: RS %s before %v", c.Code, c.RS, c.AutresRS)
			}
		}
		replaced += len(c.Anciens)
	}
	if several != 64 || replaced != 5175 {
		t.Errorf("%d certifications with several RS numbers, want 64; %d replaced, want 5175", several, replaced)
	}
}

// alone is the one referential that a file holds.
func alone(t testing.TB, path string) File {
	t.Helper()
	files, err := recognise(path)
	if err != nil || len(files) != 1 {
		t.Fatalf("recognised as %+v, %v", files, err)
	}
	return files[0]
}

// The folder of real files loads whole: each referential once, of all its files.
func TestPublishedFolder(t *testing.T) {
	want := []struct {
		ref   nomenclature.Referential
		label string
		files int
		stats Stats
	}{
		{nomenclature.CertifInfo, "2024-06-28", 1, Stats{10067, 9923, 144, 0}},
		{nomenclature.RNCP, "2026-02-01", 7, Stats{198656, 29382, 169263, 11}},
		{nomenclature.ROME, "4.60", 4, Stats{28268, 1584, 26684, 0}},
		{nomenclature.ROME3, "3.47", 2, Stats{11521, 531, 10968, 22}},
		{nomenclature.Formacode, "V14", 2, Stats{2789, 2775, 14, 0}},
		{nomenclature.Formacode13, "V13", 1, Stats{2632, 2632, 0, 0}},
		{nomenclature.NSF, "D311-4", 1, Stats{93, 93, 0, 0}},
		{nomenclature.NSFLettres, "", 1, Stats{17, 17, 0, 0}},
		{nomenclature.GFE, "V14", 1, Stats{24, 24, 0, 0}},
		{nomenclature.FAP, "", 1, Stats{765, 224, 541, 0}},
		{nomenclature.Communes, "", 1, Stats{39201, 39201, 0, 0}},
		{nomenclature.Organismes, "", 1, Stats{2199, 2199, 0, 0}},
		{nomenclature.Exemples, "", 2, Stats{12065, 12064, 1, 0}},
	}
	files, err := Scan(sharedtest.Path(t, "data"), nil)
	if err != nil || len(files) != len(want) {
		t.Fatalf("got %+v, %v", files, err)
	}
	for i, file := range files {
		var stats Stats
		n, err := load(file, nil, &stats)
		if w := want[i]; file.Referential != w.ref || file.Label != w.label || len(file.Paths) != w.files || stats != w.stats {
			t.Errorf("got %s %s of %d files, %+v; want %+v", file.Referential, file.Label, len(file.Paths), stats, w)
		}
		if err != nil || n != stats.Kept || n < Floor(file.Referential) || stats.Check(file.Path) != nil {
			t.Errorf("%s: %d values, %+v, %v", file.Referential, n, stats, err)
		}
	}
}

// tally counts what the terms of a nomenclature state.
type tally struct{ synonymes, generiques, specifiques, associes, appellations, definitions, domaines, parents int }

// What the thesauri state is kept.
func TestPublishedRelations(t *testing.T) {
	want := map[nomenclature.Referential]tally{
		nomenclature.ROME:        {appellations: 13120, definitions: 1584, domaines: 1584, parents: 1052},
		nomenclature.ROME3:       {appellations: 10968},
		nomenclature.Formacode:   {synonymes: 10493, generiques: 2775, specifiques: 2710, associes: 3166, definitions: 2387, domaines: 2775},
		nomenclature.Formacode13: {generiques: 2567, specifiques: 2567, domaines: 2632},
		nomenclature.NSF:         {domaines: 93},
		nomenclature.FAP:         {associes: 749},
	}
	files, err := Scan(sharedtest.Path(t, "data"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		w, ok := want[file.Referential]
		if !ok {
			continue
		}
		var got tally
		for term, err := range Termes(context.Background(), file, nil, nil) {
			if err != nil {
				t.Fatal(err)
			}
			got.synonymes, got.generiques = got.synonymes+len(term.Synonymes), got.generiques+len(term.Generiques)
			got.specifiques, got.associes = got.specifiques+len(term.Specifiques), got.associes+len(term.Associes)
			got.appellations += len(term.Appellations)
			got.definitions, got.domaines, got.parents = got.definitions+one(term.Definition), got.domaines+one(term.Domaine), got.parents+one(term.Parent)
		}
		if got != w {
			t.Errorf("%s: got %+v, want %+v", file.Referential, got, w)
		}
	}
}

func one(s string) int {
	if s == "" {
		return 0
	}
	return 1
}

// Damaged copies of the real file are refused; the same file in Latin-1 is not.
func TestPublishedCopies(t *testing.T) {
	text, err := os.ReadFile(sharedtest.Path(t, "data/certifinfo/certif_info.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		text    []byte
		damaged bool
	}{
		{"cut at three quarters", text[:len(text)*3/4], true},
		{"cut in its header", text[:300], true},
		{"in Windows-1252", latinCopy(t, text), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "certif_info.csv")
			if err := os.WriteFile(path, c.text, 0o644); err != nil {
				t.Fatal(err)
			}
			var stats Stats
			n, err := load(File{Referential: nomenclature.CertifInfo, Path: path}, nil, &stats)
			var d *Damaged
			if errors.As(err, &d) != c.damaged {
				t.Fatalf("error %v", err)
			}
			if !c.damaged && (n != 9923 || stats.Refused != 0) {
				t.Errorf("%d certifications, stats %+v, %v", n, stats, err)
			}
		})
	}
}

// latinCopy writes what Windows-1252 has not as a question mark.
func latinCopy(t *testing.T, text []byte) []byte {
	t.Helper()
	var out []byte
	for _, r := range string(text) {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return out
}

func BenchmarkCertifInfo(b *testing.B) {
	path := sharedtest.Path(b, "data/certifinfo/certif_info.csv")
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		if n, err := load(File{Referential: nomenclature.CertifInfo, Path: path}, nil, nil); n != 9923 || err != nil {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkCommunes(b *testing.B) {
	path := sharedtest.Path(b, "data/geo/laposte_hexasmal.csv")
	b.ReportAllocs()
	for b.Loop() {
		if n, err := load(File{Referential: nomenclature.Communes, Path: path}, nil, nil); n != 39201 || err != nil {
			b.Fatal(n, err)
		}
	}
}
