package mail_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestEveryStateIsSaidInFrench goes through the states of a feed, with that of a target
// for which nothing was made, and those of a run.
func TestEveryStateIsSaidInFrench(t *testing.T) {
	digest := func(run journal.RunState, feed journal.PublicationState) string {
		n := mail.Night{Run: journal.Run{ID: "r", StartedAt: night, State: run}, Feeds: []mail.Feed{{Title: "AUDE", Publication: journal.Publication{State: feed, Error: "deux fois moins de formations"}}}}
		text, _, err := mail.Digest(n, settings().Staff, morning).Render(settings().Signature)
		must(t, err)
		return strings.Join(strings.Fields(text), " ") // lines are cut anywhere, and spaces are of several kinds
	}
	feeds := map[journal.PublicationState]string{journal.Published: "AUDE : publié, 0 formation", journal.Same: "AUDE : inchangé", journal.Held: "AUDE : retenu. Deux fois",
		journal.Refused: "AUDE : refusé par l'équipe", "": "AUDE : aucun flux n'a été préparé"}
	for _, s := range append(journal.PublicationStates, "") {
		if text := digest(journal.Done, s); feeds[s] == "" || !strings.Contains(text, feeds[s]) {
			t.Errorf("feed %q is not said %q:\n%s", s, feeds[s], text)
		}
	}
	runs := map[journal.RunState]string{journal.Running: "est en cours", journal.Done: "s'est bien passé", journal.DoneRefusals: "des données ont été refusées",
		journal.DoneHeld: "un flux au moins est retenu", journal.Failed: "s'est arrêté sur une erreur", journal.Abandoned: "a été interrompu"}
	for _, s := range journal.RunStates {
		if text := digest(s, journal.Published); runs[s] == "" || !strings.Contains(text, runs[s]) {
			t.Errorf("run %q is not said %q:\n%s", s, runs[s], text)
		}
	}
}
