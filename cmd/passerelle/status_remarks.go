package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// remark is one thing to look at.
type remark struct {
	Level    level  `json:"etat"`
	Code     string `json:"code"`   // never changes
	Sentence string `json:"phrase"` // what is, in French
	Do       string `json:"faire"`  // what to do about it
}

// judge finds what there is to look at. It reads nothing but the status.
func (st *status) judge(wait patience) {
	if wait.runHours == unsaid {
		wait.runHours = patientHours
		if len(st.Jobs) > 0 {
			wait.runHours = 0 // the schedule says better what is overdue
		}
	}
	for _, part := range []func(*status, patience) []remark{lastRun, refusedFiles, overdue, jobs, heldFeeds, missingFeeds, oldFeeds, staleReferentials, mails, pushes, absentPartners, fullDisks} {
		st.Remarks = append(st.Remarks, part(st, wait)...)
	}
	slices.SortStableFunc(st.Remarks, func(a, b remark) int { return cmp.Compare(b.Level, a.Level) })
	for _, r := range st.Remarks {
		st.Level = max(st.Level, r.Level)
	}
}

func lastRun(st *status, _ patience) []remark {
	if len(st.Runs) == 0 {
		return []remark{{attention, "aucun-run", "Aucun run n'a encore eu lieu.", "passerelle run"}}
	}
	last := st.Runs[0]
	began := st.moment(last.StartedAt)
	switch {
	case last.State == journal.Failed:
		return []remark{{broken, "run-en-echec", fmt.Sprintf("Le dernier run, %s, est en échec : %s", began, sentence(last.Error)), "passerelle doctor, puis passerelle run"}}
	case last.State == journal.Abandoned, last.State == journal.Running && !st.Alive:
		return []remark{{broken, "run-interrompu", fmt.Sprintf("Le dernier run, commencé %s, a été interrompu brutalement ; les flux en place n'ont pas bougé.", began), "passerelle doctor, puis passerelle run : il reprend le travail"}}
	case last.State == journal.DoneRefusals, st.Loads.Refused > 0:
		return []remark{{attention, "refus", refusals(st.Loads), "lire " + st.Reports}}
	}
	return nil
}

func refusals(of journal.Counts) string {
	if of.Refused == 0 {
		return "Le dernier run a refusé des données."
	}
	return fmt.Sprintf("Le dernier run a refusé %s sur %d.", plural(of.Refused, "ligne"), of.Read)
}

// shownRefused is how many files that were refused are named.
const shownRefused = 10

// refusedFiles names the files of which the last night took nothing.
func refusedFiles(st *status, _ patience) (all []remark) {
	for _, f := range st.Refused[:min(shownRefused, len(st.Refused))] {
		why := sentence(f.Why.Message)
		if f.Why.Row > 0 {
			why = fmt.Sprintf("aucune de ses lignes n'a été reprise ; la première refusée, %s : %s", f.Why.Place.String(), why)
		}
		do := fmt.Sprintf("demander à l'expéditeur : « %s »", strings.TrimSpace(f.Why.Remedy))
		if f.Why.Rule == livraisonRefusee.Code || f.Why.Remedy == "" {
			do = "regarder ce fichier dans la boîte de réception, et le droit du service de le lire ; puis passerelle run"
		}
		all = append(all, remark{attention, "fichier-refuse", fmt.Sprintf("Le fichier %s a été refusé en entier %s : %s", f.Why.File, st.moment(f.At), why), do})
	}
	if more := len(st.Refused) - len(all); more > 0 {
		all = append(all, remark{attention, "fichier-refuse", word(more > 1, fmt.Sprintf("%d autres fichiers ont été refusés en entier.", more), "Un autre fichier a été refusé en entier."), "lire " + st.Reports})
	}
	return all
}

func overdue(st *status, wait patience) (all []remark) {
	if len(st.Runs) > 0 && wait.runHours > 0 && st.At.Sub(st.Runs[0].StartedAt) > time.Duration(wait.runHours)*time.Hour {
		all = append(all, remark{attention, "run-en-retard", fmt.Sprintf("Aucun run depuis %s (%s).", lasting(st.At.Sub(st.Runs[0].StartedAt)), st.moment(st.Runs[0].StartedAt)), "vérifier la planification (cron, systemd ou passerelle serve)"})
	}
	for _, f := range st.Next {
		if f.Due.Before(st.At) {
			all = append(all, remark{attention, "tache-en-retard", fmt.Sprintf("La tâche %s, due %s, n'a pas eu lieu.", f.Job, st.moment(f.Due)), "vérifier que passerelle serve ou un worker tourne"})
		}
	}
	return all
}

func jobs(st *status, _ patience) (all []remark) {
	for _, f := range st.Jobs {
		switch {
		case schedule.Skipped(f):
			all = append(all, remark{attention, "tache-sautee", fmt.Sprintf("La tâche %s, due %s, n'a pas été faite : %s", f.Job, st.moment(f.Due), sentence(f.Error)), "passerelle run " + f.Job})
		case f.State == journal.Failed, f.State == journal.Abandoned:
			all = append(all, remark{broken, "tache-en-echec", fmt.Sprintf("La tâche %s, due %s, est en échec (tentative %d) : %s", f.Job, st.moment(f.Due), f.Attempt, sentence(f.Error)), "passerelle doctor, puis passerelle run " + f.Job})
		}
	}
	return all
}

func heldFeeds(st *status, _ patience) (all []remark) {
	for _, h := range st.Held {
		do := fmt.Sprintf("passerelle changes %[1]s --held, puis passerelle release %[1]s ou passerelle refuse %[1]s", h.Target)
		if !h.Releasable {
			do = "corriger les données, puis passerelle run : un flux vide ou non valide ne peut être libéré"
		}
		all = append(all, remark{attention, "flux-retenu", fmt.Sprintf("Le flux %s est retenu depuis %s (%s) : %s", h.Target, lasting(max(0, st.At.Sub(h.Since))), st.moment(h.Since), sentence(h.Error)), do})
	}
	return all
}

func missingFeeds(st *status, _ patience) (all []remark) {
	for _, target := range st.Missing {
		if len(st.Runs) > 0 {
			all = append(all, remark{attention, "flux-absent", fmt.Sprintf("La cible %s n'a aucun flux.", target), "passerelle export " + target})
		}
	}
	return all
}

// oldFeeds finds those that runs no longer make, though runs there are.
func oldFeeds(st *status, wait patience) (all []remark) {
	for _, f := range st.Feeds {
		if age := st.At.Sub(f.MadeAt); wait.runHours > 0 && age > time.Duration(wait.runHours)*time.Hour {
			all = append(all, remark{attention, "flux-ancien", fmt.Sprintf("Le flux %s n'a pas été refait depuis %s.", f.Target, lasting(age)), "passerelle export " + f.Target})
		}
	}
	return all
}

func staleReferentials(st *status, _ patience) (all []remark) {
	for _, r := range st.Referentials {
		if r.Stale {
			all = append(all, remark{attention, "referentiel-perime", fmt.Sprintf("Le référentiel %s est périmé : %d jours sans vérification réussie, %d au plus.", r.Referential, r.AgeDays, r.MaxDays), "déposer la version en cours ou vérifier sa source, puis passerelle referentials refresh"})
		}
	}
	return all
}

func mails(st *status, _ patience) (all []remark) {
	if n := st.Mails.GivenUp; n > 0 {
		all = append(all, remark{attention, "courrier-abandonne", fmt.Sprintf("Courriers abandonnés, qui n'ont pu être remis : %d.", n), "vérifier les adresses ; passerelle doctor essaie le serveur de courrier"})
	}
	if n := st.Mails.Late; n > 0 {
		all = append(all, remark{attention, "courrier-retarde", fmt.Sprintf("Courriers essayés en vain et qui attendent : %d, le plus ancien depuis %s.", n, lasting(max(0, st.At.Sub(st.Mails.Oldest)))), "passerelle doctor"})
	}
	return all
}

func pushes(st *status, _ patience) (all []remark) {
	for _, p := range st.Pushes {
		switch {
		case p.State == journal.PushWaiting && p.Error != "":
			all = append(all, remark{attention, "envoi-en-attente", fmt.Sprintf("Le flux %s n'est pas encore chez %s (%s) : %s", p.Target, p.Destination, plural(p.Attempts, "tentative"), sentence(p.Error)), "il sera tenté de nouveau ; passerelle doctor --network dit ce qui ne va pas"})
		case p.State == journal.PushFailed:
			all = append(all, remark{attention, "envoi-echoue", fmt.Sprintf("Le flux %s n'a pu être envoyé à %s (%s) : %s", p.Target, p.Destination, plural(p.Attempts, "tentative"), sentence(p.Error)), "passerelle doctor --network, puis passerelle push"})
		}
	}
	return all
}

func absentPartners(st *status, wait patience) (all []remark) {
	for _, c := range st.Partners {
		if !c.absent(st.At, wait.partnerDays) {
			continue
		}
		told := fmt.Sprintf("%s n'est pas venu depuis %s voir le flux %s.", c.Partner, lasting(st.At.Sub(c.SeenAt)), c.Target)
		if !c.UpTo {
			told = fmt.Sprintf("%s n'a pas pris le flux %s publié %s.", c.Partner, c.Target, since(c.Offered, st.At))
		}
		all = append(all, remark{attention, "partenaire-absent", told, "prévenir le partenaire, ou vérifier son jeton (passerelle partner list)"})
	}
	return all
}

func fullDisks(st *status, _ patience) (all []remark) {
	for _, d := range st.Disks {
		if l := d.level(); l > fine {
			all = append(all, remark{l, "disque-plein", fmt.Sprintf("Il reste %s", d.left()), "faire de la place ; keep_feeds et keep_reports disent combien de flux et de rapports sont gardés"})
		}
	}
	return all
}

// moment tells when something was, as the people who read the status say it.
func (st *status) moment(t time.Time) string {
	return "le " + t.In(st.At.Location()).Format("02/01 à 15:04")
}

// sentence is a text that others wrote, as the end of a sentence on one line.
func sentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		text = "sans raison connue"
	}
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
