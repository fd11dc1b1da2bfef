package referentials

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Damaged is a file that is not what its publisher puts out: a web page, a file
// cut short, columns gone. Nothing of it is to be applied, and the last good
// version stays.
type Damaged struct {
	Reason  string          // for operators, in English
	Finding finding.Finding // for staff, in French; it has not been reported
}

// Error speaks to operators.
func (d *Damaged) Error() string {
	where := d.Finding.File
	if d.Finding.Row > 0 {
		where = fmt.Sprintf("%s line %d", where, d.Finding.Row)
	}
	return fmt.Sprintf("read referential %s: %s: keep the last good version and fetch the file again", where, d.Reason)
}

const refetch = "Téléchargez de nouveau le fichier chez son éditeur ; la dernière version chargée reste en service."

// damaged describes a file that cannot be used; line is 0 when it is about the whole.
func damaged(file string, line int, reason, value, message string) *Damaged {
	return &Damaged{Reason: reason, Finding: finding.Finding{
		Rule: "referentiel-abime", Severity: finding.Error,
		Place: finding.Place{File: file, Row: line},
		Value: finding.Cut(value, finding.MaxValue), Message: message, Remedy: refetch,
	}}
}

func lacks(file string, row int, columns []string, found []string) *Damaged {
	names := strings.Join(columns, ", ")
	return damaged(file, row, "missing columns: "+names, strings.Join(found, ";"),
		"Il manque au fichier les colonnes : "+names+".")
}
