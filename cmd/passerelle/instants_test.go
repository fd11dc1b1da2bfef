package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/pgtest"
)

// datedCatalogue is a catalogue whose every delivery is validated, and the feed of the
// sample as another catalogue would deliver it, without its instants.
type datedCatalogue struct {
	*testing.T
	dir, c, delivery, first string // first is a formation of the delivery
}

var instantsOfFeed = regexp.MustCompile(` horodatage-[a-z]+="[^"]*"`)

// undatedFeeds is all that partners read, without the instants of records.
func undatedFeeds(t *testing.T, dir string) string {
	t.Helper()
	var all []byte
	for _, path := range feedFiles(dir) {
		text, err := os.ReadFile(path)
		noError(t, err)
		all = append(all, instantsOfFeed.ReplaceAll(text, nil)...)
	}
	return string(all)
}

func newDatedCatalogue(t *testing.T) datedCatalogue {
	t.Helper()
	from, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	text, err := os.ReadFile(filepath.Join(from, "feeds", "intercarif", "latest", "intercarif.xml"))
	noError(t, err)
	d := datedCatalogue{T: t, delivery: filepath.Join(t.TempDir(), "offre.xml")}
	d.dir, d.c = catalogueWith(t, filepath.Join(from, "referentials"))
	d.configure("auto_validate: always\n")
	plain := instantsOfFeed.ReplaceAll(text, nil)
	_, rest, _ := strings.Cut(string(plain), `<formation numero="`)
	d.first, _, _ = strings.Cut(rest, `"`)
	noError(t, os.WriteFile(d.delivery, plain, 0o644))
	return d
}

func (d datedCatalogue) configure(line string) {
	d.Helper()
	text, err := os.ReadFile(d.c)
	noError(d.T, err)
	noError(d.T, os.WriteFile(d.c, append(text, line...), 0o644))
}

// edit changes the first such text of the delivery.
func (d datedCatalogue) edit(from, to string) {
	d.Helper()
	text, err := os.ReadFile(d.delivery)
	noError(d.T, err)
	if !bytes.Contains(text, []byte(from)) {
		d.Fatalf("the delivery does not say %q", from)
	}
	noError(d.T, os.WriteFile(d.delivery, bytes.Replace(text, []byte(from), []byte(to), 1), 0o644))
}

// at is so many days after the night of the tests.
func at(days int) time.Time { return night.AddDate(0, 0, days) }

func (d datedCatalogue) do(days int, args ...string) outcome {
	d.Helper()
	out := commandAt(d.T, at(days), append(args, "--config", d.c)...)
	if out.code != exitDone && out.code != exitRefused {
		d.Fatalf("passerelle %v: status %d\n%s", args, out.code, out.stderr)
	}
	return out
}

// load loads the delivery, and gives the run.
func (d datedCatalogue) load(days int) string {
	d.Helper()
	return decode[report.Report](d.T, d.do(days, "load", "--again", "--json", d.delivery).stdout).Run.ID
}

// feed exports as of the first night, and gives the feed.
func (d datedCatalogue) feed(days int) []byte {
	d.Helper()
	d.do(days, "export", "--date", "2026-11-23")
	text, err := os.ReadFile(filepath.Join(d.dir, "feeds", "intercarif", "latest", "intercarif.xml"))
	noError(d.T, err)
	return text
}

// check holds that a feed says the instants of the first formation, and those of all
// other records: that of the first night.
func (d datedCatalogue) check(feed []byte, created, modified time.Time) {
	d.Helper()
	doc := etree.NewDocument()
	noError(d.T, doc.ReadFromBytes(feed))
	n := 0
	for _, name := range []string{"formation", "action", "session", "organisme-formation-responsable"} {
		for _, e := range doc.FindElements("//" + name) {
			want := [2]time.Time{at(0), at(0)}
			if name == "formation" && e.SelectAttrValue("numero", "") == d.first {
				want = [2]time.Time{created, modified}
			}
			got := [2]string{e.SelectAttrValue("horodatage-creation", ""), e.SelectAttrValue("horodatage-modification", "")}
			if got != [2]string{want[0].Format(time.RFC3339), want[1].Format(time.RFC3339)} {
				d.Errorf("%s %s: got %s, want %s", name, e.SelectAttrValue("numero", ""), got, want)
			}
			n++
		}
	}
	if n < 100 {
		d.Fatalf("%d records: too few to prove anything", n)
	}
}

// TestFeedsSayWhenRecordsCameInAndChanged loads the same again, then something else,
// takes it back, and loads it once more.
func TestFeedsSayWhenRecordsCameInAndChanged(t *testing.T) {
	d := newDatedCatalogue(t)
	d.load(0)
	first := d.feed(0)
	d.check(first, at(0), at(0))
	xmllint(t, filepath.Join(d.dir, "feeds", "intercarif", "latest", "intercarif.xml"))

	d.load(1)
	if !bytes.Equal(d.feed(1), first) {
		t.Error("the same delivery, loaded again, changed the feed")
	}
	d.edit("<intitule-formation>", "<intitule-formation>Nouveau ")
	run := d.load(2)
	changed := d.feed(2)
	d.check(changed, at(0), at(2))
	if told := decode[shelf.Changes](t, d.do(2, "changes", "intercarif", "--json").stdout); told.Changed != 1 || told.New+told.Gone > 0 {
		t.Errorf("one formation changed, and partners are told %+v", told.Summary)
	}
	d.do(3, "unload", run, "--by", "Anne")
	d.check(d.feed(3), at(0), at(3))
	d.load(4)
	d.check(d.feed(4), at(0), at(4))
}

// TestSourcesSayWhenTheirRecordsWereCreated holds for the standard's attribute and for
// that of real feeds.
func TestSourcesSayWhenTheirRecordsWereCreated(t *testing.T) {
	d := newDatedCatalogue(t)
	d.edit(`<formation numero="`+d.first+`"`, `<formation numero="`+d.first+`" datecrea="20180601"`)
	d.load(0)
	d.check(d.feed(0), time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC), at(0))
}

// TestACopyOfTheStoreGivesTheSameFeed copies to another file, and to a server.
func TestACopyOfTheStoreGivesTheSameFeed(t *testing.T) {
	d := newDatedCatalogue(t)
	d.load(0)
	d.edit("<intitule-formation>", "<intitule-formation>Nouveau ")
	d.load(1)
	want := d.feed(2)
	for name, store := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "copie.db"), "postgres": pgtest.Start(t)} {
		t.Run(name, func(t *testing.T) {
			must(t, exitDone, "store", "copy", filepath.Join(d.dir, "catalogue.db"), store)
			other := d
			other.T, other.dir = t, t.TempDir()
			other.c = filepath.Join(other.dir, configName)
			text, err := os.ReadFile(d.c)
			noError(t, err)
			noError(t, os.WriteFile(other.c, append(text, "store: "+store+"\n"...), 0o644))
			if !bytes.Equal(other.feed(3), want) {
				t.Error("the feed differs")
			}
		})
	}
}
