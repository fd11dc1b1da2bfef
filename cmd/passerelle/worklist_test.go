package main

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

type tasks struct {
	Total int                 `json:"total"`
	Tasks []journal.TaskGroup `json:"taches"`
}

// succession is the question of the sample about a certification that two others
// replaced.
func succession(t *testing.T, c string) []journal.TaskGroup {
	t.Helper()
	return decode[tasks](t, must(t, exitDone, "worklist", "--config", c, "--kind", "succession", "--json").stdout).Tasks
}

func TestWorklistIsDecidedByThePeople(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--config", c)
	asked := succession(t, c)
	if len(asked) != 1 || len(asked[0].Proposals) != 2 {
		t.Fatalf("the sample asks %+v, want one certification with two successors", asked)
	}
	question := asked[0]
	other := question.Proposals[1].Code
	must(t, exitMisused, "worklist", "decide", question.Key, "--config", c)
	must(t, exitFailed, "worklist", "decide", question.Key, "999999", "--config", c)
	must(t, exitFailed, "worklist", "decide", "0000000000", other, "--config", c)
	said := must(t, exitDone, "worklist", "decide", question.Key, other, "--by", "Claire", "--reason", "vu avec l'organisme", "--config", c).stdout
	for _, want := range []string{"réponse donnée par Claire : " + other + " (vu avec l'organisme)", "1 formation codée de nouveau : " + question.Formation, "worklist forget " + question.Key} {
		if !strings.Contains(said, want) {
			t.Errorf("the answer does not say %q:\n%s", want, said)
		}
	}

	if left := succession(t, c); len(left) != 0 {
		t.Errorf("the question is still asked: %+v", left)
	}
	story := decode[store.Trace](t, must(t, exitDone, "trace", question.Formation, "--config", c, "--json").stdout)
	var held []string
	for _, cert := range story.Formation.Certifications {
		held = append(held, cert.CertifInfo)
	}
	if len(held) != 2 || held[1] != other {
		t.Errorf("certifications %q, want the one named and %s that was chosen", held, other)
	}
	if text := must(t, exitDone, "trace", question.Formation, "--config", c).stdout; !strings.Contains(text, "choisi par Claire le 23/11/2026 : vu avec l'organisme") {
		t.Errorf("nobody can tell who chose:\n%s", text)
	}
	must(t, exitDone, "run", "--config", c)
	if left := succession(t, c); len(left) != 0 {
		t.Error("the next night asks again what was decided")
	}
	if out := must(t, exitFailed, "worklist", "decide", question.Key, question.Proposals[0].Code, "--config", c); !strings.Contains(out.stderr, "worklist forget "+question.Key) {
		t.Errorf("whoever answers again is not told how: %s", out.stderr)
	}
	if out := must(t, exitDone, "worklist", "forget", question.Key, "--config", c); !strings.Contains(out.stdout, "retirée par une personne inconnue ;") {
		t.Errorf("nobody is said to take the answer back: %s", out.stdout)
	}
	if again := succession(t, c); len(again) != 1 {
		t.Error("the question that was reopened is not asked")
	}
	if out := must(t, exitDone, "worklist", "decide", question.Key, other, "--config", c); !strings.Contains(out.stdout, "réponse donnée par une personne inconnue : "+other+"\n") {
		t.Errorf("nobody is said to answer: %s", out.stdout)
	}
}

func TestSearchFindsByWordAndByCode(t *testing.T) {
	_, c := sample(t)
	must(t, exitDone, "referentials", "refresh", "--config", c)
	for query, want := range map[string]string{
		"RNCP718": "22077", "domicile mc": "22077", "R389": "R489", "zzzzzz": "Aucune certification",
	} {
		if out := must(t, exitDone, "search", query, "--config", c); !strings.Contains(out.stdout, want) {
			t.Errorf("search %q says\n%swant %s", query, out.stdout, want)
		}
	}
}
