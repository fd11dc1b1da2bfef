package template

import (
	"fmt"
	"io"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Options says what a workbook is filled with. The zero value makes an empty one.
type Options struct {
	Organismes []offre.Organisme // siège and antennes
	Offres     []offre.Offre     // their formations, with their sessions
	Date       time.Time         // day on which the workbook is made, shown in it
	Contact    string            // whom to ask, in French; the Carif-Oref that sent the workbook when empty
}

// Write makes the workbook and writes it to w, whole or not at all. Same options,
// same bytes.
func Write(w io.Writer, o Options) error {
	b, err := newBook(o)
	if err != nil {
		return fmt.Errorf("make the template: %w", err)
	}
	defer b.file.Close()
	if err := b.fill(); err != nil {
		return fmt.Errorf("make the template: %w", err)
	}
	if err := b.file.Write(w); err != nil {
		return fmt.Errorf("write the template: %w", err)
	}
	return nil
}
