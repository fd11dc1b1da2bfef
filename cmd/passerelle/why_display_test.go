package main

import (
	"strings"
	"testing"
	"time"
)

// TestWhySaysTheDayOfDisplayInWorkingDays publishes on Christmas Eve: neither the
// holiday nor the week-end counts for the national base.
func TestWhySaysTheDayOfDisplayInWorkingDays(t *testing.T) {
	_, c := sample(t)
	eve := time.Date(2026, 12, 24, 2, 30, 0, 0, time.UTC)
	if out := commandAt(t, eve, "run", "--config", c); out.code != exitRefused {
		t.Fatalf("run: %d\n%s%s", out.code, out.stdout, out.stderr)
	}
	for target, want := range map[string]string{
		"intercarif": "affichage attendu : 2 à 3 jours ouvrés après le flux, au plus tard le 30/12/2026",
		"kairos":     "affichage attendu : 2 à 3 jours ouvrés après le flux, puis 1 à 5 jours, au plus tard le 04/01/2027",
	} {
		exported, _ := oneOfEach(t, c, target)
		for _, ask := range [][]string{{"why", exported, "--target", target}, {"trace", exported}} {
			if out := commandAt(t, eve, append(ask, "--config", c)...); !strings.Contains(out.stdout, want) {
				t.Errorf("%s does not say « %s »:\n%s%s", strings.Join(ask, " "), want, out.stdout, out.stderr)
			}
		}
	}
}
