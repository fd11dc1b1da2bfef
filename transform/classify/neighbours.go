package classify

import (
	"cmp"
	"slices"
)

// posting is a title that has a feature.
type posting struct {
	example int32
	weight  float32
}

// postings lists, for each feature, the titles that have it.
type postings struct{ lists [][]posting }

func (p *postings) add(example int32, vector []feature) {
	for _, f := range vector {
		p.lists[f.id] = append(p.lists[f.id], posting{example, f.weight})
	}
}

// neighbour is a coded title and how near it is, 0 to 1.
type neighbour struct {
	example int32
	near    float32
}

// depth is how many neighbours are looked at, for each nomenclature those that it
// codes among them.
const depth = 80

// nearest gives the titles nearest to a vector, nearest first.
func (p *postings) nearest(vector []feature, without []int32, s *scratch) []neighbour {
	for _, f := range vector {
		for _, at := range p.lists[f.id] {
			if s.near[at.example] == 0 {
				s.touched = append(s.touched, at.example)
			}
			s.near[at.example] += f.weight * at.weight
		}
	}
	for _, e := range without {
		s.near[e] = 0
	}
	found := s.found[:0]
	floor := float32(0.05)
	for _, e := range s.touched {
		if s.near[e] > floor {
			found = append(found, neighbour{e, s.near[e]})
			if len(found) >= 4*depth {
				found = best(found)
				floor = found[depth-1].near
			}
		}
		s.near[e] = 0
	}
	s.touched = s.touched[:0]
	s.found = found
	return best(found)
}

func best(found []neighbour) []neighbour {
	slices.SortFunc(found, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(a.example, b.example))
	})
	return found[:min(depth, len(found))]
}
