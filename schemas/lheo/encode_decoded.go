package lheo

// AppendDecoded appends a record with all that it held: what the nouns keep as
// AppendOffer writes it, and the rest as it stood, whether LHEO 2.3 knows it or
// not.
func (p Profile) AppendDecoded(dst []byte, d Decoded) ([]byte, Report) {
	p.Integral = true
	if d.Kind == KindFormation {
		return p.AppendOffer(dst, d.Offer)
	}
	w := encoder{dst: startLine(dst), profile: &p, schema: p.schema(), summary: d.Kind == KindResume}
	w.rests = append(w.rests, restFrame{rest: d.rest, of: noElem})
	w.record = firstOf(d.Offer.Formation.ID, d.Offer.Responsable.ID)
	switch o := &d.Offer; d.Kind {
	case KindResume:
		for i := range o.Actions {
			w.resume(o, &o.Actions[i], o.Formation.ID, "")
		}
	case KindOrganisme:
		w.responsable(o, &o.Responsable, "")
	case KindResumeOrganisme:
		w.resumeOrganisme(&o.Responsable, "")
	}
	return w.dst, w.report
}
