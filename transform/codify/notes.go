package codify

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// notes gathers what is found of one record.
type notes struct {
	record string
	found  []finding.Finding
}

// note says that rule holds of a field whose value was before and is now after.
func (n *notes) note(rule finding.Rule, f layout.Field, before, after, message string) {
	n.found = append(n.found, finding.Finding{
		Rule: rule.Code, Severity: rule.Severity, Record: n.record, Field: string(f),
		Value: finding.Cut(before, finding.MaxValue), After: finding.Cut(after, finding.MaxValue),
		Message: message, Remedy: rule.Remedy,
	})
}
