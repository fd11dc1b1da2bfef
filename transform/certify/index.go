package certify

import (
	"cmp"
	"hash/maphash"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/transform/texte"
)

// Index finds certifications by title. It is immutable and safe for use by
// several goroutines.
type Index struct {
	*corpus
	hidden map[int32]bool // families left out, by their head
}

// corpus is what an index and its copies share.
type corpus struct {
	entries  []entry // sorted by code
	byCode   map[string]int32
	members  map[int32][]int32 // entries of each family by its head, sorted
	words    map[string]int32  // vocabulary of stems
	list     []string          // its stems by id
	idf      []float32
	postings [][]int32          // entries of each stem
	kin      map[string][]int32 // stems of each root
	bodies   map[uint64][]int32 // entries of the same words
	names    map[string]int32   // numbers of the words of certifiers' names
	marks    []mark             // of each entry
	pairs    map[[2]kind]int32
	fit      map[kind][]fit // how a kind that is named agrees with each pair
	acronyms map[string][]int32
	schools  schools
	grams    map[texte.Trigram][]int32 // stems of each trigram
	common   map[kind]float32          // logarithm of the number of entries of each kind
	model    *[givenCount]weights
	scratch  sync.Pool
}

// mark is what candidates are ordered by, side by side in memory.
type mark struct {
	weights float32
	pair    int32
	loss    float32 // of one listed only as replaced
}

// New reads the certifications to the end. An error of the source is given back
// wrapped.
func New(all iter.Seq2[nomenclature.Certification, error]) (*Index, error) {
	entries, err := gather(all)
	if err != nil {
		return nil, err
	}
	model, err := loadModel(weightsFile)
	if err != nil {
		return nil, err
	}
	c := &corpus{
		model:   model,
		entries: entries, byCode: make(map[string]int32, len(entries)),
		members: map[int32][]int32{}, words: map[string]int32{}, acronyms: map[string][]int32{}, schools: schools{}, bodies: map[uint64][]int32{}, names: map[string]int32{}, grams: map[texte.Trigram][]int32{},
	}
	for i := range entries {
		c.add(int32(i))
	}
	c.weigh()
	c.countKinds()
	c.pairKinds()
	c.markEntries()
	connect(entries)
	dateByNumber(entries)
	for i := range entries {
		c.byCode[entries[i].certification.Code] = int32(i)
		c.members[entries[i].family] = append(c.members[entries[i].family], int32(i))
	}
	c.scratch.New = func() any { return newScratch(len(entries), len(c.list)) }
	return &Index{corpus: c}, nil
}

// Without gives an index in which some families are hidden: for measuring what
// it answers to titles of certifications that it does not hold. A family is
// named by any of its codes.
func (x *Index) Without(families ...string) *Index {
	hidden := map[int32]bool{}
	for head := range x.hidden {
		hidden[head] = true
	}
	for _, code := range families {
		if i, ok := x.byCode[code]; ok {
			hidden[x.entries[i].family] = true
		}
	}
	return &Index{corpus: x.corpus, hidden: hidden}
}

// Family is the key of the family of a code, the lowest of its codes; empty for
// a code that Certif Info does not have.
func (x *Index) Family(code string) string {
	if i, ok := x.byCode[code]; ok {
		return x.entries[x.entries[i].family].certification.Code
	}
	return ""
}

// Len is the number of entries, with those that are listed only as replaced.
func (x *Index) Len() int { return len(x.entries) }

var bodySeed = maphash.MakeSeed()

// body is a key of the stems of a title in their order.
func body(stems []string) uint64 {
	if len(stems) == 0 {
		return 0
	}
	var h maphash.Hash
	h.SetSeed(bodySeed)
	for _, s := range stems {
		h.WriteString(s)
		h.WriteByte(' ')
	}
	return h.Sum64()
}

// add reads the title of an entry into the vocabulary.
func (c *corpus) add(i int32) {
	e := &c.entries[i]
	r := readLabel(e.certification.Intitule)
	e.options, e.kinds = r.options, [2]kind{typeKind(e.certification.Type), r.kind}
	spoken := spokenWords(e.certification.Intitule)
	e.alone = body(readLabel(withoutPartners(e.certification.Intitule)).stems)
	e.body, e.literal = body(r.stems), body(stems(r.words))
	c.bodies[e.body] = append(c.bodies[e.body], i)
	for k, s := range r.stems {
		id, ok := c.words[s]
		if !ok {
			id = int32(len(c.list))
			c.words[s] = id
			c.list = append(c.list, s)
			c.postings = append(c.postings, nil)
		}
		if !slices.Contains(e.words, id) && len(e.words) < maxWords {
			e.words, e.segments, e.spoken = append(e.words, id), append(e.segments, r.segments[k]), append(e.spoken, cmp.Or(spoken[s], s))
			c.postings[id] = append(c.postings[id], i)
		}
		e.trigrams = texte.AppendTrigrams(e.trigrams, s)
	}
	for _, w := range certifierWords(e.certification.Certificateur + " " + e.certification.Valideur) {
		if _, known := c.names[w]; !known {
			c.names[w] = int32(len(c.names))
		}
		e.certifier = append(e.certifier, c.names[w])
	}
	slices.Sort(e.trigrams)
	e.trigrams = slices.Compact(e.trigrams)
	c.schools.learn(e.certification.Intitule, r)
	for _, a := range initials(r.stems) {
		c.acronyms[a] = append(c.acronyms[a], i)
	}
}

// spokenWords gives the words of a title by their stems, as they are written. A
// stem that an abbreviation stands for has none.
func spokenWords(title string) map[string]string {
	words := map[string]string{}
	for word := range strings.FieldsFuncSeq(title, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		words[texte.Stem(texte.Fold(word))] = word
	}
	return words
}

// weigh gives every stem its weight: the rarer, the heavier.
func (c *corpus) weigh() {
	c.idf = make([]float32, len(c.list))
	c.kin = map[string][]int32{}
	for id, stem := range c.list {
		root := texte.Root(stem)
		c.kin[root] = append(c.kin[root], int32(id))
	}
	var all []texte.Trigram
	for id, posting := range c.postings {
		c.idf[id] = float32(math.Log(1+float64(len(c.entries))/float64(len(posting)))) + 0.5
		all = texte.AppendTrigrams(all[:0], c.list[id])
		slices.Sort(all)
		for _, g := range slices.Compact(all) {
			c.grams[g] = append(c.grams[g], int32(id))
		}
	}
	for i := range c.entries {
		e := &c.entries[i]
		for k, id := range e.words {
			share := c.idf[id]
			if e.segments[k] > 0 {
				share *= tailWeight
			}
			e.shares = append(e.shares, share)
			e.weights += share
		}
	}
}

func (c *corpus) countKinds() {
	c.common = map[kind]float32{}
	for i := range c.entries {
		if e := &c.entries[i]; !e.archived {
			c.common[e.kinds[0]]++
		}
	}
	for k, n := range c.common {
		c.common[k] = float32(math.Log(1 + float64(n)))
	}
}

// pairKinds numbers the pairs of kinds, and says beforehand how every kind agrees
// with each.
func (c *corpus) pairKinds() {
	c.pairs, c.fit = map[[2]kind]int32{}, map[kind][]fit{}
	var list [][2]kind
	for i := range c.entries {
		e := &c.entries[i]
		if _, known := c.pairs[e.kinds]; !known {
			c.pairs[e.kinds] = int32(len(list))
			list = append(list, e.kinds)
		}
		e.pair = c.pairs[e.kinds]
	}
	for _, pair := range list {
		for _, k := range pair {
			c.fit[k] = c.fittings(k)
		}
	}
	for _, t := range texte.Types() {
		c.fit[kind(t.Sigle)] = c.fittings(kind(t.Sigle))
	}
}

func (c *corpus) markEntries() {
	c.marks = make([]mark, len(c.entries))
	for i := range c.entries {
		e := &c.entries[i]
		c.marks[i] = mark{e.weights, e.pair, archivedLoss * oneIf[float32](e.archived)}
	}
}

// fittings says how a kind that a query names agrees with each pair.
func (c *corpus) fittings(named kind) []fit {
	if row, known := c.fit[named]; known {
		return row
	}
	row := make([]fit, len(c.pairs))
	for pair, i := range c.pairs {
		row[i] = fits(named, pair)
	}
	return row
}

// maxWords bounds the words of an entry that are compared.
const maxWords = 64

// initials are the acronyms that a title may go by: the first letters of all its
// stems, and of as many of them as make a name.
func initials(stems []string) []string {
	var list []string
	name := ""
	for _, s := range stems {
		if s[0] < 'a' || s[0] > 'z' {
			break
		}
		name += s[:1]
		if len(name) >= 3 && len(name) <= 7 {
			list = append(list, name)
		}
	}
	return list
}
