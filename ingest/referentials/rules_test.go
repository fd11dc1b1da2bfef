package referentials

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestEveryRuleIsDescribed holds the list against the code: each rule that a
// finding names is described once, and none is described that no finding names.
func TestEveryRuleIsDescribed(t *testing.T) {
	described := map[string]int{}
	for _, r := range Rules() {
		described[r.Code]++
		if r.Sentence == "" || r.Why == "" || r.Source == "" {
			t.Errorf("rule %s is not described: %+v", r.Code, r)
		}
	}
	named := map[string]bool{"referentiel-trop-petit": true} // found by who applies the file
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file == "rules.go" || file == "rules_test.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(referentiel-[a-z-]+)"`).FindAllStringSubmatch(string(text), -1) {
			named[m[1]] = true
		}
	}
	for code := range named {
		if described[code] != 1 {
			t.Errorf("rule %s is described %d times, want once", code, described[code])
		}
	}
	for code := range described {
		if !named[code] {
			t.Errorf("rule %s is described and never found", code)
		}
	}
}
