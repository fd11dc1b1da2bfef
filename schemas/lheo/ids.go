package lheo

import (
	"hash/maphash"
	"slices"
)

var idSeed = maphash.MakeSeed()

// maxIDs and maxRefs bound what is remembered of a document.
const (
	maxIDs  = 700_000
	maxRefs = 10_000
)

// idSet is the set of the identifiers of a document, by their hash: eight bytes
// each, so that a million of them stay small.
type idSet struct {
	slots []uint64
	n     int
	zero  bool // the hash 0, which marks a free slot, is in the set
}

func (s *idSet) clear() {
	if s.n > 0 {
		*s = idSet{}
	}
	s.zero = false
}

// add reports whether h was not there yet. Beyond maxIDs it remembers no more.
func (s *idSet) add(h uint64) bool {
	if h == 0 {
		fresh := !s.zero
		s.zero = true
		return fresh
	}
	if s.has(h) {
		return false
	}
	if s.n >= maxIDs {
		return true
	}
	if 4*s.n >= 3*len(s.slots) {
		s.grow()
	}
	s.put(h)
	s.n++
	return true
}

func (s *idSet) has(h uint64) bool {
	if h == 0 {
		return s.zero
	}
	if len(s.slots) == 0 {
		return false
	}
	for i := s.slot(h); s.slots[i] != 0; i = (i + 1) % len(s.slots) {
		if s.slots[i] == h {
			return true
		}
	}
	return false
}

func (s *idSet) slot(h uint64) int { return int(h % uint64(len(s.slots))) }

func (s *idSet) put(h uint64) {
	i := s.slot(h)
	for s.slots[i] != 0 {
		i = (i + 1) % len(s.slots)
	}
	s.slots[i] = h
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(64, 2*len(old)))
	for _, h := range old {
		if h != 0 {
			s.put(h)
		}
	}
}

// pendingRef is a reference whose target has not been met yet.
type pendingRef struct {
	hash  uint64
	fault Fault
}

// pend keeps a reference to be looked at when all identifiers are known.
func (j *judge) pend(h uint64, is issue) {
	if len(j.refs) == maxRefs {
		j.refs = slices.DeleteFunc(j.refs, func(r pendingRef) bool { return j.ids.has(r.hash) })
	}
	if len(j.refs) < maxRefs {
		j.refs = append(j.refs, pendingRef{h, j.fault(is)})
	}
}

// dangling reports the references that have no target.
func (j *judge) dangling() {
	if j.ids.n >= maxIDs {
		return
	}
	for _, r := range j.refs {
		if !j.ids.has(r.hash) {
			j.file(ruleIDREF, r.fault)
		}
	}
}
