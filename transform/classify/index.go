package classify

import (
	"github.com/carif-oref/passerelle/transform/texte"
)

// thesaurusWeight is what a term of a thesaurus teaches, beside a coded title. Few
// titles have a Formacode.
var thesaurusWeight = perScheme[float32]{rome: 0.6, nsf: 0.6, formacode: 1}

// New builds the index.
func New(from Sources) (*Index, error) {
	r, err := read(from)
	if err != nil {
		return nil, err
	}
	weigh, err := parseLearned(learnedTables)
	if err != nil {
		return nil, err
	}
	x := &Index{codes: r.codes, examples: r.examples, weigh: weigh}
	x.families = r.group()
	titles := make([]texte.Titre, len(x.examples))
	for i := range x.examples {
		titles[i] = texte.Normalise(x.examples[i].title)
	}
	namings := r.namings()
	all := titles
	for _, m := range namings {
		all = append(all, m.titre)
	}
	x.words = learnVocabulary(all)
	x.terms = newTerms(namings, titles)
	for k := range schemes {
		x.narrow[k] = groupsOf(r.codes[k].codes, narrowGroup[k])
		x.wide[k] = groupsOf(r.codes[k].codes, wideGroup[k])
	}
	x.together = newTogether(r.sets(x.families), x.codes)
	x.near = &postings{lists: make([][]posting, len(x.words.idf))}
	x.scratch.New = func() any { return x.newScratch() }
	x.teach(titles, namings)
	x.linear.all = x.linear.train(0)
	return x, nil
}

func (x *Index) newScratch() *scratch {
	s := &scratch{near: make([]float32, len(x.examples)), shared: make([]shared, len(x.terms.list))}
	codes, groups := 0, 0
	for k := range schemes {
		groups = max(groups, x.narrow[k].count, x.wide[k].count)
		s.chances[k].share = make([]float32, x.narrow[k].all())
		codes = max(codes, len(x.codes[k].codes))
		s.votes[k] = &tally{at: make([]int32, len(x.codes[k].codes))}
	}
	s.score, s.sums = make([]float32, codes), make([]grouped, groups)
	return s
}

// teach files the titles as neighbours and as lessons.
func (x *Index) teach(titles []texte.Titre, namings []naming) {
	t := &trainer{features: len(x.words.idf), groups: x.narrow}
	s := &scratch{}
	teach := func(k scheme, vector []feature, codes []int32, weight float32, fold int) {
		if len(codes) > 0 && len(vector) > 0 {
			t.lessons[k] = append(t.lessons[k], lesson{vector: vector, codes: codes, weight: weight})
			t.fold[k] = append(t.fold[k], fold)
		}
	}
	for i := range titles {
		vector := x.words.vector(titles[i], nil, s)
		t.sets = append(t.sets, foldedSet{x.examples[i].codes, x.families.fold[x.examples[i].family]})
		x.near.add(int32(i), vector)
		vector = x.words.telling(vector)
		for k := range schemes {
			teach(k, vector, x.examples[i].codes[k], 1, x.families.fold[x.examples[i].family])
		}
	}
	for _, m := range namings {
		vector := x.words.telling(x.words.vector(m.titre, nil, s))
		teach(m.scheme, vector, []int32{m.code}, thesaurusWeight[m.scheme], -1)
		if len(vector) > 0 {
			t.named = append(t.named, thought{m.scheme, m.code, vector})
		}
	}
	x.linear = t
}

// sets are the codes that certifications have: those of all fiches, and of the
// titles that are no fiche. Families learn which of them are theirs.
func (r *reading) sets(f *families) (out []perScheme[[]int32]) {
	f.sets = map[string]int32{}
	for _, number := range r.order {
		of := r.fiches[number]
		set := perScheme[[]int32]{}
		lists := perScheme[[]string]{of.ROME, of.NSF, of.Formacodes}
		for k, codes := range lists {
			set[k] = r.codes[k].findAll(codes)
		}
		f.sets[number] = int32(len(out))
		f.setsOf(number, int32(len(out)))
		out = append(out, set)
	}
	for i := range r.examples {
		e := &r.examples[i]
		if _, known := f.sets[first(e.fiches)]; known {
			continue
		}
		f.addSet(e.family, int32(len(out)))
		for _, n := range e.fiches {
			f.sets[n] = int32(len(out))
		}
		out = append(out, e.codes)
	}
	return out
}
