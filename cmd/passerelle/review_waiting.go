package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// waitingRecord is a record that awaits validation, with what tells it from others
// of the same title, and why it waits.
type waitingRecord struct {
	store.Awaiting
	Organisme string     `json:"organisme,omitempty"` // name of the responsable, or of itself
	SIRET     string     `json:"siret,omitempty"`
	Debut     offre.Date `json:"debut,omitempty"` // of a session
	Fin       offre.Date `json:"fin,omitempty"`
	Ville     string     `json:"ville,omitempty"`
	Why       string     `json:"motif"`
}

// describer looks up what records that wait are, each organisation and run once.
type describer struct {
	config
	store *store.Store
	names map[string]string         // of organisations, by SIRET
	wrong map[string]map[string]int // errors by run and file
}

func (c config) describeWaiting(ctx context.Context, s *store.Store, first []store.Awaiting) (all []waitingRecord, err error) {
	d := describer{config: c, store: s, names: map[string]string{}, wrong: map[string]map[string]int{}}
	all = []waitingRecord{}
	for _, a := range first {
		w, err := d.describe(ctx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

func (d describer) describe(ctx context.Context, a store.Awaiting) (w waitingRecord, err error) {
	w = waitingRecord{Awaiting: a}
	t, err := d.store.Trace(ctx, a.ID)
	if err != nil {
		return w, err
	}
	latest := latestOf(t)
	if s := latest.Session; s != nil {
		w.Debut, w.Fin, w.Ville = s.Debut, s.Fin, s.Lieu.Adresse.Ville
	}
	if f := latest.Formation; f != nil {
		w.SIRET = f.Responsable
	}
	if o := latest.Organisme; o != nil {
		w.SIRET, w.Ville = o.SIRET, o.Coordonnees.Adresse.Ville
	}
	if w.Organisme, err = d.nameOf(ctx, w.SIRET); err != nil {
		return w, err
	}
	w.Why, err = d.why(ctx, a, t)
	return w, err
}

// latestOf is what the record is as stated last.
func latestOf(t store.Trace) store.Proposed {
	latest := store.Proposed{Organisme: t.Organisme, Formation: t.Formation, Session: t.Session}
	if p := t.Proposed; p != nil {
		latest.Organisme, latest.Formation, latest.Session = cmp.Or(p.Organisme, latest.Organisme), cmp.Or(p.Formation, latest.Formation), cmp.Or(p.Session, latest.Session)
	}
	return latest
}

func (d describer) nameOf(ctx context.Context, siret string) (string, error) {
	if name, known := d.names[siret]; known || siret == "" {
		return name, nil
	}
	t, err := d.store.Trace(ctx, siret)
	if err != nil && !errors.Is(err, store.ErrUnknown) {
		return "", err
	}
	if o := latestOf(t).Organisme; o != nil {
		d.names[siret] = cmp.Or(o.Nom, o.RaisonSociale)
	} else {
		d.names[siret] = ""
	}
	return d.names[siret], nil
}

// why says what keeps a record from being validated by rule.
func (d describer) why(ctx context.Context, a store.Awaiting, t store.Trace) (string, error) {
	if d.AutoValidate == never {
		return "la configuration veut qu'une personne valide tout (auto_validate: never)", nil
	}
	sender := d.senderIn(a, t)
	if sender != "" && !d.trusts(sender) {
		return "son expéditeur, « " + sender + " », n'est pas de confiance (trusted)", nil
	}
	errs, err := d.errorsOf(ctx, a.Run)
	if err != nil {
		return "", err
	}
	if n := errs[a.File]; n > 0 && d.AutoValidate == withoutErrors {
		return "sa livraison a " + plural(n, "erreur") + " (auto_validate: without-errors)", nil
	}
	return "son expéditeur n'est pas de confiance (trusted), ou la configuration a changé depuis", nil
}

// senderIn is who sent the delivery that stated a record last: its answer stands in
// a folder of the sender's name. It is empty when that answer is gone.
func (d describer) senderIn(a store.Awaiting, t store.Trace) string {
	for _, o := range t.Origins {
		if o.File != a.File || len(o.Delivery) < 8 {
			continue
		}
		found, err := filepath.Glob(filepath.Join(d.Answers, a.Run, "*", o.Delivery[:8]))
		if err == nil && len(found) > 0 {
			return filepath.Base(filepath.Dir(found[0]))
		}
	}
	return ""
}

// errorsOf counts the errors of a run, by file.
func (d describer) errorsOf(ctx context.Context, run string) (map[string]int, error) {
	if counted, known := d.wrong[run]; known {
		return counted, nil
	}
	counted := map[string]int{}
	for f, err := range d.store.Findings(ctx, run) {
		if err != nil {
			return nil, err
		}
		if f.Severity == finding.Error {
			counted[f.File]++
		}
	}
	d.wrong[run] = counted
	return counted, nil
}

func (w waitingRecord) print(p *page) {
	state := word(w.New, "nouvelle", "modifiée")
	if w.Kind == store.KindOrganisme {
		state = word(w.New, "nouveau", "modifié")
	}
	p.line("%-9s %-16s %-8s  %s  (%s, run %s)", w.Kind, w.ID, state, w.Title, w.File, w.Run)
	if facts := w.facts(); facts != "" {
		p.write("            " + facts + "\n")
	}
	p.write("            attend : " + w.Why + "\n")
}

// facts tells the record from others of its title.
func (w waitingRecord) facts() string {
	var facts []string
	if w.Kind == store.KindSession {
		facts = append(facts, period(w.Debut, w.Fin))
	}
	who := w.Organisme
	if w.Kind == store.KindOrganisme { // whose title is its name
		who = ""
	}
	if w.SIRET != "" {
		who = strings.TrimSpace(who + " SIRET " + w.SIRET)
	}
	for _, fact := range []string{w.Ville, who} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return strings.Join(facts, ", ")
}
