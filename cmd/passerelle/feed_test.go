package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// catalogueWith writes the configuration of an empty catalogue that has the
// referentials of a folder, and validates all that it is sent.
func catalogueWith(t testing.TB, referentials string) (dir, configuration string) {
	t.Helper()
	dir = t.TempDir()
	text := fmt.Sprintf("referentials: %s\ntargets: [intercarif]\nfloors: {certifinfo: 1, rome: 1, formacode: 1, nsf: 1, communes: 1, organismes: 1}\n", referentials)
	configuration = filepath.Join(dir, configName)
	if err := os.WriteFile(configuration, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, configuration
}

// through loads feeds, approves what awaits, exports, and gives the feed.
func through(t testing.TB, dir, configuration string, feeds ...string) string {
	t.Helper()
	for _, feed := range feeds {
		out := command(t, "load", "--config", configuration, "--json", feed)
		if out.code != exitDone && out.code != exitRefused {
			t.Fatalf("load %s: status %d\n%s", feed, out.code, out.stderr)
		}
		must(t, exitDone, "approve", "--config", configuration, "--run", decode[report.Report](t, out.stdout).Run.ID)
	}
	must(t, exitDone, "export", "--config", configuration)
	return filepath.Join(dir, "feeds", "intercarif", "latest", "intercarif.xml")
}

// xmlTree reads a document.
func xmlTree(t testing.TB, path string) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromFile(path); err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

// shown is an element without its namespace, its attributes sorted, the white
// space between its children left out.
func shown(e *etree.Element) string {
	var b strings.Builder
	b.WriteString("<" + e.Tag)
	var attrs []string
	for _, a := range e.Attr {
		if a.Key != "xmlns" && a.Space != "xmlns" {
			attrs = append(attrs, fmt.Sprintf(" %s=%q", a.Key, a.Value))
		}
	}
	slices.Sort(attrs)
	b.WriteString(strings.Join(attrs, "") + ">")
	for _, k := range e.ChildElements() {
		b.WriteString(shown(k))
	}
	if len(e.ChildElements()) == 0 {
		b.WriteString(strings.TrimSpace(e.Text()))
	}
	return b.String() + "</>"
}

// extras lists the extensions in the records of a feed, each with the element
// that holds it.
func extras(root *etree.Element) (list []string) {
	for _, x := range root.FindElements("//formation//extras") {
		if x.Parent().Tag != "extras" {
			list = append(list, x.Parent().Tag+" "+shown(x))
		}
	}
	slices.Sort(list)
	return list
}

func TestFeedsComeBackOutWithTheirExtras(t *testing.T) {
	dir, c := catalogueWith(t, "referentials")
	var sources []string
	var want []string
	for _, name := range []string{"intercarif-centre.xml", "intercarif-data-test.xml", "exemple-bts-onisep.xml"} {
		sources = append(sources, sharedtest.Path(t, "data/lheo/"+name))
		want = append(want, extras(xmlTree(t, sources[len(sources)-1]))...)
	}
	slices.Sort(want)
	published := through(t, dir, c, sources...)
	xmllint(t, published)
	got := extras(xmlTree(t, published))
	for _, tag := range []string{"adresse-information", "latitude", "longitude"} {
		said := 0
		for _, source := range sources {
			said += len(xmlTree(t, source).FindElements("//formation//" + tag))
		}
		if back := len(xmlTree(t, published).FindElements("//formation//" + tag)); back < said {
			t.Errorf("%d <%s> come back of %d", back, tag, said)
		}
	}
	lost, added := difference(want, got)
	if len(want) < 15 || len(lost) > 0 {
		t.Errorf("of %d extensions, these do not come back:\n%s", len(want), strings.Join(lost, "\n"))
	}
	for _, x := range added {
		if !strings.Contains(x, `info="session-perimee"`) && !strings.Contains(x, `info="type-action"`) && !strings.Contains(x, `info="dispositif"`) {
			t.Errorf("nobody said %s", x)
		}
	}
	for _, name := range []string{"session-perimee", "type-action", "dispositif", "duree-hebdo", "validation", "specificites", "categorie-organisme"} {
		for _, holder := range xmlTree(t, published).FindElements("//formation//*") {
			if n := len(holder.FindElements("extras[@info='" + name + "']")); n > 1 {
				t.Errorf("<%s> says %s %d times", holder.Tag, name, n)
			}
		}
	}
}

// difference gives what is in the first list and not in the second, and the other
// way round, each as many times as it is.
func difference(before, after []string) (lost, added []string) {
	left := slices.Clone(after)
	for _, x := range before {
		if at := slices.Index(left, x); at >= 0 {
			left = slices.Delete(left, at, at+1)
		} else {
			lost = append(lost, x)
		}
	}
	return lost, left
}

// leftBehind is all that a feed of ours says and that does not come back when it
// is loaded and exported again: what the catalogue's columns have no place for.
// Everything else, numbers, titles, codes, dates, places and all, is the same.
var leftBehind = []struct{ path, why string }{
	{"organisme-formateur@numero", "added: the feed names it as an organisation, and so it gets a record"},
}

func TestOwnFeedLoadsIntoAnotherCatalogue(t *testing.T) {
	from, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	first := filepath.Join(from, "feeds", "intercarif", "latest", "intercarif.xml")
	dir, other := catalogueWith(t, filepath.Join(from, "referentials"))
	second := through(t, dir, other, first)
	xmllint(t, second)
	said, seen := map[string]int{}, map[string]bool{}
	for _, l := range statements(xmlTree(t, first), "") {
		said[l]++
	}
	if len(said) < 1000 {
		t.Fatalf("the feed of the sample makes %d statements: too few to prove anything", len(said))
	}
	for _, l := range statements(xmlTree(t, second), "") {
		said[l]--
	}
	for l, n := range said {
		if n != 0 && !explained(l, seen) {
			t.Errorf("%+d: %s", -n, l)
		}
	}
	for _, x := range leftBehind {
		if !seen[x.path] {
			t.Errorf("%s is explained and does not differ", x.path)
		}
	}
}

// explained notes why a statement may differ, when it may.
func explained(l string, seen map[string]bool) bool {
	path, _, _ := strings.Cut(l, "=")
	for _, x := range leftBehind {
		if strings.Contains(path, x.path) {
			seen[x.path] = true
			return true
		}
	}
	return false
}

// statements lists what a document says, each with the numbers of the formation
// and of the session that it says it of.
func statements(e *etree.Element, path string) (list []string) {
	path += "/" + e.Tag
	if e.Tag == "formation" || e.Tag == "action" || e.Tag == "session" {
		path += "[" + e.SelectAttrValue("numero", "") + "]"
	}
	for _, a := range e.Attr {
		list = append(list, path+"@"+a.Key+"="+a.Value)
	}
	if len(e.ChildElements()) == 0 {
		list = append(list, path+"="+strings.TrimSpace(e.Text()))
	}
	for _, k := range e.ChildElements() {
		list = append(list, statements(k, path)...)
	}
	return list
}
