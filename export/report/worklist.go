package report

import (
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Worklist is what codification asks of the staff after the run.
type Worklist struct {
	Total  int                 `json:"total"`
	ByKind []Asked             `json:"par_nature,omitempty"`
	First  []journal.TaskGroup `json:"premieres,omitempty"` // those that most formations ask
}

// Asked is how many questions of a kind wait.
type Asked struct {
	Kind journal.TaskKind `json:"nature"`
	N    int              `json:"questions"`
}

var taskWords = map[journal.TaskKind][2]string{
	journal.TaskCertification: {"certification à reconnaître", "certifications à reconnaître"},
	journal.TaskSuccession:    {"succession à choisir", "successions à choisir"},
	journal.TaskROME:          {"code ROME à choisir", "codes ROME à choisir"},
	journal.TaskFormacode:     {"Formacode à choisir", "Formacodes à choisir"},
	journal.TaskNSF:           {"code NSF à choisir", "codes NSF à choisir"},
	journal.TaskOrphan:        {"code disparu à remplacer", "codes disparus à remplacer"},
}

// Words is what the questions ask, in French, in the number that agrees with N.
func (a Asked) Words() string {
	words, known := taskWords[a.Kind]
	if !known {
		return string(a.Kind)
	}
	return plural(a.N, words[0], words[1])
}

// Referential is where a referential stands at the end of the run.
type Referential struct {
	nomenclature.Version
	AgeDays int    `json:"age_jours"`                   // since it was last known to be fresh
	MaxDays int    `json:"age_maximal_jours,omitempty"` // beyond which it is stale; 0 never
	Stale   bool   `json:"perime,omitempty"`
	New     bool   `json:"charge_ce_passage,omitempty"` // this run loaded it
	Trouble string `json:"verification,omitempty"`      // what the last look at its source met, when it was no good
}

// LoadWords says what its last load changed, in French.
func (r Referential) LoadWords() string {
	if r.Before == 0 {
		return "premier chargement"
	}
	if r.Added+r.Changed+r.Ended == 0 {
		return "rien n'a changé"
	}
	return count(r.Added, "ajoutée") + ", " + count(r.Changed, "modifiée") + ", " + count(r.Ended, "disparue")
}
