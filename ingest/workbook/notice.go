package workbook

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// notice records what the sender or the staff should know of a workbook that is
// read, though it stops nothing.
func (b *Book) notice(c *container, m *manifest) {
	if m.macros || c.part("xl/vbaproject.bin") != nil || c.has("xl/macrosheets/") {
		b.note(finding.Info, "classeur-macros", "", 0, "Ce classeur contient des macros : elles ne sont jamais exécutées.", "")
	}
	if c.has("xl/externallinks/") || c.part("xl/connections.xml") != nil {
		b.note(finding.Info, "classeur-liens", "", 0,
			"Ce classeur renvoie à d'autres classeurs ou sources de données : aucun lien n'est suivi, les dernières valeurs enregistrées sont lues.", "")
	}
	for i, s := range m.sheets {
		b.noticeSheet(s.Sheet, b.facts[i])
	}
}

func (b *Book) noticeSheet(s Sheet, f facts) {
	if s.Hidden {
		b.note(finding.Info, "feuille-masquee", s.Name, 0, "Cette feuille est masquée : elle est lue comme les autres.", "")
	}
	if f.hidden > 0 {
		b.note(finding.Info, "lignes-masquees", s.Name, 0,
			fmt.Sprintf("Lignes masquées (filtre ou groupe) : %d ; elles sont lues comme les autres.", f.hidden), "")
	}
	if f.uncomputed > 0 {
		b.note(finding.Warning, "formule-sans-valeur", s.Name, 0,
			fmt.Sprintf("Formules sans valeur enregistrée : %d, la première en %s ; ces cellules sont lues comme vides.", f.uncomputed, f.first),
			"Ouvrez le classeur dans Excel ou LibreOffice, enregistrez-le et renvoyez-le.")
	}
}

func (b *Book) note(severity finding.Severity, rule, sheet string, row int, message, remedy string) *finding.Finding {
	b.findings = append(b.findings, finding.Finding{
		Rule: rule, Severity: severity, Place: finding.Place{File: b.name, Sheet: sheet, Row: row},
		Message: message, Remedy: remedy,
	})
	return &b.findings[len(b.findings)-1]
}
