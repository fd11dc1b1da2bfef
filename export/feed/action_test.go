package feed

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// at is a session of that number and stated action, in that town.
func at(id, action, town string) offre.Session {
	return offre.Session{ID: id, Action: action, Modalites: offre.Modalites{Lieu: offre.Lieu{Adresse: offre.Adresse{Ville: town}}}}
}

func TestActions(t *testing.T) {
	long := strings.Repeat("x", 31)
	for _, c := range []struct {
		name     string
		sessions []offre.Session
		want     string // number: its sessions
	}{
		{"none", nil, ""},
		{"alone, without a number", []offre.Session{at("S1", "", "Caen")}, "S1: S1"},
		{"alone, with one", []offre.Session{at("S1", "A1", "Caen")}, "A1: S1"},
		{"agreeing", []offre.Session{at("S1", "", "Caen"), at("S2", "", "Caen")}, "S1: S1 S2"},
		{"disagreeing", []offre.Session{at("S1", "", "Caen"), at("S2", "", "Lisieux"), at("S3", "", "Caen")}, "S1: S1 S3; S2: S2"},
		{"out of order", []offre.Session{at("S3", "", "Caen"), at("S1", "", "Caen")}, "S1: S1 S3"},
		{"numbered apart though they agree", []offre.Session{at("S1", "A1", "Caen"), at("S2", "A2", "Caen")}, "A1: S1; A2: S2"},
		{"one number for two places", []offre.Session{at("S1", "A1", "Caen"), at("S2", "A1", "Lisieux"), at("S3", "A1", "Caen")}, "A1: S1 S3; A1-2: S2"},
		{"one number for three places", []offre.Session{at("S1", "A1", "Caen"), at("S2", "A1", "Vire"), at("S3", "A1", "Flers")}, "A1: S1; A1-2: S2; A1-3: S3"},
		{"a number that a suffix would repeat", []offre.Session{at("S1", "A1", "Caen"), at("S2", "A1", "Vire"), at("S3", "A1-2", "Flers")}, "A1: S1; A1-2: S2; A1-2-2: S3"},
		{"one without a number joins those that agree", []offre.Session{at("S1", "", "Caen"), at("S2", "A1", "Caen")}, "A1: S1 S2"},
		{"one that agrees with two joins the first", []offre.Session{at("S1", "A2", "Caen"), at("S2", "", "Caen"), at("S3", "A1", "Caen")}, "A1: S3; A2: S1 S2"},
		{"a stated number that looks like a session's", []offre.Session{at("S1", "", "Caen"), at("S2", "S1", "Vire")}, "S1: S2; S1-2: S1"},
		{"a number too long for a suffix", []offre.Session{at("S1", long, "Caen"), at("S2", long, "Vire")}, "S2: S2; " + long + ": S1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, g := range actionsOf(c.sessions) {
				var ids []string
				for _, i := range g.sessions {
					ids = append(ids, c.sessions[i].ID)
				}
				got = append(got, g.id+": "+strings.Join(ids, " "))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// TestActionsDependOnNothingButTheSessions: whatever the order, each session is in
// one action, numbers differ, and are the same.
func TestActionsDependOnNothingButTheSessions(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var sessions []offre.Session
		for i := range 1 + random.IntN(12) {
			stated := []string{"", "A1", "A2", "S3"}[random.IntN(4)]
			sessions = append(sessions, at(fmt.Sprintf("S%d", i), stated, []string{"Caen", "Vire"}[random.IntN(2)]))
		}
		first := describe(t, sessions)
		random.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
		if again := describe(t, sessions); again != first {
			t.Fatalf("%s\nin another order became\n%s", first, again)
		}
	}
}

func describe(t *testing.T, sessions []offre.Session) string {
	t.Helper()
	var text strings.Builder
	seen, numbers := map[string]bool{}, map[string]bool{}
	for _, g := range actionsOf(sessions) {
		if numbers[g.id] {
			t.Fatalf("action number %q is given twice", g.id)
		}
		numbers[g.id] = true
		fmt.Fprintf(&text, "%s:", g.id)
		for _, i := range g.sessions {
			if seen[sessions[i].ID] {
				t.Fatalf("session %q is in two actions", sessions[i].ID)
			}
			seen[sessions[i].ID] = true
			fmt.Fprintf(&text, " %s", sessions[i].ID)
		}
		text.WriteString("\n")
	}
	if len(seen) != len(sessions) {
		t.Fatalf("%d sessions of %d are in an action", len(seen), len(sessions))
	}
	return text.String()
}
