package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// document lays a story out on one page, in French: from the row of the file to the
// XML of the feeds.
func document(t story, targets []target.Target, k clocks) report.Document {
	d := report.Document{Made: report.Stamp(version, "d'après le catalogue et les flux en place")}
	heading(&d, t)
	d.Add("Vient de", rowEntries(t.Rows)...)
	repaired, others := findingEntries(t.Findings)
	d.Add("Réparé", repaired...)
	d.Add("Constats sur ces lignes", others...)
	if t.Formation != nil && t.Kind != store.KindOrganisme {
		d.Add("Codes", codeEntries(*t.Formation)...)
	}
	d.Add("Questions en attente", questionEntries(t.Questions)...)
	d.Add("Historique", changeEntries(t.History, k)...)
	d.Add("Décisions", decisionEntries(t.Decisions, k)...)
	d.Add("Demandes", requestEntries(t.Requests, k)...)
	labels, schedules := labelsOf(targets), schedulesOf(targets)
	if t.Way != nil {
		d.Add("Ce qu'en font les cibles", passageEntries(*t.Way, labels, schedules, k)...)
		d.Add("Ce que LHEO exige et que le catalogue n'a pas, écrit par défaut", defaultEntries(t.Way.Targets)...)
	}
	d.Add("Ce que les cibles prennent de son offre", tallyEntries(t.Offer, labels)...)
	d.Add("Dans les flux en place", feedEntries(t.InFeeds)...)
	d.Add("Son XML", xmlEntries(t.InFeeds)...)
	return d
}

func heading(d *report.Document, t story) {
	switch {
	case t.Kind == store.KindOrganisme && t.Organisme != nil:
		o := t.Organisme
		d.Title = fmt.Sprintf("Organisme %s : %s", t.ID, o.Nom)
		d.Facts = append(d.Facts, fmt.Sprintf("SIRET %s, déclaration d'activité %s", o.SIRET, orNone(o.NDA)))
	case t.Session != nil:
		s := t.Session
		d.Title = fmt.Sprintf("Session %s de la formation %s", t.ID, s.Formation)
		if t.Formation != nil {
			d.Facts = append(d.Facts, t.Formation.Intitule)
		}
		d.Facts = append(d.Facts, strings.TrimSpace(fmt.Sprintf("%s, %s %s", period(s.Debut, s.Fin), s.Lieu.Adresse.CodePostal, s.Lieu.Adresse.Ville)))
	case t.Formation != nil:
		f := t.Formation
		d.Title = fmt.Sprintf("Formation %s : %s", t.ID, f.Intitule)
		if f.IntituleSaisi != "" && f.IntituleSaisi != f.Intitule {
			d.Facts = append(d.Facts, "saisi : "+f.IntituleSaisi)
		}
		d.Facts = append(d.Facts, "organisme responsable : "+orNone(f.Responsable))
	}
	d.Facts = append(d.Facts, fmt.Sprintf("créée par le run %s, modifiée par %s", t.CreatedBy, t.ChangedBy))
	d.State, d.Mood = recordStates[t.State].words, recordStates[t.State].mood
	d.Facts = append(d.Facts, "état : "+cmp.Or(d.State, string(t.State)))
	switch {
	case t.Proposed != nil && t.Validated:
		d.Facts = append(d.Facts, "une modification attend : jusqu'à sa validation, c'est la fiche validée qui est diffusée")
	case !t.Validated:
		d.Facts = append(d.Facts, "jamais validée : pas encore diffusée")
	}
}

var recordStates = map[journal.RecordState]struct{ words, mood string }{
	journal.Validated: {"validée", "good"}, journal.ToValidate: {"à valider", "warn"},
	journal.Rejected: {"refusée", "bad"}, journal.Archived: {"archivée : plus diffusée", "bad"},
}

// rowsListed is how many rows the page lists.
const rowsListed = 20

func rowEntries(rows []sourceRow) (list []report.Entry) {
	for i, r := range rows {
		if i == rowsListed {
			return append(list, report.Entry{Text: fmt.Sprintf("… et %d autres lignes (--json les donne)", len(rows)-rowsListed)})
		}
		e := report.Entry{Text: originLine(r.Origin)}
		switch {
		case i > 0 && r.Run != rows[i-1].Run:
			e.Text = "et, plus tôt, " + e.Text
		case i > 0:
			e.Text = "et " + e.Text
		}
		if r.Missing != "" {
			e.Below = []string{"cellules : " + r.Missing}
		}
		for _, c := range r.Cells {
			e.Cells = append(e.Cells, report.Pair{Name: strings.TrimSpace(c.Column + "  " + c.Header), Value: c.Value})
		}
		list = append(list, e)
	}
	return list
}

func originLine(o store.Origin) string {
	sheet := ""
	if o.Sheet != "" {
		sheet = ", feuille " + o.Sheet
	}
	return fmt.Sprintf("%s%s, ligne %d (livraison %s, run %s)", o.File, sheet, o.Row, short(o.Delivery), o.Run)
}

// findingEntries tells repairs, with the value before and after, from the rest.
func findingEntries(all []finding.Finding) (repaired, others []report.Entry) {
	for _, f := range all {
		at := finding.Place{Sheet: f.Sheet, Row: f.Row, Column: f.Column, Header: f.Header}.String()
		if f.After != "" {
			repaired = append(repaired, report.Entry{Text: quoted(f.Value) + " → " + quoted(f.After), Below: []string{f.Message, at}})
			continue
		}
		e := report.Entry{Text: "[" + f.Severity.String() + "] " + f.Message, Mood: [...]string{"", "warn", "bad"}[min(f.Severity, finding.Error)], Below: []string{at}}
		if f.Remedy != "" {
			e.Below = append(e.Below, "à faire : "+f.Remedy)
		}
		others = append(others, e)
	}
	return repaired, others
}

func quoted(value string) string {
	if value == "" {
		return "(vide)"
	}
	return "« " + value + " »"
}

// codeEntries lists the codes of a formation, each with where it came from.
func codeEntries(f offre.Formation) (list []report.Entry) {
	add := func(format string, args ...any) {
		list = append(list, report.Entry{Text: strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")})
	}
	for _, c := range f.Certifications {
		add("certification %s %s %s%s %s : %s%s", c.CertifInfo, c.RNCP, c.RS, replaces(c.Remplace), c.Intitule, origin(c.Origine, "", c.Version), evidence(c.Confiance, c.Preuve))
	}
	for _, of := range []struct {
		name  string
		codes []offre.Code
	}{{"Formacode", f.Formacodes}, {"ROME", f.ROME}, {"NSF", f.NSF}} {
		for _, c := range of.codes {
			add("%s %s : %s%s", of.name, c.Code, origin(c.Origine, c.De, c.Version), evidence(c.Confiance, c.Preuve))
		}
	}
	if f.NiveauSortie != "" {
		add("niveau de sortie %s", f.NiveauSortie)
	}
	return list
}

func questionEntries(groups []journal.TaskGroup) (list []report.Entry) {
	for _, g := range groups {
		e := report.Entry{Text: fmt.Sprintf("%s (%s) « %s » : %s", g.Key, g.Kind, g.Text, g.Why), Mood: "warn"}
		for i, p := range g.Proposals {
			e.Below = append(e.Below, fmt.Sprintf("%d. %s %s (confiance %.0f %% : %s)", i+1, p.Code, p.Libelle, 100*p.Confiance, p.Preuve))
		}
		e.Below = append(e.Below, "pour répondre : passerelle worklist decide "+g.Key+" CODE")
		list = append(list, e)
	}
	return list
}

func changeEntries(all []store.Change, k clocks) (list []report.Entry) {
	for _, c := range all {
		list = append(list, report.Entry{Label: k.instant(c.At), Text: changeWords(c, k) + inRunWords(c.Run)})
	}
	return list
}

func decisionEntries(all []journal.Decision, k clocks) (list []report.Entry) {
	for _, d := range all {
		list = append(list, report.Entry{Label: k.instant(d.At), Text: fmt.Sprintf("%s par %s%s", d.To, d.Who, because(d.Why))})
	}
	return list
}

func requestEntries(all []journal.Request, k clocks) (list []report.Entry) {
	for _, r := range all {
		list = append(list, report.Entry{Label: k.instant(r.AskedAt), Text: fmt.Sprintf("%s  %s, %s : %s%s", r.ID, r.Kind, r.State, r.After, because(r.Reason))})
	}
	return list
}

func labelsOf(targets []target.Target) map[string]map[string]string {
	labels := map[string]map[string]string{}
	for _, t := range targets {
		labels[t.Name] = t.Labels()
	}
	return labels
}

// passageEntries tells the verdict of each target, all its reasons, and how far the
// record has come there.
func passageEntries(w journal.Whereabouts, labels map[string]map[string]string, schedules map[string]target.Schedule, k clocks) (list []report.Entry) {
	for _, p := range w.Targets {
		e := report.Entry{Label: p.Target, Text: "transmise", Mood: "good"}
		if !p.Exported {
			e.Text, e.Mood = "écartée : "+cmp.Or(p.Sentence, p.Reason), "bad"
			e.Below = []string{"depuis le " + k.minute(p.Since)}
			for _, other := range p.Others {
				e.Below = append(e.Below, "et aussi : "+cmp.Or(labels[p.Target][other], other))
			}
		} else {
			e.Below = passageWords(p, schedules[p.Target], k)
		}
		list = append(list, e)
	}
	return list
}

// passageWords tells how far what is exported has come.
func passageWords(p journal.Passage, shown target.Schedule, k clocks) (words []string) {
	if p.Published == nil {
		return []string{"retenue pour le prochain flux"}
	}
	words = append(words, fmt.Sprintf("dans le flux depuis le %s (run %s, sha256 %s)", k.minute(p.Published.At), p.Published.Run, short(p.Published.SHA256)))
	if p.Fetched != nil {
		words = append(words, fmt.Sprintf("récupéré par %s le %s", p.Fetched.Partner, k.minute(p.Fetched.At)))
	} else {
		words = append(words, "pas encore récupéré")
	}
	if told := k.display(shown, p.Published.At); told != "" {
		words = append(words, told)
	}
	if ack := p.Acknowledged; ack != nil {
		words = append(words, fmt.Sprintf("%s le %s%s", word(ack.Accepted, "acceptée par le partenaire", "refusée par le partenaire"), k.minute(ack.At), because(cmp.Or(ack.Sentence, ack.Message))))
		if !ack.Accepted && ack.Action != "" {
			words = append(words, "à faire : "+ack.Action)
		}
	}
	return words
}

// defaultEntries lists the elements that are written from defaults, once for the
// targets that have the same.
func defaultEntries(all []journal.Passage) (list []report.Entry) {
	for _, p := range all {
		elements := strings.Join(p.Defaulted, ", ")
		i := slices.IndexFunc(list, func(e report.Entry) bool { return e.Below[0] == elements })
		switch {
		case elements == "":
		case i >= 0:
			list[i].Text += ", " + p.Target
		default:
			list = append(list, report.Entry{Text: "dans " + p.Target, Below: []string{elements}})
		}
	}
	return list
}

// tallyEntries tells what each target takes of an offer.
func tallyEntries(all []journal.Tally, labels map[string]map[string]string) (list []report.Entry) {
	for _, t := range all {
		e := report.Entry{Label: t.Target, Text: fmt.Sprintf("%ss : %d transmises sur %d", t.Kind, t.Exported, t.Total)}
		for _, reason := range byCount(t.Excluded) {
			e.Below = append(e.Below, fmt.Sprintf("%d %s", t.Excluded[reason], cmp.Or(labels[t.Target][reason], moveLabels[reason], reason)))
		}
		list = append(list, e)
	}
	return list
}

func feedEntries(all []inFeed) (list []report.Entry) {
	for _, f := range all {
		list = append(list, report.Entry{Label: f.Target, Text: fmt.Sprintf("%s du %s, sha256 %s", f.File, frenchDate(f.Date), short(f.SHA256)),
			Below: []string{fmt.Sprintf("formation %s : %d octets à partir de l'octet %d, empreinte %s", f.Number, f.Length, f.Offset, short(f.Record))}})
	}
	return list
}

// xmlEntries shows the XML once where several feeds have the same.
func xmlEntries(all []inFeed) (list []report.Entry) {
	for _, f := range all {
		i := slices.IndexFunc(list, func(e report.Entry) bool { return e.Code == f.XML })
		switch {
		case f.XML == "":
		case i >= 0:
			list[i].Text += ", " + f.Target
		default:
			list = append(list, report.Entry{Text: "dans " + f.Target, Code: f.XML})
		}
	}
	return list
}
