package shelf

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// invalid says in French why a file is not a valid feed of so many formations,
// and in which record; empty when it is. The error is about reading it.
func invalid(ctx context.Context, path string, formations int) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	result, err := lheo.Validate(ctx, f, lheo.Options{NoWarnings: true})
	switch {
	case err != nil:
		return "", err
	case !result.Valid:
		return firstFault(result), nil
	case result.Formations != formations:
		return fmt.Sprintf("le fichier contient %d formations au lieu de %d", result.Formations, formations), nil
	}
	return "", nil
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
