package shelf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
)

// again starts this test binary on a shelf, as a variable says, and gives what it
// wrote.
func again(t *testing.T, variable, dir string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), variable+"="+dir)
	out, _ := cmd.CombinedOutput() // it always ends badly
	return string(out)
}

// fileLimit is how large a file may become in the process that meets a full disk.
const fileLimit = 200_000

// publishOnAFullDisk publishes a feed that does not fit, by each of the ways in
// which bytes reach the shelf, and says what it was told.
func publishOnAFullDisk(dir string) error {
	signal.Ignore(syscall.SIGXFSZ) // so that a write fails, as on a full disk
	limit := syscall.Rlimit{Cur: fileLimit, Max: fileLimit}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return publishLarge(dir)
}

func publishLarge(dir string) error {
	s, err := shelf.Open(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = tryFeed(s, 400, "v2")
	return err
}

// TestAFullDisk: the message says what to do, the feed in place stays, and nothing
// is left.
func TestAFullDisk(t *testing.T) {
	if size := len(document(400, "v2")); size < 2*fileLimit {
		t.Fatalf("the feed of %d bytes would fit", size)
	}
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := tryFeed(s, 40, "v1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	out := again(t, fullDiskDir, dir)
	for _, want := range []string{"write aude.xml", "file too large", "make room on the disk of the shelf"} {
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want it to say %q", out, want)
		}
	}
	checkLeft(t, dir)
}

// checkLeft looks at a shelf on which publishing failed.
func checkLeft(t *testing.T, dir string) {
	t.Helper()
	checkInPlace(t, dir)
	if !bytes.Equal(read(t, filepath.Join(dir, "aude/latest/aude.xml")), document(40, "v1")) {
		t.Error("the feed in place was touched")
	}
	open(t, dir)
	for _, pattern := range []string{".tmp-*/*", "aude/.tmp-*"} {
		if left, _ := filepath.Glob(filepath.Join(dir, pattern)); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}

// TestASmallDisk is the same on a disk that is really full, where the system lets
// the test make one.
func TestASmallDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k"); err != nil {
		t.Skipf("skipped: no disk of our own: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	s := open(t, dir)
	if _, err := tryFeed(s, 40, "v1"); err != nil {
		t.Fatal(err)
	}
	_, err := tryFeed(s, 400, "v2")
	if err == nil || !strings.Contains(err.Error(), "no space left on device: make room on the disk of the shelf") {
		t.Errorf("got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	checkLeft(t, dir)
}

// publishReadOnly tries as somebody who may only read.
func publishReadOnly(dir string) error {
	if os.Geteuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	if m, ok, err := shelf.Current(dir, "aude"); !ok || err != nil || m.Formations != 40 {
		return fmt.Errorf("whoever may only read cannot read: %v, %w", ok, err)
	}
	return publishLarge(dir)
}

// TestAReadOnlyShelf can be read, and says what to do to whoever would write.
func TestAReadOnlyShelf(t *testing.T) {
	parent, err := os.MkdirTemp("", "passerelle-") // not that of the test, which others cannot enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	dir := filepath.Join(parent, "shelf")
	s := open(t, dir)
	if _, err := tryFeed(s, 40, "v1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	folders := []string{parent, dir, filepath.Join(dir, "aude")}
	for i, folder := range folders {
		if err := os.Chmod(folder, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(folders[i], 0o755) })
	}
	out := again(t, readOnlyDir, dir)
	if !strings.Contains(out, "permission denied: the shelf must be writable by the user who runs passerelle") {
		t.Errorf("got %q", out)
	}
	checkInPlace(t, dir)
}
