package referentials

import (
	"cmp"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Older warns of a version that was published before the one that it replaces, as far
// as both say: a former file that was put in the folder, or that its publisher serves
// again. It is right when somebody goes back on purpose.
func Older(v, than nomenclature.Version) (f finding.Finding, older bool) {
	older = v.Label != "" && than.Label != "" && !goes(v.Label, than.Label) && compareVersions(v.Label, than.Label) < 0
	if v.Date != "" && than.Date != "" {
		older = v.Date < than.Date
	}
	return finding.Finding{
		Rule: "referentiel-plus-ancien", Severity: finding.Warning, Place: finding.Place{File: v.File}, Value: v.Label,
		Message: fmt.Sprintf("Le référentiel %s passe de la version %s à la version %s, plus ancienne : elle est appliquée.",
			v.Referential, cmp.Or(than.Label, than.Date), cmp.Or(v.Label, v.Date)),
		Remedy: "Si ce n'est pas voulu, déposez de nouveau la version la plus récente.",
	}, older
}
