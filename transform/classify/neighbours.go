package classify

import "slices"

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

// remote is the share of the nearest title's likeness under which a title has no
// voice.
const remote = 0.4

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
	top := float32(0)
	for _, e := range s.touched {
		top = max(top, s.near[e])
	}
	floor := s.floor(max(0.05, top*remote), top)
	found := s.found[:0]
	for _, e := range s.touched {
		if s.near[e] >= floor {
			found = append(found, neighbour{e, s.near[e]})
		}
		s.near[e] = 0
	}
	s.touched = s.touched[:0]
	s.found = found
	return best(found)
}

// floor finds, between two likenesses, one that depth titles or a few more reach.
func (s *scratch) floor(low, top float32) float32 {
	const steps = 64
	if top <= low {
		return low
	}
	var count [steps + 1]int
	scale := steps / (top - low)
	for _, e := range s.touched {
		if at := s.near[e]; at >= low {
			count[int((at-low)*scale)]++
		}
	}
	n := 0
	for step := steps; step >= 0; step-- {
		if n += count[step]; n >= depth {
			return low + float32(step)/scale - 1e-6
		}
	}
	return low
}

func best(found []neighbour) []neighbour {
	slices.SortFunc(found, func(a, b neighbour) int {
		switch {
		case a.near > b.near:
			return -1
		case a.near < b.near:
			return 1
		}
		return int(a.example - b.example)
	})
	return found[:min(depth, len(found))]
}
