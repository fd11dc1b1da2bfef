package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/ingest/inbox"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// clock is a time that tests move.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

func open(t testing.TB, dir string, o inbox.Options) (*inbox.Box, *clock) {
	t.Helper()
	c := &clock{}
	if o.Now == nil {
		o.Now = c.now
	}
	b, err := inbox.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return b, c
}

func drop(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
	return path
}

func settled(t testing.TB, b *inbox.Box) []inbox.File {
	t.Helper()
	files, err := b.Settled(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func names(dir string, files []inbox.File) string {
	var all []string
	for _, f := range files {
		name, _ := filepath.Rel(dir, f.Path)
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// only is the one file that waits.
func only(t testing.TB, b *inbox.Box, c *clock) inbox.File {
	t.Helper()
	settled(t, b)
	c.pass(time.Minute)
	files := settled(t, b)
	if len(files) != 1 {
		t.Fatalf("%d files wait, want one: %+v", len(files), files)
	}
	return files[0]
}

// tree lists the files below a folder, with what they hold; today is written for the day.
func tree(t testing.TB, dir string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		text := d.Type().String()
		if d.Type().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = string(data)
		}
		if strings.HasSuffix(name, "LISEZ-MOI.txt") && strings.Contains(text, "mis de côté") {
			text = "(notice)"
		}
		for day := -1; day <= 1; day++ {
			name = strings.Replace(name, time.Now().AddDate(0, 0, day).Format(time.DateOnly), "today", 1)
		}
		lines = append(lines, name+": "+text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func want(t testing.TB, dir string, lines ...string) {
	t.Helper()
	if got := tree(t, dir); got != strings.Join(lines, "\n") {
		t.Errorf("the folder holds\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
	}
}

func TestAFileIsWholeWhenItNoLongerChanges(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	path := drop(t, dir, "aude/offre.xlsx", "début")
	step := func(when string, wanted string) {
		t.Helper()
		if got := names(dir, settled(t, b)); got != wanted {
			t.Errorf("%s: %q, want %q", when, got, wanted)
		}
	}
	step("as it comes", "")
	c.pass(6 * time.Second)
	step("six seconds later", "")
	drop(t, dir, "aude/offre.xlsx", "début, et suite")
	step("as it grows", "")
	c.pass(6 * time.Second)
	step("six seconds after it grew", "")
	c.pass(4 * time.Second)
	step("ten seconds after it grew", "aude/offre.xlsx")
	f := settled(t, b)[0]
	if f.Sender != "aude" || f.Name != "offre.xlsx" || f.Size != int64(len("début, et suite")) || f.Path != path {
		t.Errorf("got %+v", f)
	}
	step("asked again", "aude/offre.xlsx")
}

func TestOldDatesDoNotMakeAFileWhole(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: needs the date of the inode")
	}
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	for name, date := range map[string]time.Time{"ancien.xlsx": time.Now().AddDate(-1, 0, 0), "futur.xlsx": time.Now().AddDate(1, 0, 0)} {
		path := drop(t, dir, name, "copie qui garde les dates")
		if err := os.Chtimes(path, date, date); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(dir, settled(t, b)); got != "" {
		t.Errorf("whole as they come: %s", got)
	}
	c.pass(11 * time.Second)
	if got := names(dir, settled(t, b)); got != "ancien.xlsx futur.xlsx" {
		t.Errorf("then %q", got)
	}
}

// What was there long before the program started need not wait.
func TestWhatIsOldIsWholeAtOnce(t *testing.T) {
	dir := t.TempDir()
	drop(t, dir, "offre.xlsx", "x")
	b, c := open(t, dir, inbox.Options{})
	c.pass(time.Hour)
	if got := names(dir, settled(t, b)); got != "offre.xlsx" {
		t.Errorf("got %q", got)
	}
}

func TestAFileOpenToWriteIsNotWhole(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: cannot be known here")
	}
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	f, err := os.OpenFile(drop(t, dir, "offre.xlsx", "début"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	if got := names(dir, settled(t, b)); got != "" {
		t.Errorf("while it is written: %q", got)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(dir, settled(t, b)); got != "offre.xlsx" {
		t.Errorf("once it is closed: %q", got)
	}
}

func TestWhatIsNoDeliveryIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	for _, name := range []string{"a.xlsx.part", "b.TMP", "c.filepart", "~$d.xlsx", ".e.xlsx", ".f/g.xlsx", "h/.i.xlsx", "h/j/k.xlsx", "Thumbs.db", "l.crdownload", "traites/m.xlsx", "ecartes/n.xlsx"} {
		drop(t, dir, name, name)
	}
	drop(t, dir, "h/offre.xlsx", "x")
	before := tree(t, dir)
	c.pass(time.Hour)
	if got := names(dir, settled(t, b)); got != "h/offre.xlsx" {
		t.Errorf("got %q", got)
	}
	if after := tree(t, dir); after != before {
		t.Errorf("something moved:\n%s", after)
	}
}

func TestTheFirstComeIsTheFirst(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	at := time.Now().Add(-time.Hour)
	for i, name := range []string{"z.xlsx", "aude/m.xlsx", "a.xlsx"} {
		if err := os.Chtimes(drop(t, dir, name, "x"), at, at.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	c.pass(time.Hour)
	if got := names(dir, settled(t, b)); got != "z.xlsx aude/m.xlsx a.xlsx" {
		t.Errorf("got %q", got)
	}
}

func TestWhatCouldNameOtherFilesIsSetAside(t *testing.T) {
	dir, secret := t.TempDir(), t.TempDir()
	target := drop(t, secret, "secret.txt", "ce que l’expéditeur ne peut pas lire")
	drop(t, dir, "aude/x", "x")
	var told []string
	b, _ := open(t, dir, inbox.Options{OnAside: func(f inbox.File, r inbox.Reason, folder string) {
		told = append(told, f.Name+": "+r.Why)
		if _, err := os.Stat(filepath.Join(folder, "LISEZ-MOI.txt")); err != nil {
			t.Error(err)
		}
	}})
	links := []error{
		os.Symlink(target, filepath.Join(dir, "lien.xlsx")),
		os.Symlink(secret, filepath.Join(dir, "dossier")),
		os.Symlink("nulle-part", filepath.Join(dir, "aude", "perdu.xlsx")),
		syscall.Mkfifo(filepath.Join(dir, "tube.xlsx"), 0o644),
		os.Link(target, filepath.Join(dir, "second.xlsx")),
	}
	if err := errors.Join(links...); err != nil {
		t.Fatal(err)
	}
	settled(t, b)
	want(t, dir,
		"aude/x: x",
		"ecartes/today/aude/perdu.xlsx/LISEZ-MOI.txt: (notice)", "ecartes/today/aude/perdu.xlsx/perdu.xlsx: L---------",
		"ecartes/today/dossier/LISEZ-MOI.txt: (notice)", "ecartes/today/dossier/dossier: L---------",
		"ecartes/today/lien.xlsx/LISEZ-MOI.txt: (notice)", "ecartes/today/lien.xlsx/lien.xlsx: L---------",
		"ecartes/today/second.xlsx/LISEZ-MOI.txt: (notice)", "ecartes/today/second.xlsx/second.xlsx: ce que l’expéditeur ne peut pas lire",
		"ecartes/today/tube.xlsx/LISEZ-MOI.txt: (notice)", "ecartes/today/tube.xlsx/tube.xlsx: p---------",
	)
	want(t, secret, "secret.txt: ce que l’expéditeur ne peut pas lire")
	if len(told) != 5 || !strings.HasPrefix(told[0], "perdu.xlsx: c’est un lien") {
		t.Errorf("told %q", told)
	}
}

func TestDoneFilesAwayWithTheAnswers(t *testing.T) {
	dir, answers := t.TempDir(), t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	page, annotated := drop(t, answers, "reponse.html", "tout est lu"), drop(t, answers, "offre.xlsx", "annoté")
	for n := range 3 {
		drop(t, dir, "aude/offre.xlsx", fmt.Sprint("livraison ", n+1))
		if err := b.Done(only(t, b, c), page, annotated); err != nil {
			t.Fatal(err)
		}
	}
	want(t, dir,
		"traites/today/aude/offre.xlsx (2)/offre.xlsx: livraison 2", "traites/today/aude/offre.xlsx (2)/reponse-offre.xlsx: annoté", "traites/today/aude/offre.xlsx (2)/reponse.html: tout est lu",
		"traites/today/aude/offre.xlsx (3)/offre.xlsx: livraison 3", "traites/today/aude/offre.xlsx (3)/reponse-offre.xlsx: annoté", "traites/today/aude/offre.xlsx (3)/reponse.html: tout est lu",
		"traites/today/aude/offre.xlsx/offre.xlsx: livraison 1", "traites/today/aude/offre.xlsx/reponse-offre.xlsx: annoté", "traites/today/aude/offre.xlsx/reponse.html: tout est lu",
	)
	want(t, answers, "offre.xlsx: annoté", "reponse.html: tout est lu")
}

// TestARefusedFileIsSetAsideAtOnce: trying again would change nothing.
func TestARefusedFileIsSetAsideAtOnce(t *testing.T) {
	dir, answers := t.TempDir(), t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	drop(t, dir, "cfa/photo.xlsx", "une photo")
	mail := drop(t, answers, "suite.txt", "fichier illisible")
	err := b.Attempt(t.Context(), only(t, b, c), func(context.Context, inbox.File) ([]string, error) {
		return nil, &inbox.Refusal{Reason: inbox.Reason{Why: "ce fichier est une image", Do: "Envoyez le classeur."}, Answers: []string{mail}}
	})
	if err != nil {
		t.Fatal(err)
	}
	day := filepath.Join(dir, "ecartes", c.now().Format(time.DateOnly), "cfa", "photo.xlsx")
	for name, want := range map[string]string{"photo.xlsx": "une photo", "suite.txt": "fichier illisible", "LISEZ-MOI.txt": "Raison  : ce fichier est une image."} {
		if text, err := os.ReadFile(filepath.Join(day, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %q, %v; want %q", name, text, err, want)
		}
	}
	if done, _ := filepath.Glob(filepath.Join(dir, "traites", "*")); len(done)+len(settled(t, b)) > 0 {
		t.Errorf("it is among what was dealt with, or waits still: %q", done)
	}
}

func TestNothingIsWrittenOver(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	drop(t, dir, "offre.xlsx", "x")
	f := only(t, b, c)
	day := filepath.Join(dir, "traites", c.now().Format(time.DateOnly))
	drop(t, day, "offre.xlsx", "un fichier à la place du dossier")
	if err := os.Mkdir(filepath.Join(day, "offre.xlsx (2)"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := b.Done(f); err != nil {
		t.Fatal(err)
	}
	want(t, dir, "traites/today/offre.xlsx (3)/offre.xlsx: x", "traites/today/offre.xlsx: un fichier à la place du dossier")
}

func TestLongAndStrangeNames(t *testing.T) {
	for title, name := range map[string]string{
		"long":       strings.Repeat("é", 124) + ".xlsx", // 253 bytes
		"lines":      "offre\n..\r.xlsx",
		"not text":   "offre\xff\xfe.xlsx",
		"the notice": "LISEZ-MOI.txt",
	} {
		t.Run(title, func(t *testing.T) {
			dir, answers := t.TempDir(), t.TempDir()
			b, c := open(t, dir, inbox.Options{})
			for range 2 {
				drop(t, dir, name, "x")
				if err := b.Done(only(t, b, c), drop(t, answers, name, "réponse")); err != nil {
					t.Fatal(err)
				}
				drop(t, dir, name, "x")
				if err := b.SetAside(only(t, b, c), inbox.Reason{Why: "il est illisible"}); err != nil {
					t.Fatal(err)
				}
			}
			got := strings.Split(tree(t, dir), "\n")
			if n := strings.Count(strings.Join(got, "\n"), ": x"); n != 4 {
				t.Errorf("%d of 4 are filed:\n%s", n, strings.Join(got, "\n"))
			}
		})
	}
}

func TestAFileThatChangedStays(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{})
	drop(t, dir, "offre.xlsx", "première")
	f := only(t, b, c)
	drop(t, dir, "offre.xlsx", "seconde, déposée pendant la lecture")
	if err := b.SetAside(f, inbox.Reason{Why: "il est illisible"}); !errors.Is(err, inbox.ErrChanged) {
		t.Errorf("set aside: %v", err)
	}
	want(t, dir, "offre.xlsx: seconde, déposée pendant la lecture")
	if err := b.Done(f, drop(t, t.TempDir(), "reponse.html", "à la première")); !errors.Is(err, inbox.ErrChanged) {
		t.Errorf("done: %v", err)
	}
	want(t, dir, "offre.xlsx: seconde, déposée pendant la lecture", "traites/today/offre.xlsx/reponse.html: à la première")
	if err := b.Done(only(t, b, c)); err != nil {
		t.Error(err)
	}
	want(t, dir, "traites/today/offre.xlsx (2)/offre.xlsx: seconde, déposée pendant la lecture", "traites/today/offre.xlsx/reponse.html: à la première")
}

// Wherever filing was cut short, opening the inbox again ends it or undoes it.
func TestFilingThatWasCutShort(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, inbox.Options{})
	drop(t, dir, "a.xlsx", "a")
	drop(t, dir, "traites/.en-cours-1/reponse.html", "sans destination")
	drop(t, dir, "traites/.en-cours-2/reponse.html", "sans fichier")
	drop(t, dir, "traites/.en-cours-2/.destination", filepath.Join(dir, "traites/2026-01-05/a.xlsx"))
	drop(t, dir, "traites/.en-cours-3/reponse.html", "complet")
	drop(t, dir, "traites/.en-cours-3/b.xlsx", "b")
	drop(t, dir, "traites/.en-cours-3/.destination", filepath.Join(dir, "traites/2026-01-05/aude/b.xlsx"))
	drop(t, dir, ".passerelle/0123.json", `{"path":"/nowhere/offre.xlsx","count":2}`)
	drop(t, dir, ".passerelle/4567.json.new", `{"pa`)
	open(t, dir, inbox.Options{})
	want(t, dir, "a.xlsx: a", "traites/2026-01-05/aude/b.xlsx/b.xlsx: b", "traites/2026-01-05/aude/b.xlsx/reponse.html: complet")
}

func TestAttempts(t *testing.T) {
	fails := func(context.Context, inbox.File) ([]string, error) {
		return nil, errors.New("la feuille 2 est chiffrée")
	}
	for name, c := range map[string]struct {
		load   func(context.Context, inbox.File) ([]string, error)
		after  int    // attempts after which it is no longer there
		folder string // and is here
		why    string
	}{
		"one that loads":  {func(context.Context, inbox.File) ([]string, error) { return nil, nil }, 1, "traites", ""},
		"one that fails":  {fails, 3, "ecartes", "sa lecture a échoué 3 fois ; la dernière fois : la feuille 2 est chiffrée."},
		"one that panics": {func(context.Context, inbox.File) ([]string, error) { panic("index out of range") }, 3, "ecartes", "the program is wrong: index out of range"},
		"one whose time is not": {func(context.Context, inbox.File) ([]string, error) {
			return nil, fmt.Errorf("store: %w", inbox.ErrNotNow)
		}, 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			b, clock := open(t, dir, inbox.Options{})
			drop(t, dir, "aude/offre.xlsx", "x")
			clock.pass(time.Minute)
			var tries int
			for ; tries < 8; tries++ {
				files := settled(t, b)
				if len(files) == 0 {
					break
				}
				_ = b.Attempt(t.Context(), files[0], c.load)
				b, clock = open(t, dir, inbox.Options{}) // counts outlive the program
				clock.pass(time.Minute)
			}
			if c.after == 0 {
				if tries != 8 {
					t.Errorf("it was taken away after %d attempts", tries)
				}
				return
			}
			place := filepath.Join(dir, c.folder, clock.now().Format(time.DateOnly), "aude", "offre.xlsx")
			if _, err := os.Stat(filepath.Join(place, "offre.xlsx")); err != nil || tries != c.after {
				t.Errorf("after %d attempts, want %d: %v", tries, c.after, err)
			}
			if c.why != "" {
				if page, err := os.ReadFile(filepath.Join(place, "LISEZ-MOI.txt")); err != nil || !strings.Contains(string(page), c.why) {
					t.Errorf("the page says %s, %v", page, err)
				}
			}
			if left, _ := os.ReadDir(filepath.Join(dir, ".passerelle")); len(left) != 0 {
				t.Errorf("counts are left: %v", left)
			}
		})
	}
}

func TestAStopIsNoFaultOfTheFile(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{Attempts: 1})
	drop(t, dir, "offre.xlsx", "x")
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		err := b.Attempt(ctx, only(t, b, c), func(ctx context.Context, _ inbox.File) ([]string, error) {
			cancel()
			return nil, ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	only(t, b, c)
}

// A new file of the same name does not pay for the one before.
func TestAFileThatIsDroppedAgainStartsAnew(t *testing.T) {
	dir := t.TempDir()
	b, c := open(t, dir, inbox.Options{Attempts: 2})
	for n := range 4 {
		drop(t, dir, "offre.xlsx", strings.Repeat("x", n+1))
		if err := b.Attempt(t.Context(), only(t, b, c), func(context.Context, inbox.File) ([]string, error) { return nil, errors.New("illisible") }); err == nil {
			t.Error("its first failure is not told")
		}
	}
}

// TestMain lets this binary be a program that a file kills.
func TestMain(m *testing.M) {
	dir := os.Getenv("PASSERELLE_INBOX_KILLED")
	if dir == "" {
		os.Exit(m.Run())
	}
	b, err := inbox.Open(dir, inbox.Options{Settle: time.Nanosecond})
	if err != nil {
		panic(err)
	}
	files, err := b.Settled(context.Background())
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		if err := b.Attempt(context.Background(), f, func(_ context.Context, f inbox.File) ([]string, error) {
			if f.Name == "poison.xlsx" {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			return nil, nil
		}); err != nil {
			panic(err)
		}
	}
}

func TestAFileThatKillsTheProgramIsSetAside(t *testing.T) {
	dir := t.TempDir()
	path := drop(t, dir, "poison.xlsx", "x")
	drop(t, dir, "sain.xlsx", "y")
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	var deaths int
	for ; deaths < 10; deaths++ {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "PASSERELLE_INBOX_KILLED="+dir)
		if err := cmd.Run(); err == nil {
			break
		}
	}
	if deaths != 3 {
		t.Errorf("it killed %d times", deaths)
	}
	want(t, dir, "ecartes/today/poison.xlsx/LISEZ-MOI.txt: (notice)", "ecartes/today/poison.xlsx/poison.xlsx: x", "traites/today/sain.xlsx/sain.xlsx: y")
	pages, err := filepath.Glob(filepath.Join(dir, "ecartes", "*", "poison.xlsx", "LISEZ-MOI.txt"))
	if err != nil || len(pages) != 1 {
		t.Fatal(pages, err)
	}
	if page, err := os.ReadFile(pages[0]); err != nil || !strings.Contains(string(page), "le programme s’est arrêté net chaque fois qu’il l’a lu, 3 fois") {
		t.Errorf("the page says %s, %v", page, err)
	}
}

func TestSpace(t *testing.T) {
	dir := t.TempDir()
	left := int64(1000)
	b, c := open(t, dir, inbox.Options{MinFree: 500, Free: func(string) (int64, error) { return left, nil }})
	drop(t, dir, "petit.xlsx", strings.Repeat("x", 100))
	drop(t, dir, "gros.xlsx", strings.Repeat("x", 200))
	c.pass(time.Minute)
	if got := names(dir, settled(t, b)); got != "petit.xlsx" {
		t.Errorf("with 500 bytes to use: %q", got)
	}
	left = 499
	if _, err := b.Settled(t.Context()); !errors.Is(err, inbox.ErrNoSpace) || !strings.Contains(err.Error(), "make room") {
		t.Errorf("got %v", err)
	}
	left = 1100
	if got := len(settled(t, b)); got != 2 {
		t.Errorf("with 600 bytes to use: %d files", got)
	}
	real, c := open(t, dir, inbox.Options{MinFree: 1})
	c.pass(time.Minute)
	if got := len(settled(t, real)); got != 2 {
		t.Errorf("as the system says: %d files", got)
	}
}

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	b, err := inbox.Open(dir, inbox.Options{Settle: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var loaded []string
	drop(t, dir, "a.xlsx", "a")
	err = b.Watch(ctx, 5*time.Millisecond, func(_ context.Context, f inbox.File) ([]string, error) {
		loaded = append(loaded, f.Name)
		switch len(loaded) {
		case 1:
			return nil, errors.New("la première fois échoue")
		case 2:
			drop(t, dir, "aude/b.xlsx", "b")
		case 3:
			cancel()
		}
		return nil, nil
	})
	if err != nil || strings.Join(loaded, " ") != "a.xlsx a.xlsx b.xlsx" {
		t.Errorf("loaded %v, %v", loaded, err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	file := drop(t, t.TempDir(), "fichier", "x")
	if _, err := inbox.Open(file, inbox.Options{}); err == nil || !strings.Contains(err.Error(), "give the user of passerelle the right to write") {
		t.Errorf("got %v", err)
	}
}

func TestThePage(t *testing.T) {
	dir := t.TempDir()
	noon := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	b, _ := open(t, dir, inbox.Options{Now: func() time.Time { return noon }, Settle: -1})
	path := drop(t, dir, "aude/offre\tde formation.xlsx", strings.Repeat("x", 2500))
	if err := os.Chtimes(path, noon, noon.Add(-90*time.Minute)); err != nil {
		t.Fatal(err)
	}
	settled(t, b) // it is not old on a clock that stands at noon
	files := settled(t, b)
	if len(files) != 1 {
		t.Fatalf("got %v", files)
	}
	if err := b.SetAside(files[0], inbox.Reason{Why: "ce n’est pas un classeur"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "ecartes/2026-11-23/aude/offre\tde formation.xlsx/LISEZ-MOI.txt"))
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "lisez-moi.txt")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if expected, err := os.ReadFile(golden); err != nil || !bytes.Equal(got, expected) {
		t.Errorf("the page is\n%s\nwant\n%s\n%v", got, expected, err)
	}
}

func BenchmarkSettled(b *testing.B) {
	dir := b.TempDir()
	box, c := open(b, dir, inbox.Options{})
	for n := range 1000 {
		drop(b, dir, fmt.Sprintf("aude/%04d.xlsx", n), "x")
	}
	c.pass(time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(settled(b, box)); n != 1000 {
			b.Fatal(n)
		}
	}
}
