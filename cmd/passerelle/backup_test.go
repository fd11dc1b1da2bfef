package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// stored is all that a store holds, as text.
func stored(t *testing.T, dir string) string {
	t.Helper()
	var text bytes.Buffer
	inStore(t, filepath.Join(dir, configName), func(s *store.Store) {
		if err := s.Dump(t.Context(), &text); err != nil {
			t.Fatal(err)
		}
	})
	return text.String()
}

// twoNights is the sample after two nights, the second of which changed its feeds.
func twoNights(t *testing.T) (dir, configuration string) {
	t.Helper()
	dir, c := sample(t)
	setting(t, c, "mail: {host: \"\", password_file: secret.txt}")
	must(t, exitRefused, "run", "--config", c, "--quiet")
	must(t, exitDone, "archive", oneFormation(t, c), "--reason", "fermé", "--config", c)
	if out := commandAt(t, night.Add(24*time.Hour), "run", "--config", c, "--quiet"); out.code != exitDone {
		t.Fatal(out)
	}
	return dir, c
}

// The whole disk is lost; what was backed up goes on elsewhere as if nothing had
// happened.
func TestABackupIsPutBackAndGoesOn(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()) // the doctor looks there for what killed runs left: not at other tests'
	dir, c := twoNights(t)
	feeds, rows := feedHashes(t, dir), stored(t, dir)
	pages, err := os.ReadFile(filepath.Join(dir, "feeds", "aude", "latest", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	kept, back := filepath.Join(elsewhere, "sauvegardes", "lundi"), filepath.Join(elsewhere, "serveur neuf")
	said := must(t, exitDone, "backup", kept, "--config", c)
	if !strings.Contains(said.stdout, "secret.txt") {
		t.Errorf("it does not say what to keep apart: %s", said.stdout)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	must(t, exitDone, "restore", kept)
	must(t, exitDone, "restore", kept, "--into", back)
	if feedHashes(t, back) != feeds || stored(t, back) != rows {
		t.Error("what was put back is not what was lost")
	}
	if again, err := os.ReadFile(filepath.Join(back, "feeds", "aude", "latest", "manifest.json")); err != nil || !bytes.Equal(again, pages) {
		t.Errorf("the feed in place is another: %v", err)
	}
	c = filepath.Join(back, configName)
	if out := commandAt(t, night.Add(48*time.Hour), "run", "--config", c, "--quiet"); out.code != exitDone {
		t.Fatal(out)
	}
	if feedHashes(t, back) != feeds {
		t.Error("the next run makes other feeds")
	}
	st := statusAt(t, night.Add(49*time.Hour), exitDone, c)
	if len(st.Runs) != 3 || st.Feeds[0].State != journal.Same {
		t.Errorf("got %+v", st)
	}
	if doctor := doctorAt(t, night.Add(49*time.Hour), c); len(doctor.only("")) > 0 {
		t.Errorf("the doctor finds %+v", doctor.only(""))
	}
}

func TestABackupKeepsPathsOfItsOwn(t *testing.T) {
	dir, c := sample(t)
	for from, to := range map[string]string{"feeds": "diffusion/flux", "landing": "recu", "inbox": "boite aux lettres"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(to)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	replaceLine(t, c, "shelf:", "shelf: "+filepath.Join(dir, "diffusion/flux")+" # absolu")
	replaceLine(t, c, "landing:", "landing: recu")
	replaceLine(t, c, "inbox:", "inbox: boite aux lettres")
	replaceLine(t, c, "store:", "store: base.sqlite")
	setting(t, c, "layouts_dir: gabarits")
	if err := os.Mkdir(filepath.Join(dir, "gabarits"), 0o755); err != nil {
		t.Fatal(err)
	}
	must(t, exitRefused, "run", "--config", c, "--quiet")
	kept, back := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	must(t, exitDone, "backup", kept, "--config", c)
	must(t, exitDone, "restore", kept, "--into", back)
	restored, err := readConfig(filepath.Join(back, configName), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{restored.Store, restored.Shelf, restored.Landing, restored.Inbox, restored.LayoutsDir, restored.Referentials} {
		if _, err := os.Stat(path); err != nil || !strings.HasPrefix(path, back) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if out := commandAt(t, night.Add(time.Hour), "run", "--config", filepath.Join(back, configName), "--quiet"); out.code != exitDone {
		t.Error(out)
	}
}

// Backups taken one after the other while runs are under way are all whole.
func TestBackupWhileARunIsUnderWay(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--config", c, "--quiet")
	setting(t, c, "keep_feeds: 1") // publications go as soon as others come
	setting(t, c, "max_drop_percent: 100")
	done := make(chan int, 1)
	go func() {
		worst := 0
		for i := range 6 {
			id := ""
			if feed, err := os.ReadFile(filepath.Join(dir, "feeds", "intercarif", "latest", "intercarif.xml")); err == nil {
				_, after, _ := strings.Cut(string(feed), `<formation numero="`)
				id, _, _ = strings.Cut(after, `"`)
			}
			commandAt(t, night.Add(time.Duration(i)*time.Hour), "archive", id, "--reason", "fermé", "--config", c)
			worst = max(worst, commandAt(t, night.Add(time.Duration(i)*time.Hour), "export", "--config", c, "--quiet").code)
		}
		done <- worst
	}()
	under := t.TempDir()
	var kept []string
	for running := true; running; {
		select {
		case code := <-done:
			if running = false; code != exitDone {
				t.Errorf("the runs ended with %d", code)
			}
		default:
			kept = append(kept, filepath.Join(under, fmt.Sprint(len(kept))))
			must(t, exitDone, "backup", kept[len(kept)-1], "--config", c, "--quiet")
		}
	}
	for _, folder := range kept {
		back := folder + "-remis"
		must(t, exitDone, "restore", folder, "--into", back, "--quiet")
		pointers, err := filepath.Glob(filepath.Join(back, "feeds", "*", "latest", "manifest.json"))
		if err != nil || len(pointers) != 6 {
			t.Errorf("%s: %d feeds in place, %v", folder, len(pointers), err)
		}
	}
	if len(kept) < 3 {
		t.Errorf("only %d backups were taken", len(kept))
	}
}

func TestBackupRefuses(t *testing.T) {
	dir, c := sample(t)
	elsewhere := t.TempDir()
	must(t, exitFailed, "backup", filepath.Join(elsewhere, "a"), "--config", c) // no store yet
	must(t, exitRefused, "run", "--config", c, "--quiet")
	must(t, exitFailed, "backup", elsewhere, "--config", c) // it is there already
	for name, into := range map[string]string{"the shelf": filepath.Join(dir, "feeds", "sauvegarde"), "the landing": filepath.Join(dir, "landing", "a", "b")} {
		if out := command(t, "backup", into, "--config", c); out.code != exitMisused {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if entries, _ := os.ReadDir(elsewhere); len(entries) != 0 {
		t.Errorf("it left %v", entries)
	}
	server := backupOfServer(config{Store: "postgres://moi:secret@base/passerelle", Landing: "/srv/landing", Shelf: "/srv/feeds"})
	if text := server.Error(); !strings.Contains(text, "pg_dump") || !strings.Contains(text, "/srv/landing, /srv/feeds") || !strings.Contains(text, `"postgres://moi@base/passerelle"`) {
		t.Errorf("of a server it says %s", text)
	}
}

func TestRestoreRefusesABackupThatIsNotWhole(t *testing.T) {
	_, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	whole := filepath.Join(t.TempDir(), "a")
	must(t, exitDone, "backup", whole, "--config", c)
	manifest := func(change func(*backup)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			text, err := os.ReadFile(filepath.Join(dir, backupManifest))
			if err != nil {
				t.Fatal(err)
			}
			b := decode[backup](t, string(text))
			change(&b)
			if text, err = json.Marshal(b); err == nil {
				err = os.WriteFile(filepath.Join(dir, backupManifest), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name   string
		breaks func(t *testing.T, dir string)
		says   string
	}{
		{"a bit of the store flipped", func(t *testing.T, dir string) { scratch(t, filepath.Join(dir, savedStore)) }, savedStore},
		{"a file that is missing", func(t *testing.T, dir string) { remove(t, dir, "feeds/aude/latest/aude.xml") }, "aude.xml: no such file"},
		{"a file cut short", func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, configName), 10); err != nil {
				t.Fatal(err)
			}
		}, "10 bytes"},
		{"never finished", func(t *testing.T, dir string) { remove(t, dir, backupManifest) }, "never finished"},
		{"a manifest cut short", func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(dir, backupManifest), 100); err != nil {
				t.Fatal(err)
			}
		}, "read sauvegarde.json"},
		{"another schema", manifest(func(b *backup) { b.Schema = "passerelle/sauvegarde/9" }), "schema"},
		{"a file outside", manifest(func(b *backup) { b.Files[0].Path = "../../etc/passwd" }), "tampered"},
		{"a folder outside", manifest(func(b *backup) { b.Folders[0].Path = "/etc/cron.d" }), "tampered"},
		{"a pointer that leads outside", manifest(func(b *backup) { b.Links[0].Target = "../../../etc" }), "tampered"},
		{"a pointer to an absolute path", manifest(func(b *backup) { b.Links[0].Target = "/etc" }), "tampered"},
		{"the hash of the store changed with it", func(t *testing.T, dir string) {
			scratch(t, filepath.Join(dir, savedStore))
			read := backup{dir: dir}
			if err := read.add(savedStore, filepath.Join(dir, savedStore)); err != nil {
				t.Fatal(err)
			}
			manifest(func(b *backup) { b.Files[0] = read.Files[0] })(t, dir)
		}, "malformed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "copie")
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			c.breaks(t, dir)
			into := filepath.Join(t.TempDir(), "remis")
			out := command(t, "restore", dir, "--into", into)
			if out.code != exitFailed || !strings.Contains(out.stderr, c.says) {
				t.Errorf("got %+v, want %q", out, c.says)
			}
			if left, _ := os.ReadDir(filepath.Dir(into)); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
	if out := command(t, "restore", whole, "--into", t.TempDir()); out.code != exitFailed {
		t.Errorf("into a folder that exists: %+v", out)
	}
}

func TestRelocatedChangesPathsAlone(t *testing.T) {
	c := config{Store: "/var/lib/x.db", Inbox: "/in", Landing: "/l", Shelf: "/s", Reports: "/r", Answers: "/a", Referentials: "/ref", TargetsDir: "/t"}
	got := relocated("# landing: commented\nlanding: /l # here\nstore : \"/var/lib/x.db\"\nprefix: \"04\"\nsources:\n  - {name: landing, url: \"https://x\"}\n", c)
	want := []string{"# landing: commented", "landing: landing", "store: catalogue.db", `prefix: "04"`, "sources:", `  - {name: landing, url: "https://x"}`, "", "targets_dir: targets"}
	if lines := strings.Split(strings.TrimSpace(got), "\n"); !slices.Equal(lines, want) {
		t.Errorf("got %q", lines)
	}
}
