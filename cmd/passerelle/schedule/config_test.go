package schedule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
)

func TestConfiguration(t *testing.T) {
	jobs := compile(t, paris, `jobs:
  - {name: load, cron: "30 2 * * *", max_time: 2h, retries: 3, backoff: 5m, jitter: 90s, catch_up: 12h}
  - {name: export-reunion, run: export, targets: [aude], cron: "0 6 * * *", timezone: Indian/Reunion, after: [load]}
  - {name: digest, after: [export-reunion], enabled: false}
`)
	load, export, digest := jobs[0], jobs[1], jobs[2]
	if load.Run != "load" || load.MaxTime != 2*time.Hour || load.Retries != 3 || load.Backoff != 5*time.Minute || load.Jitter != 90*time.Second || load.CatchUp != 12*time.Hour || !load.Enabled || load.Spec.String() != "30 2 * * *" || load.Spec.Zone().String() != paris {
		t.Errorf("load: %+v", load)
	}
	if export.Run != "export" || len(export.Targets) != 1 || export.MaxTime != schedule.DefaultMaxTime || export.Backoff != time.Minute || export.Spec.Zone().String() != "Indian/Reunion" || len(export.After) != 1 {
		t.Errorf("export: %+v", export)
	}
	if digest.Enabled || digest.Spec.String() != "" {
		t.Errorf("digest: %+v", digest)
	}
	if none := compile(t, paris, "jobs: []\n"); len(none) != 0 {
		t.Errorf("no job: %+v", none)
	}
}

func TestConfigurationRefuses(t *testing.T) {
	for name, c := range map[string]struct{ jobs, want string }{
		"an unknown key":             {`- {name: load, cron: "0 2 * * *", max_tmie: 1h}`, `p.yaml:2: jobs: unknown key "max_tmie"; did you mean "max_time"?`},
		"no name":                    {`- {run: load, cron: "0 2 * * *"}`, `job 1 (""): name: small letters`},
		"a name that is none":        {`- {name: "Le chargement", run: load, cron: "0 2 * * *"}`, "name: small letters"},
		"a name twice":               {"- {name: load, cron: \"0 2 * * *\"}\n  - {name: load, cron: \"0 3 * * *\"}", `job 2 ("load"): job 1 has the same name`},
		"what nothing does":          {`- {name: exports, cron: "0 2 * * *"}`, `run: unknown "exports"; did you mean "export"?`},
		"what nothing does, by far":  {`- {name: nuit, cron: "0 2 * * *"}`, `run: unknown "nuit"; those known are load, export, digest, inbox`},
		"never due":                  {`- {name: load}`, "it is never due"},
		"a bad cron":                 {`- {name: load, cron: "0 25 * * *"}`, `read cron expression "0 25 * * *": hour "25"`},
		"an unknown zone":            {`- {name: load, cron: "0 2 * * *", timezone: Europe/Pariss}`, "write a name such as Europe/Paris"},
		"a time without unit":        {`- {name: load, cron: "0 2 * * *", max_time: 30}`, `p.yaml:2: jobs: max_time: a duration such as 90s or 2h is due, not "30"`},
		"a time too long":            {`- {name: load, cron: "0 2 * * *", max_time: 25h}`, "max_time: 25h0m0s is not between"},
		"a fraction of a second":     {`- {name: load, cron: "0 2 * * *", jitter: 1500ms}`, "jitter: 1.5s is not a number of seconds"},
		"a time that is negative":    {`- {name: load, cron: "0 2 * * *", catch_up: -1h}`, "catch_up: -1h0m0s is not between"},
		"too many retries":           {`- {name: load, cron: "0 2 * * *", retries: 21}`, "retries: 21 is not between 0 and 20"},
		"an unknown dependency":      {`- {name: load, after: [exports]}`, `after: unknown "exports"`},
		"itself":                     {`- {name: load, after: [load]}`, "after: it waits for itself"},
		"one twice":                  {"- {name: load, cron: \"0 2 * * *\"}\n  - {name: export, after: [load, load]}", `after: "load" is said twice`},
		"a circle":                   {"- {name: load, cron: \"0 2 * * *\", after: [digest]}\n  - {name: export, after: [load]}\n  - {name: digest, after: [export]}\n  - {name: inbox, after: [digest]}", "jobs wait for one another: load after digest after export after load"},
		"one after a disabled one":   {"- {name: load, cron: \"0 2 * * *\", enabled: false}\n  - {name: export, after: [load]}", `"load" is disabled, so this one`},
		"several mistakes, all told": {"- {name: load, cron: \"0 25 * * *\"}\n  - {name: digest}", "job 2 (\"digest\"): it is never due"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := compileIn(zone(t, paris), "jobs:\n  "+c.jobs+"\n")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %s", err, c.want)
			}
		})
	}
}

func TestUpcoming(t *testing.T) {
	jobs := compile(t, paris, `jobs:
  - {name: load, cron: "30 2 * * *"}
  - {name: export, after: [load]}
  - {name: digest, cron: "0 7 * * MON-FRI", enabled: false}
  - {name: inbox, cron: "0 6 * * *", timezone: Indian/Reunion}
`)
	from := time.Date(2026, time.March, 27, 12, 0, 0, 0, zone(t, paris))
	var got []string
	for _, turns := range schedule.Upcoming(jobs, from, 3) {
		line := turns.Job.Name
		for _, at := range turns.At {
			line += at.Format(" 01-02 15:04-07")
		}
		got = append(got, line)
	}
	compare(t, "the next turns", got, []string{
		"load 03-28 02:30+01 03-29 03:00+02 03-30 02:30+02", "export", "digest",
		"inbox 03-28 06:00+04 03-29 06:00+04 03-30 06:00+04"})
}
