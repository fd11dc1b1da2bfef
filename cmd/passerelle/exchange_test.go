package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// published runs a night on the sample and gives its folder and configuration.
func published(t *testing.T) (dir, c string) {
	t.Helper()
	dir, c = sample(t)
	must(t, exitRefused, "run", "--config", c)
	return dir, c
}

func TestWhySaysHowFarARecordHasCome(t *testing.T) {
	_, c := published(t)
	exported, left := oneOfEach(t, c, "aude")

	out := must(t, exitDone, "why", exported, "--target", "aude", "--config", c)
	for _, said := range []string{"reçue le", "validée le", "dans le flux depuis le", "pas encore récupéré", "affichage attendu"} {
		if !strings.Contains(out.stdout, said) {
			t.Errorf("why %s does not say « %s »:\n%s", exported, said, out.stdout)
		}
	}
	out = must(t, exitRefused, "why", left, "--target", "aude", "--config", c)
	if !strings.Contains(out.stdout, "non diffusée depuis le") {
		t.Errorf("why %s does not say that it is left out:\n%s", left, out.stdout)
	}
	found := decode[[]journal.Whereabouts](t, must(t, exitRefused, "why", left, "--target", "aude", "--config", c, "--json").stdout)
	if len(found) == 0 || len(found[0].Targets) != 1 || found[0].Targets[0].Sentence == "" {
		t.Errorf("why %s as JSON: %+v, want one target and its reason in words", left, found)
	}
	must(t, exitFailed, "why", "04_NOWHERE", "--config", c)
	must(t, exitMisused, "why", left, "--target", "nobody", "--config", c)
}

// oneOfEach gives a formation that a target takes and one that it leaves, by its
// ledger, whose lines it adds up.
func oneOfEach(t *testing.T, c, target string) (exported, left string) {
	t.Helper()
	out := must(t, exitDone, "ledger", "--target", target, "--csv", "--config", c)
	r := csv.NewReader(strings.NewReader(out.stdout))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	formations := 0
	for _, row := range rows[1:] {
		if row[0] != "formation" {
			continue
		}
		formations++
		switch {
		case row[6] == "oui":
			exported = row[1]
		case row[7] == "" || row[8] == "":
			t.Errorf("the ledger leaves %s out without a reason: %q", row[1], row)
		default:
			left = row[1]
		}
	}
	var sum int
	for line := range strings.Lines(must(t, exitDone, "ledger", "--target", target, "--json", "--config", c).stdout) {
		var l journal.LedgerLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if l.Kind == "formation" {
			sum++
		}
	}
	if sum != formations || exported == "" || left == "" {
		t.Fatalf("the ledger of %s has %d formations as JSON and %d as CSV; one exported: %q, one left: %q", target, sum, formations, exported, left)
	}
	return exported, left
}

// TestAFeedThatShrinksWaitsForSomebody archives most of the offer: the feed is
// held, then refused or released.
func TestAFeedThatShrinksWaitsForSomebody(t *testing.T) {
	for _, verb := range []string{"release", "refuse"} {
		t.Run(verb, func(t *testing.T) {
			dir, c := published(t)
			feed := filepath.Join(dir, "feeds", "aude", "latest", "aude.xml")
			before := content(t, feed)
			archiveMost(t, c)
			must(t, exitRefused, "run", "--config", c)
			if !bytes.Equal(content(t, feed), before) {
				t.Fatal("the feed that lost most of its formations was published")
			}
			held := decode[shelf.Changes](t, must(t, exitDone, "changes", "aude", "--held", "--json", "--config", c).stdout)
			if held.Summary.Gone == 0 {
				t.Errorf("what is held would change %+v, want formations gone", held.Summary)
			}
			for _, change := range held.List {
				if change.Kind == shelf.GoneFormation && change.Sentence == "" {
					t.Errorf("%s would go, nobody says why", change.Number)
				}
			}
			must(t, exitMisused, verb, "nobody", "--config", c)
			must(t, exitDone, verb, "aude", "--by", "Claire", "--reason", "vu", "--config", c)
			if published := !bytes.Equal(content(t, feed), before); published != (verb == "release") {
				t.Errorf("after %s, the feed in place has changed: %v", verb, published)
			}
			must(t, exitFailed, verb, "aude", "--config", c) // nothing is held any more
			if verb == "release" {
				xmllint(t, feed)
			}
		})
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// archiveMost withdraws all the formations of aude but one.
func archiveMost(t *testing.T, c string) {
	t.Helper()
	args := []string{"archive", "--reason", "essai", "--config", c}
	for line := range strings.Lines(must(t, exitDone, "ledger", "--target", "aude", "--json", "--config", c).stdout) {
		var l journal.LedgerLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		if l.Kind == "formation" && l.Exported {
			args = append(args, l.Record)
		}
	}
	must(t, exitDone, args[:len(args)-1]...)
}

// TestADeltaMakesTheNewFeedFromTheOld as a partner who takes differences would.
func TestADeltaMakesTheNewFeedFromTheOld(t *testing.T) {
	dir, c := published(t)
	_, left := oneOfEach(t, c, "intercarif")
	exported, _ := oneOfEach(t, c, "aude")
	folder := func() string {
		real, err := filepath.EvalSymlinks(filepath.Join(dir, "feeds", "intercarif", "latest"))
		if err != nil {
			t.Fatal(err)
		}
		return real
	}
	old := folder()
	must(t, exitDone, "archive", exported, left, "--reason", "essai", "--config", c)
	must(t, exitDone, "run", "--config", c)
	if folder() == old {
		t.Fatal("the second night published nothing new")
	}
	since := filepath.Base(old)
	delta, out := filepath.Join(dir, "delta"), filepath.Join(dir, "applied")
	d := decode[shelf.DeltaInfo](t, must(t, exitDone, "delta", "intercarif", "--since", since, "--out", delta, "--json", "--config", c).stdout)
	if len(d.Feeds) != 1 || len(d.Feeds[0].Withdrawn) != 1 || d.Feeds[0].Withdrawn[0].Number != exported {
		t.Errorf("the delta withdraws %+v, want %s", d.Feeds, exported)
	}
	must(t, exitDone, "delta", "apply", old, delta, out)
	if !bytes.Equal(content(t, filepath.Join(out, "intercarif.xml")), content(t, filepath.Join(folder(), "intercarif.xml"))) {
		t.Error("the old feed and the delta do not make the new feed")
	}
	if said := must(t, exitDone, "changes", "intercarif", "--config", c).stdout; !strings.Contains(said, exported) {
		t.Errorf("the change log does not name %s:\n%s", exported, said)
	}
}

func TestWhatPartnersAnswerIsReadBack(t *testing.T) {
	dir, c := published(t)
	exported, _ := oneOfEach(t, c, "aude")
	file := filepath.Join(dir, "retour.csv")
	if err := os.WriteFile(file, []byte("numero;nature;statut;code;message\n"+exported+";formation;KO;E12;SIRET inconnu\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, exitMisused, "acknowledge", "--target", "nobody", file, "--config", c)
	must(t, exitRefused, "acknowledge", "--target", "aude", file, "--config", c)
	if out := must(t, exitDone, "refusals", "--config", c).stdout; !strings.Contains(out, exported) || !strings.Contains(out, "à faire") {
		t.Errorf("the refusals do not say what to do of %s:\n%s", exported, out)
	}
	if out := must(t, exitDone, "why", exported, "--target", "aude", "--config", c).stdout; !strings.Contains(out, "refusée par le partenaire") {
		t.Errorf("why does not say that the partner refused:\n%s", out)
	}
}
