package merge

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// repeats tells of a row that states, to the letter, what an earlier row of its
// sheet states. It is kept like the other, and changes nothing.
func (r *row) repeats() (finding.Finding, bool) {
	sum := r.cells.sum()
	first, met := r.sheet.rows[sum]
	if !met {
		r.sheet.rows[sum] = r.number
		return finding.Finding{}, false
	}
	f := about(ligneRepetee, r, "", "", "")
	f.Message = fmt.Sprintf("La ligne répète mot pour mot la ligne %d.", first)
	return f, true
}
