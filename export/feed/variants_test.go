package feed_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/export/feed"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// made is a target that extends the canonical one.
func made(t testing.TB, keys string) target.Target {
	t.Helper()
	set, err := target.Load(fstest.MapFS{"mine.yaml": {Data: []byte("name: mine\nextends: intercarif\n" + keys)}})
	if err != nil {
		t.Fatal(err)
	}
	return set["mine"]
}

// outcome is a feed with its ledger and findings.
type outcome struct {
	feed.Feed
	ledger   map[string]journal.Verdict // by record
	findings []finding.Finding
}

// one builds the feed of one target.
func one(t testing.TB, tg target.Target, offers []offre.Offre, o feed.Options) outcome {
	t.Helper()
	got := outcome{ledger: map[string]journal.Verdict{}}
	o.Date, o.Dir = today, t.TempDir()
	o.Verdict = func(v journal.Verdict) error { got.ledger[v.Record] = v; return nil }
	o.Finding = func(_ string, f finding.Finding) error { got.findings = append(got.findings, f); return nil }
	f, err := alone(t, tg, stream(offers), o)
	if err != nil {
		t.Fatal(err)
	}
	got.Feed = f
	left, err := os.ReadDir(o.Dir)
	if err != nil || len(left) != len(f.Files) {
		t.Errorf("%d files are left of the %d that are named (%v)", len(left), len(f.Files), err)
	}
	return got
}

// lint fails the test when the official schema refuses a file.
func lint(t *testing.T, schema, path string) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint is not installed")
		}
		t.Skip("skipped: xmllint is not installed")
	}
	if out, err := exec.Command("xmllint", "--noout", "--schema", sharedtest.Path(t, schema), path).CombinedOutput(); err != nil {
		t.Errorf("%s: %.2000s", path, out)
	}
}

func TestLatin1Feed(t *testing.T) {
	f := one(t, made(t, "format: {encoding: ISO-8859-1}"), []offre.Offre{offer("04_F1", func(o *offre.Offre) {
		o.Formation.Intitule, o.Formation.Objectif = "L’œuvre à 10 €", "œœ 日"
	}), offer("04_F2", nil)}, feed.Options{})
	data := content(t, f.Feed)
	if utf8.Valid(data) || !bytes.Contains(data, []byte("<intitule-formation>L'oeuvre \xe0 10 EUR</intitule-formation>")) || !bytes.HasPrefix(data, []byte(`<?xml version="1.0" encoding="ISO-8859-1"?>`)) {
		t.Errorf("not ISO-8859-1: %.300s", data)
	}
	lint(t, "data/lheo/lheo-2.3-officiel.xsd", f.Path)
	if f.Unsaid["œ"] != 3 || f.Unsaid["€"] != 1 || f.Unsaid["日"] != 1 {
		t.Errorf("unsaid: %v", f.Unsaid)
	}
	about := slices.DeleteFunc(f.findings, func(x finding.Finding) bool { return x.Rule != "caractere-hors-encodage" })
	if len(about) != 1 || about[0].Record != "04_F1" || !strings.Contains(about[0].Message, "6 caractère(s)") {
		t.Errorf("%+v", about)
	}
}

func TestVersion22Feed(t *testing.T) {
	f := one(t, made(t, "format: {schema: lheo-2.2}"), catalogue(), feed.Options{})
	data := string(content(t, f.Feed))
	if !strings.Contains(data, `<lheo xmlns="http://www.lheo.org/2.2">`) || !strings.Contains(data, "</offres>\n<extras info=\"flux-intercarif\">") || f.Formations < 4 {
		t.Errorf("%d formations\n%.300s", f.Formations, data)
	}
	if v := f.ledger["S04b"]; v.Exported || v.Reason != feed.Incomplete || !strings.Contains(v.Sentence, "le lieu de formation") {
		t.Errorf("2.2 demands a place: %+v", v)
	}
}

func TestNumbering(t *testing.T) {
	two := []offre.Offre{
		offer("04_F1", func(o *offre.Offre) { o.Sessions[0].ID, o.Sessions[0].Action = "04_S1", "04_A1" }),
		offer("13_F1", func(o *offre.Offre) { o.Sessions[0].ID = "13_S2" }),
		offer("13_F2", func(o *offre.Offre) {
			o.Sessions = append(o.Sessions, session("13_S1", o.Formation.ID))
			o.Sessions[0].ID, o.Sessions[0].ModalitesInscription = "13_S3", "\x01"
			o.Sessions[1].Rythme = "Le soir"
		}),
	}
	f := one(t, made(t, "numbering: {formation: \"25_\", action: raw, session: raw, organisme: raw}"), two, feed.Options{})
	data := string(content(t, f.Feed))
	for _, want := range []string{`<formation numero="25_F1">`, `<action numero="A1">`, `<session numero="S1">`, `<organisme-formation-responsable numero="O1">`, `<formation numero="25_F2">`} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s", want)
		}
	}
	if v := f.ledger["13_F1"]; v.Exported || v.Reason != target.NumberTaken {
		t.Errorf("a number that another has: %+v", v)
	}
	if v := f.ledger["13_S1"]; v.Exported || v.Reason != target.NumberTaken || !f.ledger["13_S3"].Exported {
		t.Errorf("a session's number costs the session alone: %+v", f.ledger)
	}
	for _, x := range f.findings {
		if x.Rule == "caractere-interdit" && x.Record != "13_S3" {
			t.Errorf("a finding is about the record as the catalogue numbers it: %+v", x)
		}
	}
	long := one(t, made(t, "numbering: {formation: ABCD_}"), []offre.Offre{offer("04_"+strings.Repeat("9", 28), nil)}, feed.Options{})
	if long.Formations != 0 {
		t.Error("a number of more than 32 characters was written")
	}
}

func TestOrderByOrganisme(t *testing.T) {
	var offers []offre.Offre
	for i, siret := range []string{"73282932000074", "35600000000048", "73282932000074", "35600000009075"} {
		offers = append(offers, offer(fmt.Sprintf("04_F%d", i), func(o *offre.Offre) { o.Formation.Responsable, o.Responsable.SIRET = siret, siret }))
	}
	f := one(t, made(t, "order: organisme\nfile: \"{target}-{date}.xml\""), offers, feed.Options{})
	var numbers []string
	for line := range strings.Lines(string(content(t, f.Feed))) {
		if rest, ok := strings.CutPrefix(line, `<formation numero="`); ok {
			numbers = append(numbers, rest[:6])
		}
	}
	if want := []string{"04_F1\"", "04_F3\"", "04_F0\"", "04_F2\""}; !slices.Equal(numbers, want) || filepath.Base(f.Path) != "mine-2026-09-16.xml" {
		t.Errorf("%v in %s", numbers, f.Path)
	}
	lint(t, "data/lheo/lheo-2.3-officiel.xsd", f.Path)
}

func TestMandatory(t *testing.T) {
	tg := made(t, `
mandatory:
  - {element: action/prix-total-TTC, sentence: Le prix est connu., excludes: sans prix}
  - {element: action/rythme-formation, sentence: Le rythme est connu., excludes: sans rythme}
`)
	offers := []offre.Offre{
		offer("04_F1", func(o *offre.Offre) { o.Sessions[0].PrixTotal = "100" }),
		offer("04_F2", nil),
		offer("04_F3", func(o *offre.Offre) { o.Sessions[0].PrixTotal, o.Sessions[0].Rythme = "100", "" }),
		offer("04_F4", func(o *offre.Offre) {
			free := session("S4b", o.Formation.ID)
			free.PrixTotal = "0"
			o.Sessions = append(o.Sessions, free)
		}),
	}
	f := one(t, tg, offers, feed.Options{})
	for record, reason := range map[string]string{"04_F1": "", "04_F2": "sans-prix-total-TTC", "04_F3": "sans-rythme-formation", "04_F4": "", "S4a": "sans-prix-total-TTC", "S4b": ""} {
		if v := f.ledger[record]; v.Reason != reason {
			t.Errorf("%s: %+v, want %q", record, v, reason)
		}
	}
	if v := f.ledger["04_F2"]; v.Sentence != "la cible demande le prix de l'action (action/prix-total-TTC), que le catalogue n'a pas" {
		t.Error(v.Sentence)
	}
}

func TestInstants(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 1, day, 8, 0, 0, 0, time.UTC) }
	f := one(t, made(t, "format: {usages: true}\npage: https://exemple.fr/f/{formation}"), []offre.Offre{offer("04_F1", func(o *offre.Offre) {
		o.Horodatage = offre.Horodatage{Creation: at(1), Modification: at(9)}
		ended := session("S0", o.Formation.ID)
		ended.Fin = "20200101"
		o.Sessions = append(o.Sessions, ended)
		o.HorodatageSessions = map[string]offre.Horodatage{"S1a": {Creation: at(3), Modification: at(4)}, "S0": {Creation: at(2), Modification: at(5)}}
	})}, feed.Options{})
	data := string(content(t, f.Feed))
	for _, want := range []string{
		`<formation numero="04_F1" horodatage-creation="2026-01-01T08:00:00Z" horodatage-modification="2026-01-09T08:00:00Z" datecrea="20260101" datemaj="20260109" href="https://exemple.fr/f/04_F1" uri="https://exemple.fr/f/04_F1">`,
		`<action numero="S0" horodatage-creation="2026-01-02T08:00:00Z" horodatage-modification="2026-01-05T08:00:00Z"`,
		`<session numero="S1a" horodatage-creation="2026-01-03T08:00:00Z"`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
	lint(t, "data/lheo/lheo-2.3-officiel.xsd", f.Path)
}

// TestWhatHasNotChangedBearsTheInstantThatItBore: else it would be published anew
// each night.
func TestWhatHasNotChangedBearsTheInstantThatItBore(t *testing.T) {
	first := time.Date(2026, 9, 1, 2, 15, 3, 0, time.UTC)
	before := one(t, made(t, ""), catalogue(), feed.Options{Stamp: first})
	last := func(string) []feed.Earlier {
		return []feed.Earlier{{SHA256: strings.Repeat("0", 64), Stamp: first.AddDate(0, 0, 1)}, {SHA256: before.SHA256, Stamp: first}}
	}
	same := one(t, made(t, ""), catalogue(), feed.Options{Stamp: today, Last: last})
	changed := one(t, made(t, ""), catalogue()[:4], feed.Options{Stamp: today, Last: last})
	if same.SHA256 != before.SHA256 || !bytes.Contains(content(t, same.Feed), []byte(`<extra info="date-export">20260901</extra>`+"\n"+`<extra info="heure-export">021503</extra>`)) {
		t.Error("an unchanged feed has another instant")
	}
	if !bytes.Contains(content(t, changed.Feed), []byte(`<extra info="date-export">20260916</extra>`)) {
		t.Error("a changed feed bears an old instant")
	}
}

// certified is a catalogue of which EDOF takes something.
func certified() []offre.Offre {
	rich := func(id, siret string, change func(*offre.Offre)) offre.Offre {
		return offer(id, func(o *offre.Offre) {
			o.Formation.Responsable, o.Responsable.SIRET = siret, siret
			o.Formation.Contact = offre.Contact{Nom: "Lefèvre", Prenom: "Camille", Telephone: "02 31 00 00 02", Courriel: "c@exemple.fr"}
			o.Sessions[0].PrixTotal = "1200"
			o.Horodatage.Creation = today
			if change != nil {
				change(o)
			}
		})
	}
	const one, two = "73282932000074", "35600000000048"
	return []offre.Offre{
		rich("04_F1", one, nil),
		rich("04_F2", two, func(o *offre.Offre) { o.Formation.Certifications = []offre.Certification{{RS: "RS5080"}} }),
		rich("04_F3", one, func(o *offre.Offre) { o.Sessions[0].PrixTotal = "" }),
		rich("04_F4", one, func(o *offre.Offre) { o.Formation.Certifications[0].RNCP = "RNCP1" }),
		rich("04_F5", one, func(o *offre.Offre) {
			twin := o.Sessions[0]
			twin.ID = "S5b"
			o.Sessions = append(o.Sessions, twin)
		}),
		rich("04_F6", one, func(o *offre.Offre) { o.Sessions[0].Dispositif = offre.Apprentissage }),
		rich("04_F7", one, func(o *offre.Offre) {
			o.Sessions[0].Debut, o.Sessions[0].Fin = "20270101", "20261201"
		}),
	}
}

func blocs(rncp string) []string {
	if rncp == "RNCP1" {
		return nil
	}
	return []string{rncp + "BC01"}
}

func edofTarget(t testing.TB) target.Target {
	t.Helper()
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return set["edof"]
}

func TestEDOFIsOneFileForEachSIRET(t *testing.T) {
	f := one(t, edofTarget(t), certified(), feed.Options{Blocs: blocs})
	var names []string
	for _, file := range f.Files {
		names = append(names, fmt.Sprintf("%s %s %d", file.Name, file.SIRET, file.Records))
		lint(t, "data/edof/lheo_import_fichier_xml_optimise_v5r2.xsd", file.Path)
		data, err := os.ReadFile(file.Path)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := edof.Validate(bytes.NewReader(data)); err != nil || !r.Valid() || r.Formations != file.Records {
			t.Errorf("%s: %+v %v", file.Name, r, err)
		}
		linesFound(t, data, file.Records)
	}
	if want := []string{"edof-35600000000048.xml 35600000000048 1", "edof-73282932000074.xml 73282932000074 2"}; !slices.Equal(names, want) || f.Path != "" || f.SHA256 == "" || f.Formations != 3 {
		t.Errorf("%v, path %q, %d formations", names, f.Path, f.Formations)
	}
	labels := edofTarget(t).Labels()
	for record, reason := range map[string]string{
		"04_F1": "", "04_F2": "", "04_F3": target.EDOFIncomplete, "04_F4": edof.NoBlocs, "04_F5": "", "S5a": "", "S5b": edof.SameDates, "04_F6": "sans-dispositif", "04_F7": edof.ReversedPeriod,
	} {
		v := f.ledger[record]
		if v.Reason != reason || reason != "" && labels[reason] == "" {
			t.Errorf("%s: %+v, want %q", record, v, reason)
		}
	}
	if v := f.ledger["04_F3"]; v.Sentence != "EDOF exige le prix de l'action (action/extras/frais-pedagogiques), que le catalogue n'a pas" {
		t.Error(v.Sentence)
	}
	if none := one(t, edofTarget(t), nil, feed.Options{}); none.Formations != 0 || len(none.Files) != 1 || none.Files[0].Name != "edof-vide.xml" {
		t.Errorf("a feed of nothing: %+v", none.Files)
	}
	again := one(t, edofTarget(t), certified(), feed.Options{Blocs: blocs})
	if again.SHA256 != f.SHA256 {
		t.Error("the same catalogue gave other bytes")
	}
}

// linesFound reads as the consumers of the national feed do: a record goes from a
// line that begins with <formation to one that begins with </formation.
func linesFound(t *testing.T, data []byte, want int) {
	t.Helper()
	opened, closed := 0, 0
	for line := range bytes.Lines(data) {
		switch {
		case bytes.HasPrefix(line, []byte("<formation")):
			opened++
		case bytes.HasPrefix(line, []byte("</formation")):
			closed++
		case bytes.Contains(line, []byte("<formation ")) || bytes.Contains(line, []byte("</formation>")):
			t.Errorf("a record does not start its line: %s", line)
		}
		if opened-closed < 0 || opened-closed > 1 {
			t.Fatal("records are not one after the other")
		}
	}
	if opened != want || closed != want {
		t.Errorf("a line-based reader opens %d records and closes %d of %d", opened, closed, want)
	}
}

// TestReadersWithoutNamespacesFindEverything reads by local names: every formation,
// action, session, code and date of what the target takes is there.
func TestReadersWithoutNamespacesFindEverything(t *testing.T) {
	offers := catalogue()
	feeds, ledger := build(t, offers)
	for _, f := range feeds {
		data := content(t, f)
		linesFound(t, data, f.Formations)
		stripped := bytes.Replace(data, []byte(` xmlns="http://lheo.gouv.fr/2.3"`), nil, 1)
		doc := etree.NewDocument()
		if err := doc.ReadFromBytes(stripped); err != nil {
			t.Fatal(err)
		}
		taken := map[string]bool{}
		for _, v := range ledger {
			taken[v.Record] = taken[v.Record] || v.Target == f.Target && v.Exported
		}
		for _, o := range offers {
			e := numbered(doc.Root(), "formation", o.Formation.ID)
			if (e != nil) != taken[o.Formation.ID] {
				t.Errorf("%s: %s: taken %v", f.Target, o.Formation.ID, taken[o.Formation.ID])
			}
			if e != nil {
				saysAll(t, f.Target, e, o, taken)
			}
		}
		if n := len(doc.FindElements("//action")); n != f.Actions {
			t.Errorf("%s: %d actions of %d", f.Target, n, f.Actions)
		}
	}
}

// numbered is the element of that name and number, at any depth.
func numbered(e *etree.Element, tag, numero string) *etree.Element {
	for _, x := range e.FindElements(".//" + tag) {
		if x.SelectAttrValue("numero", "") == numero {
			return x
		}
	}
	return nil
}

// saysAll looks for the codes and dates of an offer.
func saysAll(t *testing.T, target string, e *etree.Element, o offre.Offre, taken map[string]bool) {
	t.Helper()
	for i, c := range o.Formation.Formacodes {
		x := e.FindElement(fmt.Sprintf("domaine-formation/code-FORMACODE[%d]", i+1))
		if x == nil || x.Text() != c.Code || x.SelectAttrValue("ref", "") != "V14" || (x.SelectAttrValue("tag", "") == "principal") != (i == 0) {
			t.Errorf("%s: %s: Formacode %s is %v", target, o.Formation.ID, c.Code, x)
		}
	}
	for _, c := range o.Formation.Certifications {
		if x := e.FindElement("certification/code-RNCP"); x == nil || x.Text() != c.RNCP {
			t.Errorf("%s: %s: no %s", target, o.Formation.ID, c.RNCP)
		}
	}
	for _, s := range o.Sessions {
		x := numbered(e, "session", s.ID)
		if (x != nil) != taken[s.ID] {
			t.Errorf("%s: %s: taken %v", target, s.ID, taken[s.ID])
		}
		if x != nil && (x.FindElement("periode/debut").Text() != string(s.Debut) || x.FindElement("periode/fin").Text() != string(s.Fin)) {
			t.Errorf("%s: %s: other dates", target, s.ID)
		}
	}
}

// twins gives the twins of a feed, by kind.
func twins(t *testing.T, offers []offre.Offre) (outcome, map[string][]byte) {
	t.Helper()
	f := one(t, made(t, "twins: [index, csv, jsonl, parquet, jsonld]\ncsv_bom: true\npage: https://exemple.fr/f/{formation}"), offers, feed.Options{})
	files := map[string][]byte{}
	for _, file := range f.Files {
		data, err := os.ReadFile(file.Path)
		if err != nil || int64(len(data)) != file.Size {
			t.Fatalf("%s: %d bytes, not %d (%v)", file.Name, len(data), file.Size, err)
		}
		files[file.Kind] = data
		if file.Kind == "index" {
			lint(t, "data/lheo/lheo-2.3-officiel.xsd", file.Path)
		}
		if want := map[string]int{"feed": f.Formations, "csv": f.Sessions, "jsonl": f.Formations, "parquet": f.Sessions, "jsonld": f.Formations}[file.Kind]; file.Kind != "index" && file.Records != want {
			t.Errorf("%s: %d records, want %d", file.Name, file.Records, want)
		}
	}
	if len(files) != 6 {
		t.Fatalf("%d files", len(files))
	}
	return f, files
}

func TestTwinCSV(t *testing.T) {
	f, files := twins(t, append(catalogue(), offer("04_F09", func(o *offre.Offre) {
		o.Formation.Intitule, o.Formation.Objectif = "=HYPERLINK(\"x\")", "un; deux\ntrois"
		o.Sessions[0].Lieu.Adresse.Longitude, o.Sessions[0].Fin = "-0.37", "20270600"
	})))
	data, ok := bytes.CutPrefix(files["csv"], []byte("\xEF\xBB\xBF"))
	if !ok {
		t.Error("no byte order mark")
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != f.Sessions+1 {
		t.Fatalf("%d rows of %d (%v)", len(rows), f.Sessions+1, err)
	}
	at := func(row []string, column string) string { return row[slices.Index(rows[0], column)] }
	last := rows[len(rows)-1]
	for column, want := range map[string]string{
		"numero_formation": "04_F09", "numero_session": "S09a", "intitule": `'=HYPERLINK("x")`, "objectif": "un; deux\ntrois", "formacodes": "42752|42754",
		"certifications": "RNCP38430|CERTIFINFO100357", "debut": "2026-09-07", "fin": "2027-06", "lieu_longitude": "-0.37", "contact_courriel": "accueil@nautis.example", "page": "https://exemple.fr/f/04_F09",
	} {
		if got := at(last, column); got != want {
			t.Errorf("%s: %q, want %q", column, got, want)
		}
	}
}

func TestTwinJSON(t *testing.T) {
	f, files := twins(t, catalogue())
	lines := 0
	for line := range bytes.Lines(files["jsonl"]) {
		var got struct {
			Numero  string
			Actions []struct {
				Sessions []struct{ Numero, Debut string }
			}
		}
		if err := json.Unmarshal(line, &got); err != nil || got.Numero == "" || len(got.Actions) == 0 || got.Actions[0].Sessions[0].Numero == "" {
			t.Errorf("%v: %s", err, line)
		}
		lines++
	}
	var graph struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(files["jsonld"], &graph); err != nil {
		t.Fatal(err)
	}
	if lines != f.Formations || graph.Context != "https://schema.org" || len(graph.Graph) != f.Formations {
		t.Fatalf("%d lines, %d courses of %d", lines, len(graph.Graph), f.Formations)
	}
	c := graph.Graph[0]
	instance := c["hasCourseInstance"].([]any)[0].(map[string]any)
	if c["@type"] != "Course" || c["url"] != "https://exemple.fr/f/04_F01" || instance["startDate"] != "2026-09-07" || instance["courseWorkload"] != "PT140H" || instance["@type"] != "CourseInstance" {
		t.Errorf("%v", c)
	}
}

func TestTwinsOfNothing(t *testing.T) {
	_, files := twins(t, nil)
	var graph map[string]any
	if err := json.Unmarshal(files["jsonld"], &graph); err != nil || len(files["jsonl"]) != 0 {
		t.Errorf("%v %s", err, files["jsonld"])
	}
}

func TestTwinIndex(t *testing.T) {
	f, files := twins(t, catalogue())
	n := bytes.Count(files["index"], []byte("<resume-offre "))
	if n == 0 || n > f.Actions || !bytes.Contains(files["index"], []byte(`href="https://exemple.fr/f/04_F08%20en%20trois%20actions"`)) || !bytes.Contains(files["index"], []byte(`numero="04_F08 en trois actions_A8"`)) {
		t.Errorf("%d summaries of %d actions\n%s", n, f.Actions, files["index"])
	}
}

func TestTwinsAreRemovedWhenTheBuildFails(t *testing.T) {
	dir := t.TempDir()
	failing := func(yield func(offre.Offre, error) bool) {
		if yield(offer("04_F1", nil), nil) {
			yield(offre.Offre{}, io.ErrUnexpectedEOF)
		}
	}
	all := []target.Target{made(t, "twins: [index, csv, jsonl, parquet, jsonld]\norder: organisme"), edofTarget(t)}
	if _, err := feed.BuildAll(t.Context(), all, failing, feed.Options{Date: today, Dir: dir}); err == nil {
		t.Fatal("no error")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}
