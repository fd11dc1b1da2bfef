package referentials

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// release is the documents of one family that were published together.
type release struct {
	label string
	docs  []document
}

// choose takes one document for each part of a referential: within a family those
// of the latest version, and among equals the last by name. They come with the
// family of the latest version first, and in a family the entries first. left are
// the others.
func choose(ref nomenclature.Referential, docs []document) (taken, left []document) {
	if len(docs) == 1 && (docs[0].format.part == entries || publications[ref].partial) {
		return docs, nil
	}
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b document) int { return cmp.Compare(a.format.rank(), b.format.rank()) })
	var releases []release
	for _, of := range families(docs) {
		in, out := latest(ref, of)
		left = append(left, out...)
		releases = append(releases, in)
	}
	slices.SortStableFunc(releases, func(a, b release) int { return compareVersions(b.label, a.label) })
	for _, r := range releases {
		taken = append(taken, r.docs...)
	}
	if !publications[ref].partial && !slices.ContainsFunc(taken, document.hasEntries) {
		return nil, append(taken, left...)
	}
	return taken, left
}

// rank is the place of a format in the list of all.
func (f format) rank() int {
	return slices.IndexFunc(formats, func(g format) bool {
		return g.referential == f.referential && g.part == f.part && g.family == f.family
	})
}

func (d document) hasEntries() bool { return d.format.part == entries }

// families parts documents by their family, each in one run, in their order.
func families(docs []document) [][]document {
	var groups [][]document
	for _, d := range docs {
		i := slices.IndexFunc(groups, func(g []document) bool { return g[0].format.family == d.format.family })
		if i < 0 {
			groups = append(groups, []document{d})
			continue
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}

// labelled is a document with its version, which may take a reading to tell.
type labelled struct {
	document
	version string
}

// latest takes the documents of one version of a family, and tells those of the
// others.
func latest(ref nomenclature.Referential, docs []document) (in release, left []document) {
	all := make([]labelled, len(docs))
	for i, d := range docs {
		all[i] = labelled{d, d.label()}
	}
	slices.SortStableFunc(all, older)
	in.label = versionOf(ref, all)
	for _, part := range partsAmong(docs) {
		best := bestOf(all, part, in.label)
		for i, d := range all {
			switch {
			case i == best:
				in.docs = append(in.docs, d.document)
			case d.format.part == part:
				left = append(left, d.document)
			}
		}
	}
	return in, left
}

// bestOf is the place of the document to take for a part: the last that is of the
// version, else the last that goes with it; -1 when there is none.
func bestOf(all []labelled, of part, version string) int {
	best := -1
	for i, d := range all {
		exact := best >= 0 && all[best].version == version
		if d.format.part == of && goes(d.version, version) && (!exact || d.version == version) {
			best = i
		}
	}
	return best
}

// versionOf is the version to take of a family: the latest that has its entries;
// where these may be missing, the latest that has half of its parts; else the
// latest of all.
func versionOf(ref nomenclature.Referential, all []labelled) string {
	half := len(partsOfFamily(ref, all[0].format.family))/2 - 1
	for i := len(all) - 1; i >= 0; i-- {
		if !publications[ref].partial && all[i].hasEntries() || publications[ref].partial && others(all, all[i]) >= half {
			return all[i].version
		}
	}
	return all[len(all)-1].version
}

// others counts the other parts that a version has.
func others(all []labelled, one labelled) (n int) {
	var met []part
	for _, d := range all {
		if d.version == one.version && d.format.part != one.format.part && !slices.Contains(met, d.format.part) {
			met = append(met, d.format.part)
		}
	}
	return len(met)
}

// partsOfFamily lists the parts that a family may have.
func partsOfFamily(ref nomenclature.Referential, of family) []part {
	var parts []part
	for _, f := range formats {
		if f.referential == ref && f.family == of && !f.aside && !slices.Contains(parts, f.part) {
			parts = append(parts, f.part)
		}
	}
	return parts
}

// partsAmong lists the parts of documents, in the order of the formats.
func partsAmong(docs []document) []part {
	var parts []part
	for _, f := range formats {
		if !slices.Contains(parts, f.part) && slices.ContainsFunc(docs, func(d document) bool { return d.format.part == f.part }) {
			parts = append(parts, f.part)
		}
	}
	return parts
}

// goes reports whether a version may complete another: the same, none, or one
// that states less of it, as 4 of 4.60 and 2026-02 of 2026-02-01.
func goes(version, with string) bool {
	return version == with || version == "" || with == "" ||
		strings.HasPrefix(with, version+".") || strings.HasPrefix(with, version+"-")
}

func older(a, b labelled) int {
	return cmp.Or(compareVersions(a.version, b.version),
		compareVersions(filepath.Base(a.path), filepath.Base(b.path)), strings.Compare(a.path, b.path), strings.Compare(a.src.name, b.src.name))
}
