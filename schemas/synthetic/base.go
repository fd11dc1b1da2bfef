// Package synthetic makes a catalogue of any size, up to that of the national base,
// for benchmarks: formations, sessions and organisations that look like real ones
// in length, number, place, scheme and defects, and of which nothing is real. The
// same Base gives the same catalogue.
package synthetic

import (
	"iter"
	"math/rand/v2"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// Base is a catalogue to make.
type Base struct {
	Formations int
	Date       time.Time // the day that its sessions lie around
}

// National is a base of the size of the national one: 300,000 formations and
// 1,000,000 sessions, about 2 GB as one LHEO feed.
func National(date time.Time) Base { return Base{Formations: 300_000, Date: date} }

// Scaled is the base with a part of its formations, at least one.
func (b Base) Scaled(part float64) Base {
	b.Formations = max(1, int(float64(b.Formations)*part))
	return b
}

// sessionsOf is how many sessions formations have, thirty after thirty: from none
// to fifteen, 100 in all.
var sessionsOf = [30]int{1, 3, 1, 2, 7, 1, 2, 4, 1, 2, 0, 12, 1, 3, 2, 1, 5, 2, 8, 1, 4, 2, 1, 3, 15, 1, 2, 6, 3, 4}

// Sessions is how many sessions the base has.
func (b Base) Sessions() (n int) {
	for i, each := range sessionsOf {
		n += each * ((b.Formations + len(sessionsOf) - 1 - i) / len(sessionsOf))
	}
	return n
}

// organismes is how many organisations the base has.
func (b Base) organismes() int { return max(1, b.Formations/20) }

// Organismes lists the organisations of the base, in the order of their numbers.
func (b Base) Organismes() []offre.Organisme {
	list := make([]offre.Organisme, b.organismes())
	for i := range list {
		list[i] = maker{random(2, i), b}.organisme(i)
	}
	return list
}

// Offers gives the formations of the base, each with its sessions and the
// organisations that it names, in the order of their numbers.
func (b Base) Offers() iter.Seq2[offre.Offre, error] {
	return func(yield func(offre.Offre, error) bool) {
		known := b.Organismes()
		for i := range b.Formations {
			if !yield((maker{random(1, i), b}).offer(i, known), nil) {
				return
			}
		}
	}
}

func random(stream uint64, i int) *rand.Rand { return rand.New(rand.NewPCG(stream, uint64(i))) }

// maker makes one record.
type maker struct {
	*rand.Rand
	base Base
}

// often is true for so many records in a hundred.
func (m maker) often(percent float64) bool { return m.Float64()*100 < percent }

// oneOf is one of the values.
func oneOf[T any](m maker, values []T) T { return values[m.IntN(len(values))] }
