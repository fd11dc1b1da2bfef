package referentials

import (
	"strconv"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// detailed is how many findings of one kind are told one by one; a file with a
// million faults is told in some hundred sentences.
const detailed = 50

// reporter hands findings on, and sums up those of a kind that comes too often.
type reporter struct {
	report func(finding.Finding)
	kinds  []*kindCount // in the order in which they came up
}

// kindCount counts the findings of one rule about one column.
type kindCount struct {
	example finding.Finding
	count   int
}

func (r *reporter) say(f finding.Finding) {
	if r.report == nil {
		return
	}
	k := r.kind(f)
	if k.count++; k.count <= detailed {
		r.report(f)
	}
}

func (r *reporter) kind(f finding.Finding) *kindCount {
	for _, k := range r.kinds {
		if k.example.Rule == f.Rule && k.example.Header == f.Header && k.example.Severity == f.Severity {
			return k
		}
	}
	k := &kindCount{example: f}
	r.kinds = append(r.kinds, k)
	return k
}

// sumUp says how many findings of each kind were not told one by one.
func (r *reporter) sumUp() {
	for _, k := range r.kinds {
		if rest := k.count - detailed; rest > 0 {
			f := k.example
			f.Row, f.Value, f.After = 0, "", ""
			f.Message = "Le même constat vaut pour " + strconv.Itoa(rest) + " autres lignes du fichier."
			r.report(f)
		}
	}
}
