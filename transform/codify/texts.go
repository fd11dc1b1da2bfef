package codify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Texts finds certifications and codes by what a formation says of itself. Either
// function may be nil: then nothing is looked for by it.
type Texts struct {
	Certification func(Question) []journal.Proposal                              // entries of Certif Info, ranked
	Codes         func(Question) map[nomenclature.Referential][]journal.Proposal // codes of each nomenclature, ranked
	Thresholds    map[journal.TaskKind]Threshold
}

// Question is what a formation says of itself, as text.
type Question struct {
	Title, Objectif, Contenu, Metiers string

	Level       int  // European, 1 to 8; 0 when not stated
	Certifiante bool // it is said to lead to a certification
	Exam        int  // year of the examination, 0 when no date is looked at
}

// Threshold says what is done with a proposal by its confidence: applied from
// Automatic on, put to the staff from Propose on, left below.
type Threshold struct{ Automatic, Propose float64 }

func (c *coding) question() Question {
	f := &c.f
	return Question{Title: f.IntituleSaisi, Objectif: f.Objectif, Contenu: f.Contenu, Metiers: f.MetiersVises,
		Level: europeanLevel(f.Saisie.NiveauSortie), Certifiante: f.Saisie.Certifiante != nil && *f.Saisie.Certifiante, Exam: c.exam}
}

// certifications are those stated and, when Certif Info knows none of them, the
// one that the title names, after them: what was stated is never taken away.
func (c *coding) certifications() []offre.Certification {
	stated := c.f.Saisie.Certifications
	if slices.ContainsFunc(stated, c.resolves) || c.f.Saisie.Certifiante != nil && !*c.f.Saisie.Certifiante {
		return stated
	}
	if choice, decided := c.chosen(journal.TaskCertification, c.f.IntituleSaisi); decided {
		return append(slices.Clip(stated), c.asChosen(choice, stated)...)
	}
	if c.texts.Certification == nil || c.f.IntituleSaisi == "" {
		return stated
	}
	return append(slices.Clip(stated), c.byTitle(stated)...)
}

func (x *Index) resolves(c offre.Certification) bool {
	if c.CertifInfo == "" {
		return len(x.Identify(c)) == 1
	}
	_, current := x.entries[c.CertifInfo]
	_, replaced := x.anciens[c.CertifInfo]
	return current || replaced
}

func (c *coding) asChosen(choice journal.Choice, stated []offre.Certification) (all []offre.Certification) {
	for _, code := range choice.Codes {
		all = append(all, offre.Certification{CertifInfo: code, Origine: offre.OrigineDecision, Remplace: standsFor(stated), Preuve: inWords(choice)})
	}
	return all[:min(len(all), maxCertifications-len(stated))]
}

// standsFor is the code of the certification that one found takes over from.
func standsFor(stated []offre.Certification) string {
	if len(stated) == 0 {
		return ""
	}
	return stated[0].CertifInfo
}

// byTitle is the certification that the title names, when it is sure enough; the
// staff are asked when it is not.
func (c *coding) byTitle(stated []offre.Certification) []offre.Certification {
	proposals := c.proposals()
	if len(proposals) == 0 || len(stated) >= maxCertifications {
		return nil
	}
	best, limits := proposals[0], c.texts.Thresholds[journal.TaskCertification]
	switch {
	case best.Confiance >= limits.Automatic:
		c.note(certificationTexte, layout.FormationIntitule, c.f.IntituleSaisi, best.Code,
			fmt.Sprintf("L'intitulé désigne la certification %s, « %s » (confiance %s) : %s.", best.Code, best.Libelle, percent(best.Confiance), best.Preuve))
		return []offre.Certification{{CertifInfo: best.Code, Origine: offre.OrigineAutomatique, Remplace: standsFor(stated), Confiance: best.Confiance, Preuve: best.Preuve}}
	case best.Confiance >= limits.Propose:
		why := "Aucune certification n'est donnée, et l'intitulé ne suffit pas à en choisir une."
		if len(stated) > 0 {
			why = "La certification donnée n'est pas dans Certif Info, et l'intitulé ne suffit pas à en choisir une."
		}
		c.ask(journal.TaskCertification, c.f.IntituleSaisi, c.f.IntituleSaisi, why, proposals)
	}
	return nil
}

// codesFromText looks for the codes of each nomenclature that the organisation
// did not give, when no certification brings any: one that has no ROME code, as a
// licence to drive, has none on purpose.
func (c *coding) codesFromText(all []prepared) {
	if slices.ContainsFunc(all, func(p prepared) bool { return len(p.from) > 0 }) {
		return
	}
	var found map[nomenclature.Referential][]journal.Proposal
	for _, nom := range nomenclatures {
		if len(*nom.at(&c.f)) > 0 || c.f.IntituleSaisi == "" {
			continue
		}
		if choice, decided := c.chosen(nom.kind, c.f.IntituleSaisi); decided {
			*nom.at(&c.f) = c.codesChosen(nom, choice)
			continue
		}
		if found == nil && c.texts.Codes != nil {
			found = c.texts.Codes(c.question())
		}
		c.applyOrAsk(nom, found[nom.name])
	}
}

func (c *coding) codesChosen(nom codified, choice journal.Choice) (codes []offre.Code) {
	for _, code := range choice.Codes[:min(len(choice.Codes), nom.most)] {
		codes = append(codes, offre.Code{Code: code, Origine: offre.OrigineDecision, Version: c.versions[nom.name], Preuve: inWords(choice)})
	}
	return codes
}

func (c *coding) applyOrAsk(nom codified, proposals []journal.Proposal) {
	if len(proposals) == 0 {
		return
	}
	limits := c.texts.Thresholds[nom.kind]
	var sure []offre.Code
	for _, p := range proposals {
		if p.Confiance >= limits.Automatic && len(sure) < nom.most {
			sure = append(sure, offre.Code{Code: p.Code, Origine: offre.OrigineAutomatique, Version: c.versions[nom.name], Confiance: p.Confiance, Preuve: p.Preuve})
		}
	}
	switch {
	case len(sure) > 0:
		*nom.at(&c.f) = sure
		c.note(codesTexte, nom.field, c.f.IntituleSaisi, joined(sure), fmt.Sprintf("Le texte désigne %s %s (confiance %s) : %s.",
			nom.label, joined(sure), percent(sure[0].Confiance), sure[0].Preuve))
	case proposals[0].Confiance >= limits.Propose && !c.asked(journal.TaskCertification): // whose answer brings the codes
		c.ask(nom.kind, c.f.IntituleSaisi, c.f.IntituleSaisi, "Aucun code "+nom.label+" n'est donné, et le texte ne suffit pas à en choisir un.", proposals)
	}
}

func joined(codes []offre.Code) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = c.Code
	}
	return strings.Join(list, ", ")
}

// inWords says who chose, and when.
func inWords(choice journal.Choice) string {
	said := fmt.Sprintf("choisi par %s le %s", choice.Who, choice.At.Format("02/01/2006"))
	if choice.Why != "" {
		said += " : " + choice.Why
	}
	return said
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
