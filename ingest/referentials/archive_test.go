package referentials

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestArchivesAsPeopleMakeThem(t *testing.T) {
	dir := zip.FileHeader{Name: "dossier/"}
	dir.SetMode(fs.ModeDir | 0o755)
	link := zip.FileHeader{Name: "dossier/lien.csv"}
	link.SetMode(fs.ModeSymlink | 0o777)
	path := written(t, "a.zip", zipped(t,
		member{dir, ""}, member{link, "/etc/passwd"},
		member{zip.FileHeader{Name: "dossier/Compétences.csv"}, "a"},
		member{zip.FileHeader{Name: "VoixdAcc\x8As.csv", NonUTF8: true}, "b"},
		member{zip.FileHeader{Name: "VoixdAcce\u0300s2.csv"}, "b2"},
		member{zip.FileHeader{Name: `sous\dossier\Rome.csv`, Comment: stored}, "c"},
		member{zip.FileHeader{Name: "__MACOSX/._Rome.csv"}, "d"},
		member{zip.FileHeader{Name: "dossier/.DS_Store"}, "e"},
	))
	sources, err := sourcesOf(path, defaults)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, src := range sources {
		got[src.name] = text(t, src)
	}
	want := map[string]string{"a.zip/dossier/Compétences.csv": "a", "a.zip/VoixdAccès.csv": "b", "a.zip/VoixdAccès2.csv": "b2", "a.zip/sous/dossier/Rome.csv": "c"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// written is a file on disk.
func written(t testing.TB, name, content string) string {
	t.Helper()
	return filepath.Join(folder(t, map[string]string{name: content}), name)
}

// text reads a source to its end.
func text(t testing.TB, src source) string {
	t.Helper()
	r, err := src.open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHostileArchives(t *testing.T) {
	good := inZip(t, "", "certif_info.csv")
	small := defaults
	small.members, small.ratio, small.free, small.archive, small.directory = 20, 20, 1000, 1<<20, 4096
	encrypted := zip.FileHeader{Name: "certif_info.csv", Flags: 1}
	var many []member
	for i := range 30 {
		many = append(many, member{zip.FileHeader{Name: fmt.Sprintf("%d.csv", i)}, "a"})
	}
	bomb := fixture(t, "certif_info.csv") + strings.Repeat("\n", 200_000)
	huge := patched(good, "PK\x01\x02", 24, 0xFFFFFF00)
	for _, c := range []struct {
		name, file, content, reason, french string
	}{
		{"encrypted", "a.zip", zipped(t, member{encrypted, "x"}), "encrypted", "mot de passe"},
		{"a name that climbs", "a.zip", zipped(t, member{zip.FileHeader{Name: "../certif_info.csv"}, "x"}), "leave its folder", "sort de son dossier"},
		{"a name that climbs with the bars of DOS", "a.zip", zipped(t, member{zip.FileHeader{Name: `a\..\..\b.csv`}, "x"}), "leave its folder", "sort de son dossier"},
		{"a name from the root", "a.zip", zipped(t, member{zip.FileHeader{Name: "/etc/a.csv"}, "x"}), "leave its folder", "sort de son dossier"},
		{"a name on a drive", "a.zip", zipped(t, member{zip.FileHeader{Name: `C:\a.csv`}, "x"}), "leave its folder", "sort de son dossier"},
		{"two of one name", "a.zip", zipped(t, member{zip.FileHeader{Name: "a.csv"}, "x"}, member{zip.FileHeader{Name: "./a.csv"}, "y"}), "two members", "même nom"},
		{"too many files", "a.zip", zipped(t, many...), "more than 20 files", "trop de fichiers"},
		{"more files than its end says", "a.zip", patched(zipped(t, many...), "PK\x05\x06", 10, 1), "cut short or damaged", "tronquée"},
		{"a list that is too long", "a.zip", zipped(t, member{zip.FileHeader{Name: "a.csv", Comment: strings.Repeat("x", 5000)}, "x"}), "more than 20 files", "trop de fichiers"},
		{"a bomb", "a.zip", zipped(t, member{zip.FileHeader{Name: "certif_info.csv"}, bomb}), "beyond measure", "volume anormal"},
		{"a size beyond measure", "a.zip", huge, "archive of more than", "anormalement gros"},
		{"cut in the middle", "a.zip", good[:len(good)/2], "cut short", "tronquée"},
		{"cut in its list", "a.zip", good[:len(good)-30], "cut short", "tronquée"},
		{"bytes changed within", "a.zip", good[:200] + "\x00\x00\x00\x00\x00" + good[205:], "cut short or damaged", "tronqué ou abîmé"},
		{"empty", "a.zip", zipped(t), "without the file", "ne contient pas"},
		{"without what was due", "a.zip", zipped(t, member{zip.FileHeader{Name: "a.csv"}, "x;y\n"}, member{zip.FileHeader{Name: "b.csv"}, "x;y\n"}), "without the file", "ne contient pas"},
		{"larger than allowed", "a.zip", zipped(t, member{zip.FileHeader{Name: "a.csv", Comment: stored}, strings.Repeat("x", 2<<20)}), "archive larger", "anormalement grosse"},
		{"compressed in another way", "a.zip", patched(patched(good, "PK\x01\x02", 10, 12), "PK\x03\x04", 8, 12), "a way that is not read", "façon"},
		{"gzip cut", "certif_info.csv.gz", gzipped(t, fixture(t, "certif_info.csv"))[:300], "cut short or damaged", "tronqué ou abîmé"},
		{"gzip with a wrong sum", "certif_info.csv.gz", wrongSum(gzipped(t, fixture(t, "certif_info.csv"))), "cut short or damaged", "tronqué ou abîmé"},
		{"gzip with a wrong header", "certif_info.csv.gz", "\x1f\x8b\x07\x00", "cut short or damaged", "tronqué ou abîmé"},
		{"gzip bomb", "certif_info.csv.gz", gzipped(t, bomb), "beyond measure", "volume anormal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, err := partsOf(File{Path: written(t, c.file, c.content)}, "certifinfo", small)
			if err == nil {
				_, err = count(certifications(t.Context(), docs[0].src, small, nil, nil))
			}
			var d *Damaged
			if !errors.As(err, &d) {
				t.Fatalf("error %v, want a *Damaged", err)
			}
			if !strings.Contains(d.Error(), c.reason) || !strings.Contains(d.Finding.Message, c.french) || !strings.HasPrefix(d.Finding.File, c.file) {
				t.Errorf("%v; %+v", d, d.Finding)
			}
		})
	}
}

// patched writes a number, of two bytes or four, after each mark of an archive.
func patched(archive, mark string, at int, value uint32) string {
	b := []byte(archive)
	for i := 0; ; {
		found := bytes.Index(b[i:], []byte(mark))
		if found < 0 {
			return string(b)
		}
		i += found + at
		if value > 0xFFFF {
			binary.LittleEndian.PutUint32(b[i:], value)
			continue
		}
		binary.LittleEndian.PutUint16(b[i:], uint16(value))
	}
}

func wrongSum(archive string) string {
	b := []byte(archive)
	b[len(b)-8] ^= 0xFF
	return string(b)
}

// Every way of compressing a file gives the same values.
func TestCompressedFilesReadAsPlainOnes(t *testing.T) {
	good := fixture(t, "certif_info.csv")
	for name, content := range map[string]string{
		"certif_info.csv":    good,
		"certif_info.csv.gz": gzipped(t, good),
		"certif_info.zip":    inZip(t, "", "certif_info.csv"),
		"export.zip":         inZip(t, "Certif Info 2026/", "certif_info.csv"),
		"two.zip":            inZip(t, "", "certif_info.csv", "nsf_groupes_D311-4.csv"),
	} {
		t.Run(name, func(t *testing.T) {
			var stats Stats
			path := written(t, name, content)
			n, err := load(File{Referential: "certifinfo", Path: path}, nil, &stats)
			if err != nil || n != 4 || stats.Rows != 6 {
				t.Errorf("%d certifications, %+v, %v", n, stats, err)
			}
			files, err := recognise(path)
			if err != nil || files[0].Referential != "certifinfo" || files[0].Label != "2026-03-12" {
				t.Errorf("recognised as %+v, %v", files, err)
			}
			if two := name == "two.zip"; two != (len(files) == 2) {
				t.Errorf("recognised as %+v", files)
			}
		})
	}
}

// An archive is closed after each use: no file stays open behind.
func TestArchivesAreClosed(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("no /proc to count open files in")
	}
	path := written(t, "a.zip", zippedFiles(t, fixed(t, exportCSV...)))
	before := opened(t, path)
	if _, err := load(File{Referential: "rncp", Path: path}, nil, nil); err != nil {
		t.Fatal(err)
	}
	for range Fiches(t.Context(), File{Path: path}, nil, nil) {
		break
	}
	if after := opened(t, path); after != before {
		t.Errorf("%d files open, %d before", after, before)
	}
}

// opened counts how often this process has a file open.
func opened(t *testing.T, path string) (n int) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && to == path {
			n++
		}
	}
	return n
}

// recognise tells by their headers which referentials a file holds, alone: one
// as a rule, none, or several when it is an archive. Names only help to tell
// which version. A file that is no text and no archive of texts, or that bears
// the name of a referential and is none, is an error of type *Damaged.
func recognise(path string) ([]File, error) {
	docs, harm, err := documents(path, defaults)
	if err != nil {
		return nil, err
	}
	if len(harm) > 0 {
		return nil, harm[0].damage
	}
	var files []File
	for _, d := range docs {
		known := slices.ContainsFunc(files, func(f File) bool { return f.Referential == d.ref })
		if known || d.format.aside {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(docs), func(o document) bool { return o.ref != d.ref || o.format.aside })
		if taken, _ := choose(d.ref, of); len(taken) > 0 {
			files = append(files, fileOf(d.ref, taken))
		}
	}
	return files, nil
}
