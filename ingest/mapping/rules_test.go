package mapping_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/ingest/mapping"
	"github.com/carif-oref/passerelle/schemas/finding"
)

func TestRulesSayAllThatTheyShould(t *testing.T) {
	code := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range mapping.Rules() {
		if !code.MatchString(r.Code) || seen[r.Code] || !strings.HasSuffix(r.Sentence, ".") || r.Why == "" || r.Source == "" {
			t.Errorf("rule %+v", r)
		}
		if r.Severity != finding.Info && r.Remedy == "" {
			t.Errorf("%s: no remedy", r.Code)
		}
		seen[r.Code] = true
	}
}
