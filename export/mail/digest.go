package mail

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Night is what a run did, as the staff hear of it in the morning.
type Night struct {
	Run          journal.Run // the last
	Runs, Failed int         // told as one, and those among them that failed before the last; 0 when there was one alone
	Loads        []journal.Load
	Unread       []string // names of files that could not be read
	Errors       int      // findings, by severity
	Warnings     int
	Awaiting     Awaiting
	Feeds        []Feed
	Refreshed    []nomenclature.Version  // referentials that the run loaded
	Stale        []nomenclature.Standing // those that are too old
	Report       string                  // where the whole report is; may be empty
	PushesFailed []journal.Push          // given up
}

// Awaiting counts what waits for a decision of the staff.
type Awaiting struct {
	Organismes, Formations, Sessions int // records to validate
	Requests                         int // of organisations
	Questions                        int // of the worklist of codification
}

// Feed is what became of the feed of one target.
type Feed struct {
	Title       string // of the target, for people
	Publication journal.Publication
	InPlace     time.Time // day of the feed that partners read when this one is held; zero when there is none
}

// Digest tells the staff what a night did: once a run.
func Digest(n Night, to []string, at time.Time) Message {
	return Message{
		Key: key(KindDigest, n.Run.ID), Kind: KindDigest, Run: n.Run.ID, To: to, At: at,
		Subject: Prefix + n.subject(at),
		letter: letter{Hello: true, Blocks: []block{
			n.summary(at), n.arrivals(), n.awaiting(), n.feeds(at), n.referentials(at), n.report(),
		}},
	}
}

func (n Night) rows() (sum journal.Counts) {
	for _, l := range n.Loads {
		sum = sum.Plus(l.Counts)
	}
	return sum
}

func (n Night) held() (held int) {
	for _, f := range n.Feeds {
		if f.Publication.State == journal.Held {
			held++
		}
	}
	return held
}

func (n Night) subject(at time.Time) string {
	subject := "Bilan du " + frenchDay(n.Run.StartedAt.In(at.Location()))
	switch {
	case n.Run.State == journal.Failed || n.Run.State == journal.Abandoned:
		return subject + " : passage en échec"
	case n.held() > 0:
		return subject + " : " + count(n.held(), "flux retenu")
	case n.rows().Refused > 0:
		return subject + " : " + count(n.rows().Refused, "ligne refusée")
	case len(n.Unread) > 0:
		return subject + " : " + count(len(n.Unread), "fichier refusé")
	}
	return subject
}

// stateWords say where a run stands, to people.
var stateWords = map[journal.RunState]string{
	journal.Running:      "est en cours",
	journal.Done:         "s'est bien passé",
	journal.DoneRefusals: "est allé à son terme ; des données ont été refusées",
	journal.DoneHeld:     "est allé à son terme ; un flux au moins est retenu et attend une décision",
	journal.Failed:       "s'est arrêté sur une erreur",
	journal.Abandoned:    "a été interrompu",
}

func (n Night) summary(at time.Time) block {
	if n.Runs > 1 {
		return n.together(at)
	}
	sentence := fmt.Sprintf("Le passage du %s %s.", frenchInstant(n.Run.StartedAt, at), stateWords[n.Run.State])
	if n.Run.FinishedAt.After(n.Run.StartedAt) {
		sentence += fmt.Sprintf(" Il a duré %s.", frenchDuration(n.Run.FinishedAt.Sub(n.Run.StartedAt)))
	}
	return block{Paragraphs: []string{sentence}, Quote: line(n.Run.Error, 1000)}
}

// together tells of several runs: those of one turn, and of the deliveries of the day.
func (n Night) together(at time.Time) block {
	sentence := fmt.Sprintf("Ce bilan réunit %s depuis le %s", count(n.Runs, "passage"), frenchInstant(n.Run.StartedAt, at))
	if n.Failed > 0 {
		sentence += ", dont " + count(n.Failed, "arrêté") + " sur une erreur"
	}
	return block{Paragraphs: []string{fmt.Sprintf("%s. Le dernier %s.", sentence, stateWords[n.Run.State])}, Quote: line(n.Run.Error, 1000)}
}

func (n Night) report() block {
	if n.Report == "" {
		return block{}
	}
	return block{Title: "Pour en savoir plus", Paragraphs: []string{"Le compte rendu complet est ici : " + line(n.Report, 500)}}
}
