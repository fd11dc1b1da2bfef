package referentials

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// format is how one publisher writes one referential.
type format struct {
	referential nomenclature.Referential
	publisher   string
	floor       int                                         // rows under which the national file is abnormally small
	openEnded   bool                                        // the publisher's own files lack the last end of line
	columns     []column                                    // what is read of a row, whatever its order in the file
	signature   []col                                       // columns by which the file is known: no other format has them all
	label       func(src source, f format, h header) string // version, as far as the file tells
}

// formats are all those that are read, one a referential.
var formats = []format{certifInfo, rome, formacode, nsf, communes, organismes}

func formatOf(ref nomenclature.Referential) (format, error) {
	for _, f := range formats {
		if f.referential == ref {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("read referential %q: unknown: choose one of %v", ref, nomenclature.Referentials)
}

// signs reports whether a header has the columns by which the format is known.
func (f format) signs(h header) bool {
	for _, c := range f.signature {
		if h.at[c] < 0 {
			return false
		}
	}
	return true
}

// Floor is the number of rows under which a load of the national file is
// abnormal and should not replace the last good one; 0 for an unknown referential.
func Floor(ref nomenclature.Referential) int {
	f, _ := formatOf(ref)
	return f.floor
}
