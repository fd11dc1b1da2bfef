package schedule

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"
)

// Job is something done again and again.
type Job struct {
	Name    string
	Run     string   // what it does, in the caller's words
	Targets []string // those that it concerns; none: all
	Spec    Spec     // when; never due: when those of After have ended well
	After   []string
	MaxTime time.Duration
	Retries int
	Backoff time.Duration
	Jitter  time.Duration
	CatchUp time.Duration
	Enabled bool
}

// Tick is one time that a job is due.
type Tick struct {
	Job string
	Due time.Time
}

// String names the tick, for logs and errors.
func (t Tick) String() string { return fmt.Sprintf("%s due %s", t.Job, t.Due.Format(time.RFC3339)) }

// longestDelay is the most that doubling a backoff comes to, unless it starts beyond.
const longestDelay = time.Hour

// Delay is how long to wait after so many failures: the backoff, twice as long each
// time up to an hour, and up to a fifth more by chance, so that what failed together
// is not tried together. chance gives numbers in [0, 1).
func (j Job) Delay(failures int, chance func() float64) time.Duration {
	d := j.Backoff
	for n := 1; n < failures && d < longestDelay; n++ {
		d = min(2*d, longestDelay)
	}
	return d + time.Duration(chance()*float64(d)/5)
}

// mostDelay is the longest that Delay can be.
func (j Job) mostDelay(failures int) time.Duration {
	return j.Delay(failures, func() float64 { return 1 })
}

// offset is how long after it is due the job starts: a share of Jitter that its name
// alone decides, so that every machine waits as long.
func (j Job) offset() time.Duration {
	seconds := uint64(j.Jitter / time.Second)
	if seconds == 0 {
		return 0
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(j.Name))
	return time.Duration(hash.Sum64()%(seconds+1)) * time.Second
}

// Find is the job of a name.
func Find(jobs []Job, name string) (Job, bool) {
	i := slices.IndexFunc(jobs, func(j Job) bool { return j.Name == name })
	if i < 0 {
		return Job{}, false
	}
	return jobs[i], true
}

func find(jobs []Job, name string) Job {
	j, _ := Find(jobs, name)
	return j
}

// inOrder lists jobs so that each stands after those that it waits for, and those
// that wait for one another, which Compile refuses.
func inOrder(jobs []Job) (ordered, stuck []Job) {
	for stuck = slices.Clone(jobs); len(stuck) > 0; {
		free := func(j Job) bool {
			return !slices.ContainsFunc(j.After, func(name string) bool { _, waits := Find(stuck, name); return waits })
		}
		i := slices.IndexFunc(stuck, free)
		if i < 0 {
			break
		}
		ordered, stuck = append(ordered, stuck[i]), slices.Delete(stuck, i, i+1)
	}
	return ordered, stuck
}

// Turns are the next times that a job is due.
type Turns struct {
	Job Job
	At  []time.Time // none for a job that only follows others, or is disabled
}

// Upcoming gives the next n times that each job is due, in the order of the jobs. A
// job starts up to its jitter later.
func Upcoming(jobs []Job, from time.Time, n int) []Turns {
	all := make([]Turns, len(jobs))
	for i, j := range jobs {
		all[i].Job = j
		for at := j.Spec.Next(from); j.Enabled && !at.IsZero() && len(all[i].At) < n; at = j.Spec.Next(at) {
			all[i].At = append(all[i].At, at)
		}
	}
	return all
}

// Start is when a job that is due then begins.
func (j Job) Start(due time.Time) time.Time { return due.Add(j.offset()) }
