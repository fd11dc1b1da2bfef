package merge

import (
	"cmp"
	"context"
	"crypto/sha256"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// Merge gathers the rows of one delivery, then applies them to a catalogue. It
// holds the delivery in memory until it is applied, serves once, and is not for concurrent use.
type Merge struct {
	prefix   string
	options  Options
	run      string
	sheets   []*sheet
	rows     []*row
	findings []finding.Finding

	renamed map[string]offre.Organisme // by SIRET stated, the known organisme whose number goes with it
	given   map[string]string          // by SIRET, the number that the delivery gives a new organisme
	asked   requests

	called         map[call]string       // IDs, by what people call them
	calledSessions map[sessionKey]string // likewise
	responsables   []string              // of a complete delivery: see Result
	seen           map[string]bool
}

// New starts a delivery. The prefix begins the numbers that merging gives; empty
// is DefaultPrefix.
func New(prefix string, o Options) *Merge {
	return &Merge{prefix: cmp.Or(prefix, DefaultPrefix), options: o,
		renamed: map[string]offre.Organisme{}, given: map[string]string{}, asked: newRequests()}
}

// Add takes one row of the delivery, in the order of the file. Rows that were
// refused before are counted and nothing more.
func (m *Merge) Add(from normalise.Row) {
	r := newRow(m.sheet(from.File, from.Sheet), from)
	if m.rows = append(m.rows, r); m.options.Complete || from.Refused {
		r.named = namingOf(r)
	}
	if from.Refused {
		m.refuse(r)
		return
	}
	if f, wrong := r.identify(); wrong {
		m.refuse(r, f)
		return
	}
	if f, repeated := r.repeats(); repeated {
		m.findings = append(m.findings, f)
	}
}

// Apply lays the rows over the catalogue and keeps the records that are new or
// differ. What it did stands only if the caller's transaction does.
func (m *Merge) Apply(ctx context.Context, run string, c Catalogue) (Result, error) {
	m.run = run
	if err := m.resolve(ctx, c); err != nil {
		return Result{}, err
	}
	result := Result{Sheets: map[string]journal.Counts{}, Renamed: m.moves(), Responsables: m.responsables, Seen: m.seen}
	if err := m.settle(ctx, run, c, &result); err != nil {
		return Result{}, err
	}
	for _, r := range m.rows {
		result.Sheets[r.sheet.name] = r.outcome.count(result.Sheets[r.sheet.name])
	}
	result.Refused = m.refusedOrigins()
	result.Findings, result.Requests = m.findings, m.asked.list
	*m = Merge{}
	return result, result.Check()
}

func (m *Merge) sheet(file, name string) *sheet {
	for _, s := range m.sheets {
		if s.file == file && s.name == name {
			return s
		}
	}
	s := &sheet{file: file, name: name, columns: map[layout.Field]column{}, rows: map[[sha256.Size]byte]int{}}
	m.sheets = append(m.sheets, s)
	return s
}

// refuse keeps nothing of a row but that it came.
func (m *Merge) refuse(r *row, why ...finding.Finding) {
	r.outcome, r.cells, r.speaks = refused, cells{}, subjects{}
	m.findings = append(m.findings, why...)
}
