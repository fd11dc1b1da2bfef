package answer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/export/report"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// section lists the findings of one severity, rule by rule.
func (r *rapport) section(s finding.Severity) {
	groups := r.found.groups(s)
	if len(groups) == 0 {
		return
	}
	r.across(look{size: 13, bold: true, fill: shades[s]}, 22, fmt.Sprintf("%s : %s", severityTitles[s], count(r.found.bySeverity[s], "constat")))
	r.line(18)
	for i, word := range []string{"Aller à la cellule", "Feuille", "Ligne", "Colonne", "En-tête", "Valeur trouvée", "Lu comme", "Ce qui est constaté", "Que faire"} {
		r.put(i+1, r.styles.of(headLook), word)
	}
	r.closeRow()
	for _, of := range groups {
		r.rule(of)
	}
	r.blank()
}

// rule lists the first findings of one rule, in the order of the workbook.
func (r *rapport) rule(of *ruleFindings) {
	r.across(ruleLook, 20, fmt.Sprintf("%s  (%s fois)", finding.Cut(oneLine(of.title), 200), number(of.total)))
	list := slices.Clone(of.first)
	slices.SortStableFunc(list, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(r.sheetAt(a.Sheet), r.sheetAt(b.Sheet)), cmp.Compare(a.Row, b.Row), cmp.Compare(columnNumber(a.Column), columnNumber(b.Column)))
	})
	for _, f := range list {
		r.finding(f)
	}
	if left := of.total - len(list); left > 0 {
		r.across(moreLook, 16, fmt.Sprintf("… et %s, dans le fichier CSV.", count(left, "autre")))
	}
}

// finding writes one finding, with a link to its cell when the answer has it.
func (r *rapport) finding(f finding.Finding) {
	texts := []string{f.Column, f.Header, f.Value, f.After, f.Message, f.Remedy}
	r.lineOf(append([]string{"", r.shownName(f.Sheet), ""}, texts...))
	r.put(1, r.styles.of(linkLook), r.link(f))
	text := r.styles.of(cellLook)
	r.put(2, text, report.Harmless(r.shownName(f.Sheet)))
	if f.Row > 0 {
		r.number(3, r.styles.of(countLook), f.Row)
	} else {
		r.put(3, text, "")
	}
	for i, value := range texts {
		l := cellLook
		if i == 0 {
			l = countLook
		}
		r.put(i+4, r.styles.of(l), report.Harmless(finding.Cut(value, 1000)))
	}
	r.closeRow()
}

// link leads from the row being written to the cell of a finding, and gives the
// text to show there.
func (r *rapport) link(f finding.Finding) string {
	i := r.sheetAt(f.Sheet)
	m, ok := cellOf(f)
	if i < 0 || !ok {
		return ""
	}
	to := linkTo(r.sheets[i].name, int(m.row), int(m.col))
	r.links = append(r.links, fmt.Sprintf(`<hyperlink ref="A%d" location="%s" display="%s"/>`, r.n, escape(to), escape(to)))
	return "→ " + ref(int(m.row), int(m.col))
}

var requestNames = map[journal.RequestKind]string{
	journal.CreateOrganisme: "Création d'organisme", journal.ChangeNDA: "Changement de NDA", journal.ChangeSIRET: "Changement de SIRET",
	journal.ChangeAttachments: "Changement de rattachements", journal.ChangeInterlocuteurs: "Changement d'interlocuteurs",
}

var requestStates = map[journal.RequestState]string{
	journal.Waiting: "en attente de notre équipe", journal.Approved: "acceptée", journal.Declined: "refusée",
}

// requests lists what the delivery asks for and that only staff may do.
func (r *rapport) requests() {
	if len(r.Requests) == 0 {
		return
	}
	r.across(boldLook, 18, fmt.Sprintf("%s à notre équipe : rien ne change avant son accord", count(len(r.Requests), "demande transmise")))
	r.line(18)
	for i, word := range []string{"Aller à la cellule", "Feuille", "Ligne", "État", "Demande", "Organisme", "Avant", "Demandé", "Motif"} {
		r.put(i+1, r.styles.of(headLook), word)
	}
	r.closeRow()
	for i, q := range r.Requests {
		if i == showAll {
			r.across(moreLook, 16, fmt.Sprintf("… et %s, dans le fichier JSON.", count(len(r.Requests)-showAll, "autre demande")))
			break
		}
		r.request(q)
	}
	r.blank()
}

func (r *rapport) request(q journal.Request) {
	texts := []string{requestStates[q.State], requestNames[q.Kind], oneLine(q.Name + " " + q.Organisme), q.Before, q.After, q.Reason}
	r.lineOf(append([]string{"", r.shownName(q.Sheet), ""}, texts...))
	r.put(1, r.styles.of(linkLook), r.link(finding.Finding{Place: finding.Place{Sheet: q.Sheet, Row: q.Row}}))
	r.put(2, r.styles.of(cellLook), report.Harmless(r.shownName(q.Sheet)))
	r.number(3, r.styles.of(countLook), q.Row)
	for i, value := range texts {
		r.put(i+4, r.styles.of(cellLook), report.Harmless(finding.Cut(value, 1000)))
	}
	r.closeRow()
}
