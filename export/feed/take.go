package feed

import (
	"slices"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// take decides on one offer, writes what the target takes of it, and accounts for
// the formation and each of its sessions.
func (w *writer) take(o *offre.Offre, actions []group) error {
	decision := w.target.Decide(o, w.options.Date)
	var written lheo.Report
	if decision.Formation.Kept() {
		var actionCount int
		written, actionCount = w.encode(o, actions, &decision)
		if decision.Formation.Kept() {
			if err := w.keep(o.Formation.ID, written, actionCount, kept(decision)); err != nil {
				return err
			}
		}
	}
	return w.account(o, decision, written)
}

func kept(d target.Decision) (n int) {
	for _, s := range d.Sessions {
		if s.Kept() {
			n++
		}
	}
	return n
}

// encode writes the offer into the buffer. A session that LHEO does not accept is
// taken out, with the reason, so that it does not cost the formation its others;
// when none is left the formation is excluded too.
func (w *writer) encode(o *offre.Offre, actions []group, d *target.Decision) (lheo.Report, int) {
	offer := compose(o, actions, d.Sessions)
	report, refusal := w.attempt(offer)
	if refusal == nil {
		return report, len(offer.Actions)
	}
	if kept(*d) > 1 {
		w.sift(o, actions, d)
		if kept(*d) > 0 {
			offer = compose(o, actions, d.Sessions)
			if report, refusal = w.attempt(offer); refusal == nil {
				return report, len(offer.Actions)
			}
		}
	}
	refuse(d, *refusal)
	return report, 0
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
		if _, refusal := w.attempt(compose(o, actions, alone)); refusal != nil {
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

// compose is the offer with the sessions that are taken, by action.
func compose(o *offre.Offre, actions []group, sessions []target.Outcome) lheo.Offer {
	offer := lheo.Offer{Formation: o.Formation, Responsable: o.Responsable, Formateurs: o.Formateurs}
	for _, g := range actions {
		action := offre.Action{ID: g.id}
		for _, i := range g.sessions {
			if sessions[i].Kept() {
				action.Modalites = o.Sessions[i].Modalites
				action.Sessions = append(action.Sessions, o.Sessions[i])
			}
		}
		if len(action.Sessions) > 0 {
			offer.Actions = append(offer.Actions, action)
		}
	}
	return offer
}

// attempt encodes the offer into the buffer and says why LHEO does not accept it,
// nil when it does.
func (w *writer) attempt(offer lheo.Offer) (lheo.Report, *target.Reason) {
	profile, ok := w.profiles[scheme(offer.Actions)]
	if !ok {
		profile = w.profiles[""]
	}
	var report lheo.Report
	w.buffer, report = profile.AppendOffer(w.buffer[:0], offer)
	return report, refusal(report, w.buffer)
}

// scheme is the one that all the actions share, empty when they do not.
func scheme(actions []offre.Action) offre.Dispositif {
	shared := actions[0].Dispositif
	if slices.ContainsFunc(actions, func(a offre.Action) bool { return a.Dispositif != shared }) {
		return ""
	}
	return shared
}

// keep writes the buffer to the file and counts what it holds.
func (w *writer) keep(id string, report lheo.Report, actions, sessions int) error {
	if err := w.write(w.buffer); err != nil {
		return err
	}
	w.feed.Formations++
	w.feed.Actions += actions
	w.feed.Sessions += sessions
	for _, path := range report.Defaulted {
		w.feed.Defaulted[path]++
	}
	if w.options.Finding == nil {
		return nil
	}
	for _, f := range report.Findings {
		if f.Record == "" {
			f.Record = id
		}
		if err := w.options.Finding(w.target.Name, f); err != nil {
			return err
		}
	}
	return nil
}

// account gives the verdict on the formation, then on each of its sessions.
func (w *writer) account(o *offre.Offre, d target.Decision, written lheo.Report) error {
	verdict := journal.Verdict{Target: w.target.Name, Kind: Formation, Record: o.Formation.ID, Formation: o.Formation.ID}
	if d.Formation.Kept() {
		verdict.Defaulted = slices.Compact(slices.Sorted(slices.Values(written.Defaulted)))
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
