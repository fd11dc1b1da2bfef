package merge

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// refuseReused refuses the rows that give new dates to a session that has begun.
// Only a row that names its session can: without number or reference, other dates
// are another session.
func (m *Merge) refuseReused(ctx context.Context, c Catalogue) error {
	named := m.matching(func(r *row) bool {
		return r.speaks.session && (r.text(layout.SessionID) != "" || r.text(layout.SessionReference) != "")
	})
	for batch := range slices.Chunk(named, batchSize) {
		ids := make([]string, len(batch))
		for i, r := range batch {
			ids[i] = r.session
		}
		slices.Sort(ids)
		held, err := c.Sessions(ctx, slices.Compact(ids))
		if err != nil {
			return fmt.Errorf("look up %d sessions that the delivery names: %w", len(ids), err)
		}
		for _, r := range batch {
			if s, known := held[r.session]; known && reuses(s, periodOf(r), m.today()) {
				m.refuse(r, reused(r, s))
			}
		}
	}
	return nil
}

// today is the day of the delivery, as dates of the offer count days.
func (m *Merge) today() time.Time {
	d := m.options.Date
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

// period is when a session takes place.
type period struct{ debut, fin offre.Date }

// periodOf is what one row states; a blank states nothing.
func periodOf(r *row) period {
	s := state1(r)
	begins, _, _ := debut(s)
	return period{begins, offre.Date(s.text(layout.SessionFin))}
}

// reuses reports that a session that has begun is given other dates. While it is
// under way its end may move.
func reuses(s offre.Session, p period, day time.Time) bool {
	underWay, over := begun(s, day)
	switch {
	case over:
		return !compatible(s.Debut, p.debut) || !compatible(s.Fin, p.fin)
	case underWay:
		return !compatible(s.Debut, p.debut)
	}
	return false
}

// begun tells of a session that has certainly begun whether it is over too.
func begun(s offre.Session, day time.Time) (underWay, over bool) {
	from, known := s.Debut.Last()
	to, bounded := s.Fin.Last()
	over = bounded && to.Before(day)
	return !over && known && !from.After(day), over
}

// compatible reports that two dates may be one: what both know is the same. A
// date that is not stated, or is none, is compatible with all.
func compatible(a, b offre.Date) bool {
	y1, m1, d1, ok1 := a.Parts()
	y2, m2, d2, ok2 := b.Parts()
	agree := func(x, y int) bool { return x == 0 || y == 0 || x == y }
	return !ok1 || !ok2 || agree(y1, y2) && agree(m1, m2) && agree(d1, d2)
}

func reused(r *row, s offre.Session) finding.Finding {
	p, f, value := periodOf(r), layout.SessionDebut, s.Debut
	if compatible(s.Debut, p.debut) {
		f, value = layout.SessionFin, s.Fin
	}
	found := about(sessionAncienne, r, f, s.ID, day(value))
	found.After = day(p.fin)
	if f == layout.SessionDebut {
		found.After = day(p.debut)
	}
	found.Message = fmt.Sprintf("La session %s (%s) a déjà commencé : elle ne peut pas recevoir de nouvelles dates (%s).",
		s.ID, period{s.Debut, s.Fin}, p)
	return found
}

// shifted tells of a known session whose dates move.
func shifted(held, next offre.Session, rows []*row) []finding.Finding {
	if held.ID == "" || compatible(held.Debut, next.Debut) && compatible(held.Fin, next.Fin) {
		return nil
	}
	f := layout.SessionDebut
	if compatible(held.Debut, next.Debut) {
		f = layout.SessionFin
	}
	was, is := period{held.Debut, held.Fin}, period{next.Debut, next.Fin}
	found := about(sessionDecalee, stating(rows, f)[0], f, next.ID, was.String())
	found.After = is.String()
	found.Message = fmt.Sprintf("La session %s est décalée : %s (auparavant : %s).", next.ID, is, was)
	return []finding.Finding{found}
}
