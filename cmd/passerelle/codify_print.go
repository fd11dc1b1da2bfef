package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/transform/certify"
	"github.com/carif-oref/passerelle/transform/classify"
)

// measured writes the tables of an evaluation.
func (p *page) measured(m measured, withErrors bool) {
	p.write(fmt.Sprintf("%s : %s en %.1f s\n", m.File, plural(m.Rows, "intitulé"), m.Seconds))
	p.setAside(m)
	p.write(fmt.Sprintf("\n%-22s %6s %8s %8s %8s\n", "", "n", "top-1", "top-3", "top-5"))
	if c := m.CertifInfo; c != nil {
		p.hits("Certif Info, code", c.N, c.Exact.Top1, c.Exact.Top3, c.Exact.Top5)
		p.hits("Certif Info, famille", c.N, c.Family.Top1, c.Family.Top3, c.Family.Top5)
	}
	for _, s := range schemesOf(m.Codes) {
		p.hits(s.name, s.N, s.Top1, s.Top3, s.Top5)
	}
	p.write("\nCouverture automatique à une précision donnée (part des intitulés ; seuil de confiance)\n")
	if c := m.CertifInfo; c != nil {
		var parts []string
		for _, at := range c.Coverage {
			parts = append(parts, covered(at.Precision, at.Share, at.Threshold))
		}
		p.line("%-20s %s", "Certif Info, famille", strings.Join(parts, "   "))
	}
	for _, s := range schemesOf(m.Codes) {
		var parts []string
		for _, at := range s.Coverage {
			parts = append(parts, covered(at.Precision, at.Share, at.Threshold))
		}
		p.line("%-20s %s", s.name, strings.Join(parts, "   "))
	}
	p.calibration(m)
	if withErrors {
		p.misses(m)
	}
}

// setAside tells of what the figures do not count, or count against the machine.
func (p *page) setAside(m measured) {
	for _, part := range []struct {
		n    int
		said string
	}{
		{m.Refused, "sans intitulé ou illisible : hors du compte"},
		{m.Unlabelled, "sans code à retrouver : hors du compte"},
		{m.Unhidden, "sans rncp_rs : rien ne leur est caché, et ce qu'ils obtiennent est flatteur"},
		{m.Unknown.CertifInfo, "dont le code n'est pas dans Certif Info : autant d'erreurs"},
		{m.Unknown.ROME, "dont aucun code ROME n'est dans la version chargée : autant d'erreurs"},
		{m.Unknown.NSF, "dont aucun code NSF n'est au référentiel : autant d'erreurs"},
		{m.Unknown.Formacode, "dont aucun Formacode n'est dans la version chargée : autant d'erreurs"},
	} {
		if part.n > 0 {
			p.line("%s %s", plural(part.n, "ligne"), part.said)
		}
	}
	for _, n := range m.Noticed {
		if n.Severity != finding.Info {
			p.line("%s : %s (ligne %d, %s)", plural(n.Total, "constat"), n.Message, n.Row, cmp.Or(n.Header, "toute la ligne"))
		}
	}
}

// scheme is the report of one nomenclature with its name.
type scheme struct {
	name string
	classify.SchemeReport
}

func schemesOf(r *classify.Report) (all []scheme) {
	if r == nil {
		return nil
	}
	for _, s := range []scheme{{"ROME", r.ROME}, {"NSF", r.NSF}, {"Formacode", r.Formacode}} {
		if s.N > 0 {
			all = append(all, s)
		}
	}
	return all
}

func (p *page) hits(name string, n int, top1, top3, top5 float64) {
	p.write(fmt.Sprintf("%-22s %6d %6.1f %% %6.1f %% %6.1f %%\n", name, n, 100*top1, 100*top3, 100*top5))
}

func covered(precision, share, threshold float64) string {
	if share == 0 {
		return fmt.Sprintf("%g %% : aucune", 100*precision)
	}
	return fmt.Sprintf("%g %% : %.1f %% (≥ %.3f)", 100*precision, 100*share, threshold)
}

// calibration writes, for each tenth of confidence, what was promised and what
// was right.
func (p *page) calibration(m measured) {
	p.write("\nCalibration : confiance annoncée, part juste (nombre)\n")
	if c := m.CertifInfo; c != nil {
		p.line("Certif Info, famille")
		for _, b := range c.Calibration {
			p.bin(b.From, b.To, b.N, b.Confidence, b.Right)
		}
	}
	for _, s := range schemesOf(m.Codes) {
		p.line("%s", s.name)
		for _, b := range s.Bins {
			p.bin(b.From, b.To, b.N, b.Promised, b.Right)
		}
	}
}

func (p *page) bin(from, to float64, n int, promised, right float64) {
	if n > 0 {
		p.line("  %3.0f–%3.0f %%  %5.1f %%  %5.1f %%  (%d)", 100*from, 100*to, 100*promised, 100*right, n)
	}
}

func (p *page) misses(m measured) {
	p.write("\nErreurs\n")
	if c := m.CertifInfo; c != nil {
		for _, e := range c.Errors {
			p.line("Certif Info  « %s » : attendu %s « %s », trouvé %s « %s » (%.0f %%%s)", e.Title, e.Code, e.Label, e.Found, e.FoundLabel, 100*e.Confidence, rank(e))
		}
	}
	for _, s := range schemesOf(m.Codes) {
		for _, e := range s.Errors {
			var proposed []string
			for _, c := range e.Proposed {
				proposed = append(proposed, fmt.Sprintf("%s (%.0f %%)", c.Code, 100*c.Confidence))
			}
			p.line("%s  « %s » : attendu %s, proposé %s", s.name, e.Title, strings.Join(e.Expected, "|"), strings.Join(proposed, ", "))
		}
	}
}

func rank(m certify.Miss) string {
	if m.Rank == 0 {
		return ""
	}
	return fmt.Sprintf(", la bonne est au rang %d", m.Rank)
}
