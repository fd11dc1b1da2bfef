package workbook

import (
	"fmt"

	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// Unreadable says that a file is not a workbook that can be read. Its finding
// tells its sender what the file is and how to save it.
type Unreadable = delivery.Unreadable

// defect is why a file cannot be read, before the name of the file is known.
type defect struct {
	rule   finding.Rule
	detail string // French, completes the sentence of the rule; may be empty
	cause  error

	sheet string // empty when it is about the whole file
	row   int    // the last one that was begun, 0 when none was
}

func (d *defect) Error() string {
	if d.cause == nil {
		return d.rule.Code + ": " + d.detail
	}
	return d.rule.Code + ": " + d.detail + ": " + d.cause.Error()
}

func (d *defect) Unwrap() error { return d.cause }

func (d *defect) unreadable(name string) *Unreadable {
	u := delivery.Refuse(name, d.rule, d.detail, d)
	u.Finding.Sheet, u.Finding.Row = d.sheet, d.row
	return u
}

func damaged(cause error, detail string, args ...any) *defect {
	return &defect{rule: damagedWorkbook, detail: fmt.Sprintf(detail, args...), cause: cause}
}

func oversized(detail string, args ...any) *defect {
	return &defect{rule: oversizedWorkbook, detail: fmt.Sprintf(detail, args...)}
}

func hostile(detail string, args ...any) *defect {
	return &defect{rule: hostileWorkbook, detail: fmt.Sprintf(detail, args...)}
}
