package classify

import "sync"

// trainer keeps what linear models learn from, and the models: the one that has
// seen everything, and those that some folds are kept from, trained when asked
// for.
type trainer struct {
	lessons  perScheme[[]lesson]
	fold     perScheme[[]int] // fold of each lesson, -1 for what no model is kept from
	features int
	codes    perScheme[int]
	models   [1 << foldCount]struct {
		once  sync.Once
		model perScheme[*linear]
	}
}

// without gives the models that have not seen the folds of the set.
func (t *trainer) without(folds int) *perScheme[*linear] {
	m := &t.models[folds]
	m.once.Do(func() {
		var done sync.WaitGroup
		for k := range schemes {
			done.Go(func() { m.model[k] = train(t.kept(k, folds), t.features, t.codes[k]) })
		}
		done.Wait()
	})
	return &m.model
}

func (t *trainer) kept(k scheme, folds int) []lesson {
	if folds == 0 {
		return t.lessons[k]
	}
	var out []lesson
	for i, l := range t.lessons[k] {
		if fold := t.fold[k][i]; fold < 0 || folds>>fold&1 == 0 {
			out = append(out, l)
		}
	}
	return out
}
