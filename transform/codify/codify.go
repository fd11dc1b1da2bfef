package codify

import (
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Coded is what codification makes of a formation.
type Coded struct {
	Formation offre.Formation
	Findings  []finding.Finding
	Tasks     []journal.Task // what the staff must decide of it
}

// Codify gives a formation what its certifications bring: their numbers and
// labels, those that succeed them, ROME, Formacode, NSF, level and title. What
// no certification brings is looked for in its text, when the index was given
// what texts are compared with. It starts from what was stated, so that it may be
// applied again, with the same referentials or newer ones.
//
// exam is the year in which its trainees sit the examination, see ExamYear:
// certifications that are not yet delivered then are not put forward. 0: no date
// is looked at.
func (x *Index) Codify(f offre.Formation, exam int) Coded {
	c := coding{Index: x, f: f.AvantCodification(), exam: exam, notes: notes{record: f.ID}}
	all := c.prepared(c.certifications())
	c.f.Certifications = certificationsOf(all)
	c.inheritCodes(all)
	c.codesFromText(all)
	c.inheritLevel(all)
	c.officialTitle(all)
	c.certifying(all)
	return Coded{Formation: c.f, Findings: c.notes.found, Tasks: c.tasks}
}

// coding is one formation being coded.
type coding struct {
	*Index
	f    offre.Formation
	exam int
	notes
	tasks []journal.Task
}

// nonCertifiant is the state under which Certif Info lists preparations and
// courses that lead to no certification.
const nonCertifiant = "4"

// certifying says that a formation leads to a certification when it did not say
// so itself and Certif Info knows the one it names.
func (c *coding) certifying(all []prepared) {
	if c.f.Saisie.Certifiante != nil {
		return
	}
	for _, p := range all {
		for _, entry := range p.from {
			if entry.Etat != nonCertifiant {
				yes := true
				c.f.Certifiante = &yes
				return
			}
		}
	}
}
