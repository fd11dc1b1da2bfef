package finding

// Rule describes what is checked or repaired under one stable code: what
// « passerelle rules » prints and RULES.md lists. The texts are French, for the
// people who read findings.
type Rule struct {
	Code     string   `json:"regle"`                           // kebab-case, never reused for anything else: siret-cle
	Severity Severity `json:"gravite"`                         // the usual one
	Sentence string   `json:"phrase"`                          // what is wrong or was done, one sentence
	Why      string   `json:"pourquoi"`                        // what it costs when nobody mends it
	Remedy   string   `json:"remede,omitempty"`                // what to do; empty when nothing is to be done
	Refuses  bool     `json:"erreur_si_obligatoire,omitempty"` // in a column that must be filled, its findings are Errors and refuse the row
	Source   string   `json:"source"`                          // where the rule comes from: tab of the entry guide, LHEO, publisher of a code
}

// SeverityWords says the severity of the rule, and where it is another.
func (r Rule) SeverityWords() string {
	if r.Refuses && r.Severity < Error {
		return r.Severity.String() + ", " + Error.String() + " dans une colonne obligatoire"
	}
	return r.Severity.String()
}

// At is a finding of the rule about a place, in the rule's own sentence unless it
// is given one that says more.
func (r Rule) At(place Place, sentence string) Finding {
	if sentence == "" {
		sentence = r.Sentence
	}
	return Finding{Rule: r.Code, Severity: r.Severity, Place: place, Message: sentence, Remedy: r.Remedy}
}
