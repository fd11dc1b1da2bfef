package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// subject is what an operator may have been alarmed about.
type subject struct {
	condition mail.Condition
	name      string
}

// warnings are the mails to the operators: what needs them, and what no longer does.
func (h *house) warnings(ctx context.Context, stale []nomenclature.Standing, at time.Time) ([]mail.Message, error) {
	alarms, well := h.alarms(stale, at)
	messages, err := h.cleared(ctx, well, at)
	if err != nil {
		return nil, err
	}
	for _, a := range alarms {
		messages = append(messages, a.Message(h.Mail.Operators, at))
	}
	return messages, nil
}

// alarms are what a run found that needs the operators, and the subjects that it found
// to be well.
func (h *house) alarms(stale []nomenclature.Standing, at time.Time) (alarms []mail.Alarm, well []subject) {
	if h.run.State == journal.Failed {
		alarms = append(alarms, mail.RunFailed(h.job, h.run, at))
	} else {
		well = append(well, subject{mail.ConditionRunFailed, h.job}, subject{mail.ConditionRunMissed, h.job})
	}
	for _, s := range stale {
		alarms = append(alarms, mail.ReferentialStale(s, h.maxAge(s.Referential), at))
	}
	for _, v := range h.report.Referentials {
		if !slices.ContainsFunc(stale, func(s nomenclature.Standing) bool { return s.Referential == v.Referential }) {
			well = append(well, subject{mail.ConditionStale, string(v.Referential)})
		}
	}
	for _, t := range h.report.Targets {
		switch t.Publication.State {
		case journal.Held:
			alarms = append(alarms, mail.FeedHeld(asFeed(t), at))
		case journal.Published, journal.Same:
			well = append(well, subject{mail.ConditionFeedHeld, t.Publication.Target})
		}
	}
	for _, p := range h.givenUp {
		alarms = append(alarms, mail.PushGivenUp(p, at))
	}
	for _, p := range h.arrived {
		well = append(well, subject{mail.ConditionPush, p.Target + " " + p.Destination})
	}
	full, fine := h.diskAlarms(at)
	return append(alarms, full...), append(well, fine...)
}

// diskAlarms looks at the room left on the disks that grow.
func (h *house) diskAlarms(at time.Time) (alarms []mail.Alarm, well []subject) {
	for _, d := range disks(h.diskFolders()) {
		name := strings.Join(d.Folders, ", ")
		if d.level() == fine {
			well = append(well, subject{mail.ConditionDisk, name})
			continue
		}
		alarms = append(alarms, mail.DiskNearlyFull(mail.Disk{Path: name, Free: int64(d.Free), Total: int64(d.Size), Need: int64(d.wanted())}, at))
	}
	return alarms, well
}

// lastMails is how many mails are searched for the alarm that a note follows.
const lastMails = 1000

// cleared are the notes that what operators were alarmed about on an earlier day is
// over.
func (h *house) cleared(ctx context.Context, well []subject, at time.Time) (notes []mail.Message, err error) {
	mails, err := h.store.Mails(ctx, lastMails)
	if err != nil {
		return nil, err
	}
	for _, s := range well {
		if note, over := mail.Clear(s.condition, s.name, mails, h.Mail.Operators, at); over {
			notes = append(notes, note)
		}
	}
	return notes, nil
}
