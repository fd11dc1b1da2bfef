package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMetricsOfTheSample(t *testing.T) {
	dir, c := sample(t)
	must(t, exitFailed, "metrics", "--config", c) // there is no store to look into
	must(t, exitRefused, "run", "--config", c, "--quiet")
	printed := must(t, exitDone, "metrics", "--config", c).stdout
	for _, want := range []string{"passerelle_up 1\n", `passerelle_feed_formations{target="kairos"} 20`, `passerelle_last_run_state{state="done_with_refusals"} 1`,
		`passerelle_rows_total{outcome="refused"} 6`, `passerelle_last_run_findings{rule="siret-cle",severity="warning"} 4`, `passerelle_referential_stale{referential="rome"} 0`} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(printed, `rule="inconnu"`) {
		t.Error("a rule of the sample is not in the list of rules")
	}
	out := filepath.Join(dir, "passerelle.prom")
	if said := must(t, exitDone, "metrics", "--out", out, "--config", c); said.stdout != "" {
		t.Errorf("with --out it prints %q", said.stdout)
	}
	if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), "passerelle_up 1\n") {
		t.Errorf("got %s, %v", text, err)
	}
	must(t, exitFailed, "metrics", "--out", filepath.Join(dir, "absent", "x.prom"), "--config", c)
}
