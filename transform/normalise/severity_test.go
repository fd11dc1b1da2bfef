package normalise

import (
	"maps"
	"slices"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// TestRulesSayWhereTheyRefuse reads what is wrong in every way in every column that
// must be filled: the rules that then refuse the row are those that say so.
func TestRulesSayWhereTheyRefuse(t *testing.T) {
	said := map[string]bool{}
	for _, r := range Rules() {
		if r.Refuses || r.Severity == finding.Error {
			said[r.Code] = true
		}
	}
	delete(said, sessionFinAvantDebut.Code) // of two columns: see TestASessionThatEndsBeforeItBeginsIsRefused
	n, met := testNormaliser(t), map[string]bool{}
	for _, sheet := range layout.Own {
		for _, column := range sheet.Columns {
			if !column.Required {
				continue
			}
			for _, raw := range []string{"", "#NOM?", "1,17559E+13", "bientôt", "732829320", "73282932", "31/02/2027", "01/09/1027", "99999", "0", "1", "oui !"} {
				for _, f := range n.Normalise(record(map[layout.Field]string{column.Field: raw})).Findings {
					if f.Severity == finding.Error {
						met[f.Rule] = true
					}
				}
			}
		}
	}
	if !maps.Equal(said, met) {
		t.Errorf("rules say that they refuse: %v; they do: %v", slices.Sorted(maps.Keys(said)), slices.Sorted(maps.Keys(met)))
	}
}
