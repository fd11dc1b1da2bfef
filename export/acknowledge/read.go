package acknowledge

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// Limits beyond which what a partner wrote is cut or not read.
const (
	maxNumber  = 128       // characters of a number or code
	maxMessage = 2000      // characters of a message
	maxValue   = 80        // characters of a value repeated in a sentence
	maxFile    = 512 << 20 // bytes of a file
	maxSame    = 50        // findings of one rule; the others are counted
)

// Options is what the caller says of a return file.
type Options struct {
	Target  string    // that the partner answers for
	File    string    // its name, for findings and acknowledgements
	Run     string    // that reads it
	At      time.Time // of the file, as the partner dates it; else now
	Finding func(finding.Finding)
}

// Read gives what a partner says of each record, in the order of the file. What
// cannot be read goes to Options.Finding; one of severity Error stops the reading.
// The error is about reading the file, or the context.
func (m *Mapping) Read(ctx context.Context, in io.Reader, o Options) iter.Seq2[journal.Acknowledgement, error] {
	return func(yield func(journal.Acknowledgement, error) bool) {
		r := &reader{Mapping: m, options: o, counts: map[string]int{}, known: map[refusal]meaning{}}
		r.yield = func(a journal.Acknowledgement) bool { return yield(a, nil) }
		r.source = &bounded{ctx: ctx, r: in, left: maxFile}
		buffered := bufio.NewReaderSize(r.source, 64<<10)
		if m.file.Format == "xml" {
			r.xml(buffered)
		} else {
			r.csv(buffered)
		}
		r.finish()
		if r.source.failed != nil && !r.stopped {
			yield(journal.Acknowledgement{}, fmt.Errorf("read return file %s: %w", o.File, r.source.failed))
		}
	}
}

// bounded reads a file of a stranger, no more than is sensible.
type bounded struct {
	ctx    context.Context
	r      io.Reader
	left   int64
	over   bool
	failed error // of the disk or the context, and not of the file's content
}

var errOver = errors.New("too large")

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		b.failed = err
		return 0, err
	}
	if b.left <= 0 {
		b.over = true
		return 0, errOver
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

// reader reads one file.
type reader struct {
	*Mapping
	source  *bounded
	options Options
	yield   func(journal.Acknowledgement) bool
	stopped bool // the caller wants no more
	dead    bool // nothing more can be read
	seen    int  // records, those that could not be read too
	counts  map[string]int
	known   map[refusal]meaning
}

// answer is what a file says of one record, before it is understood.
type answer struct {
	line                 int
	number, status, kind string
	codes, messages      []string
	hasStatus            bool // the file has a place for it
}

// take makes an acknowledgement of an answer. It gives false when there is nothing
// more to read.
func (r *reader) take(a answer) bool {
	r.seen++
	place := finding.Place{Row: a.line}
	number := tidy(a.number, maxNumber)
	if number == "" {
		r.tell(noNumber, place, "", "")
		return true
	}
	kind, known := r.kindOf(a.kind)
	if !known {
		r.tell(unknownKind, place, number, a.kind)
		return true
	}
	accepted, known := r.verdict(a)
	if !known {
		r.tell(unknownStatus, place, number, a.status)
		return true
	}
	ack := journal.Acknowledgement{Target: r.options.Target, Kind: kind, Record: number, Accepted: accepted, Code: joined(a.codes, ", ", maxNumber),
		Message: joined(a.messages, " ; ", maxMessage), File: r.options.File, Line: a.line, At: r.options.At, Run: r.options.Run}
	if !accepted {
		ack.Sentence, ack.Action = r.explain(a)
	}
	if !r.yield(ack) {
		r.stopped, r.dead = true, true
	}
	return !r.dead
}

func (r *reader) kindOf(value string) (string, bool) {
	if kind, known := r.kinds[key(value)]; known {
		return kind, true
	}
	if r.file.Kind != "" && (key(value) == "" || len(r.kinds) == 0) {
		return r.file.Kind, true
	}
	return "", false
}

// verdict reads the status. Where files have none, a record of which nothing is
// said was accepted; where they should have one, it is not known.
func (r *reader) verdict(a answer) (accepted, known bool) {
	status, reasons := key(a.status), len(a.codes)+len(a.messages)
	switch {
	case len(r.file.Status) == 0:
		return reasons == 0, true
	case !a.hasStatus && reasons > 0:
		return false, true
	case r.accepted[status]:
		return true, true
	case r.refused[status]:
		return false, true
	}
	return false, len(r.refused) == 0 && status != ""
}

// explain gives the sentences and actions of what was understood of a refusal.
// They are empty when nothing was.
func (r *reader) explain(a answer) (sentence, action string) {
	var sentences, actions []string
	for i := range max(len(a.codes), len(a.messages)) {
		code, message := "", ""
		if i < len(a.codes) {
			code = a.codes[i]
		}
		if i < len(a.messages) {
			message = a.messages[i]
		}
		m := r.meaning(code, message)
		sentences, actions = append(sentences, m.sentence), append(actions, m.action)
	}
	return joined(sentences, " ", maxMessage), joined(actions, " ", maxMessage)
}

// refusal is a code and a message as patterns see them.
type refusal struct{ code, message string }

// meaning is what is understood of a refusal; nothing when no pattern matches.
type meaning struct{ sentence, action string }

// maxKnown is how many refusals are remembered: reports repeat a few.
const maxKnown = 4096

// meaning is that of the first pattern that matches.
func (r *reader) meaning(code, message string) meaning {
	asked := refusal{key(tidy(code, maxNumber)), bare(tidy(message, maxMessage))}
	if m, ok := r.known[asked]; ok {
		return m
	}
	var m meaning
	for i := range r.patterns {
		var ok bool
		if m.sentence, m.action, ok = r.patterns[i].explain(asked.code, asked.message); ok {
			break
		}
	}
	if len(r.known) < maxKnown {
		r.known[asked] = m
	}
	return m
}

// joined puts texts together, each once.
func joined(texts []string, between string, limit int) string {
	var list []string
	seen := map[string]bool{}
	for _, t := range texts {
		if t = tidy(t, limit); t != "" && !seen[t] {
			seen[t] = true
			list = append(list, t)
		}
	}
	return finding.Cut(strings.Join(list, between), limit)
}

// tell gives a finding, unless there were too many of its rule.
func (r *reader) tell(rule finding.Rule, place finding.Place, record, value string) {
	r.say(rule, place, record, value, "")
}

func (r *reader) say(rule finding.Rule, place finding.Place, record, value, sentence string) {
	if r.counts[rule.Code]++; r.counts[rule.Code] > maxSame || r.options.Finding == nil {
		return
	}
	place.File = r.options.File
	f := rule.At(place, sentence)
	f.Record, f.Value = record, tidy(value, finding.MaxValue)
	r.options.Finding(f)
}

// stop tells what nothing can be read after, unless it is the disk that fails.
func (r *reader) stop(rule finding.Rule, line int, sentence string) {
	if r.dead {
		return
	}
	if r.dead = true; r.source.failed == nil {
		r.say(rule, finding.Place{Row: line}, "", "", sentence)
	}
}

// finish tells what can only be said at the end.
func (r *reader) finish() {
	if r.stopped || r.source.failed != nil {
		return
	}
	if r.source.over {
		r.stop(oversized, 0, "")
	}
	if r.seen == 0 && !r.dead {
		r.stop(noRecord, 0, "")
	}
	for _, rule := range Rules() {
		if more := r.counts[rule.Code] - maxSame; more > 0 && r.options.Finding != nil {
			r.options.Finding(rule.At(finding.Place{File: r.options.File},
				fmt.Sprintf("%s Il en va de même de %d autres lignes, qui ne sont pas listées.", rule.Sentence, more)))
		}
	}
}
