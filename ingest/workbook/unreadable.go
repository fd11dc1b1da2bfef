package workbook

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Unreadable says that a file is not a workbook that can be read. Finding tells
// its sender what the file is and how to save it.
type Unreadable struct {
	Finding finding.Finding
	Cause   error // what was met, for the log; may be nil
}

// Error is for the log; Finding is for people.
func (u *Unreadable) Error() string {
	if u.Cause == nil {
		return fmt.Sprintf("read workbook %s: %s; its sender must save it as .xlsx", u.Finding.File, u.Finding.Rule)
	}
	return fmt.Sprintf("read workbook %s: %s: %v; its sender must save it as .xlsx", u.Finding.File, u.Finding.Rule, u.Cause)
}

// Unwrap gives what was met.
func (u *Unreadable) Unwrap() error { return u.Cause }

// defect is why a file cannot be read, before the name of the file is known.
type defect struct {
	rule   finding.Rule
	detail string // French, completes the sentence of the rule; may be empty
	cause  error
}

func (d *defect) Error() string {
	if d.cause == nil {
		return d.rule.Code + ": " + d.detail
	}
	return d.rule.Code + ": " + d.detail + ": " + d.cause.Error()
}

func (d *defect) Unwrap() error { return d.cause }

func (d *defect) unreadable(name string) *Unreadable {
	message := d.rule.Sentence
	if d.detail != "" {
		message = strings.TrimSuffix(message, ".") + " : " + d.detail + "."
	}
	return &Unreadable{Cause: d, Finding: finding.Finding{
		Rule: d.rule.Code, Severity: d.rule.Severity, Place: finding.Place{File: name},
		Message: message, Remedy: d.rule.Remedy,
	}}
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
