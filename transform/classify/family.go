package classify

import (
	"hash/fnv"
	"maps"
	"slices"
)

// links joins what is one certification under several numbers and titles.
type links struct{ up map[string]string }

func newLinks() *links { return &links{up: map[string]string{}} }

func (l *links) join(a, b string) {
	a, b = l.root(a), l.root(b)
	if a == b {
		return
	}
	if b < a {
		a, b = b, a
	}
	l.up[b] = a // the smallest name stands for all: the order of joining does not matter
}

func (l *links) root(name string) string {
	for {
		up, ok := l.up[name]
		if !ok {
			return name
		}
		if above, ok := l.up[up]; ok {
			l.up[name] = above
		}
		name = up
	}
}

// families says which examples are one certification: versions that replaced one
// another, and titles that are the same words.
type families struct {
	byFiche map[string][]int32  // examples that are a fiche
	ofFiche map[string]int32    // family of a fiche
	ofTitle map[string]int32    // family of a folded title
	version map[string]string   // fiche → what it shares with those that it replaced or that replaced it
	those   map[string][]string // fiches by what they share so
	members [][]int32
	fold    []int
	sets    map[string]int32 // code set of a fiche
	setsIn  [][]int32        // code sets of a family
}

// addSet says that a family has a code set.
func (f *families) addSet(family, set int32) {
	for len(f.setsIn) < len(f.members) {
		f.setsIn = append(f.setsIn, nil)
	}
	f.setsIn[family] = append(f.setsIn[family], set)
}

// setsOf says that a fiche has a code set. A fiche without a title is of the
// family that its links say, or of none.
func (f *families) setsOf(fiche string, set int32) {
	if family, ok := f.ofFiche[fiche]; ok {
		f.addSet(family, set)
	}
}

// foldCount is the number of linear models that each leave out a share of the
// families, so that one may be asked about a title that it has not seen.
const foldCount = 10

// group settles the family of each example. Titles alike are joined after the
// links, so that families are as wide as they can be: what is hidden with one is
// all that could give it away.
func (r *reading) group() *families {
	l := r.links
	version, those := r.versions()
	for i := range r.examples {
		e := &r.examples[i]
		for _, n := range e.fiches {
			l.join("title "+e.key, n)
		}
	}
	f := &families{byFiche: map[string][]int32{}, ofFiche: map[string]int32{}, ofTitle: map[string]int32{}, version: version, those: those}
	numbers := map[string]int32{}
	family := func(name string) int32 {
		root := l.root(name)
		n, ok := numbers[root]
		if !ok {
			n = int32(len(numbers))
			numbers[root] = n
			f.members = append(f.members, nil)
			f.fold = append(f.fold, foldOf(root))
		}
		return n
	}
	for i := range r.examples {
		e := &r.examples[i]
		e.family = family("title " + e.key)
		f.members[e.family] = append(f.members[e.family], int32(i))
		f.ofTitle[e.key] = e.family
		for _, n := range e.fiches {
			f.byFiche[n] = append(f.byFiche[n], int32(i))
			f.ofFiche[n] = e.family
		}
	}
	for name := range l.up {
		if n, ok := numbers[l.root(name)]; ok {
			f.ofFiche[name] = n
		}
	}
	for root, n := range numbers {
		f.ofFiche[root] = n
	}
	return f
}

// versions tells which fiches replaced one another, directly or through others,
// before titles join those that only bear the same words.
func (r *reading) versions() (version map[string]string, those map[string][]string) {
	version, those = map[string]string{}, map[string][]string{}
	note := func(fiche string) {
		if _, known := version[fiche]; !known {
			root := r.links.root(fiche)
			version[fiche] = root
			those[root] = append(those[root], fiche)
		}
	}
	for _, fiche := range slices.Sorted(maps.Keys(r.links.up)) {
		note(fiche)
		note(r.links.root(fiche))
	}
	return version, those
}

// versionsOf are fiches with those that they replaced or that replaced them.
func (f *families) versionsOf(fiches []string) (all []string) {
	for _, n := range fiches {
		all = append(all, n)
		if root, linked := f.version[n]; linked {
			all = append(all, f.those[root]...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func foldOf(name string) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32()>>4) % foldCount
}

// family hides all that is known of the certifications and of the title.
func (f *families) family(key string, fiches []string) hiding {
	var found []int32
	for _, n := range fiches {
		if at, ok := f.ofFiche[n]; ok {
			found = appendNew(found, at)
		}
	}
	if at, ok := f.ofTitle[key]; ok {
		found = appendNew(found, at)
	}
	var h hiding
	for _, at := range found {
		h.examples = append(h.examples, f.members[at]...)
		h.folds |= 1 << f.fold[at]
		if int(at) < len(f.setsIn) {
			h.sets = append(h.sets, f.setsIn[at]...)
		}
	}
	for _, n := range fiches {
		if set, ok := f.sets[n]; ok {
			h.sets = appendNew(h.sets, set)
		}
	}
	slices.Sort(h.examples)
	return h
}

// fiche hides the examples that are the fiche itself, and those alone. The linear
// model still leaves out the whole family.
func (f *families) fiche(fiches []string) hiding {
	var h hiding
	for _, n := range fiches {
		h.examples = append(h.examples, f.byFiche[n]...)
		if at, ok := f.ofFiche[n]; ok {
			h.folds |= 1 << f.fold[at]
		}
		if set, ok := f.sets[n]; ok {
			h.sets = appendNew(h.sets, set)
		}
	}
	slices.Sort(h.examples)
	h.examples = slices.Compact(h.examples)
	return h
}
