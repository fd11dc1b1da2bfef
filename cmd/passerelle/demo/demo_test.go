package demo

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWriteGivesTheWholeTree(t *testing.T) {
	for name, dir := range map[string]string{
		"an empty folder":         t.TempDir(),
		"a folder to make":        filepath.Join(t.TempDir(), "demo"),
		"a folder below another":  filepath.Join(t.TempDir(), "a", "b"),
		"a name with a space":     filepath.Join(t.TempDir(), "mon essai"),
		"a path with a final bar": filepath.Join(t.TempDir(), "demo") + string(filepath.Separator),
	} {
		t.Run(name, func(t *testing.T) {
			must(t, Write(dir))
			if got := tree(t, dir); !slices.Equal(got, Files()) {
				t.Errorf("wrote %v, want %v", got, Files())
			}
			for _, name := range Files() {
				want, err := os.ReadFile(filepath.Join("files", filepath.FromSlash(name)))
				must(t, err)
				got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
				must(t, err)
				if string(got) != string(want) {
					t.Errorf("%s: not the bytes that are in the repository", name)
				}
			}
		})
	}
}

func TestWriteLeavesTheDataOfOthersAlone(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"a folder that is a catalogue already": {configuration, "already holds a passerelle.yaml"},
		"a folder with something else":         {"notes.txt", "not empty"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, c.file), []byte("mine"), 0o644))
			err := Write(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("got %v, want it to name the folder and say %q", err, c.want)
			}
			if got := tree(t, dir); !slices.Equal(got, []string{c.file}) {
				t.Errorf("the folder has become %v", got)
			}
			if data, err := os.ReadFile(filepath.Join(dir, c.file)); err != nil || string(data) != "mine" {
				t.Errorf("the file has become %q, %v", data, err)
			}
		})
	}
}

func TestWriteTwiceIsRefused(t *testing.T) {
	dir := t.TempDir()
	must(t, Write(dir))
	if err := Write(dir); err == nil || !strings.Contains(err.Error(), configuration) {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestWriteIntoAFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, nil, 0o644))
	if err := Write(path); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestFilesAreTheAgreedOnes(t *testing.T) {
	want := []string{
		"LISEZMOI.txt",
		"inbox/Offre formation bocage 2026-27 VF (2).xlsx",
		"inbox/estuaire-programmation-2027.xlsx",
		"inbox/ifol-normandie-2026-11.xlsx",
		"inbox/rco-apprentissage-normandie-2026.xlsx",
		"passerelle.yaml",
		"referentials/certif_info.csv",
		"referentials/formacodes-v14.csv",
		"referentials/laposte_hexasmal.csv",
		"referentials/nsf_groupes_D311-4.csv",
		"referentials/organismes-reseaux.csv",
		"referentials/unix_referentiel_code_rome_v460_utf8.csv",
	}
	if got := Files(); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// maxSize is what the sample may add to the binary, in bytes.
const maxSize = 300 << 10

func TestTheSampleIsSmall(t *testing.T) {
	total := 0
	for _, name := range Files() {
		data, err := fs.ReadFile(sample(), name)
		must(t, err)
		total += len(data)
	}
	if total > maxSize {
		t.Errorf("%d bytes, more than %d", total, maxSize)
	}
}

func tree(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	slices.Sort(names)
	return names
}
