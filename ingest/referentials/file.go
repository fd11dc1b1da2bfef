package referentials

import (
	"iter"
	"path/filepath"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// File is what holds one version of one referential: a file, or several that
// complete each other. The files may be compressed, or archives that hold more.
type File struct {
	Referential nomenclature.Referential
	Path        string   // of the first file
	Paths       []string // of all, the first among them; nil stands for Path alone
	Label       string   // its version, empty when nothing tells it
}

// paths lists the files.
func (f File) paths() []string {
	if len(f.Paths) == 0 {
		return []string{f.Path}
	}
	return f.Paths
}

// fileOf describes the documents that were chosen for a referential.
func fileOf(ref nomenclature.Referential, docs []document) File {
	f := File{Referential: ref}
	for _, d := range docs {
		if !slices.Contains(f.Paths, d.path) {
			f.Paths = append(f.Paths, d.path)
		}
		if label := d.label(); compareVersions(label, f.Label) > 0 {
			f.Label = label
		}
	}
	f.Path = f.Paths[0]
	return f
}

// partsOf finds again, in the files of a referential, the documents of its parts,
// in the order in which they are read. What is damaged among them is an error.
func partsOf(file File, ref nomenclature.Referential, limits limits) ([]document, error) {
	var docs []document
	for _, path := range file.paths() {
		found, harm, err := documents(path, limits)
		if err != nil {
			return nil, err
		}
		for _, h := range harm {
			if h.src.outer == "" || claimed(h.src).referential == ref {
				return nil, h.damage
			}
		}
		docs = append(docs, slices.DeleteFunc(found, func(d document) bool { return d.ref != ref || d.format.aside })...)
	}
	if taken, _ := choose(ref, docs); len(taken) > 0 {
		return taken, nil
	}
	return expected(file.paths()[0], ref, limits)
}

// expected is the document that a file should be, where it is not known as one:
// reading it then tells what is wrong with it.
func expected(path string, ref nomenclature.Referential, limits limits) ([]document, error) {
	f, err := entriesOf(ref)
	if err != nil {
		return nil, err
	}
	sources, err := sourcesOf(path, limits)
	if err != nil {
		return nil, err
	}
	if len(sources) != 1 {
		return nil, damaged(filepath.Base(path), 0, "archive without the file of "+string(ref), "", "L'archive ne contient pas le fichier attendu.")
	}
	return []document{{path: path, src: sources[0], format: f, ref: ref}}, nil
}

// entriesOf is the format of the entries of a referential.
func entriesOf(ref nomenclature.Referential) (format, error) {
	if _, err := publicationOf(ref); err != nil {
		return format{}, err
	}
	i := slices.IndexFunc(formats, func(f format) bool { return f.part == entries && (f.referential == ref || f.alias == ref) })
	return formats[i], nil
}

// parted reads what the documents of a referential hold, once they are found.
func parted[T any](file File, ref nomenclature.Referential, read func([]document) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		docs, err := partsOf(file, ref, defaults)
		if err != nil {
			yield(*new(T), err)
			return
		}
		read(docs)(yield)
	}
}
