package referentials

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// File is a file that holds a referential.
type File struct {
	Referential nomenclature.Referential
	Path        string
	Label       string // its version, empty when nothing tells it
}

// Scan finds the referentials in a folder and the folders below it, whatever the
// names of the files: at most one file for each, in the order in which they are
// to be refreshed. Of several the latest version is taken, and among equals the
// last by name. The other files are reported.
func Scan(dir string, report func(finding.Finding)) ([]File, error) {
	paths, err := files(dir)
	if err != nil {
		return nil, err
	}
	s := scan{dir: dir, say: report, found: map[nomenclature.Referential][]File{}}
	if report == nil {
		s.say = func(finding.Finding) {}
	}
	for _, path := range paths {
		if err := s.look(path); err != nil {
			return nil, err
		}
	}
	return s.latest(), nil
}

// files lists the files of a folder that are not hidden, in order.
func files(dir string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch hidden := path != dir && strings.HasPrefix(entry.Name(), "."); {
		case err != nil:
			return err
		case hidden && entry.IsDir():
			return filepath.SkipDir
		case !hidden && !entry.IsDir():
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for referentials in %s: %w", dir, err)
	}
	return paths, nil
}

type scan struct {
	dir   string
	found map[nomenclature.Referential][]File
	say   func(finding.Finding)
}

func (s *scan) look(path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		s.aside(path, finding.Info, "referentiel-inconnu", "Le fichier n'est pas un fichier ordinaire : il est laissé de côté.", "")
		return nil
	}
	ref, label, ok, err := Recognise(path)
	var damage *Damaged
	switch {
	case errors.As(err, &damage):
		s.damaged(path, damage)
	case err != nil:
		return err
	case !ok:
		s.aside(path, finding.Info, "referentiel-inconnu", "Le fichier n'est pas un référentiel connu : il est laissé de côté.", "")
	default:
		s.found[ref] = append(s.found[ref], File{Referential: ref, Path: path, Label: label})
	}
	return nil
}

// damaged tells of a file that is not what its name says; one that claims to be
// no CSV is only unknown.
func (s *scan) damaged(path string, d *Damaged) {
	f := d.Finding
	f.File = s.name(path)
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".csv" && ext != ".txt" {
		f.Rule, f.Severity, f.Remedy = "referentiel-inconnu", finding.Info, ""
	}
	s.say(f)
}

func (s *scan) aside(path string, severity finding.Severity, rule, message, remedy string) {
	s.say(finding.Finding{Rule: rule, Severity: severity, Place: finding.Place{File: s.name(path)}, Message: message, Remedy: remedy})
}

// name is the path of a file below the folder.
func (s *scan) name(path string) string {
	if name, err := filepath.Rel(s.dir, path); err == nil {
		return filepath.ToSlash(name)
	}
	return path
}

// latest takes one file for each referential and tells of the others.
func (s *scan) latest() []File {
	var taken []File
	for _, ref := range nomenclature.Referentials {
		candidates := s.found[ref]
		if len(candidates) == 0 {
			continue
		}
		slices.SortFunc(candidates, older)
		last := candidates[len(candidates)-1]
		taken = append(taken, last)
		for _, f := range candidates[:len(candidates)-1] {
			s.aside(f.Path, finding.Info, "referentiel-ecarte",
				fmt.Sprintf("Le fichier n'est pas chargé : %s est plus récent.", s.name(last.Path)),
				"Retirez-le du dossier s'il ne sert plus.")
		}
	}
	return taken
}

func older(a, b File) int {
	return cmp.Or(compareVersions(a.Label, b.Label),
		compareVersions(filepath.Base(a.Path), filepath.Base(b.Path)), strings.Compare(a.Path, b.Path))
}
