package referentials

import (
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// latest takes one version of each referential and tells of the other files.
func (s *scan) latest() []File {
	var taken []File
	for _, ref := range nomenclature.Referentials {
		docs, left := choose(ref, s.found[ref])
		if len(docs) == 0 {
			s.incomplete(ref, left)
			continue
		}
		file := fileOf(ref, docs)
		s.older(left, file)
		if s.spoilt(file) {
			continue
		}
		s.partly(file, docs)
		taken = append(taken, file)
	}
	return taken
}

// older tells of the files that a later version replaces.
func (s *scan) older(left []document, by File) {
	told := slices.Clone(by.Paths)
	for _, d := range left {
		if slices.Contains(told, d.path) {
			continue
		}
		told = append(told, d.path)
		why := "est plus récent"
		if d.label() == by.Label {
			why = "dit être de la même version, et son nom vient après"
		}
		s.aside(d.path, "referentiel-ecarte", fmt.Sprintf("Le fichier n'est pas chargé : %s %s.", s.name(by.Path), why),
			"Retirez-le du dossier s'il ne sert plus.")
	}
}

// incomplete tells of files that complete a referential whose entries are missing.
func (s *scan) incomplete(ref nomenclature.Referential, left []document) {
	var told []string
	for _, d := range left {
		if !slices.Contains(told, d.path) {
			told = append(told, d.path)
			s.aside(d.path, "referentiel-incomplet", fmt.Sprintf("Le fichier n'est pas chargé : il complète le référentiel %s, dont le fichier principal manque.", ref),
				"Déposez aussi le fichier principal.")
		}
	}
}

// spoilt reports whether a damaged file is a part of a version.
func (s *scan) spoilt(file File) bool {
	return slices.ContainsFunc(s.harm, func(h harmed) bool {
		f := claimed(h.src)
		if f == nil || f.label == nil {
			return false
		}
		label := f.label(h.src, *f, header{})
		return f.concerns(file.Referential, label) && goes(label, file.Label)
	})
}

// concerns reports whether a file of the format, of some version, is a part of a referential.
func (f format) concerns(ref nomenclature.Referential, label string) bool {
	if f.of != nil {
		return f.of(label, header{}) == ref
	}
	return f.referential == ref
}

// partly tells which parts of a version are missing.
func (s *scan) partly(file File, docs []document) {
	has := func(p part) bool {
		return slices.ContainsFunc(docs, func(d document) bool { return d.format.part == p })
	}
	for _, p := range publications[file.Referential].due {
		if !has(p) {
			s.aside(file.Path, "referentiel-partie-absente", fmt.Sprintf("Le référentiel %s est chargé sans son fichier « %s ».", file.Referential, p),
				"Déposez ce fichier à côté des autres.")
		}
	}
}
