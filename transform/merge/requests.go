package merge

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// requests are what a delivery asks for and only staff may do.
type requests struct {
	list      []journal.Request
	creations map[string]bool // SIRETs whose creation is asked for
}

func newRequests() requests { return requests{creations: map[string]bool{}} }

// withhold takes back from an organisme what only staff may change and files a
// request for each; stands is false when the organisme itself is asked for. Held
// is the catalogue's, zero when it has none.
func (m *Merge) withhold(held, next offre.Organisme, rows []*row) (o offre.Organisme, stands bool) {
	if held.ID == "" {
		m.asked.creations[next.SIRET] = true
		m.ask(journal.CreateOrganisme, next, "", organismeInWords(next), next, rows)
		return next, false
	}
	asked := next
	next.Siege, next.Rattachements, next.Interlocuteurs = held.Siege, held.Rattachements, held.Interlocuteurs
	if before := held.AvantRegistre().NDA; held.NDA != "" {
		next.NDA = before
	}
	m.askNDA(held, asked, rows)
	m.askAttachments(held, asked, rows)
	m.askInterlocuteurs(held, asked, rows)
	m.askSIRET(held, asked, rows)
	return next, true
}

// askNDA files nothing for a blank cell: most branches have no number.
func (m *Merge) askNDA(held, asked offre.Organisme, rows []*row) {
	if held.NDA == "" || asked.NDA == "" || asked.NDA == held.NDA {
		return
	}
	before := held.NDA
	if held.NDAOrigine == offre.OrigineRegistre {
		before += " (liste nationale des organismes)"
	}
	m.ask(journal.ChangeNDA, asked, before, asked.NDA, asked.NDA, stating(rows, layout.OrganismeNDA))
}

func (m *Merge) askAttachments(held, asked offre.Organisme, rows []*row) {
	if held.Siege == asked.Siege && slices.Equal(inOrder(held.Rattachements), inOrder(asked.Rattachements)) {
		return
	}
	m.ask(journal.ChangeAttachments, asked, attachmentsInWords(held), attachmentsInWords(asked),
		[]any{asked.Siege, inOrder(asked.Rattachements)}, stating(rows, layout.OrganismeSiege, layout.OrganismeDependDe, layout.OrganismeRattachees))
}

func (m *Merge) askInterlocuteurs(held, asked offre.Organisme, rows []*row) {
	if samePeople(held.Interlocuteurs, asked.Interlocuteurs) {
		return
	}
	m.ask(journal.ChangeInterlocuteurs, asked, peopleInWords(held.Interlocuteurs), peopleInWords(asked.Interlocuteurs),
		asked.Interlocuteurs, speaking(rows, func(s subjects) bool { return s.interlocuteur }))
}

func (m *Merge) askSIRET(held, asked offre.Organisme, rows []*row) {
	some := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.asks == "" })
	if len(some) == 0 {
		return
	}
	asked.SIRET = some[0].asks
	m.request(journal.ChangeSIRET, held.SIRET, asked, held.SIRET, asked.SIRET, asked.SIRET, some)
}

func (m *Merge) ask(kind journal.RequestKind, asked offre.Organisme, before, after string, part any, rows []*row) {
	m.request(kind, asked.SIRET, asked, before, after, part, rows)
}

// request files a request about the organisme of a SIRET; part is what makes it
// that request and no other. The rows are those that ask.
func (m *Merge) request(kind journal.RequestKind, siret string, asked offre.Organisme, before, after string, part any, rows []*row) {
	doc, err := json.Marshal(asked)
	if err != nil || len(rows) == 0 {
		return // an organisme is made of strings: it always has a JSON form
	}
	first := rows[0]
	m.asked.list = append(m.asked.list, journal.Request{
		ID: requestID(kind, siret, part), Kind: kind, Organisme: siret, Name: nameOf(asked),
		Before: before, After: after, Asked: doc, Run: m.run, Delivery: m.options.Delivery,
		File: first.sheet.file, Sheet: first.sheet.name, Row: first.number,
		State: journal.Waiting, AskedAt: m.options.Date,
	})
	for i, r := range rows {
		if alone := !r.speaks.formation && !r.speaks.session; i == 0 || alone {
			m.findings = append(m.findings, recorded(kind, siret, before, after, r))
		}
	}
}

// requestID is short, and the same for the same demand.
func requestID(kind journal.RequestKind, siret string, part any) string {
	doc, _ := json.Marshal(part)
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + siret + "\x00" + string(doc)))
	return strings.ToLower(crockford.EncodeToString(sum[:])[:8])
}

// recorded tells the sender that staff will decide.
func recorded(kind journal.RequestKind, siret, before, after string, r *row) finding.Finding {
	what := requested[kind]
	found := about(demandeEnregistree, r, what.field, "", before)
	found.After = finding.Cut(after, finding.MaxValue)
	found.Message = fmt.Sprintf("%s de l'organisme %s est enregistrée comme une demande : le Carif-Oref décidera.", what.says, siret)
	return found
}

// requested says what each kind of request is about.
var requested = map[journal.RequestKind]struct {
	field layout.Field
	says  string
}{
	journal.CreateOrganisme:      {layout.OrganismeSIRET, "La création"},
	journal.ChangeNDA:            {layout.OrganismeNDA, "La modification du numéro de déclaration d'activité"},
	journal.ChangeAttachments:    {layout.OrganismeSiege, "La modification des rattachements"},
	journal.ChangeInterlocuteurs: {layout.InterlocuteurNom, "La modification des interlocuteurs"},
	journal.ChangeSIRET:          {layout.OrganismeSIRET, "Le changement de SIRET"},
}

// stating are the rows that have one of the columns, or all when none has.
func stating(rows []*row, fields ...layout.Field) []*row {
	var some []*row
	for _, r := range rows {
		if slices.ContainsFunc(fields, func(f layout.Field) bool { _, has := r.value(f); return has }) {
			some = append(some, r)
		}
	}
	if len(some) == 0 {
		return rows
	}
	return some
}

// samePeople reports that two lists hold the same people, whatever their order.
func samePeople(a, b []offre.Contact) bool {
	if len(a) != len(b) {
		return false
	}
	for _, c := range a {
		if !slices.ContainsFunc(b, func(d offre.Contact) bool { return reflect.DeepEqual(c, d) }) {
			return false
		}
	}
	return true
}
