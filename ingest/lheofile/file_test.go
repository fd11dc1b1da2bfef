package lheofile_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/ingest/lheofile"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// feed is one formation of the national base with two sessions, and one of an
// organisation that numbers its own.
const feed = `<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>
<formation numero="07_10"><domaine-formation><code-FORMACODE>22403</code-FORMACODE></domaine-formation>
<intitule-formation>Plaquiste</intitule-formation><objectif-formation>Poser.</objectif-formation><resultats-attendus>-</resultats-attendus>
<contenu-formation>Plaques.</contenu-formation><certifiante>0</certifiante><contact-formation><coordonnees/></contact-formation>
<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>1</code-niveau-entree>
<action numero="07_99"><rythme-formation>plein</rythme-formation><code-public-vise>83056</code-public-vise><niveau-entree-obligatoire>0</niveau-entree-obligatoire>
<modalites-alternance>-</modalites-alternance><modalites-enseignement>0</modalites-enseignement><conditions-specifiques>-</conditions-specifiques>
<prise-en-charge-frais-possible>0</prise-en-charge-frais-possible><modalites-entrees-sorties>0</modalites-entrees-sorties>
<session numero="114782"><periode><debut>20270104</debut><fin>20270630</fin></periode><adresse-inscription><adresse><ligne>-</ligne><codepostal>37250</codepostal><ville>Veigné</ville></adresse></adresse-inscription></session>
<session numero="114783"><periode><debut>20270900</debut><fin>00000000</fin></periode><adresse-inscription><adresse><ligne>-</ligne><codepostal>37250</codepostal><ville>Veigné</ville></adresse></adresse-inscription></session>
</action>
<organisme-formation-responsable><numero-activite>24370000137</numero-activite><SIRET-organisme-formation><SIRET>73282932000074</SIRET></SIRET-organisme-formation>
<nom-organisme>Centre</nom-organisme><raison-sociale>Centre</raison-sociale><coordonnees-organisme><coordonnees/></coordonnees-organisme><contact-organisme><coordonnees/></contact-organisme></organisme-formation-responsable>
</formation>
</offres></lheo>`

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string, maxText int64) (items []lheofile.Item) {
	t.Helper()
	f, err := lheofile.Open(path, "flux.xml", maxText)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for item, err := range f.Items(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, item)
	}
	return items
}

func compressed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFeedBecomesRecords(t *testing.T) {
	for name, content := range map[string][]byte{"plain": []byte(feed), "compressed": compressed(t, feed)} {
		t.Run(name, func(t *testing.T) {
			items := read(t, write(t, "flux", content), 0)
			var sheets []string
			for _, item := range items {
				sheets = append(sheets, item.Record.Sheet)
			}
			if got := strings.Join(sheets, " "); got != "Organismes Formations Sessions Sessions" {
				t.Fatalf("records %q", got)
			}
			f, s := items[1].Record, items[3].Record
			if f.Value(layout.FormationID) != "07_10" || f.Value(layout.FormationIntitule) != "Plaquiste" || f.Number != 3 {
				t.Errorf("formation %+v", f)
			}
			if s.Value(layout.SessionID) != "07_114783" || s.Value(layout.SessionDebut) != "20270900" || s.Value(layout.FormationID) != "07_10" || s.Value(layout.SessionAction) != "07_99" {
				t.Errorf("session %+v", s)
			}
		})
	}
}

func TestWhatAFeedSaysBesideTheFieldsIsStated(t *testing.T) {
	laden := strings.NewReplacer("</session>\n<session", `<extras info="vu"/></session>`+"\n<session", "</session>\n</action>", "</session>\n"+`<extras info="mer"/></action>`, `numero="07_10"`, `numero="07_10" datemaj="20261123"`).Replace(feed)
	for name, c := range map[string]struct{ feed, formation, action, session string }{
		"laden": {laden, "datemaj", "mer", "vu"},
		"bare":  {strings.ReplaceAll(feed, "<coordonnees/>", "<coordonnees><nom>Accueil</nom></coordonnees>"), "", "", ""}, // stated all the same: what an older feed said is gone
	} {
		t.Run(name, func(t *testing.T) {
			items := read(t, write(t, "flux.xml", []byte(c.feed)), 0)
			f, s, next := items[len(items)-3].Record, items[len(items)-2].Record, items[len(items)-1].Record
			for _, x := range []struct {
				record delivery.Record
				field  layout.Field
				want   string
			}{{f, layout.FormationReste, c.formation}, {s, layout.SessionResteAction, c.action}, {next, layout.SessionResteAction, c.action}, {s, layout.SessionReste, c.session}, {next, layout.SessionReste, ""}} {
				cell, stated := x.record.Cells[x.field]
				if !stated || x.want == "" && cell.Value != "" || !strings.Contains(cell.Value, x.want) {
					t.Errorf("%s is %q, %v; want %q", x.field, cell.Value, stated, x.want)
				}
			}
		})
	}
}

func TestNumbersThatTheNationalBaseDidNotGiveAreReferences(t *testing.T) {
	own := strings.NewReplacer(`numero="07_10"`, `numero="NAU-01"`, `numero="07_99"`, `numero="A1"`).Replace(feed)
	items := read(t, write(t, "flux.xml", []byte(own)), 0)
	f, s := items[1].Record, items[2].Record
	if f.Value(layout.FormationID) != "" || f.Value(layout.FormationReference) != "NAU-01" || f.Value(layout.FormationResponsable) != "73282932000074" {
		t.Errorf("formation %+v", f)
	}
	if s.Value(layout.SessionID) != "" || s.Value(layout.SessionReference) != "114782" || s.Value(layout.FormationReference) != "NAU-01" {
		t.Errorf("session %+v", s)
	}
}

func TestBrokenFeedKeepsWhatStandsBefore(t *testing.T) {
	cut := strings.Replace(feed, "</offres></lheo>", feed[strings.Index(feed, "<formation "):strings.Index(feed, "<certifiante>")], 1)
	for name, content := range map[string][]byte{
		"cut short": []byte(cut), "cut in its compression": compressed(t, feed)[:len(compressed(t, feed))-40],
	} {
		t.Run(name, func(t *testing.T) {
			items := read(t, write(t, "flux", content), 0)
			last := items[len(items)-1]
			if last.Record.Cells != nil || len(last.Findings) != 1 || last.Findings[0].Rule != "flux-illisible" {
				t.Errorf("the last item is %+v, want the finding that the feed is broken", last)
			}
		})
	}
}

// Who sent a feed that breaks off must know where, and why, in French.
func TestBrokenFeedSaysWhere(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		maxText int64
		row     int
		said    string
	}{
		"longer than any":          {[]byte(feed), 1500, 13, "plus long qu'aucun flux réel"},
		"a web service that fails": {[]byte("<erreur>502</erreur>"), 0, 0, "<erreur>"},
		"a DTD":                    {[]byte(strings.Replace(feed, "<lheo", "<!DOCTYPE lheo>\n<lheo", 1)), 0, 2, "DOCTYPE"},
		"cut in its compression":   {compressed(t, feed)[:len(compressed(t, feed))-40], 0, 14, "compression"},
	} {
		t.Run(name, func(t *testing.T) {
			items := read(t, write(t, "flux", c.content), c.maxText)
			f := items[len(items)-1].Findings[0]
			if f.Rule != "flux-illisible" || f.Row != c.row || f.File != "flux.xml" || !strings.Contains(f.Message, c.said) || f.Remedy == "" {
				t.Errorf("finding %+v", f)
			}
		})
	}
}

// A disk that fails says nothing of the feed.
func TestReadingThatFailsIsNoFinding(t *testing.T) {
	path := write(t, "flux.xml", []byte(feed))
	f, err := lheofile.Open(path, "flux.xml", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range f.Items(t.Context()) {
		last = err
	}
	if !errors.Is(last, os.ErrClosed) {
		t.Errorf("a closed file: %v", last)
	}
}

func TestLooks(t *testing.T) {
	utf16 := append([]byte{0xff, 0xfe}, bytes.Join(bytes.Split([]byte("<lheo/>"), nil), []byte{0})...)
	unmarked := "\x00" + strings.Join(strings.Split(`<?xml version="1.0"?><lheo/>`, ""), "\x00")
	for name, c := range map[string]struct {
		content []byte
		want    bool
	}{
		"a feed": {[]byte(feed), true}, "compressed": {compressed(t, feed), true}, "marked": {append([]byte("\xef\xbb\xbf"), feed...), true},
		"UTF-16": {append(utf16, 0), true}, "UTF-16 without its mark": {[]byte(unmarked), true}, "the same, the other way": {[]byte(unmarked[1:] + "\x00"), true}, "a web page": {[]byte("<!DOCTYPE html><html>"), false}, "a CSV": {[]byte("a;b\n1;2\n"), false},
		"nothing": {nil, false}, "a zip": {[]byte("PK\x03\x04"), false}, "damaged compression": {[]byte("\x1f\x8bxxxx"), false},
	} {
		got, err := lheofile.Looks(write(t, "f", c.content))
		if err != nil || got != c.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

func TestRealFeeds(t *testing.T) {
	for name, want := range map[string]struct{ formations, sessions int }{
		"intercarif-data-test.xml": {1, 1}, "intercarif-centre.xml": {1, 2}, "exemple-bts-onisep.xml": {1, 1},
	} {
		items := read(t, sharedtest.Path(t, "data/lheo/"+name), 0)
		formations, sessions := 0, 0
		for _, item := range items {
			switch item.Record.Sheet {
			case lheofile.Formations:
				formations++
			case lheofile.Sessions:
				sessions++
			}
		}
		if formations != want.formations || sessions != want.sessions {
			t.Errorf("%s: %d formations and %d sessions, want %+v", name, formations, sessions, want)
		}
	}
}

// FuzzItems holds for any bytes: records of the four sheets with fields of their
// own, each formation and session with its line; findings that have a place and a
// sentence; nothing after the item that says that the feed is broken; the same once
// compressed.
func FuzzItems(f *testing.F) {
	const one = `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="07_1"><intitule-formation>x</intitule-formation>`
	for _, text := range []string{feed, "<lheo", "", one + "</formation></offres></lheo>", one + one[51:], one + "<!DOCTYPE a>", "\xff\xfe<\x00?\x00",
		one + `<action numero="a"><session numero="1"><periode><debut>20270104</debut></periode></session></action></formation></offres></lheo>`,
		strings.Replace(feed, "</contenu-formation>", "", 1), strings.ReplaceAll(feed, "numero", "nu:mero"), `<?xml version="1.0" encoding="latin1"?>` + one + "\xe9</formation>"} {
		f.Add([]byte(text))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		items := fuzzed(t, dir, content)
		for i, item := range items {
			if item.Record.Cells == nil && i != len(items)-1 {
				t.Fatalf("item %d of %d says that the feed is broken: %+v", i, len(items), item)
			}
			sound(t, item)
		}
		if len(content) < 2 || content[0] == 0x1f {
			return
		}
		if again := fuzzed(t, dir, compressed(t, string(content))); !reflect.DeepEqual(items, again) {
			t.Fatalf("%+v\ncompressed\n%+v", items, again)
		}
	})
}

func fuzzed(t *testing.T, dir string, content []byte) (items []lheofile.Item) {
	t.Helper()
	path := filepath.Join(dir, "flux")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := lheofile.Open(path, "flux.xml", 1<<20)
	if err != nil {
		return nil
	}
	defer file.Close()
	for item, err := range file.Items(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, item)
	}
	return items
}

func sound(t *testing.T, item lheofile.Item) {
	t.Helper()
	for _, f := range item.Findings {
		if f.File != "flux.xml" || f.Message == "" || !utf8.ValidString(f.Message+f.Value+f.After) || f.Rule != "flux-illisible" && f.Row == 0 {
			t.Fatalf("finding %+v", f)
		}
	}
	r := item.Record
	if r.Cells == nil {
		return
	}
	if r.Number < 1 || len(lheofile.Row(r).Cells) != len(lheofile.Header(r.Sheet)) {
		t.Fatalf("record %+v", r)
	}
	for field, cell := range r.Cells {
		if !slices.Contains(lheofile.Header(r.Sheet), string(field)) || !utf8.ValidString(cell.Value) {
			t.Fatalf("%s: %q in %s", field, cell.Value, r.Sheet)
		}
	}
}
