package codify

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// citation is a number of a register in a title, with its spaces. RS needs four digits:
// RS232 and RS485 are links between machines.
var citation = regexp.MustCompile(`(?i)\b(?:(RNCP)[ :n°º.-]*([0-9](?: ?[0-9]){1,5})|(RS)[ :n°º.-]*([0-9](?: ?[0-9]){3,5}))\b`)

// surely is how sure a number that somebody wrote with its register is.
const surely = 0.99

// proposals are the certifications that the title names.
func (c *coding) proposals() []journal.Proposal {
	return c.ByTitle(c.f.IntituleSaisi, c.texts.Certification(c.question()))
}

// ByTitle gives the certifications that a title names: by the number that it cites,
// else by its words. Numbers and words that do not agree are for a person to settle.
func (x *Index) ByTitle(title string, byWords []journal.Proposal) []journal.Proposal {
	cited := x.cited(title)
	if len(cited) == 0 {
		return byWords
	}
	if limit := x.texts.Thresholds[journal.TaskCertification].Propose; len(byWords) > 0 && byWords[0].Code != cited[0].Code && byWords[0].Confiance >= limit {
		cited[0].Confiance = min(cited[0].Confiance, 0.5)
		cited[0].Preuve += " ; les mots de l'intitulé désignent plutôt " + byWords[0].Code
	}
	for _, p := range byWords {
		if p.Code != cited[0].Code && len(cited) < maxCertifications {
			cited = append(cited, p)
		}
	}
	return cited
}

// likely is how sure a title is that is a code of Certif Info and nothing else: the
// code was typed in the wrong column, or the number is of something else.
const likely = 0.5

// cited are the entries of the first number that Certif Info knows; of several entries
// that share it none is sure.
func (x *Index) cited(title string) (all []journal.Proposal) {
	if entry, known := x.entries[strings.TrimSpace(title)]; known {
		return []journal.Proposal{{Code: entry.Code, Libelle: entry.Intitule, Confiance: likely, Preuve: "l'intitulé est le code de cette certification dans Certif Info"}}
	}
	for _, m := range citation.FindAllStringSubmatch(title, -1) {
		number := strings.ToUpper(m[1]+m[3]) + strings.TrimLeft(strings.ReplaceAll(m[2]+m[4], " ", ""), "0")
		named := offre.Certification{RNCP: number}
		if m[3] != "" {
			named = offre.Certification{RS: number}
		}
		codes := x.Identify(named)
		for _, code := range codes {
			all = append(all, journal.Proposal{Code: code, Libelle: x.entries[code].Intitule, Confiance: surely / float64(len(codes)),
				Preuve: fmt.Sprintf("numéro %s écrit dans l'intitulé", number)})
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}
