package feed

import (
	"slices"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/edof"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// take decides on one offer, writes what the target takes of it, and accounts for
// the formation and each of its sessions.
func (w *writer) take(o *offre.Offre, actions []group) error {
	decision := w.target.Decide(o, w.options.Date)
	var report written
	if decision.Formation.Kept() {
		var offer lheo.Offer
		report, offer = w.encode(o, actions, &decision)
		if decision.Formation.Kept() {
			if err := w.keep(o, &offer, report); err != nil {
				return err
			}
		}
	}
	return w.account(o, decision, report)
}

func kept(d target.Decision) (n int) {
	for _, s := range d.Sessions {
		if s.Kept() {
			n++
		}
	}
	return n
}

// encode writes the offer into the buffer. A session that the schema does not
// accept is taken out, with the reason, so that it does not cost the formation its
// others; when none is left the formation is excluded too.
func (w *writer) encode(o *offre.Offre, actions []group, d *target.Decision) (written, lheo.Offer) {
	offer := w.compose(o, actions, d.Sessions)
	if refusals := w.codec.refused(offer); len(refusals) > 0 {
		w.exclude(o, d, refusals)
		if !d.Formation.Kept() {
			return written{}, offer
		}
		offer = w.compose(o, actions, d.Sessions)
	}
	report, refusal := w.attempt(offer)
	if refusal == nil {
		return report, offer
	}
	if kept(*d) > 1 {
		w.sift(o, actions, d)
		if kept(*d) > 0 {
			offer = w.compose(o, actions, d.Sessions)
			if report, refusal = w.attempt(offer); refusal == nil {
				return report, offer
			}
		}
	}
	refuse(d, *refusal)
	return written{}, offer
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

// sift tries each session alone.
func (w *writer) sift(o *offre.Offre, actions []group, d *target.Decision) {
	alone := make([]target.Outcome, len(d.Sessions))
	for i := range d.Sessions {
		if !d.Sessions[i].Kept() {
			continue
		}
		for j := range alone {
			alone[j].Reasons = elsewhere
		}
		alone[i].Reasons = nil
		if _, refusal := w.attempt(w.compose(o, actions, alone)); refusal != nil {
			d.Sessions[i].Reasons = []target.Reason{*refusal}
		}
	}
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

// attempt encodes the offer into the buffer and says why it is not acceptable, nil
// when it is.
func (w *writer) attempt(offer lheo.Offer) (report written, reason *target.Reason) {
	if reason := w.clash(&offer); reason != nil {
		return written{}, reason
	}
	w.buffer, report, reason = w.codec.attempt(w.buffer[:0], offer)
	return report, reason
}

// keep writes the buffer to the file, and the offer to the twins, and counts what
// they hold.
func (w *writer) keep(o *offre.Offre, offer *lheo.Offer, report written) error {
	if err := w.record(offer); err != nil {
		return err
	}
	w.number(offer)
	w.feed.Formations++
	w.feed.Actions += len(offer.Actions)
	for i := range offer.Actions {
		w.feed.Sessions += len(offer.Actions[i].Sessions)
	}
	for _, path := range report.defaulted {
		w.feed.Defaulted[path]++
	}
	for c, n := range report.unsaid {
		w.feed.Unsaid[string(c)] += n
	}
	for _, twin := range w.twins {
		if err := twin.add(offer); err != nil {
			return err
		}
	}
	return w.tell(o, offer, report)
}

// tell gives the findings of an offer, about the records as the catalogue numbers
// them.
func (w *writer) tell(o *offre.Offre, offer *lheo.Offer, report written) error {
	if w.options.Finding == nil {
		return nil
	}
	for _, f := range report.findings {
		switch {
		case f.Record == "" || f.Record == offer.Formation.ID:
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
