package classify

// A code stands in groups that its first characters name: a ROME domain and its
// letter, an NSF domain and its first digit, a Formacode field and its sector.
var (
	narrowGroup = perScheme[int]{3, 2, 3}
	wideGroup   = perScheme[int]{1, 1, 2}
)

// groups numbers the groups of the codes of a nomenclature.
type groups struct {
	of    []int32 // by code
	count int
}

// all counts the codes and the groups.
func (g *groups) all() int { return len(g.of) + g.count }

func groupsOf(codes []string, characters int) groups {
	g := groups{of: make([]int32, len(codes))}
	numbers := map[string]int32{}
	for i, c := range codes {
		name := c[:min(characters, len(c))]
		n, known := numbers[name]
		if !known {
			n = int32(len(numbers))
			numbers[name] = n
		}
		g.of[i] = n
	}
	g.count = len(numbers)
	return g
}

// grouped is the part of the votes and of the chances that goes to a group.
type grouped struct{ votes, linear float32 }

// sum adds up the parts of each group in sums.
func (g *groups) sum(list []candidate, likely []chance, sums []grouped) {
	clear(sums[:g.count])
	for i := range list {
		sums[g.of[list[i].code]].votes += list[i].divided
	}
	for _, c := range likely {
		sums[g.of[c.code]].linear += c.share
	}
}

// gather gives each candidate what its groups have.
func (x *Index) gather(k scheme, likely []chance, s *scratch) {
	list, sums := s.votes[k].list, s.sums
	x.narrow[k].sum(list, likely, sums)
	for i := range list {
		list[i].narrow = sums[x.narrow[k].of[list[i].code]]
	}
	x.wide[k].sum(list, likely, sums)
	for i := range list {
		list[i].wide = sums[x.wide[k].of[list[i].code]]
	}
}
