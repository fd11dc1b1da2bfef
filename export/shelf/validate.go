package shelf

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// Check says in French why a feed may not be published, and in which record; empty
// when it may. The error is about reading it.
type Check func(ctx context.Context, name string, feed io.Reader) (fault string, err error)

// CheckLHEO is the check of feeds in LHEO 2.3, or in 2.2 when it is accepted.
func CheckLHEO(accept22 bool) Check {
	return func(ctx context.Context, _ string, feed io.Reader) (string, error) {
		result, err := lheo.Validate(ctx, feed, lheo.Options{NoWarnings: true, Accept22: accept22})
		if err != nil || result.Valid {
			return "", err
		}
		return firstFault(result), nil
	}
}

// firstFault names the record to mend, and how many faults there are in all.
func firstFault(result lheo.Result) string {
	text := fmt.Sprintf("le flux n'est pas un LHEO valide (fautes : %d)", result.Total(finding.Error))
	at := slices.IndexFunc(result.Faults, func(f lheo.Fault) bool { return f.Severity == finding.Error })
	if at < 0 {
		return text
	}
	fault := result.Faults[at]
	text += fmt.Sprintf(" : ligne %d", fault.Line)
	if fault.Formation != "" {
		text += ", formation " + fault.Formation
	}
	if fault.Session != "" {
		text += ", session " + fault.Session
	}
	return text + " : " + fault.Message
}

// invalid says in French why the staged feeds are not valid, or not those of the
// formations that were counted; empty when they are.
func (w *work) invalid(ctx context.Context) (string, error) {
	formations := 0
	for _, r := range w.results {
		if r.files[0].Role != feedRole {
			continue
		}
		if fault, err := w.fault(ctx, r); err != nil || fault != "" {
			return w.named(r, fault), err
		}
		if r.problem != "" {
			return w.named(r, "les formations du flux ne peuvent pas être distinguées : "+r.problem), nil
		}
		formations += len(r.index.entries)
	}
	if formations != w.Publication.Formations {
		return fmt.Sprintf("le fichier contient %d formations au lieu de %d", formations, w.Publication.Formations), nil
	}
	return "", nil
}

// checks are those that each feed passes in turn.
func (w *work) checks() []Check {
	if w.Checks == nil {
		return []Check{CheckLHEO(false)}
	}
	return w.Checks
}

// fault is what the first check that objects says of a feed. The first one of all
// may have read along while the feed was staged.
func (w *work) fault(ctx context.Context, r result) (string, error) {
	checks := w.checks()
	if a := r.checked; a != nil {
		if a.err != nil || a.fault != "" {
			return a.fault, a.err
		}
		checks = checks[1:]
	}
	return runChecks(ctx, checks, filepath.Join(w.temp, r.files[0].Name))
}

// named says which file a fault is in, when there are several.
func (w *work) named(r result, fault string) string {
	if fault == "" || len(w.feeds()) < 2 {
		return fault
	}
	return r.files[0].Name + " : " + fault
}

func runChecks(ctx context.Context, checks []Check, path string) (string, error) {
	for _, check := range checks {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		fault, err := check(ctx, filepath.Base(path), f)
		f.Close()
		if err != nil || fault != "" {
			return fault, err
		}
	}
	return "", nil
}
