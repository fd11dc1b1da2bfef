package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// byteOrderMark tells Excel that the file is UTF-8.
const byteOrderMark = "\ufeff"

var csvHeader = []string{"Gravité", "Règle", "Fichier", "Feuille", "Ligne", "Colonne", "En-tête", "Fiche", "Champ",
	"Valeur", "Valeur corrigée", "Constat", "Remède"}

// CSV writes all the findings, one a line, as a French spreadsheet opens them:
// UTF-8 with a byte order mark, semicolons, CRLF. Values of strangers' files that
// a spreadsheet would run as formulas are written as text.
func CSV(w io.Writer, findings iter.Seq2[finding.Finding, error]) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(csvHeader); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	for f, err := range findings {
		if err != nil {
			return fmt.Errorf("write findings: read them back: %w", err)
		}
		if err := out.Write(csvRow(f)); err != nil {
			return fmt.Errorf("write findings: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	return nil
}

func csvRow(f finding.Finding) []string {
	row := ""
	if f.Row > 0 {
		row = strconv.Itoa(f.Row)
	}
	cells := []string{f.Severity.String(), f.Rule, f.File, f.Sheet, row, f.Column, f.Header, f.Record, f.Field,
		f.Value, f.After, f.Message, f.Remedy}
	for i := range cells {
		cells[i] = Harmless(cells[i])
	}
	return cells
}

// Harmless is a text that no spreadsheet takes for a formula: one that begins like
// a formula gets an apostrophe before it.
func Harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
