package landing_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/carif-oref/passerelle/ingest/landing"
)

func open(t *testing.T) (l *landing.Landing, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "landing")
	l, err := landing.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l, dir
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sum(content string) string {
	s := sha256.Sum256([]byte(content))
	return hex.EncodeToString(s[:])
}

func TestKeepCopiesByteForByteUnderTheHash(t *testing.T) {
	l, dir := open(t)
	content := "SIRET;Nom\r\n\x00\xff"
	d, err := l.Keep(t.Context(), write(t, "Rentrée 2026.xlsx", content))
	if err != nil {
		t.Fatal(err)
	}
	sha := sum(content)
	want := landing.Delivery{SHA256: sha, Name: "Rentrée 2026.xlsx", Size: int64(len(content)),
		Path: filepath.Join(dir, sha[:2], sha, "Rentrée 2026.xlsx")}
	if d != want {
		t.Errorf("got %+v, want %+v", d, want)
	}
	if kept, err := os.ReadFile(d.Path); err != nil || string(kept) != content {
		t.Errorf("kept %q (%v), want %q", kept, err, content)
	}
	if found, err := l.Find(sha); err != nil || found.Path != d.Path || found.Size != d.Size {
		t.Errorf("Find: %+v, %v", found, err)
	}
	if rows := l.RowsPath(sha, 0, "Sessions"); rows != filepath.Join(dir, sha[:2], sha, "rows", "01-Sessions.parquet") {
		t.Errorf("rows in %s", rows)
	}
	if err := os.WriteFile(l.RowsPath(sha, 1, "a/b\\..\x00"), nil, 0o600); err != nil {
		t.Errorf("the folder of the rows is not ready: %v", err)
	}
}

func TestKeepOfTheSameBytesKeepsTheFirst(t *testing.T) {
	l, _ := open(t)
	first, err := l.Keep(t.Context(), write(t, "lundi.xlsx", "same"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(first.Path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.Keep(t.Context(), write(t, "mardi.xlsx", "same"))
	if err != nil {
		t.Fatal(err)
	}
	if !again.Known || again.Name != "mardi.xlsx" || again.Path != first.Path {
		t.Errorf("again %+v, want the copy of %s", again, first.Path)
	}
	after, err := os.Stat(first.Path)
	if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Errorf("the copy was touched: %v", err)
	}
}

func TestKeepSaysThatACopyIsDamaged(t *testing.T) {
	for name, damage := range map[string]string{"truncated": "sa", "same size": "sAme", "emptied": ""} {
		t.Run(name, func(t *testing.T) {
			l, _ := open(t)
			d, err := l.Keep(t.Context(), write(t, "a.xlsx", "same"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.Chmod(d.Path, 0o600), os.WriteFile(d.Path, []byte(damage), 0o600)); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Keep(t.Context(), write(t, "b.xlsx", "same")); err == nil || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("got %v, want the damage said", err)
			}
			if left, err := os.ReadFile(d.Path); err != nil || string(left) != damage {
				t.Errorf("the damaged copy was written over: %q, %v", left, err)
			}
		})
	}
}

func TestHostileNames(t *testing.T) {
	for name, want := range map[string]string{
		"...":                        "livraison",
		"..\\..\\windows\\evil.xlsx": "evil.xlsx",
		".cache":                     "cache",
		"rows":                       "livraison",
		"a\nb\tc\x1b[31m.xlsx":       "abc[31m.xlsx",
		"facture\u202exslx.exe":      "facturexslx.exe",
		"-rf *.xlsx":                 "-rf _.xlsx",
		"\xff\xfe.csv":               "_.csv",
		"fin. ":                      "fin",
		"A" + strings.Repeat("é", 124) + ".xlsx": "A" + strings.Repeat("é", 97) + ".xlsx",
		strings.Repeat("x", 255):                 strings.Repeat("x", 200),
		"a." + strings.Repeat("y", 250):          "a." + strings.Repeat("y", 198),
		"Effectifs\u00a0: CFA?.xlsx":             "Effectifs _ CFA_.xlsx",
	} {
		t.Run(want, func(t *testing.T) {
			l, dir := open(t)
			d, err := l.Keep(t.Context(), write(t, name, name))
			if err != nil {
				t.Fatal(err)
			}
			if d.Name != want || d.Path != filepath.Join(dir, d.SHA256[:2], d.SHA256, want) {
				t.Errorf("kept as %q in %s, want %q", d.Name, d.Path, want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	link, pipe := filepath.Join(dir, "link.xlsx"), filepath.Join(dir, "pipe.xlsx")
	if err := errors.Join(os.Symlink("/etc/hostname", link), syscall.Mkfifo(pipe, 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"symbolic link": link, "pipe": pipe, "folder": dir, "device": "/dev/null",
		"larger than": write(t, "big.xlsx", strings.Repeat("x", 1001)),
	} {
		t.Run(name, func(t *testing.T) {
			l, landed := open(t)
			l.MaxSize = 1000
			_, err := l.Keep(t.Context(), path)
			if !errors.Is(err, landing.ErrRefused) || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v, want it refused as a %s", err, name)
			}
			nothingIn(t, landed)
		})
	}
}

func TestAFileThatIsClosedToUsIsRefusedAndStopsNothing(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is closed to root")
	}
	l, landed := open(t)
	path := write(t, "closed.xlsx", "x")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Keep(t.Context(), path); !errors.Is(err, landing.ErrRefused) || !strings.Contains(err.Error(), "may not read it") {
		t.Errorf("got %v", err)
	}
	nothingIn(t, landed)
}

func TestAFileAsLargeAsAllowedIsKept(t *testing.T) {
	l, _ := open(t)
	l.MaxSize = 1000
	if d, err := l.Keep(t.Context(), write(t, "a", strings.Repeat("x", 1000))); err != nil || d.Size != 1000 {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestKeepStopsWithItsContext(t *testing.T) {
	l, dir := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Keep(ctx, write(t, "a", "a")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it canceled", err)
	}
	nothingIn(t, dir)
}

func TestWhatIsAbsent(t *testing.T) {
	l, _ := open(t)
	if _, err := l.Keep(t.Context(), "/nowhere/a.xlsx"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Keep: %v", err)
	}
	for _, sha := range []string{sum("absent"), "", "..", "../../etc", "a"} {
		if _, err := l.Find(sha); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Find(%q): %v", sha, err)
		}
	}
}

func TestOpenRemovesWhatACrashLeft(t *testing.T) {
	l, dir := open(t)
	d, err := l.Keep(t.Context(), write(t, "a.xlsx", "kept"))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, ".tmp-classeur-1") // of a workbook that was being read
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "classeur.xlsx"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, ".tmp-123")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := landing.Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder that a crash left is still there: %v", err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
	if _, err := os.Stat(d.Path); err != nil {
		t.Errorf("what was kept is gone: %v", err)
	}
}

// A crash may also leave the folder of a hash with nothing in it.
func TestKeepInAFolderThatACrashLeft(t *testing.T) {
	l, dir := open(t)
	sha := sum("kept")
	if err := os.MkdirAll(filepath.Join(dir, sha[:2], sha, "rows"), 0o750); err != nil {
		t.Fatal(err)
	}
	if d, err := l.Keep(t.Context(), write(t, "a.xlsx", "kept")); err != nil || d.Known {
		t.Errorf("got %+v, %v", d, err)
	}
}

func nothingIn(t *testing.T, dir string) {
	t.Helper()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func BenchmarkKeep(b *testing.B) {
	path := filepath.Join(b.TempDir(), "big.xlsx")
	if err := os.WriteFile(path, make([]byte, 64<<20), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(64 << 20)
	b.ReportAllocs()
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "landing")
		l, err := landing.Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Keep(b.Context(), path); err != nil {
			b.Fatal(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
	}
}
