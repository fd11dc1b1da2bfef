package lheo

// AppendDecoded appends a record with all that it held, in LHEO 2.3: what the
// nouns keep as AppendOffer writes it, and the rest as it stood.
func (p Profile) AppendDecoded(dst []byte, d Decoded) ([]byte, Report) {
	w := encoder{dst: startLine(dst), profile: &p, schema: V23(), summary: d.Kind == KindResume}
	w.rests = append(w.rests, restFrame{rest: d.rest, of: noElem})
	switch o := &d.Offer; d.Kind {
	case KindFormation:
		w.formation(o)
	case KindResume:
		w.record = o.Formation.ID
		for i := range o.Actions {
			w.resume(o, &o.Actions[i], o.Formation.ID, "")
		}
	case KindOrganisme:
		w.record = o.Responsable.ID
		w.responsable(&o.Responsable, "")
	case KindResumeOrganisme:
		w.record = o.Responsable.ID
		w.resumeOrganisme(&o.Responsable, "")
	}
	return w.dst, w.report
}
