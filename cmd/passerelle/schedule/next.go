package schedule

import "time"

// Next is the first instant after another at which the spec is due; zero when there
// is none.
//
// When clocks change, a spec that names hours is due as often as on any day: once
// right after the hour that is skipped, whatever falls in it, and the first time
// through the hour that comes twice. A spec of every hour follows the time that
// passes: what is skipped is not due, what comes twice is due twice.
func (s Spec) Next(after time.Time) time.Time {
	if s.cron == nil {
		return time.Time{}
	}
	after = after.In(s.zone)
	if s.everyHour() {
		return s.nextPassing(after)
	}
	for wall := s.nextWall(wallClock(after)); !wall.IsZero(); wall = s.nextWall(wall) {
		if due := s.instant(wall); due.After(after) {
			return due
		}
	}
	return time.Time{}
}

// nextPassing looks through the stretches of time between two changes of the clocks.
func (s Spec) nextPassing(after time.Time) time.Time {
	for range 64 { // changes, of which places have two a year or so: more than the eight years that a 29 February may take
		wall := s.nextWall(wallClock(after))
		if wall.IsZero() {
			return time.Time{}
		}
		_, end := after.ZoneBounds()
		due := after.Add(wall.Sub(wallClock(after)))
		if end.IsZero() || due.Before(end) {
			return due
		}
		if s.matches(wallClock(end)) { // due as clocks change
			return end
		}
		after = end
	}
	return time.Time{}
}

func (s Spec) matches(wall time.Time) bool {
	return s.nextWall(wall.Add(-time.Second)).Equal(wall)
}

// nextWall is the next match on a clock that never changes. The parser looks five
// years ahead, and the years around 2100 have no 29 February for eight.
func (s Spec) nextWall(wall time.Time) time.Time {
	next := s.cron.Next(wall)
	if next.IsZero() {
		next = s.cron.Next(wall.AddDate(4, 0, 0))
	}
	return next
}

// wallClock is what the clocks of a time's place show, as if they were in UTC.
func wallClock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// instant is when clocks first show a time or, when they skip it, when they have. A
// change of the clocks is never far from the times that it troubles, so the stretch
// that time.Date chooses, the one before and the one after are all there are.
func (s Spec) instant(wall time.Time) time.Time {
	near := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, s.zone)
	start, end := near.ZoneBounds() // zero where clocks never changed
	stretches := []time.Time{near}
	if !start.IsZero() {
		stretches = []time.Time{start.Add(-1), near}
	}
	if !end.IsZero() {
		stretches = append(stretches, end)
	}
	for _, in := range stretches {
		if t := shown(wall, in); wallClock(t).Equal(wall) {
			return t
		}
	}
	if !start.IsZero() && !wallClock(start).Before(wall) {
		return start
	}
	return end
}

// shown is when clocks would show a time if they kept the offset that they have in
// an instant.
func shown(wall, in time.Time) time.Time {
	_, offset := in.Zone()
	return wall.Add(-time.Duration(offset) * time.Second).In(in.Location())
}
