package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// printStatus writes the status as it is read at 8 a.m.: what to do first, then how
// things are.
func printStatus(w io.Writer, st status) error {
	p := statusPage{page{w: w}, st}
	p.write(fmt.Sprintf("Passerelle · %s · %s\n", p.day(st.At), levelHeadings[st.Level]))
	p.remarks()
	p.history()
	p.feeds()
	p.waiting()
	p.referentials()
	p.rest()
	return p.err
}

var levelHeadings = map[level]string{fine: "tout va bien", attention: "à regarder", broken: "EN PANNE"}

type statusPage struct {
	page
	status
}

var weekdays = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

// day tells a moment with its day of the week.
func (p *statusPage) day(t time.Time) string {
	t = t.In(p.At.Location())
	return weekdays[t.Weekday()] + t.Format(" 02/01/2006 à 15:04")
}

func (p *statusPage) remarks() {
	p.part("À regarder")
	for _, r := range p.Remarks {
		mark := "•"
		if r.Level == broken {
			mark = "✗"
		}
		p.line("%s %s\n      → %s", mark, r.Sentence, r.Do)
	}
}

var runWords = map[journal.RunState]string{
	journal.Running: "en cours", journal.Done: "terminé", journal.DoneRefusals: "terminé, avec des refus", journal.DoneHeld: "terminé, un flux est retenu",
	journal.Failed: "en échec", journal.Abandoned: "interrompu",
}

func (p *statusPage) history() {
	p.part("Derniers runs")
	for i, r := range p.Runs {
		state := runWords[r.State]
		if r.State == journal.Running && i == 0 && !p.Alive {
			state = runWords[journal.Abandoned]
		}
		p.line("%-28s  %-28s %10s  %s", p.day(r.StartedAt), state, took(r), r.ID)
	}
	p.part("Tâches")
	for _, f := range p.Jobs {
		p.line("%-16s %s, %s%s", f.Job, p.day(f.Due), runWords[f.State], word(f.Attempt > 1, fmt.Sprintf(" (tentative %d)", f.Attempt), ""))
	}
	p.part("Prochains, si passerelle serve tourne")
	for _, f := range p.Next {
		p.line("%-16s %s", f.Job, p.day(f.Due))
	}
}

func (p *statusPage) feeds() {
	p.part("Flux en place")
	for _, f := range p.Feeds {
		p.line("%-20s %6d formations %6d sessions %9s  publié %s (%s)", f.Target, f.Formations, f.Sessions, bytesOf(f.Size), p.moment(f.PublishedAt), since(f.PublishedAt, p.At))
	}
	p.part("Flux retenus")
	for _, h := range p.Held {
		p.line("%-20s %6d formations %6d sessions %9s  retenu depuis %s", h.Target, h.Formations, h.Sessions, bytesOf(h.Size), lasting(max(0, p.At.Sub(h.Since))))
	}
	p.part("Partenaires")
	for _, c := range p.Partners {
		p.line("%-20s %-20s %s", c.Partner, c.Target, p.taken(c))
	}
}

func (p *statusPage) taken(c custom) string {
	told := "jamais pris"
	if !c.TakenAt.IsZero() {
		told = "pris " + since(c.TakenAt, p.At)
	}
	switch {
	case c.UpTo:
		told += ", à jour"
	case !c.Offered.IsZero():
		told += ", celui en place l'attend depuis " + lasting(max(0, p.At.Sub(c.Offered)))
	}
	if c.SeenAt.After(c.TakenAt) {
		told += ", venu " + since(c.SeenAt, p.At)
	}
	return told
}

func (p *statusPage) waiting() {
	p.part("À décider")
	for _, w := range []struct {
		n             int
		noun, command string
	}{
		{p.Awaiting, "fiche", "à valider : passerelle review"}, {p.Requests, "demande", ": passerelle requests"}, {p.Questions, "question", "sur les codes : passerelle worklist"},
	} {
		if w.n > 0 {
			p.line("%s %s", plural(w.n, w.noun), w.command)
		}
	}
}

func (p *statusPage) referentials() {
	p.part("Référentiels")
	for _, r := range p.Referentials {
		if r.Version == nil {
			continue
		}
		p.line("%-12s %-12s %7d lignes, chargé le %s, vérifié il y a %d j%s", r.Referential, versionOf(*r.Version), r.Version.Rows,
			r.Version.LoadedAt.In(p.At.Location()).Format("02/01/2006"), r.AgeDays, word(r.Stale, " : PÉRIMÉ", ""))
	}
}

func versionOf(v nomenclature.Version) string {
	if v.Label != "" {
		return v.Label
	}
	return v.Date
}

func (p *statusPage) rest() {
	c := p.Catalogue
	p.part("Catalogue")
	p.line("%s, %s, %s ; %s en %s", plural(c.Organismes, "organisme"), plural(c.Formations, "formation"), plural(c.Sessions, "session"), plural(c.Deliveries, "livraison"), plural(c.Runs, "run"))
	p.part("Envois")
	for _, push := range p.Pushes {
		p.line("%-20s %-20s %s, %s", push.Target, push.Destination, pushWords[push.State], since(push.At, p.At))
	}
	p.part("Courriers")
	if m := p.Mails; m.Sent+m.Waiting+m.GivenUp > 0 {
		p.line("%d envoyés, %d en attente, %d abandonnés", m.Sent, m.Waiting, m.GivenUp)
	}
	p.part("Disques")
	for _, d := range p.Disks {
		p.line("%s libres sur %s : %s", volume(d.Free), volume(d.Size), strings.Join(d.Folders, ", "))
	}
}

var pushWords = map[journal.PushState]string{journal.PushWaiting: "en attente", journal.PushSent: "envoyé", journal.PushFailed: "abandonné"}

func took(r journal.Run) string {
	if r.FinishedAt.IsZero() {
		return "—"
	}
	return lasting(r.FinishedAt.Sub(r.StartedAt))
}
