package schedule

import "time"

// followers are the ticks of the jobs without a cron of which every job before has
// ended well since they last ran. They are due when the last of those was.
func (h history) followers(jobs []Job, now time.Time) (ticks []Tick) {
	for _, j := range jobs {
		if j.Spec.cron != nil || !j.Enabled {
			continue
		}
		if due := h.released(j, now); !due.IsZero() {
			ticks = append(ticks, Tick{j.Name, due})
		}
	}
	return ticks
}

// released is when a job that only follows others is due; zero when one of those has
// not ended well since it last ran, or when they all ended so long ago that it is too
// late.
func (h history) released(j Job, now time.Time) (due time.Time) {
	var ended time.Time
	for _, name := range j.After {
		last := h.last(name, whichever)
		if last == nil || !well(*last) || !last.Due.After(h.lastDue(j.Name)) {
			return time.Time{}
		}
		due, ended = latest(due, last.Due), latest(ended, last.FinishedAt)
	}
	if now.Sub(ended) > max(j.CatchUp, slack) {
		return time.Time{}
	}
	return due
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
