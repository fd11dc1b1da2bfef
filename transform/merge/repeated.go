package merge

import (
	"crypto/sha256"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// repeats tells of a row that states, to the letter, what an earlier row of its
// sheet states. It is kept like the other, and changes nothing.
func (r *row) repeats() (finding.Finding, bool) {
	hash := sha256.New()
	for _, c := range r.cells {
		fmt.Fprintf(hash, "%q %q %q\n", c.field, c.value.text, c.value.list)
	}
	var sum [sha256.Size]byte
	hash.Sum(sum[:0])
	first, met := r.sheet.rows[sum]
	if !met {
		r.sheet.rows[sum] = r.number
		return finding.Finding{}, false
	}
	f := about(ligneRepetee, r, "", "", "")
	f.Message = fmt.Sprintf("La ligne répète mot pour mot la ligne %d.", first)
	return f, true
}
