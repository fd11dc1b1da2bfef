package main

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// movement is the records that enter a feed, or that leave it.
type movement struct {
	Formations int            `json:"formations"`
	Sessions   int            `json:"sessions"`
	ByReason   map[string]int `json:"par_motif"`
	List       []moved        `json:"liste"` // the first of them, at most shownMoves
	Omitted    int            `json:"omises"`
}

// moved is one of them. The reason of one that leaves is why it would no longer be
// taken, that of one that enters why it is not taken today.
type moved struct {
	Kind      string `json:"nature"`
	Record    string `json:"fiche"`
	Formation string `json:"formation"`
	Intitule  string `json:"intitule"`
	Reason    string `json:"motif"`
	Sentence  string `json:"phrase"`
}

// shownMoves is how many records of a movement are listed; all are counted.
const shownMoves = 2000

// Reasons that no verdict gives.
const (
	noLongerHeld = "hors-catalogue"
	notYetJudged = "nouvelle"
)

func (m *movement) add(one moved) {
	if m.ByReason == nil {
		m.ByReason = map[string]int{}
	}
	m.ByReason[one.Reason]++
	if one.Kind == "formation" {
		m.Formations++
	} else {
		m.Sessions++
	}
	if len(m.List) == shownMoves {
		m.Omitted++
		return
	}
	m.List = append(m.List, one)
}

// ledgerDiff compares verdicts, as a feed is made, with the ledger that stands:
// both come in the order of formations, and one formation is held at a time.
type ledgerDiff struct {
	next     func() (journal.LedgerLine, error, bool)
	ahead    *journal.LedgerLine // read, of a later formation
	ended    bool
	titles   *titles
	current  string                          // formation whose verdicts come
	title    string                          // its
	standing map[recordID]journal.LedgerLine // of the current formation

	entering, leaving movement
}

type recordID struct{ kind, id string }

// begin takes the lines of the next formation; those of formations between it and
// the one before are of what the catalogue no longer gives.
func (d *ledgerDiff) begin(formation string) error {
	d.passed()
	d.current, d.title, d.standing = formation, d.titles.take(formation), map[recordID]journal.LedgerLine{}
	for {
		line, err := d.peek()
		if err != nil || line == nil || line.Formation > formation {
			return err
		}
		if line.Formation < formation {
			d.gone(*line)
		} else {
			d.standing[recordID{line.Kind, line.Record}] = *line
		}
		d.ahead = nil
	}
}

func (d *ledgerDiff) peek() (*journal.LedgerLine, error) {
	if d.ahead == nil && !d.ended {
		line, err, more := d.next()
		if err != nil {
			return nil, err
		}
		if d.ended = !more; more {
			d.ahead = &line
		}
	}
	return d.ahead, nil
}

// verdict compares one record; those of a formation come together.
func (d *ledgerDiff) verdict(v journal.Verdict) error {
	if v.Formation != d.current {
		if err := d.begin(v.Formation); err != nil {
			return err
		}
	}
	key := recordID{v.Kind, v.Record}
	was, known := d.standing[key]
	delete(d.standing, key)
	one := moved{Kind: v.Kind, Record: v.Record, Formation: v.Formation, Intitule: d.title}
	switch {
	case v.Exported && !known:
		one.Reason, one.Sentence = notYetJudged, "elle est entrée au catalogue depuis le dernier export"
		d.entering.add(one)
	case v.Exported && !was.Exported:
		one.Reason, one.Sentence = was.Reason, was.Sentence
		d.entering.add(one)
	case !v.Exported && was.Exported:
		one.Reason, one.Sentence = v.Reason, v.Sentence
		d.leaving.add(one)
	}
	return nil
}

// passed tells what is left of the formation before: the catalogue no longer gives
// it.
func (d *ledgerDiff) passed() {
	for _, key := range slices.SortedFunc(maps.Keys(d.standing), func(a, b recordID) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	}) {
		d.gone(d.standing[key])
	}
	d.standing = nil
}

func (d *ledgerDiff) gone(line journal.LedgerLine) {
	if line.Exported {
		d.leaving.add(moved{Kind: line.Kind, Record: line.Record, Formation: line.Formation, Intitule: line.Intitule,
			Reason: noLongerHeld, Sentence: "elle a été archivée, ou retirée par son organisme, depuis le dernier export"})
	}
}

// finish takes the lines that are left after the last formation.
func (d *ledgerDiff) finish() error {
	d.passed()
	for {
		line, err := d.peek()
		if err != nil || line == nil {
			return err
		}
		d.gone(*line)
		d.ahead = nil
	}
}

// titles keeps those of the formations that were read and whose verdicts are still to
// come: feeds are made while the catalogue is read on.
type titles struct {
	mu   sync.Mutex
	byID map[string]string
}

// watch passes the offers on, and keeps their titles.
func (t *titles) watch(offers iter.Seq2[offre.Offre, error]) iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		for o, err := range offers {
			if err == nil {
				t.mu.Lock()
				t.byID[o.Formation.ID] = o.Formation.Intitule
				t.mu.Unlock()
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

func (t *titles) take(formation string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	title := t.byID[formation]
	delete(t.byID, formation)
	return title
}
