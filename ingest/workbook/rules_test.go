package workbook_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/workbook"
	"github.com/carif-oref/passerelle/schemas/finding"
)

func TestRulesSayAllThatTheyShould(t *testing.T) {
	code := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range workbook.Rules() {
		if !code.MatchString(r.Code) || seen[r.Code] || !strings.HasSuffix(r.Sentence, ".") || r.Why == "" || r.Source == "" {
			t.Errorf("rule %+v", r)
		}
		if r.Severity != finding.Info && r.Remedy == "" {
			t.Errorf("%s: no remedy", r.Code)
		}
		seen[r.Code] = true
	}
}

// described holds that a finding comes from a rule of the list.
func described(t *testing.T, f finding.Finding) {
	t.Helper()
	for _, r := range workbook.Rules() {
		if r.Code == f.Rule {
			if r.Severity != f.Severity {
				t.Errorf("%s is %s, its rule says %s", f.Rule, f.Severity, r.Severity)
			}
			return
		}
	}
	t.Errorf("%s is not in the list of rules", f.Rule)
}
