package feed

import (
	"errors"
	"slices"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// independent reports that what the target takes of an offer depends on no other:
// numbers that are the catalogue's own cannot clash.
func (w *writer) independent() bool { return w.target.Numbering.Kept() }

// take decides on one offer, and writes what the target takes of it into memory.
func (w *writer) take(r *record) {
	t := &r.taken[w.at]
	t.product, t.leaves, t.failure = nil, t.leaves[:0], nil
	t.decision = w.target.Decide(&r.offre, w.options.Date)
	if t.decision.Formation.Kept() {
		t.product = w.encode(r, &t.decision)
	}
	if t.product == nil {
		return
	}
	for _, twin := range w.twins {
		l, err := twin.leaf(t.product)
		t.leaves, t.failure = append(t.leaves, l), errors.Join(t.failure, err)
	}
}

// settle accounts for the formation and each of its sessions.
func (w *writer) settle(r *record) error {
	t := &r.taken[w.at]
	if !w.independent() {
		w.take(r)
	}
	if t.failure != nil {
		return readBack(w.target.Name, t.failure)
	}
	if t.product == nil {
		return w.account(&r.offre, t.decision, written{})
	}
	w.number(&t.product.offer)
	w.count(t.product)
	if err := w.tell(&r.offre, t.product); err != nil {
		return err
	}
	return w.account(&r.offre, t.decision, t.product.report)
}

func kept(d target.Decision) (n int) {
	for _, s := range d.Sessions {
		if s.Kept() {
			n++
		}
	}
	return n
}

// encode gives what is written of the offer, nil when nothing is. A session that
// the schema does not accept is taken out, with the reason, so that it does not cost
// the formation its others; when none is left the formation is excluded too.
func (w *writer) encode(r *record, d *target.Decision) *product {
	p := r.product(w.class, d.Sessions)
	if refusals := w.class.codec.refused(p.offer); len(refusals) > 0 {
		w.exclude(&r.offre, d, refusals)
		if !d.Formation.Kept() {
			return nil
		}
		p = r.product(w.class, d.Sessions)
	}
	refusal := w.attempt(p)
	if refusal == nil {
		return p
	}
	if kept(*d) > 1 && !p.report.whole {
		w.sift(r, d)
		if kept(*d) > 0 {
			p = r.product(w.class, d.Sessions)
			if refusal = w.attempt(p); refusal == nil {
				return p
			}
		}
	}
	refuse(d, *refusal)
	return nil
}

// exclude takes out what the recipient would refuse.
func (w *writer) exclude(o *offre.Offre, d *target.Decision, refusals []edof.Refusal) {
	for _, r := range refusals {
		reason := target.Reason{Code: r.Code, Sentence: r.Sentence}
		if r.Session == "" {
			refuse(d, reason)
			return
		}
		for i := range o.Sessions {
			if target.Number(w.target.Numbering.Session, o.Sessions[i].ID) == r.Session && d.Sessions[i].Kept() {
				d.Sessions[i].Reasons = []target.Reason{reason}
			}
		}
	}
	if kept(*d) == 0 {
		d.Formation.Reasons = target.WithoutSession(d.Sessions)
	}
}

// sift tries each session alone. A formation may have thousands: one costs the
// same whatever the number of the others.
func (w *writer) sift(r *record, d *target.Decision) {
	alone := slices.Repeat([]target.Outcome{{Reasons: elsewhere}}, len(d.Sessions))
	for _, g := range r.actions {
		for _, i := range g.sessions {
			if !d.Sessions[i].Kept() {
				continue
			}
			alone[i].Reasons = nil
			if refusal := w.attemptAlone(r, i, g, alone); refusal != nil {
				d.Sessions[i].Reasons = []target.Reason{*refusal}
			}
			alone[i].Reasons = elsewhere
		}
	}
}

// attemptAlone tries the one session that is kept, of its action.
func (w *writer) attemptAlone(r *record, i int, of group, kept []target.Outcome) *target.Reason {
	of.sessions = []int{i}
	offer := w.class.compose(&r.offre, []group{of}, kept)
	if reason := w.clash(&offer); reason != nil {
		return reason
	}
	key := single{w.class, i}
	if _, tried := r.singles[key]; !tried {
		if r.singles == nil {
			r.singles = map[single]*target.Reason{}
		}
		r.scratch, _, r.singles[key] = w.class.codec.attempt(r.scratch[:0], offer)
	}
	return r.singles[key]
}

// elsewhere marks the sessions that are not being tried.
var elsewhere = []target.Reason{{}}

// refuse excludes the formation, and the sessions that were still in.
func refuse(d *target.Decision, reason target.Reason) {
	d.Formation.Reasons = []target.Reason{reason}
	for i := range d.Sessions {
		if d.Sessions[i].Kept() {
			d.Sessions[i].Reasons = []target.Reason{reason}
		}
	}
}

// attempt encodes a product and says why it is not acceptable, nil when it is.
func (w *writer) attempt(p *product) *target.Reason {
	if reason := w.clash(&p.offer); reason != nil {
		return reason
	}
	return p.attempt()
}

// count counts what a product holds.
func (w *writer) count(p *product) {
	w.feed.Formations++
	w.feed.Actions += len(p.offer.Actions)
	for i := range p.offer.Actions {
		w.feed.Sessions += len(p.offer.Actions[i].Sessions)
	}
	for _, path := range p.report.defaulted {
		w.feed.Defaulted[path]++
	}
	for c, n := range p.report.unsaid {
		w.feed.Unsaid[string(c)] += n
	}
}

// tell gives the findings of an offer, about the records as the catalogue numbers
// them.
func (w *writer) tell(o *offre.Offre, p *product) error {
	if w.options.Finding == nil {
		return nil
	}
	for _, f := range p.report.findings {
		switch {
		case f.Record == "" || f.Record == p.offer.Formation.ID:
			f.Record = o.Formation.ID
		case !w.target.Numbering.Kept():
			at := slices.IndexFunc(o.Sessions, func(s offre.Session) bool {
				return target.Number(w.target.Numbering.Session, s.ID) == f.Record
			})
			if at >= 0 {
				f.Record = o.Sessions[at].ID
			}
		}
		if err := w.options.Finding(w.target.Name, f); err != nil {
			return err
		}
	}
	return nil
}

// account gives the verdict on the formation, then on each of its sessions.
func (w *writer) account(o *offre.Offre, d target.Decision, report written) error {
	verdict := journal.Verdict{Target: w.target.Name, Kind: Formation, Record: o.Formation.ID, Formation: o.Formation.ID}
	if d.Formation.Kept() {
		verdict.Defaulted = slices.Compact(slices.Sorted(slices.Values(report.defaulted)))
	}
	if err := w.verdict(verdict, d.Formation, &w.feed.Tallies[0]); err != nil {
		return err
	}
	for i, outcome := range d.Sessions {
		verdict := journal.Verdict{Target: w.target.Name, Kind: Session, Record: o.Sessions[i].ID, Formation: o.Formation.ID}
		if err := w.verdict(verdict, outcome, &w.feed.Tallies[1]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) verdict(v journal.Verdict, outcome target.Outcome, tally *journal.Tally) error {
	if v.Exported = outcome.Kept(); v.Exported {
		tally.Exported++
	} else {
		v.Reason, v.Sentence = outcome.Reasons[0].Code, outcome.Reasons[0].Sentence
		for _, other := range outcome.Reasons[1:] {
			v.Others = append(v.Others, other.Code)
		}
		tally.Excluded[v.Reason]++
	}
	if w.options.Verdict == nil {
		return nil
	}
	return w.options.Verdict(v)
}
