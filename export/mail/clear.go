package mail

import (
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// clearTitles say that a condition is over.
var clearTitles = map[Condition]string{
	ConditionRunFailed: "La tâche tourne de nouveau",
	ConditionFeedHeld:  "Le flux n'est plus retenu",
	ConditionStale:     "Le référentiel est à jour",
	ConditionRunMissed: "La tâche tourne de nouveau",
	ConditionPush:      "L'envoi passe de nouveau",
	ConditionDisk:      "Le disque a de nouveau de la place",
}

// Clear makes the note that a condition is over, when there is something to say: the
// last alarm about it, among mails (the latest first, as the store gives them), is
// of an earlier day and no note has followed it. Each alarm is followed by one note
// at most, and never on its own day, on which the condition could come back unheard:
// what comes and goes makes two mails a day, and the last one is never a false
// comfort.
func Clear(c Condition, subject string, mails []journal.Mail, operators []string, at time.Time) (Message, bool) {
	last, raised := lastAlarm(alarmKey(c, subject)+"/", mails)
	if !raised || day(last.QueuedAt.In(at.Location())) >= day(at) {
		return Message{}, false
	}
	noteKey := KindClear + strings.TrimPrefix(last.Key, KindAlarm)
	for _, m := range mails {
		if m.Key == noteKey {
			return Message{}, false
		}
	}
	over := clearTitles[c] + named(c, subject)
	return Message{Key: noteKey, Kind: KindClear, To: operators, At: at,
		Subject: Prefix + over,
		letter: letter{Blocks: []block{{Paragraphs: []string{
			fmt.Sprintf("%s. L'alerte du %s est levée : il n'y a plus rien à faire.", over, frenchInstant(last.QueuedAt, at))}}}},
	}, true
}

func named(c Condition, subject string) string {
	switch {
	case subject == "":
		return ""
	case c == ConditionStale:
		subject = referentialName(nomenclature.Referential(subject))
	}
	return " : " + line(subject, maxNamed)
}

func lastAlarm(prefix string, mails []journal.Mail) (last journal.Mail, ok bool) {
	for _, m := range mails {
		if strings.HasPrefix(m.Key, prefix) && (!ok || m.QueuedAt.After(last.QueuedAt)) {
			last, ok = m, true
		}
	}
	return last, ok
}
