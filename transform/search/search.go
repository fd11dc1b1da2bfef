package search

import (
	"slices"

	"github.com/carif-oref/passerelle/transform/texte"
)

// longest is how much of a query is read, in bytes: more than the longest title.
const longest = 1000

// Search gives at most limit entries, what is published before what is archived,
// and the best first. Every word of the query is looked for; where no entry has
// them all, those that have the most are given. An entry whose code the query
// says comes first, whatever its state. A query without words finds nothing.
func (x *Index) Search(query string, limit int) []Hit {
	if limit <= 0 {
		return nil
	}
	query = query[:min(len(query), longest)]
	hits, explicit := x.searchCodes(query, limit)
	if explicit || len(hits) >= limit {
		return hits
	}
	return addNew(hits, x.searchWords(query, limit), limit)
}

// addNew adds the hits that are not there yet, up to limit.
func addNew(hits, more []Hit, limit int) []Hit {
	for _, h := range more {
		if len(hits) < limit && !slices.ContainsFunc(hits, h.same) {
			hits = append(hits, h)
		}
	}
	return hits
}

func (h Hit) same(o Hit) bool {
	return h.Certification.Code == o.Certification.Code && h.Fiche == o.Fiche
}

// mostCodes is as many codes as are looked for in one query.
const mostCodes = 20

// searchCodes finds the codes of a query. It says whether the query named a kind
// of code, or spaced one: then no word was meant.
func (x *Index) searchCodes(query string, limit int) (hits []Hit, explicit bool) {
	words := texte.Words(query)
	codes := 0
	for i := 0; i < len(words) && codes < mostCodes; {
		a, n, ok := x.askedCode(words[i:])
		if ok {
			codes++
			explicit = explicit || a.kind != anyKind || n > 1 // numbers that are one code once joined are no words
			hits = addNew(hits, x.hits(x.byCode(a), limit, func(f found) string { return whyCode(f.code) }), limit)
		}
		i += max(n, 1)
	}
	return hits, explicit
}

func (x *Index) searchWords(query string, limit int) []Hit {
	wishes := x.wishes(query)
	if len(wishes) == 0 {
		return nil
	}
	t := x.scratch.Get().(*tally)
	defer x.scratch.Put(t)
	all := x.look(t, wishes)
	if !x.met(all, t, wishes) {
		t.clear()
		for i := range wishes {
			x.loosen(&wishes[i])
		}
		all = x.look(t, wishes)
	}
	all = x.keep(aimed(all, t, wishes), t, len(wishes))
	t.clear()
	return x.hits(x.best(all, limit), limit, func(f found) string { return x.whyWords(f, wishes) })
}

// look counts every wish, and scores the entries that meet some.
func (x *Index) look(t *tally, wishes []wish) []found {
	for i := range wishes {
		x.meet(t, &wishes[i], i)
	}
	var total float32
	for _, w := range wishes {
		total += w.weight
	}
	all := make([]found, 0, len(t.touched))
	for _, at := range t.touched {
		all = append(all, x.score(at, t.entries[at].sum, total))
	}
	return all
}

// score is half how much of the query the entry covers, and half how much they
// have in common: of two entries that have all the words, the one that says
// little else is better.
func (x *Index) score(at int32, sum, total float32) found {
	e := &x.entries[at]
	whole := sum / total
	score := whole/2 + sum/(total+max(e.weight, sum))
	if e.certification.Etat == nonCertifiant {
		score -= 0.02
	}
	return found{at: at, score: max(score, 0), whole: whole, via: -1}
}

// aimed leaves out the entries that have nothing of a query but the kind of diploma
// that it names, where others have more: whoever looks for « CAP plombier » wants no
// CAP before what is about plumbing.
func aimed(all []found, t *tally, wishes []wish) []found {
	var kinds uint32
	for i, w := range wishes {
		if w.kind {
			kinds |= 1 << i
		}
	}
	only := func(f found) bool { return t.entries[f.at].mask&^kinds == 0 }
	if kinds == 0 || !slices.ContainsFunc(all, func(f found) bool { return !only(f) }) {
		return all
	}
	return slices.DeleteFunc(all, only)
}

// met says whether an entry has all the words.
func (x *Index) met(all []found, t *tally, wishes []wish) bool {
	return slices.ContainsFunc(all, func(f found) bool { return full(t.entries[f.at].mask, len(wishes)) })
}

// Entries that cover less than these parts of what the best covers are left out.
const (
	leastOfFull    = 0.4 // all the words, found less surely
	leastOfPartial = 0.75
)

// inherited is what finding a replaced entry counts for its successor.
const inherited = 0.7

// keep leaves the entries that have all the words, or those that have the most
// when none has; then, if all of them are archived, adds what replaced them.
func (x *Index) keep(all []found, t *tally, wishes int) []found {
	least := float32(leastOfPartial)
	if whole := slices.DeleteFunc(slices.Clone(all), func(f found) bool { return !full(t.entries[f.at].mask, wishes) }); len(whole) > 0 {
		all, least = whole, leastOfFull
	}
	var best float32
	for _, f := range all {
		best = max(best, f.whole)
	}
	all = slices.DeleteFunc(all, func(f found) bool { return f.whole < least*best })
	if !slices.ContainsFunc(all, func(f found) bool { return !x.entries[f.at].archived }) {
		all = x.withSuccessors(all)
	}
	return all
}

func (x *Index) withSuccessors(all []found) []found {
	best := map[int32]int{}
	for _, f := range all[:len(all):len(all)] {
		for _, s := range x.entries[f.at].successors {
			heir := found{at: s, score: inherited * f.score, whole: inherited * f.whole, via: f.at}
			if i, known := best[s]; !known {
				best[s] = len(all)
				all = append(all, heir)
			} else if heir.score > all[i].score {
				all[i] = heir
			}
		}
	}
	return all
}
