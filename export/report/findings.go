package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// RuleFindings is what one rule found.
type RuleFindings struct {
	Rule     string            `json:"regle"`
	Severity finding.Severity  `json:"gravite"`
	Sentence string            `json:"phrase,omitempty"` // what the rule is about, in French
	Remedy   string            `json:"remede,omitempty"`
	Total    int               `json:"total"`
	Repaired int               `json:"repares"`  // findings whose value was replaced
	Examples []finding.Finding `json:"exemples"` // the first ones
}

// Left is how many findings are not among the examples.
func (f RuleFindings) Left() int { return f.Total - len(f.Examples) }

// Title is what the rule is about, or its code.
func (f RuleFindings) Title() string { return cmp.Or(f.Sentence, f.Rule) }

// Findings gathers findings as they come, in the memory of their examples.
type Findings struct {
	rules  map[string]finding.Rule
	keep   int
	byRule map[ruleKey]*RuleFindings
}

type ruleKey struct {
	rule     string
	severity finding.Severity
}

// NewFindings keeps the first examples of each rule, at most keep. The rules give
// their sentences; one that is not described is shown by its code.
func NewFindings(rules []finding.Rule, keep int) *Findings {
	f := &Findings{rules: map[string]finding.Rule{}, keep: keep, byRule: map[ruleKey]*RuleFindings{}}
	for _, r := range rules {
		f.rules[r.Code] = r
	}
	return f
}

// Add counts one finding.
func (f *Findings) Add(one finding.Finding) {
	key := ruleKey{one.Rule, one.Severity}
	of := f.byRule[key]
	if of == nil {
		rule := f.rules[one.Rule]
		of = &RuleFindings{Rule: one.Rule, Severity: one.Severity, Sentence: rule.Sentence, Remedy: rule.Remedy}
		f.byRule[key] = of
	}
	of.Total++
	if one.After != "" {
		of.Repaired++
	}
	if len(of.Examples) < f.keep {
		of.Examples = append(of.Examples, one)
	}
}

// ByRule is what was gathered, the gravest first, then the most frequent.
func (f *Findings) ByRule() []RuleFindings {
	list := make([]RuleFindings, 0, len(f.byRule))
	for _, of := range f.byRule {
		list = append(list, *of)
	}
	slices.SortFunc(list, func(a, b RuleFindings) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Total, a.Total), cmp.Compare(a.Rule, b.Rule))
	})
	return list
}

// Verdicts keeps the first formations and sessions that each target excludes, by
// reason.
type Verdicts struct {
	keep     int
	byTarget map[string]map[verdictKey][]journal.Verdict
}

type verdictKey struct{ reason, kind string }

// NewVerdicts keeps at most keep examples of each reason, of each kind of record.
func NewVerdicts(keep int) *Verdicts {
	return &Verdicts{keep: keep, byTarget: map[string]map[verdictKey][]journal.Verdict{}}
}

// Add looks at one verdict; what is exported needs no example.
func (v *Verdicts) Add(one journal.Verdict) {
	if one.Exported {
		return
	}
	of := v.byTarget[one.Target]
	if of == nil {
		of = map[verdictKey][]journal.Verdict{}
		v.byTarget[one.Target] = of
	}
	key := verdictKey{one.Reason, one.Kind}
	if len(of[key]) < v.keep {
		of[key] = append(of[key], one)
	}
}

// Of gives the examples of one target, by reason.
func (v *Verdicts) Of(target string) (list []journal.Verdict) {
	of := v.byTarget[target]
	keys := slices.SortedFunc(maps.Keys(of), func(a, b verdictKey) int {
		return cmp.Or(cmp.Compare(a.reason, b.reason), cmp.Compare(a.kind, b.kind))
	})
	for _, key := range keys {
		list = append(list, of[key]...)
	}
	return list
}
