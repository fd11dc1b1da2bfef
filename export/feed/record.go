package feed

import (
	"bytes"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// record is one offer of the catalogue with what is made of it.
type record struct {
	offre   offre.Offre
	arena   *arena
	actions []group
	taken   []taken    // by each writer
	made    []*product // those of other offers, to serve again, follow those in use
	used    int

	singles map[single]*target.Reason // why a session alone is refused, nil when it is not
	scratch []byte
}

// single is one session of an offer as a class writes it.
type single struct {
	class   *class
	session int
}

// taken is what one target makes of an offer.
type taken struct {
	decision target.Decision
	product  *product // nil when the offer is excluded
	leaves   []*leaf  // of the product, for each twin of the target
	failure  error    // of making them
}

// product is an offer with some of its sessions, as one class writes it.
type product struct {
	class  *class
	arena  *arena
	kept   []bool // for each session of the offer
	offer  lheo.Offer
	text   []byte // in UTF-8
	report written
	reason *target.Reason // why it is not acceptable, nil when it is
	tried  bool
	leaves []*leaf
}

// leaf is a product as a kind of twin has it.
type leaf struct {
	kind    target.Twin
	page    string
	text    bytes.Buffer
	rows    [][]string
	records int
}

// hold makes the record that of another offer, whose texts go to the arena.
func (r *record) hold(o offre.Offre, writers int, a *arena) {
	r.offre, r.arena = o, a
	if len(r.taken) != writers {
		r.taken = make([]taken, writers)
	}
}

// drop forgets the offer and what was made of it.
func (r *record) drop() {
	r.offre, r.actions, r.singles = offre.Offre{}, nil, nil
	for _, p := range r.made[:r.used] {
		p.offer, p.text, p.report, p.reason = lheo.Offer{}, nil, written{}, nil
		for _, l := range p.leaves {
			l.rows, l.text = nil, bytes.Buffer{}
		}
	}
	for i := range r.taken {
		r.taken[i].decision, r.taken[i].product = target.Decision{}, nil
	}
	r.used = 0
}

// product is the offer with those of its sessions that are kept; it is composed
// once, whichever target asks.
func (r *record) product(c *class, sessions []target.Outcome) *product {
	for _, p := range r.made[:r.used] {
		if p.class == c && p.has(sessions) {
			return p
		}
	}
	p := r.fresh()
	p.class, p.arena, p.tried, p.reason, p.report = c, r.arena, false, nil, written{}
	p.kept = p.kept[:0]
	for _, s := range sessions {
		p.kept = append(p.kept, s.Kept())
	}
	p.offer = c.compose(&r.offre, r.actions, sessions)
	return p
}

func (p *product) has(sessions []target.Outcome) bool {
	for i, s := range sessions {
		if p.kept[i] != s.Kept() {
			return false
		}
	}
	return true
}

// fresh is a product that holds nothing but memory.
func (r *record) fresh() *product {
	if r.used == len(r.made) {
		r.made = append(r.made, &product{})
	}
	p := r.made[r.used]
	r.used++
	p.leaves = p.leaves[:0]
	return p
}

// attempt encodes the product, once, and says why it is not acceptable, nil when
// it is.
func (p *product) attempt() *target.Reason {
	if !p.tried {
		p.text, p.report, p.reason = p.class.codec.attempt(p.arena.room(), p.offer)
		p.arena.keep(p.text)
		p.tried = true
	}
	return p.reason
}

// leaf is the product as a kind of twin has it; it is made once, whichever target
// asks.
func (p *product) leaf(kind target.Twin, page string, fill func(*leaf, *lheo.Offer) error) (*leaf, error) {
	for _, l := range p.leaves {
		if l.kind == kind && l.page == page {
			return l, nil
		}
	}
	l := p.bud(kind, page)
	err := fill(l, &p.offer)
	p.arena.keep(l.text.Bytes())
	return l, err
}

// bud is a leaf that holds nothing but memory.
func (p *product) bud(kind target.Twin, page string) *leaf {
	if n := len(p.leaves); n < cap(p.leaves) && p.leaves[:n+1][n] != nil {
		p.leaves = p.leaves[:n+1]
	} else {
		p.leaves = append(p.leaves, &leaf{})
	}
	l := p.leaves[len(p.leaves)-1]
	l.kind, l.page, l.records, l.rows = kind, page, 0, nil
	l.text = *bytes.NewBuffer(p.arena.room())
	return l
}
