package referentials

import (
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

// Scan finds the referentials in a folder and the folders below it, whatever the
// names of the files, in archives too: at most one version of each, of one or
// several files, in the order in which they are to be refreshed. Of several
// versions the latest is taken, and among equals the last by name. The other
// files are reported. A referential one of whose files is damaged is not given:
// its last good version stays.
func Scan(dir string, report func(finding.Finding)) ([]File, error) {
	paths, err := files(dir)
	if err != nil {
		return nil, err
	}
	s := scan{dir: dir, say: report, limits: defaults, found: map[nomenclature.Referential][]document{}}
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
	dir    string
	limits limits
	found  map[nomenclature.Referential][]document
	harm   []harmed
	say    func(finding.Finding)
}

func (s *scan) look(path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		s.aside(path, "referentiel-inconnu", "Le fichier n'est pas un fichier ordinaire : il est laissé de côté.", "")
		return nil
	}
	docs, harm, err := documents(path, s.limits)
	var damage *Damaged
	switch {
	case errors.As(err, &damage):
		harm = []harmed{{src: source{name: filepath.Base(path)}, damage: damage}}
	case err != nil:
		return err
	}
	for _, h := range harm {
		s.damaged(path, h)
	}
	if len(docs) == 0 && len(harm) == 0 {
		s.aside(path, "referentiel-inconnu", "Le fichier n'est pas un référentiel connu : il est laissé de côté.", "")
	}
	s.keep(path, docs)
	return nil
}

// keep sorts the documents of a file by their referential.
func (s *scan) keep(path string, docs []document) {
	useful := 0
	for _, d := range docs {
		if !d.format.aside {
			useful++
			s.found[d.ref] = append(s.found[d.ref], d)
		}
	}
	if useful == 0 && len(docs) > 0 {
		s.aside(path, "referentiel-inutile", "Le fichier est une partie d'un référentiel dont on ne se sert pas : il est laissé de côté.", "")
	}
}

// texts are the extensions of files that claim to hold a referential; others do
// by their name alone.
var texts = []string{".csv", ".txt", ".zip", ".gz"}

// damaged tells of a file that is not what its name says; one that claims nothing
// is only unknown.
func (s *scan) damaged(path string, h harmed) {
	f := h.damage.Finding
	if f.File = s.name(path); h.src.outer != "" {
		f.File += strings.TrimPrefix(h.src.name, h.src.outer)
	}
	if !slices.Contains(texts, strings.ToLower(filepath.Ext(path))) && claimed(h.src) == nil {
		f.Rule, f.Severity, f.Remedy = "referentiel-inconnu", finding.Info, ""
	} else {
		s.harm = append(s.harm, h)
	}
	s.say(f)
}

func (s *scan) aside(path string, rule, message, remedy string) {
	s.say(finding.Finding{Rule: rule, Severity: finding.Info, Place: finding.Place{File: s.name(path)}, Message: message, Remedy: remedy})
}

// name is the path of a file below the folder.
func (s *scan) name(path string) string {
	if name, err := filepath.Rel(s.dir, path); err == nil {
		return filepath.ToSlash(name)
	}
	return path
}
