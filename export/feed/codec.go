package feed

import (
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
)

// refusal is why what was written is not acceptable LHEO, nil when it is.
func refusal(report lheo.Report, formation []byte) *target.Reason {
	if len(report.Missing) > 0 {
		return &target.Reason{Code: Incomplete, Sentence: "LHEO exige " + elementName(report.Missing[0]) + ", que la fiche n'a pas"}
	}
	return nil
}

func elementName(path string) string { return path }
