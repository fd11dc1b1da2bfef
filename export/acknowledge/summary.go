package acknowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Summary counts the answers of a return file, those that nobody can explain
// apart. Its zero value is ready.
type Summary struct {
	Accepted int
	Refused  int
	reasons  map[string]*Reason
	more     int // refusals whose reason is not kept: there were too many
}

// Reason is why records were refused.
type Reason struct {
	Sentence string // in French; for an unexplained refusal, empty
	Action   string
	Code     string // the partner's own, of the first
	Message  string
	Records  []string // the first of them
	Count    int
}

// Limits of what a summary keeps.
const (
	maxReasons  = 1000
	maxExamples = 5
)

// Add counts an answer.
func (s *Summary) Add(a journal.Acknowledgement) {
	if a.Accepted {
		s.Accepted++
		return
	}
	s.Refused++
	if s.reasons == nil {
		s.reasons = map[string]*Reason{}
	}
	k := a.Sentence
	if k == "" {
		k = "\x00" + a.Code + "\x00" + digits(a.Message)
	}
	reason := s.reasons[k]
	if reason == nil && len(s.reasons) >= maxReasons {
		s.more++
		return
	}
	if reason == nil {
		reason = &Reason{Sentence: a.Sentence, Action: a.Action, Code: a.Code, Message: a.Message}
		s.reasons[k] = reason
	}
	if reason.Count++; len(reason.Records) < maxExamples {
		reason.Records = append(reason.Records, a.Record)
	}
}

// digits makes one of messages that differ by their numbers.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, fold(s))
}

// Explained lists the reasons that are understood, the most frequent first.
func (s *Summary) Explained() []Reason {
	return s.list(func(r *Reason) bool { return r.Sentence != "" })
}

// Unexplained lists the refusals that no pattern matches, the most frequent first.
func (s *Summary) Unexplained() []Reason {
	return s.list(func(r *Reason) bool { return r.Sentence == "" })
}

// More is how many refusals are in neither list, because there were too many
// reasons to keep.
func (s *Summary) More() int { return s.more }

func (s *Summary) list(wanted func(*Reason) bool) (list []Reason) {
	for _, r := range s.reasons {
		if wanted(r) {
			list = append(list, *r)
		}
	}
	slices.SortFunc(list, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return list
}

// Findings tells staff of the refusals that nobody can explain.
func (s *Summary) Findings(file string) (list []finding.Finding) {
	for _, r := range s.Unexplained() {
		what := "%d fiche refusée"
		if r.Count > 1 {
			what = "%d fiches refusées"
		}
		text := fmt.Sprintf(what+" pour un motif inconnu : %s (par exemple %s).", r.Count,
			strings.TrimSpace(r.Code+" "+finding.Cut(r.Message, finding.MaxValue)), strings.Join(r.Records, ", "))
		f := unexplained.At(finding.Place{File: file}, text)
		f.Record, f.Value = r.Records[0], finding.Cut(strings.TrimSpace(r.Code+" "+r.Message), finding.MaxValue)
		list = append(list, f)
	}
	return list
}
