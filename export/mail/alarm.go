package mail

import (
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Condition is what an alarm is about.
type Condition string

// What alarms are about.
const (
	ConditionRunFailed Condition = "passage-en-echec"   // a run stopped on an error of the program
	ConditionFeedHeld  Condition = "flux-retenu"        // a feed waits for a person, the last good one stays
	ConditionStale     Condition = "referentiel-ancien" // a referential is older than max_age_days
	ConditionRunMissed Condition = "passage-manque"     // a job was due while no service was up
	ConditionPush      Condition = "envoi-abandonne"    // a feed could not be sent, and is no longer tried
	ConditionDisk      Condition = "disque-plein"       // there is hardly any room left
)

// Alarm is something that needs the operators. Two alarms of one condition about one
// subject at one time are the same.
type Alarm struct {
	condition Condition
	subject   string // what it is about, as the configuration names it
	when      string // day, run or attempt that it is about
	title     string
	letter    letter
}

// Message makes the mail of an alarm. It names its run in words alone, so that the
// alarm goes out even when the store could not keep the run.
func (a Alarm) Message(operators []string, at time.Time) Message {
	return Message{Key: alarmKey(a.condition, a.subject) + "/" + key(a.when), Kind: KindAlarm, To: operators, At: at,
		Subject: Prefix + a.title, letter: a.letter}
}

// alarmKey begins the keys of all alarms of one condition about one subject.
func alarmKey(c Condition, subject string) string {
	return key(KindAlarm, string(c), subject)
}

// RunFailed says that a run stopped on an error, or was found dead: once a day for
// one cause. The job is the one of the schedule, or empty for a run by hand.
func RunFailed(job string, run journal.Run, at time.Time) Alarm {
	name, title := "de la tâche "+quoted(job), line(job, maxNamed)
	if job == "" {
		name, title = "lancé à la main", "lancé à la main"
	}
	return Alarm{
		condition: ConditionRunFailed, subject: job, when: day(at) + "-" + cause(run.Error),
		title: "Passage en échec : " + title,
		letter: letter{Blocks: []block{
			{Paragraphs: []string{fmt.Sprintf("Le passage %s, commencé le %s, %s.", name, frenchInstant(run.StartedAt, at), stateWords[run.State])}, Quote: line(run.Error, 1000)},
			{Facts: present(fact{"Passage", line(run.ID, maxNamed)}, fact{"État", string(run.State)})},
			todo("Rien n'a été publié à moitié : les flux en place sont ceux d'avant. Lisez le journal de ce passage, corrigez, puis relancez la tâche ; ce qui était fait ne sera pas refait."),
		}},
	}
}

// cause tells causes apart, whatever the instants, numbers and paths in them.
func cause(text string) string {
	return digest(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, text))[:12]
}

// FeedHeld says that a feed was not let through: once a day for one target.
func FeedHeld(f Feed, at time.Time) Alarm {
	p := f.Publication
	return Alarm{
		condition: ConditionFeedHeld, subject: p.Target, when: day(at),
		title: "Flux retenu : " + line(f.Title, maxNamed),
		letter: letter{Blocks: []block{
			{Paragraphs: []string{fmt.Sprintf("Le flux %s n'a pas été publié. %s", quoted(f.Title), capital(sentence(p.Error))), f.inPlace(at)}},
			{Facts: present(fact{"Cible", p.Target}, fact{"Passage", p.Run}, fact{"Formations", number(p.Formations)}, fact{"Sessions", number(p.Sessions)}, fact{"Empreinte", p.SHA256})},
			todo(fmt.Sprintf("Regardez ce qui a changé (passerelle changes %[1]s --held), puis décidez : passerelle release %[1]s pour le publier tel quel, passerelle refuse %[1]s pour l'écarter, ou corrigez et relancez.", line(p.Target, maxNamed))),
		}},
	}
}

// ReferentialStale says that a referential is older than it may be: once a day.
func ReferentialStale(s nomenclature.Standing, maxDays int, at time.Time) Alarm {
	b := block{Paragraphs: []string{fmt.Sprintf("Le référentiel %s ne doit pas avoir plus de %s ; il est %s.", quoted(referentialName(s.Referential)), count(maxDays, "jour"), freshness(s, at))}}
	if s.Last != nil && !s.Last.Good {
		b.Paragraphs = append(b.Paragraphs, fmt.Sprintf("Dernier essai le %s :", frenchInstant(s.Last.At, at)))
		b.Quote = line(s.Last.Outcome, 1000)
	}
	return Alarm{
		condition: ConditionStale, subject: string(s.Referential), when: day(at),
		title:  "Référentiel trop ancien : " + referentialName(s.Referential),
		letter: letter{Blocks: []block{b, todo("Vérifiez son adresse dans la configuration, ou déposez le fichier à la main dans le dossier des référentiels.")}},
	}
}

// RunMissed says that a job was due and did not run: once for each time it was due.
func RunMissed(job string, due time.Time, why string, at time.Time) Alarm {
	return Alarm{
		condition: ConditionRunMissed, subject: job, when: due.UTC().Format("20060102T150405Z"),
		title: "Tâche manquée : " + line(job, maxNamed),
		letter: letter{Blocks: []block{
			{Paragraphs: []string{fmt.Sprintf("La tâche %s était due le %s et n'a pas tourné.", quoted(job), frenchInstant(due, at))}, Quote: line(why, 1000)},
			todo("Vérifiez que le service tourne (passerelle status) ; la tâche sera rattrapée une fois, à son retour."),
		}},
	}
}

// PushGivenUp says that a feed could not be sent to a partner and will not be tried
// again: once for each feed and place.
func PushGivenUp(p journal.Push, at time.Time) Alarm {
	return Alarm{
		condition: ConditionPush, subject: p.Target + " " + p.Destination, when: p.SHA256,
		title: fmt.Sprintf("Envoi abandonné : %s vers %s", line(p.Target, maxNamed), line(p.Destination, maxNamed)),
		letter: letter{Blocks: []block{
			{Paragraphs: []string{fmt.Sprintf("Le flux %s n'a pas pu être envoyé vers %s ; après %s, il ne sera plus essayé.", quoted(p.Target), quoted(p.Destination), count(p.Attempts, "tentative"))}, Quote: line(p.Error, 1000)},
			{Facts: present(fact{"Dernier essai", frenchInstant(p.At, at)}, fact{"Empreinte", p.SHA256})},
			todo("Voyez avec le partenaire si son serveur reçoit, puis relancez l'envoi. Le prochain flux sera envoyé normalement."),
		}},
	}
}

// Disk is the room on the disk that holds a folder, in bytes.
type Disk struct {
	Path              string
	Free, Total, Need int64 // Need is what should be free
}

// DiskNearlyFull says that a disk has too little room left: once a day.
func DiskNearlyFull(d Disk, at time.Time) Alarm {
	return Alarm{
		condition: ConditionDisk, subject: d.Path, when: day(at),
		title: "Disque presque plein : " + line(d.Path, maxNamed),
		letter: letter{Blocks: []block{
			{Paragraphs: []string{fmt.Sprintf("Il reste %s sur le disque de %s ; il en faut %s.", size(d.Free), quoted(d.Path), size(d.Need))}},
			{Facts: present(fact{"Libre", size(d.Free)}, fact{"Taille du disque", size(d.Total)})},
			todo("Faites de la place, ou gardez moins de flux et de comptes rendus (keep_feeds, keep_reports). Tant que le disque n'est pas plein, rien n'est perdu."),
		}},
	}
}

func todo(text string) block { return block{Title: "Que faire", Paragraphs: []string{text}} }

// present keeps the facts that have a value.
func present(facts ...fact) (kept []fact) {
	for _, f := range facts {
		if f.Value = line(f.Value, 300); f.Value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}
