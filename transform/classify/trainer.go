package classify

import (
	"runtime/debug"
	"sync"
)

// trainer keeps what linear models learn from, and the models: the one that has
// seen everything, and the last of those that some folds were kept from.
type trainer struct {
	lessons  perScheme[[]lesson]
	fold     perScheme[[]int] // fold of each lesson, -1 for what no model is kept from
	named    []thought
	sets     []foldedSet
	features int
	groups   perScheme[groups]
	all      *perScheme[*linear]

	mutex sync.Mutex
	kept  int // folds that the model last asked for has not seen
	apart *perScheme[*linear]
}

// foldedSet is the codes of a title, and its fold.
type foldedSet struct {
	codes perScheme[[]int32]
	fold  int
}

// without gives the models that have not seen the folds of the set. Only the last
// is remembered: ask about the texts of one set of folds together.
func (t *trainer) without(folds int) *perScheme[*linear] {
	if folds == 0 {
		return t.all
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.apart == nil || t.kept != folds {
		t.apart = nil // its memory serves the next
		t.kept, t.apart = folds, t.train(folds)
	}
	return t.apart
}

// forget lets go of the models that were kept from some folds, and gives their
// memory back at once: the next are as large, and would not fit in the holes.
func (t *trainer) forget() {
	t.mutex.Lock()
	t.apart = nil
	t.mutex.Unlock()
	debug.FreeOSMemory()
}

func (t *trainer) train(without int) *perScheme[*linear] {
	var models perScheme[*linear]
	var done sync.WaitGroup
	for k := range schemes {
		done.Go(func() { models[k] = train(t.seen(k, without), t.features, t.groups[k]) })
	}
	done.Wait()
	return &models
}

// seen gives the lessons of a nomenclature but those of some folds.
func (t *trainer) seen(k scheme, without int) []lesson {
	out := t.borrowed(k, without)
	for i, l := range t.lessons[k] {
		if fold := t.fold[k][i]; fold < 0 || without>>fold&1 == 0 {
			out = append(out, l)
		}
	}
	return out
}
