package push_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/journal"
)

func toFolder(dir string) push.Destination {
	return push.Destination{Name: "region", Type: "folder", Targets: []string{"aude"}, Folder: dir, MinFreeMiB: 1, Partner: "Région"}
}

func TestAFolderReceivesThePublication(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*push.Destination)
		under  string
		files  []string
	}{
		"the feed":             {func(*push.Destination) {}, "", []string{"aude.xml"}},
		"chosen files":         {func(d *push.Destination) { d.Files = []string{"*.gz", "SHA256SUMS"} }, "", []string{"aude.xml.gz", "SHA256SUMS"}},
		"all, and a marker":    {func(d *push.Destination) { d.Files, d.Done = []string{"*"}, "{target}.done" }, "", []string{"aude.done", "aude.xml", "aude.xml.gz", "manifest.json", "SHA256SUMS"}},
		"under target":         {func(d *push.Destination) { d.Folder += "/{target}" }, "aude", []string{"aude.xml"}},
		"under target and day": {func(d *push.Destination) { d.Folder += "/{target}/du-{date}/flux" }, "aude/du-2026-11-23/flux", []string{"aude.xml"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, dir := newWork(t), t.TempDir()
			d := toFolder(dir)
			c.change(&d)
			must(t, d.Check())
			must(t, push.Probe(t.Context(), d))
			for _, version := range []string{"1", "2"} { // the second over the first
				p := publication(t, version, 100_000)
				w.sent(d, p)
				holds(t, filepath.Join(dir, c.under), p, c.files...)
			}
			if len(w.waits) > 0 {
				t.Errorf("waited %s", w.waits)
			}
		})
	}
}

func TestWhatWasSentIsRecordedAndNotSentAgain(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	d, other := toFolder(dir), toFolder(t.TempDir())
	other.Name = "autre"
	one, two := publication(t, "1", 9000), publication(t, "2", 9000)
	w.sent(d, one)
	pushes, err := w.journal.Pushes(t.Context(), "aude", 0)
	must(t, err)
	want := journal.Push{Target: "aude", Destination: "region", SHA256: one.SHA256, State: journal.PushSent, Attempts: 1, At: night.Add(time.Second)}
	if len(pushes) != 1 || pushes[0] != want {
		t.Errorf("journal %+v", pushes)
	}
	fetch := journal.Fetch{Target: "aude", Partner: "Région", Publication: one.SHA256, File: "aude.xml", Bytes: one.Files[1].Size, Complete: true, Via: journal.ViaFolder, At: night.Add(time.Second)}
	if got := w.fetches(); len(got) != 1 || got[0] != fetch {
		t.Errorf("fetches %+v", got)
	}
	must(t, os.Remove(filepath.Join(dir, "aude.xml"))) // the partner took it
	w.sent(d, one)
	if listing(t, dir) != "" || len(w.fetches()) != 1 {
		t.Error("sent twice")
	}
	if both := push.For([]push.Destination{d, other}, "aude"); len(both) != 2 || len(push.For(both, "edof")) != 0 {
		t.Errorf("destinations %+v", both)
	}
	w.sent(other, one) // elsewhere it was not
	holds(t, other.Folder, one, "aude.xml")
	w.sent(d, two)
	holds(t, dir, two, "aude.xml")
	w.sent(d, one) // it comes back: the partner has the second
	holds(t, dir, one, "aude.xml")
	if len(w.fetches()) != 4 {
		t.Errorf("fetches %+v", w.fetches())
	}
}

func TestFilesThatAreNoFeedAreNoFetch(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	d := toFolder(dir)
	d.Files = []string{"*.json"}
	w.sent(d, publication(t, "1", 100))
	if got := w.fetches(); len(got) != 0 {
		t.Errorf("fetches %+v", got)
	}
}

// TestWhatACrashLeaves: each state in which an attempt may have been stopped.
func TestWhatACrashLeaves(t *testing.T) {
	old, p := publication(t, "1", 50_000), publication(t, "2", 60_000)
	all := []string{"aude.xml", "aude.xml.gz", "manifest.json", "SHA256SUMS"}
	copyTo := func(dir, name, as string, from push.Publication, n int) {
		data, err := os.ReadFile(filepath.Join(from.Dir, name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, as), data[:min(n, len(data))], 0o600))
	}
	for name, leave := range map[string]func(dir string){
		"nothing":               func(string) {},
		"half a file":           func(dir string) { copyTo(dir, "SHA256SUMS", ".SHA256SUMS.part", p, 3) },
		"half the feed, longer": func(dir string) { copyTo(dir, "aude.xml", ".aude.xml.part", publication(t, "3", 90_000), 80_000) },
		"all sent, none renamed": func(dir string) {
			for _, n := range all {
				copyTo(dir, n, "."+n+".part", p, 1<<20)
			}
		},
		"renamed, but the feed": func(dir string) {
			copyTo(dir, "SHA256SUMS", "SHA256SUMS", p, 1<<20)
			copyTo(dir, "aude.xml", ".aude.xml.part", p, 1<<20)
		},
		"all but the marker": func(dir string) {
			for _, n := range all {
				copyTo(dir, n, n, p, 1<<20)
			}
		},
		"the marker under way": func(dir string) {
			copyTo(dir, "aude.xml", "aude.xml", p, 1<<20)
			must(t, os.WriteFile(filepath.Join(dir, ".fini.part"), nil, 0o600))
		},
		"all, and nobody wrote it down": func(dir string) {
			for _, n := range all {
				copyTo(dir, n, n, p, 1<<20)
			}
			must(t, os.WriteFile(filepath.Join(dir, "fini"), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, dir := newWork(t), t.TempDir()
			d := toFolder(dir)
			d.Files, d.Done = []string{"*"}, "fini"
			w.sent(d, old)
			must(t, os.Remove(filepath.Join(dir, "fini")))
			leave(dir)
			w.sent(d, p)
			holds(t, dir, p, append(all, "fini")...)
		})
	}
}

// TestTheOrderInWhichFilesAppear stops at the rename of one file, by a folder that
// has its name.
func TestTheOrderInWhichFilesAppear(t *testing.T) {
	for stopped, want := range map[string]string{
		"SHA256SUMS":    "old feed, no marker", // the files beside come first
		"manifest.json": "old feed, no marker",
		"aude.xml.gz":   "new feed, no marker", // feeds come last, by name
		"fini":          "old feed, a folder for a marker",
	} {
		w, dir := newWork(t), t.TempDir()
		old, p := publication(t, "1", 1000), publication(t, "2", 1000)
		d := toFolder(dir)
		d.Files, d.Done = []string{"*"}, "fini"
		w.sent(d, old)
		must(t, os.Remove(filepath.Join(dir, stopped)))
		must(t, os.MkdirAll(filepath.Join(dir, stopped, "x"), 0o755))
		if state := w.try(d, p); state.State != journal.PushWaiting {
			t.Fatalf("%s: %+v", stopped, state)
		}
		feed, err := os.ReadFile(filepath.Join(dir, "aude.xml"))
		must(t, err)
		got := map[bool]string{true: "old feed, ", false: "new feed, "}[bytes.Equal(feed, feedOf("1", 1000))]
		switch info, err := os.Stat(filepath.Join(dir, "fini")); {
		case err != nil:
			got += "no marker"
		case info.IsDir():
			got += "a folder for a marker"
		default:
			got += "a marker"
		}
		if got != want {
			t.Errorf("stopped at %s: %s, want %s", stopped, got, want)
		}
	}
}

// TestWhatWasRefusedGoesLast stops at the file that was never refused: the others,
// which come after it, are not there yet.
func TestWhatWasRefusedGoesLast(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	p := publication(t, "1", 1000)
	for i := range p.Files {
		if p.Files[i].Name == "aude.xml" {
			p.Files[i].Refused = time.Date(2026, time.November, 20, 0, 0, 0, 0, time.UTC)
		}
	}
	d := toFolder(dir)
	d.Files = []string{"*.xml", "*.gz"}
	must(t, os.MkdirAll(filepath.Join(dir, "aude.xml.gz", "x"), 0o755))
	if state := w.try(d, p); state.State != journal.PushWaiting {
		t.Fatalf("%+v", state)
	}
	if _, err := os.Stat(filepath.Join(dir, "aude.xml")); !os.IsNotExist(err) {
		t.Errorf("what the partner refused went before what it did not: %v", err)
	}
}

func TestAFolderThatCannotBeUsed(t *testing.T) {
	p := publication(t, "2", 50_000)
	for name, c := range map[string]struct {
		damage func(dir string, d *push.Destination, p *push.Publication)
		want   string
	}{
		"is not there": {func(dir string, d *push.Destination, _ *push.Publication) { d.Folder = dir + "/partage/{target}" }, "not mounted"},
		"is a file":    {func(dir string, d *push.Destination, _ *push.Publication) { d.Folder = dir + "/aude.xml" }, "not a directory"},
		"has no room":  {func(_ string, d *push.Destination, _ *push.Publication) { d.MinFreeMiB = 1 << 30 }, "min_free_mib"},
		"has a folder in place of it": {func(dir string, _ *push.Destination, _ *push.Publication) {
			must(t, os.Remove(dir+"/aude.xml"))
			must(t, os.MkdirAll(dir+"/aude.xml/x", 0o755))
		}, "rename aude.xml"},
		"leads out by a link": {func(dir string, d *push.Destination, _ *push.Publication) {
			must(t, os.Symlink(t.TempDir(), dir+"/aude"))
			d.Folder = dir + "/{target}"
		}, "escapes"},
		"leads out by a link above": {func(dir string, d *push.Destination, _ *push.Publication) {
			must(t, os.Symlink(t.TempDir(), dir+"/aude"))
			d.Folder = dir + "/{target}/{date}"
		}, "escapes"},
		"the file of the shelf is cut":        {func(_ string, _ *push.Destination, p *push.Publication) { p.Files[1].Size++ }, "bytes arrived of"},
		"the file of the shelf is not itself": {func(_ string, _ *push.Destination, p *push.Publication) { p.Files[1].SHA256 = sum(nil) }, "was damaged"},
		"the file of the shelf is gone":       {func(_ string, _ *push.Destination, p *push.Publication) { p.Dir = t.TempDir() }, "no such file"},
		"no file is chosen":                   {func(_ string, d *push.Destination, _ *push.Publication) { d.Files = []string{"*.csv"} }, "change files"},
		"a name leads out": {func(_ string, _ *push.Destination, p *push.Publication) {
			p.Files = append(p.Files[:1:1], push.File{Name: "../aude.xml"})
		}, "plain name"},
		"a date leads out":     {func(_ string, d *push.Destination, p *push.Publication) { d.Folder += "/{date}"; p.Date = "../.." }, "a day and a hash"},
		"the marker is a file": {func(_ string, d *push.Destination, _ *push.Publication) { d.Done = "{target}.xml" }, "another name"},
	} {
		t.Run(name, func(t *testing.T) {
			w, dir := newWork(t), t.TempDir()
			old := publication(t, "1", 50_000)
			w.sent(toFolder(dir), old)
			d, p := toFolder(dir), p
			p.Files = append([]push.File{}, p.Files...)
			c.damage(dir, &d, &p)
			state := w.push(d, p)
			if state.State != journal.PushFailed || state.Attempts != 6 || !strings.Contains(state.Error, c.want) {
				t.Fatalf("%+v, wants %q", state, c.want)
			}
			if got, err := os.ReadFile(filepath.Join(dir, "aude.xml")); err == nil && !bytes.Equal(got, feedOf("1", 50_000)) {
				t.Error("the feed in place was touched")
			}
			if len(w.fetches()) != 1 {
				t.Errorf("fetches %+v", w.fetches())
			}
		})
	}
}

// TestALinkInTheFolderIsReplacedAndNotFollowed: what a name points at outside stays.
func TestALinkInTheFolderIsReplacedAndNotFollowed(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	outside := filepath.Join(t.TempDir(), "précieux")
	must(t, os.WriteFile(outside, []byte("précieux"), 0o600))
	for _, name := range []string{"aude.xml", ".aude.xml.part"} {
		must(t, os.Symlink(outside, filepath.Join(dir, name)))
	}
	p := publication(t, "1", 1000)
	w.sent(toFolder(dir), p)
	holds(t, dir, p, "aude.xml")
	if got, err := os.ReadFile(outside); err != nil || string(got) != "précieux" {
		t.Errorf("outside: %q, %v", got, err)
	}
}

func TestAttemptsAreMadeLessAndLessOftenAndGivenUp(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	d, p := toFolder(filepath.Join(dir, "absent")), publication(t, "1", 1000)
	if first := w.try(d, p); first.State != journal.PushWaiting || first.Attempts != 1 || first.Error == "" {
		t.Fatalf("first attempt %+v", first)
	}
	if again := w.try(d, p); again.Attempts != 1 {
		t.Error("tried again at once")
	}
	if asked, _, err := w.TryNow(t.Context(), d, p); err != nil || asked.Attempts != 1 || asked.At.IsZero() || asked.State != journal.PushWaiting {
		t.Errorf("asked for, before it is due: %+v, %v", asked, err)
	}
	failed := w.push(d, p)
	if got := w.waits; failed.State != journal.PushFailed || len(got) != 5 || got[0] > time.Minute || got[1] != 2*time.Minute || got[4] != 16*time.Minute {
		t.Errorf("waits %s, %+v", got, failed)
	}
	must(t, os.Mkdir(d.Folder, 0o755))
	if state := w.push(d, p); state.State != journal.PushFailed || len(w.waits) != 5 {
		t.Errorf("tried after it was given up: %+v", state)
	}
	state, _, err := w.TryNow(t.Context(), d, p)
	if err != nil || state.State != journal.PushSent || state.Attempts != 1 {
		t.Errorf("asked for by somebody: %+v, %v", state, err)
	}
	w.sent(d, p)
	holds(t, d.Folder, p, "aude.xml")
}

func TestTheNextFeedIsSentThoughTheLastWasGivenUp(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	d := toFolder(filepath.Join(dir, "absent"))
	d.Attempts = 1
	one, two := publication(t, "1", 1000), publication(t, "2", 1000)
	w.push(d, one)
	must(t, os.Mkdir(d.Folder, 0o755))
	w.sent(d, two)
	w.sent(d, one) // it comes back after another, and is a new sending
	holds(t, d.Folder, one, "aude.xml")
}

func TestAnInterruptionIsNoAttempt(t *testing.T) {
	w, dir := newWork(t), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d, p := toFolder(dir), publication(t, "1", 1000)
	if _, _, err := w.Try(ctx, d, p); err == nil {
		t.Error("no error")
	}
	w.sent(d, p)
	pushes, err := w.journal.Pushes(t.Context(), "aude", 0)
	must(t, err)
	if len(pushes) != 1 || pushes[0].Attempts != 1 {
		t.Errorf("journal %+v", pushes)
	}
}

// Variables that make the test binary push, to be killed or to meet a full disk.
const (
	killedDir = "PASSERELLE_TEST_PUSH_KILLED"
	fullDir   = "PASSERELLE_TEST_PUSH_FULL"
)

// memory is a journal that forgets when the process ends: what is tested is the folder.
type memory struct{ pushes []journal.Push }

func (m *memory) Pushes(context.Context, string, int) ([]journal.Push, error) { return m.pushes, nil }
func (m *memory) KeepPush(_ context.Context, p journal.Push) error {
	m.pushes = []journal.Push{p}
	return nil
}
func (m *memory) KeepFetches(context.Context, []journal.Fetch) error { return nil }

// pushForEver pushes two publications in turn, found beside the folder.
func pushForEver(dir string) error {
	d := toFolder(filepath.Join(dir, "to"))
	d.Done = "fini"
	pusher := push.Pusher{Journal: &memory{}, Now: time.Now}
	for i := 0; ; i++ {
		version := []string{"1", "2"}[i%2]
		data, err := os.ReadFile(filepath.Join(dir, version, "aude.xml"))
		if err != nil {
			return err
		}
		p := push.Publication{Target: "aude", Date: "2026-11-23", SHA256: sum(data), Dir: filepath.Join(dir, version),
			Files: []push.File{{Name: "aude.xml", Size: int64(len(data)), SHA256: sum(data), Feed: true}}}
		if state, _, err := pusher.Try(context.Background(), d, p); err != nil || state.State != journal.PushSent {
			os.Stderr.WriteString(state.Error + "\n")
			return err
		}
	}
}

// feeds writes the two publications that pushForEver pushes.
func feeds(t *testing.T, size int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "to"), 0o755))
	for _, version := range []string{"1", "2"} {
		must(t, os.Mkdir(filepath.Join(dir, version), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, version, "aude.xml"), feedOf(version, size), 0o600))
	}
	return dir
}

// TestKilledAtAnyMoment: whoever looks finds one feed or the other, whole.
func TestKilledAtAnyMoment(t *testing.T) {
	const size = 400_000
	dir := feeds(t, size)
	seen, chance := map[string]bool{}, random()
	for range 15 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedDir+"="+dir)
		must(t, cmd.Start())
		time.Sleep(40*time.Millisecond + time.Duration(chance.IntN(40))*time.Millisecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait() // it was killed
		got, err := os.ReadFile(filepath.Join(dir, "to", "aude.xml"))
		if err != nil {
			continue // killed before it began
		}
		switch {
		case bytes.Equal(got, feedOf("1", size)):
			seen["1"] = true
		case bytes.Equal(got, feedOf("2", size)):
			seen["2"] = true
		default:
			t.Fatalf("half a feed: %d bytes", len(got))
		}
	}
	if len(seen) == 0 {
		t.Error("no feed was ever seen: killed too soon for the test to say anything")
	}
	w, p := newWork(t), publication(t, "1", size)
	d := toFolder(filepath.Join(dir, "to"))
	d.Done = "fini"
	w.sent(d, p)
	holds(t, d.Folder, p, "aude.xml", "fini")
}

// pushOnAFullDisk pushes files that are larger than a file may become.
func pushOnAFullDisk(dir string) error {
	signal.Ignore(syscall.SIGXFSZ) // so that a write fails, as on a full disk
	limit := syscall.Rlimit{Cur: 100_000, Max: 100_000}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return pushForEver(dir)
}

func TestADiskThatFillsUp(t *testing.T) {
	dir := feeds(t, 400_000)
	must(t, os.WriteFile(filepath.Join(dir, "to", "aude.xml"), []byte("hier"), 0o600))
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fullDir+"="+dir)
	out, _ := cmd.CombinedOutput() // it always ends badly
	if !strings.Contains(string(out), "send aude.xml") || !strings.Contains(string(out), "file too large") {
		t.Errorf("said %q", out)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "to", "aude.xml")); err != nil || string(got) != "hier" {
		t.Errorf("the feed in place was touched: %v", err)
	}
	if got := listing(t, filepath.Join(dir, "to")); got != ".aude.xml.part aude.xml" {
		t.Errorf("left %q", got)
	}
}
