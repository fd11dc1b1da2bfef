package shelf_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var midnight = time.Date(2026, 9, 16, 2, 15, 0, 0, time.UTC)

// sampleProfile fills what LHEO demands and the samples do not say.
var sampleProfile = lheo.Profile{
	Defaults: map[string]string{
		"objectif-formation": "-", "resultats-attendus": "-", "contenu-formation": "-", "certifiante": "0", "parcours-de-formation": "4",
		"code-niveau-entree": "0", "rythme-formation": "-", "code-public-vise": "83056", "niveau-entree-obligatoire": "0", "modalites-alternance": "-",
		"modalites-enseignement": "0", "conditions-specifiques": "-", "prise-en-charge-frais-possible": "0", "modalites-entrees-sorties": "0",
	},
	Refs: map[string]string{"code-public-vise": "V14"},
}

// document is a valid feed of n formations, whose titles say which version it is.
func document(n int, version string) []byte {
	data := lheo.Header{}.AppendHeader(nil)
	for i := range n {
		data, _ = sampleProfile.AppendOffer(data, formation(i, version))
	}
	return lheo.Header{}.AppendFooter(data, false)
}

func formation(i int, version string) lheo.Offer {
	home := offre.Adresse{Lignes: []string{"3 quai Charcot"}, CodePostal: "14150", Ville: "Ouistreham"}
	return lheo.Offer{
		Formation: offre.Formation{ID: fmt.Sprintf("04_F%03d", i), Intitule: "CAP cuisine " + version},
		Responsable: offre.Organisme{SIRET: "73282932000074", NDA: "25140012314", Nom: "Nautis",
			Coordonnees: offre.Contact{Telephone: "02 31 00 00 01", Adresse: home}},
		Actions: []offre.Action{{ID: "A1", Sessions: []offre.Session{{ID: "S1", Debut: "20260907", Fin: "20261218", AdresseInscription: home}}}},
	}
}

// candidate writes a document into the scratch folder.
func candidate(t testing.TB, s *shelf.Shelf, formations int, data []byte) shelf.Candidate {
	t.Helper()
	f, err := os.CreateTemp(s.Scratch(), "*.xml")
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	return shelf.Candidate{
		Path: f.Name(), Title: "AUDE Formation", Date: midnight,
		Publication: journal.Publication{Target: "aude", Run: "r1", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
			Formations: formations, Actions: formations, Sessions: formations, At: midnight},
		Tallies: []journal.Tally{{Target: "aude", Kind: "formation", Total: formations + 2, Exported: formations, Excluded: map[string]int{"sans-dispositif": 2}}},
	}
}

func open(t testing.TB, dir string) *shelf.Shelf {
	t.Helper()
	s, err := shelf.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var half = shelf.Guard{MaxDropPercent: 50}

// publish puts a valid feed of n formations on the shelf, at that many minutes
// past the start.
func publish(t testing.TB, s *shelf.Shelf, n int, version string, minutes int) shelf.Outcome {
	t.Helper()
	c := candidate(t, s, n, document(n, version))
	c.Publication.At = midnight.Add(time.Duration(minutes) * time.Minute)
	p, err := s.Publish(t.Context(), c, half)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPublish(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	p := publish(t, s, 3, "v1", 0)
	if p.State != journal.Published || p.Error != "" {
		t.Fatalf("got %+v", p)
	}
	xml := read(t, filepath.Join(dir, "aude/latest/aude.xml"))
	if !bytes.Equal(xml, document(3, "v1")) {
		t.Error("the feed is not what was written")
	}
	zip, err := gzip.NewReader(bytes.NewReader(read(t, filepath.Join(dir, "aude/latest/aude.xml.gz"))))
	if err != nil {
		t.Fatal(err)
	}
	if unzipped, err := io.ReadAll(zip); err != nil || !bytes.Equal(unzipped, xml) || zip.Name != "" || !zip.ModTime.IsZero() {
		t.Errorf("the compressed twin differs, or says more than its content: %q %v (%v)", zip.Name, zip.ModTime, err)
	}
	m, ok, err := shelf.Current(dir, "aude")
	if err != nil || !ok || m.SHA256 != p.SHA256 || m.Feeds()[0].Size != int64(len(xml)) || m.Formations != 3 || m.Date != "2026-09-16" ||
		m.Title != "AUDE Formation" || m.Previous != "" || m.Tallies[0].Excluded["sans-dispositif"] != 2 {
		t.Errorf("manifest %+v, %v, %v", m, ok, err)
	}
	if left, _ := os.ReadDir(s.Scratch()); len(left) > 0 {
		t.Error("the candidate was left behind")
	}
}

func TestWhatIsPublishedCanBeReadByAWebServer(t *testing.T) {
	dir := t.TempDir()
	publish(t, open(t, dir), 1, "v1", 0)
	for _, name := range []string{"aude", "aude/latest/", "aude/latest/aude.xml", "aude/latest/aude.xml.gz", "aude/latest/manifest.json"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode()&0o044 != 0o044 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestTheSameFeedMovesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 2, "v1", 0)
	before := tree(t, dir)
	if p := publish(t, s, 2, "v1", 1); p.State != journal.Same {
		t.Errorf("state %s", p.State)
	}
	if after := tree(t, dir); after != before {
		t.Errorf("the shelf was\n%s\nand is\n%s", before, after)
	}
}

// tree lists what stands on the shelf, with the moment each was written.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var text strings.Builder
	err := filepath.WalkDir(filepath.Join(dir, "aude"), func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		fmt.Fprintln(&text, path, info.Mode(), info.ModTime().UnixNano())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestHeld(t *testing.T) {
	for name, c := range map[string]struct {
		formations int
		document   []byte
		want       string
	}{
		"an empty feed":         {0, document(0, "v2"), "aucune formation n'est retenue pour cette cible : un flux vide n'est pas publié, le dernier flux reste en place"},
		"a feed cut short":      {4, document(4, "v2")[:2500], "formation 04_F001 : XML mal formé"},
		"a feed that is no XML": {4, []byte("Service indisponible\n"), "ligne 1"},
		"a feed against LHEO":   {4, bytes.Replace(document(4, "v2"), []byte("<certifiante>0</certifiante>\n"), nil, 1), "04_F000"},
		"a feed of one quarter": {1, document(1, "v2"), "le flux passerait de 4 à 1 formations, une baisse de plus de 50 %"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			publish(t, s, 4, "v1", 0)
			p, err := s.Publish(t.Context(), candidate(t, s, c.formations, c.document), half)
			if err != nil || p.State != journal.Held || !strings.Contains(p.Error, c.want) {
				t.Fatalf("got %s %q (%v), want it held and to say %q", p.State, p.Error, err, c.want)
			}
			if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(4, "v1")) {
				t.Error("the last good feed is no longer in place")
			}
			m, ok, err := shelf.Held(dir, "aude")
			if err != nil || !ok || m.Held != p.Error || !bytes.Equal(read(t, filepath.Join(dir, "aude/held/aude.xml")), c.document) {
				t.Errorf("what is held is not there to be looked at: %+v, %v, %v", m, ok, err)
			}
			if p := publish(t, s, 4, "v3", 2); p.State != journal.Published {
				t.Errorf("the next good feed is %s", p.State)
			}
			if _, ok, _ := shelf.Held(dir, "aude"); ok {
				t.Error("what was held is still there once a good feed has come")
			}
		})
	}
}

func TestTheFirstFeedMayBeHeldToo(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	p, err := s.Publish(t.Context(), candidate(t, s, 0, document(0, "v1")), half)
	if err != nil || p.State != journal.Held || strings.Contains(p.Error, "reste en place") {
		t.Errorf("got %+v, %v; nothing is in place that could stay", p, err)
	}
	if _, ok, err := shelf.Current(dir, "aude"); ok || err != nil {
		t.Errorf("a feed is in place (%v)", err)
	}
}

func TestReleaseDoesNotLetABrokenFeedThrough(t *testing.T) {
	s := open(t, t.TempDir())
	p, err := s.Publish(t.Context(), candidate(t, s, 4, document(4, "v1")[:2500]), shelf.Guard{Release: true})
	if err != nil || p.State != journal.Held {
		t.Errorf("got %+v, %v", p, err)
	}
}

// TestAnOldFeedThatComesBack stands in a folder of its own: what was published
// is never written again.
func TestAnOldFeedThatComesBack(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	first := publish(t, s, 2, "v1", 0)
	second := publish(t, s, 2, "v2", 1)
	if back := publish(t, s, 2, "v1", 2); back.State != journal.Published || back.SHA256 != first.SHA256 {
		t.Fatalf("got %+v", back)
	}
	history, err := shelf.History(dir, "aude")
	if err != nil || len(history) != 3 || !history[0].Current || history[0].Previous != second.SHA256 || history[0].Folder != first.SHA256+"-2" {
		t.Errorf("history %+v (%v)", history, err)
	}
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for i := range 5 {
		publish(t, s, 2, fmt.Sprintf("v%d", i), i)
	}
	if err := os.Mkdir(filepath.Join(dir, "aude", "notes"), 0o755); err != nil {
		t.Fatal(err)
	}
	removed, err := s.Prune("aude", 2)
	if err != nil || len(removed) != 3 {
		t.Errorf("removed %v (%v), want the three oldest", removed, err)
	}
	history, err := shelf.History(dir, "aude")
	if err != nil || len(history) != 2 || !history[0].Current || !history[0].At.After(history[1].At) {
		t.Errorf("history %+v (%v)", history, err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(2, "v4")) {
		t.Error("the feed in place was pruned")
	}
	if _, err := os.Stat(filepath.Join(dir, "aude", "notes")); err != nil {
		t.Error("a folder that is none of the shelf's was removed")
	}
}

func TestPruneNeverTakesTheFeedInPlace(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 2, "v1", 10)
	publish(t, s, 2, "v2", 0) // a clock that jumped back
	if _, err := s.Prune("aude", 0); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(2, "v2")) {
		t.Error("the feed in place was pruned")
	}
}

func TestOnlyOneProcessMayChangeTheShelf(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := shelf.Open(dir); !errors.Is(err, shelf.ErrInUse) {
		t.Fatalf("got %v, want %v", err, shelf.ErrInUse)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := shelf.Open(dir)
	if err != nil {
		t.Fatalf("once closed: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".tmp-*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestOpenSweepsWhatACrashLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "flux [2026]") // signs that a pattern would read
	s := open(t, dir)
	publish(t, s, 1, "v1", 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left := []string{filepath.Join(dir, ".tmp-1"), filepath.Join(dir, "aude", ".tmp-2")}
	for _, path := range left {
		if err := os.MkdirAll(filepath.Join(path, "x"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir)
	for _, path := range left {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there (%v)", path, err)
		}
	}
	if _, ok, err := shelf.Current(dir, "aude"); !ok || err != nil {
		t.Errorf("the feed in place went with it (%v)", err)
	}
}

func TestTheLockIsThatOfTheFolderWhateverItIsCalled(t *testing.T) {
	dir, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	open(t, dir)
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if _, err := shelf.Open(link); !errors.Is(err, shelf.ErrInUse) {
		t.Fatalf("got %v", err)
	}
}

func TestPublishFailsAndLeavesTheFeedInPlace(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string, c *shelf.Candidate)
		want  string
	}{
		"when the file is not there": {func(_ *testing.T, _ string, c *shelf.Candidate) { c.Path += "x" }, "no such file"},
		"when the disk gave other bytes": {func(t *testing.T, _ string, c *shelf.Candidate) {
			c.Publication.SHA256 = strings.Repeat("0", 64)
		}, "is not what was written"},
		"when it is told to stop": {nil, "context canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			publish(t, s, 2, "v1", 0)
			c2 := candidate(t, s, 2, document(2, "v2"))
			ctx := t.Context()
			if c.spoil != nil {
				c.spoil(t, dir, &c2)
			} else {
				stopped, stop := context.WithCancel(ctx)
				stop()
				ctx = stopped
			}
			if _, err := s.Publish(ctx, c2, half); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "publish aude: ") {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
			if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(2, "v1")) {
				t.Error("the feed in place was touched")
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "aude", ".tmp-*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

// TestADamagedFeedInPlaceIsReplaced: unchanged bytes are published again when the
// files that should hold them are short.
func TestADamagedFeedInPlaceIsReplaced(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	publish(t, s, 2, "v1", 0)
	truncate(t, dir)
	if p := publish(t, s, 2, "v1", 1); p.State != journal.Published {
		t.Errorf("state %s", p.State)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(2, "v1")) {
		t.Error("the damage is still there")
	}
}

func truncate(t *testing.T, dir string) {
	t.Helper()
	if err := os.Truncate(filepath.Join(dir, "aude/latest/aude.xml"), 10); err != nil {
		t.Fatal(err)
	}
}

// TestACandidateFromAnotherDisk cannot be renamed onto the shelf: it is copied.
func TestACandidateFromAnotherDisk(t *testing.T) {
	other, err := os.MkdirTemp("/dev/shm", "passerelle-")
	if err != nil {
		t.Skip("skipped: no second file system at /dev/shm")
	}
	t.Cleanup(func() { os.RemoveAll(other) })
	dir := t.TempDir()
	s := open(t, dir)
	c := candidate(t, s, 2, document(2, "v1"))
	away := filepath.Join(other, "aude.xml")
	if err := os.WriteFile(away, document(2, "v1"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.Path = away
	if p, err := s.Publish(t.Context(), c, half); err != nil || p.State != journal.Published {
		t.Fatalf("got %+v, %v", p, err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(2, "v1")) {
		t.Error("the feed is not what was written")
	}
	if _, err := os.Stat(away); !errors.Is(err, os.ErrNotExist) {
		t.Error("the candidate was left behind")
	}
}
