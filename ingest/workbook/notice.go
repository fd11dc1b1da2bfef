package workbook

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// notice records what the sender or the staff should know of a workbook that is
// read, though it stops nothing.
func (b *Book) notice(c *container, m *manifest) {
	if m.macros || c.part("xl/vbaproject.bin") != nil || c.has("xl/macrosheets/") {
		b.note(macrosFound, finding.Place{}, "")
	}
	if c.has("xl/externallinks/") || c.part("xl/connections.xml") != nil {
		b.note(linksFound, finding.Place{}, "")
	}
	for i, s := range m.sheets {
		b.noticeSheet(s.Sheet, b.facts[i])
	}
}

func (b *Book) noticeSheet(s Sheet, f facts) {
	place := finding.Place{Sheet: s.Name}
	if s.Hidden {
		b.note(hiddenSheet, place, "")
	}
	if f.hidden > 0 {
		b.note(hiddenRows, place, fmt.Sprintf("Lignes masquées (filtre ou groupe) : %d ; elles sont lues comme les autres.", f.hidden))
	}
	if f.uncomputed > 0 {
		b.note(uncomputed, place, fmt.Sprintf(
			"Formules sans valeur enregistrée : %d, la première en %s ; ces cellules sont lues comme vides.", f.uncomputed, f.first))
	}
}

// note adds a finding, with a sentence of its own when it has more to say than
// the rule.
func (b *Book) note(rule finding.Rule, place finding.Place, sentence string) *finding.Finding {
	place.File = b.name
	b.findings = append(b.findings, rule.At(place, sentence))
	return &b.findings[len(b.findings)-1]
}
