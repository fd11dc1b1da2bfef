package main

import (
	"path/filepath"
	"strings"
	"testing"
)

type waitingList struct {
	Total int             `json:"total"`
	First []waitingRecord `json:"fiches"`
}

// TestReviewTellsRecordsApartAndWhyTheyWait: two sessions of one formation have one
// title.
func TestReviewTellsRecordsApartAndWhyTheyWait(t *testing.T) {
	_, c := onlyClean(t, "lycee")
	must(t, exitRefused, "run", "--config", c, "--quiet")
	list := decode[waitingList](t, must(t, exitDone, "review", "--kind", "session", "--config", c, "--json").stdout)
	if len(list.First) == 0 {
		t.Fatal("no session waits")
	}
	for _, w := range list.First {
		if w.Debut == "" || w.Fin == "" || w.Ville == "" || w.SIRET == "" || w.Why != "son expéditeur, « lycee », n'est pas de confiance (trusted)" {
			t.Errorf("%+v lacks what tells it from others, or why it waits", w)
		}
	}
	text := must(t, exitDone, "review", "--kind", "session", "--config", c).stdout
	if first := list.First[0]; !strings.Contains(text, period(first.Debut, first.Fin)+", "+first.Ville) || !strings.Contains(text, "attend : son expéditeur") {
		t.Errorf("the list reads:\n%s", text)
	}
}

func TestReviewSaysThatTheConfigurationWantsAPerson(t *testing.T) {
	dir, c := onlyClean(t, "")
	appendTo(t, c, "\nauto_validate: never\n")
	must(t, exitDone, "load", filepath.Join(dir, "inbox", cleanWorkbook), "--config", c, "--quiet")
	text := must(t, exitDone, "review", "--kind", "organisme", "--config", c).stdout
	if !strings.Contains(text, "auto_validate: never") || !strings.Contains(text, " nouveau ") || strings.Contains(text, "nouvelle") {
		t.Errorf("the list reads:\n%s", text)
	}
}

func TestReviewSaysThatADeliveryHadErrors(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "load", filepath.Join(dir, "inbox", "Offre formation bocage 2026-27 VF (2).xlsx"), "--config", c, "--quiet")
	text := must(t, exitDone, "review", "--config", c).stdout
	if !strings.Contains(text, "attend : sa livraison a ") || !strings.Contains(text, "(auto_validate: without-errors)") {
		t.Errorf("the list reads:\n%s", text)
	}
}
