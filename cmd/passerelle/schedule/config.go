package schedule

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Config is one entry of the list of jobs in the configuration.
type Config struct {
	Name    string        `yaml:"name"`
	Run     string        `yaml:"run"`      // what it does; empty: what its name says
	Targets []string      `yaml:"targets"`  // those that it concerns; none: all
	Cron    string        `yaml:"cron"`     // when; empty: when those of after have ended well
	Zone    string        `yaml:"timezone"` // whose clocks; empty: those of the configuration
	After   []string      `yaml:"after"`    // jobs that must have ended well
	MaxTime time.Duration `yaml:"max_time"` // that one attempt may take; 0: DefaultMaxTime
	Retries int           `yaml:"retries"`  // attempts after the first
	Backoff time.Duration `yaml:"backoff"`  // before the second attempt, then twice as long each time; 0: a minute
	Jitter  time.Duration `yaml:"jitter"`   // most that it starts after it is due: always the same for one name
	CatchUp time.Duration `yaml:"catch_up"` // how old a missed turn may be and still be made up for, once; 0: none is
	Enabled *bool         `yaml:"enabled"`  // not said: it is
}

// Limits of what a configuration may say.
const (
	DefaultMaxTime = 6 * time.Hour
	MaxMaxTime     = 24 * time.Hour
	maxRetries     = 20
	maxJitter      = time.Hour
	maxCatchUp     = 7 * 24 * time.Hour
	defaultBackoff = time.Minute
)

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,49}$`)

// Compile checks a list of jobs and makes it ready, in the order given. zone is where
// the clocks are, kinds what a job may do. The error says all that is wrong.
func Compile(configs []Config, zone *time.Location, kinds []string) ([]Job, error) {
	jobs, problems := make([]Job, len(configs)), []error(nil)
	for i, c := range configs {
		job, err := c.compile(zone, kinds)
		if err == nil {
			err = checkPlace(configs, i)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("job %d (%q): %w", i+1, c.Name, err))
		}
		jobs[i] = job
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("read the schedule: %w", errors.Join(problems...))
	}
	if circle := circle(jobs); circle != nil {
		return nil, fmt.Errorf("read the schedule: jobs wait for one another: %s; take one « after » away", strings.Join(circle, " after "))
	}
	return jobs, nil
}

func (c Config) compile(zone *time.Location, kinds []string) (j Job, err error) {
	j = Job{Name: c.Name, Run: c.Run, Targets: c.Targets, After: c.After, MaxTime: c.MaxTime, Retries: c.Retries,
		Backoff: c.Backoff, Jitter: c.Jitter, CatchUp: c.CatchUp, Enabled: c.Enabled == nil || *c.Enabled}
	if j.Run == "" {
		j.Run = j.Name
	}
	if j.MaxTime == 0 {
		j.MaxTime = DefaultMaxTime
	}
	if j.Backoff == 0 {
		j.Backoff = defaultBackoff
	}
	if c.Zone != "" {
		if zone, err = time.LoadLocation(c.Zone); err != nil {
			return j, fmt.Errorf("timezone: %w; write a name such as Europe/Paris or Indian/Reunion", err)
		}
	}
	if j.Spec.zone = zone; c.Cron != "" {
		if j.Spec, err = Parse(c.Cron, zone); err != nil {
			return j, err
		}
	}
	return j, j.check(kinds)
}

func (j Job) check(kinds []string) error {
	switch {
	case !nameForm.MatchString(j.Name):
		return errors.New("name: small letters, digits, - and _ are due, fifty at most")
	case !slices.Contains(kinds, j.Run):
		return fmt.Errorf("run: %s", unknown(j.Run, kinds))
	case j.Spec.cron == nil && len(j.After) == 0:
		return errors.New(`it is never due; write when (cron: "30 2 * * *") or after what (after: [load])`)
	case j.Retries < 0 || j.Retries > maxRetries:
		return fmt.Errorf("retries: %d is not between 0 and %d", j.Retries, maxRetries)
	}
	return errors.Join(
		between("max_time", j.MaxTime, time.Second, MaxMaxTime),
		between("backoff", j.Backoff, time.Second, MaxMaxTime),
		between("jitter", j.Jitter, 0, maxJitter),
		between("catch_up", j.CatchUp, 0, maxCatchUp))
}

func between(key string, d, least, most time.Duration) error {
	switch {
	case d < 0 || d > most || d < least:
		return fmt.Errorf("%s: %s is not between %s and %s; write it with its unit, such as 90s, 30m or 2h", key, d, least, most)
	case d%time.Second != 0:
		return fmt.Errorf("%s: %s is not a number of seconds; write it with its unit, such as 90s, 30m or 2h", key, d)
	}
	return nil
}

// checkPlace looks at a job among the others.
func checkPlace(configs []Config, at int) error {
	names := make([]string, len(configs))
	for i, c := range configs {
		names[i] = c.Name
		if i < at && c.Name == configs[at].Name {
			return fmt.Errorf("job %d has the same name", i+1)
		}
	}
	for i, before := range configs[at].After {
		n := slices.Index(names, before)
		switch {
		case n < 0:
			return fmt.Errorf("after: %s", unknown(before, names))
		case n == at:
			return errors.New("after: it waits for itself")
		case slices.Index(configs[at].After, before) < i:
			return fmt.Errorf("after: %q is said twice", before)
		case configs[at].Cron == "" && disabled(configs[n]) && !disabled(configs[at]):
			return fmt.Errorf("after: %q is disabled, so this one, which has no cron, would never run; disable it too", before)
		}
	}
	return nil
}

func disabled(c Config) bool { return c.Enabled != nil && !*c.Enabled }

func unknown(name string, known []string) string {
	if near := finding.Nearest(name, known); near != "" {
		return fmt.Sprintf("unknown %q; did you mean %q?", name, near)
	}
	return fmt.Sprintf("unknown %q; those known are %s", name, strings.Join(known, ", "))
}

// circle is a chain of jobs that comes back to its start; nil when there is none.
func circle(jobs []Job) (chain []string) {
	_, stuck := inOrder(jobs)
	if len(stuck) == 0 {
		return nil
	}
	for name := stuck[0].Name; ; {
		if start := slices.Index(chain, name); start >= 0 {
			return append(chain[start:], name)
		}
		chain = append(chain, name)
		for _, before := range find(stuck, name).After {
			if _, ok := Find(stuck, before); ok {
				name = before
				break
			}
		}
	}
}
