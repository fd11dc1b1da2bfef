package codify

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/transform/texte"
)

// TaskKey is what formations that ask the same question share: kind and text or
// code asked about, case, accents and punctuation aside.
func TaskKey(kind journal.TaskKind, about string) string {
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + texte.Fold(about)))
	return hex.EncodeToString(sum[:5])
}

// ask adds a task that no choice of the staff has answered.
func (c *coding) ask(kind journal.TaskKind, about, text, why string, proposals []journal.Proposal) {
	c.tasks = append(c.tasks, journal.Task{Key: TaskKey(kind, about), Kind: kind, Formation: c.f.ID, Text: text, Proposals: proposals, Why: why})
}

// asked reports that the formation asks a question of that kind.
func (c *coding) asked(kind journal.TaskKind) bool {
	return slices.ContainsFunc(c.tasks, func(t journal.Task) bool { return t.Kind == kind })
}

// chosen is what the staff answered to the same question before.
func (x *Index) chosen(kind journal.TaskKind, about string) (journal.Choice, bool) {
	if len(x.choices) == 0 {
		return journal.Choice{}, false
	}
	choice, decided := x.choices[TaskKey(kind, about)]
	return choice, decided
}

// Choose adds an answer of the staff, in the place of the one that stood. It is
// not for an index that several goroutines use.
func (x *Index) Choose(choice journal.Choice) { x.choices[choice.Key] = choice }
