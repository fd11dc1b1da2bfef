package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) traceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "trace ID", Short: "One record's story: where it comes from, its codes, each target's verdict and why",
		Long: "Print what is known of a formation, a session or an organisme, by its number, or of an organisme by its SIRET:\nthe rows it comes from, what was found in them, its codes and their origin, and the verdict of each target.",
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.trace(cmd.Context(), args[0])
		},
	}
}

func (a *app) trace(ctx context.Context, id string) error {
	s, err := a.visit(ctx)
	if err != nil {
		return err
	}
	t, err := s.Trace(ctx, id)
	if err = errors.Join(err, s.Close()); errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("trace %s: the catalogue has no formation, session or organisme of that number; `passerelle status` says what it holds", id)
	}
	if err != nil {
		return err
	}
	if a.asJSON {
		return a.printJSON(t)
	}
	return printTrace(a.stdout, t)
}

// printTrace writes a record's story for a person, in French.
func printTrace(w io.Writer, t store.Trace) error {
	p := &page{w: w}
	p.heading(t)
	p.state(t)
	p.part("Vient de")
	for _, o := range t.Origins {
		p.line("%s", originLine(o))
	}
	if t.Formation != nil && t.Kind != store.KindOrganisme {
		p.codes(*t.Formation)
	}
	p.part("Constats sur ces lignes")
	for _, f := range t.Findings {
		p.line("[%s] %s %s", f.Severity, f.Message, f.Remedy)
	}
	p.life(t)
	if t.Kind != store.KindOrganisme {
		p.part("Ce qu'en font les cibles")
		for _, v := range t.Verdicts {
			p.line("%s", verdictLine(v, t.ID))
		}
		p.part("Derniers flux de ces cibles")
		for _, f := range t.Publications {
			p.line("%-20s %-9s le %s, %d formations, %d sessions, sha256 %s", f.Target, f.State, f.At.Local().Format("02/01/2006 à 15:04"), f.Formations, f.Sessions, short(f.SHA256))
		}
	}
	return p.err
}

// page writes lines and keeps the first error.
type page struct {
	w       io.Writer
	pending string // heading of a part, written before its first line
	err     error
}

func (p *page) part(title string) { p.pending = title }

func (p *page) line(format string, args ...any) {
	if p.pending != "" {
		p.write("\n" + p.pending + "\n")
		p.pending = ""
	}
	p.write("  " + strings.TrimSpace(fmt.Sprintf(format, args...)) + "\n")
}

func (p *page) write(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}

func (p *page) heading(t store.Trace) {
	switch {
	case t.Organisme != nil && t.Kind == store.KindOrganisme:
		o := t.Organisme
		p.write(fmt.Sprintf("Organisme %s : %s\n", t.ID, o.Nom))
		p.line("SIRET %s, déclaration d'activité %s", o.SIRET, orNone(o.NDA))
	case t.Session != nil:
		s := t.Session
		p.write(fmt.Sprintf("Session %s de la formation %s\n", t.ID, s.Formation))
		if t.Formation != nil {
			p.line("%s", t.Formation.Intitule)
		}
		p.line("du %s au %s, %s %s", day(s.Debut), day(s.Fin), s.Lieu.Adresse.CodePostal, s.Lieu.Adresse.Ville)
	case t.Formation != nil:
		p.write(fmt.Sprintf("Formation %s : %s\n", t.ID, t.Formation.Intitule))
		if f := t.Formation; f.IntituleSaisi != "" && f.IntituleSaisi != f.Intitule {
			p.line("saisi : %s", f.IntituleSaisi)
		}
		p.line("organisme responsable : %s", orNone(t.Formation.Responsable))
	}
	p.line("créée par %s, modifiée par %s", t.CreatedBy, t.ChangedBy)
}

// state says where the record stands, and what awaits.
func (p *page) state(t store.Trace) {
	words := map[journal.RecordState]string{
		journal.Validated: "validée", journal.ToValidate: "à valider", journal.Rejected: "refusée", journal.Archived: "archivée : plus diffusée",
	}
	p.line("état : %s", cmp.Or(words[t.State], string(t.State)))
	switch {
	case t.Proposed != nil && t.Validated:
		p.line("une modification attend : jusqu'à sa validation, c'est la fiche validée qui est diffusée")
	case !t.Validated:
		p.line("jamais validée : pas encore diffusée")
	}
}

// life lists what happened to the record, and what staff decided.
func (p *page) life(t store.Trace) {
	p.part("Historique")
	for _, c := range t.History {
		p.line("%s  %s%s", c.At.Local().Format("02/01/2006 15:04"), changeWords(c), inRunWords(c.Run))
	}
	p.part("Décisions")
	for _, d := range t.Decisions {
		p.line("%s  %s par %s%s", d.At.Local().Format("02/01/2006 15:04"), d.To, d.Who, because(d.Why))
	}
	p.part("Demandes")
	for _, r := range t.Requests {
		p.line("%s  %s, %s : %s%s", r.ID, r.Kind, r.State, r.After, because(r.Reason))
	}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return " : " + why
}

// codes lists the codes of a formation, each with where it came from.
func (p *page) codes(f offre.Formation) {
	p.part("Codes")
	for _, c := range f.Certifications {
		p.line("certification %s %s %s%s %s : %s%s", c.CertifInfo, c.RNCP, c.RS, replaces(c.Remplace), c.Intitule, origin(c.Origine, "", c.Version), evidence(c.Confiance, c.Preuve))
	}
	for _, list := range []struct {
		name  string
		codes []offre.Code
	}{{"Formacode", f.Formacodes}, {"ROME", f.ROME}, {"NSF", f.NSF}} {
		for _, c := range list.codes {
			p.line("%s %s : %s%s", list.name, c.Code, origin(c.Origine, c.De, c.Version), evidence(c.Confiance, c.Preuve))
		}
	}
	if f.NiveauSortie != "" {
		p.line("niveau de sortie %s", f.NiveauSortie)
	}
}

func replaces(code string) string {
	if code == "" {
		return ""
	}
	return " (remplace " + code + ")"
}

// evidence says how sure a code is, and why.
func evidence(confidence float64, why string) string {
	switch {
	case why == "":
		return ""
	case confidence == 0:
		return " (" + why + ")"
	}
	return fmt.Sprintf(" (confiance %.0f %% : %s)", 100*confidence, why)
}

func origin(o offre.Origine, from, version string) string {
	words := map[offre.Origine]string{
		offre.OrigineSaisie: "saisi", offre.OrigineCertification: "apporté par la certification",
		offre.OrigineSuccesseur:  "apporté par la certification qui succède",
		offre.OrigineAutomatique: "trouvé par le texte", offre.OrigineDecision: "choisi", offre.OrigineMigration: "traduit de",
	}[o]
	if from != "" {
		words += " " + from
	}
	if version != "" {
		words += ", version " + version
	}
	return words
}

func originLine(o store.Origin) string {
	line := fmt.Sprintf("%s, ligne %d (livraison %s, run %s)", o.File, o.Row, short(o.Delivery), o.Run)
	if o.Sheet != "" {
		line = fmt.Sprintf("%s, feuille %s, ligne %d (livraison %s, run %s)", o.File, o.Sheet, o.Row, short(o.Delivery), o.Run)
	}
	return line
}

func verdictLine(v journal.Verdict, id string) string {
	about := ""
	if v.Record != id {
		about = v.Kind + " " + v.Record + " : "
	}
	if v.Exported {
		line := fmt.Sprintf("%-20s %stransmise", v.Target, about)
		if len(v.Defaulted) > 0 {
			line += fmt.Sprintf(" (valeurs par défaut : %s)", strings.Join(v.Defaulted, ", "))
		}
		return line
	}
	return fmt.Sprintf("%-20s %sécartée : %s", v.Target, about, v.Sentence)
}

// day writes a date as people read it, with what is known of it.
func day(d offre.Date) string {
	an, mois, jour, ok := d.Parts()
	switch {
	case !ok || d == offre.DateInconnue:
		return "(date inconnue)"
	case jour > 0:
		return fmt.Sprintf("%02d/%02d/%04d", jour, mois, an)
	case an == 0:
		return fmt.Sprintf("mois %02d, année non précisée", mois)
	case mois > 0:
		return fmt.Sprintf("%02d/%04d", mois, an)
	}
	return fmt.Sprint(an)
}

func orNone(s string) string {
	if s == "" {
		return "non connu"
	}
	return s
}

// short is enough of a hash to recognise it by.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// changeWords says what one change of a record was, in brief.
func changeWords(c store.Change) string {
	words := "modifiée"
	switch {
	case c.From == "":
		words = "créée"
	case c.Who != "":
		words = string(c.From) + " → " + string(c.To) + ", par " + c.Who
	}
	if len(c.Fields) > 0 && c.From != "" {
		words += " (" + strings.Join(c.Fields, ", ") + ")"
	}
	if c.File != "" {
		words += ", " + c.File
	}
	if c.Unloaded != nil {
		words += ", repris le " + c.Unloaded.Local().Format("02/01/2006")
	}
	return words
}

func inRunWords(run string) string {
	if run == "" {
		return ""
	}
	return " (run " + run + ")"
}
