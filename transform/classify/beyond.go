package classify

import (
	"math"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// What each text of a formation counts for beside its title, chosen by hand: few
// coded formations have them.
const (
	jobsWeight     = 0.5
	purposeWeight  = 0.35
	contentWeight  = 0.2
	longest        = 800 // bytes read of a text: its beginning says what it is about
	longestOfJobs  = 8   // names of jobs read
	jobsTermWeight = 0.6 // part of a term said by a job, beside one said by the title
)

// read gives the vector of a formation: that of its title when it is all that
// there is.
func (x *Index) read(q Query, title texte.Titre, s *scratch) []feature {
	vector := x.words.vector(title, s.vector[:0], s)
	s.vector = vector
	for _, more := range []struct {
		text   string
		weight float32
	}{{q.Metiers, jobsWeight}, {q.Objectif, purposeWeight}, {q.Contenu, contentWeight}} {
		if text := beginning(more.text); strings.TrimSpace(text) != "" {
			vector = sum(vector, x.words.vector(texte.Normalise(text), nil, s), more.weight)
		}
	}
	return vector
}

// beginning cuts a long text at a space.
func beginning(text string) string {
	if len(text) <= longest {
		return text
	}
	text = text[:longest]
	if at := strings.LastIndexAny(text, " \n\t"); at > 0 {
		return text[:at]
	}
	return text
}

// sum adds a second vector to a first, of length 1 as they are.
func sum(a, b []feature, weight float32) []feature {
	out := make([]feature, 0, len(a)+len(b))
	out = append(out, a...)
	for _, f := range b {
		out = append(out, feature{f.id, f.weight * weight})
	}
	slices.SortStableFunc(out, func(x, y feature) int { return int(x.id) - int(y.id) })
	kept := out[:0]
	var length float64
	for _, f := range out {
		if n := len(kept); n > 0 && kept[n-1].id == f.id {
			kept[n-1].weight += f.weight
		} else {
			kept = append(kept, f)
		}
	}
	for _, f := range kept {
		length += float64(f.weight) * float64(f.weight)
	}
	if length > 1 {
		for i := range kept {
			kept[i].weight /= float32(math.Sqrt(length))
		}
	}
	return kept
}

// jobs hears the names of jobs that a formation says it leads to.
func (x *Index) jobs(text string, spoken *perScheme[[]said], s *scratch) {
	if text == "" {
		return
	}
	for k := range spoken {
		spoken[k] = slices.Clone(spoken[k]) // the scratch is asked again
	}
	names := strings.FieldsFunc(beginning(text), func(r rune) bool { return strings.ContainsRune(",;\n•|", r) })
	for _, name := range names[:min(longestOfJobs, len(names))] {
		heard := x.terms.in(texte.Normalise(name), s)
		for _, m := range heard[rome] {
			if m.whole {
				m.part *= jobsTermWeight
				spoken[rome] = append(spoken[rome], m)
			}
		}
	}
}
