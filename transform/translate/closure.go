package translate

import (
	"slices"
)

// Closure is all that took over from a certification, directly or through
// others.
type Closure struct {
	Code      string
	Heads     []Successeur // where the chains end, nearest first
	OnTheWay  []Successeur // those that the register lists although others replaced them, nearest first
	Ambiguous bool         // there are several heads: a person chooses
	Cycle     bool         // codes met on the way replace one another in a circle
	TooLong   bool         // a chain is longer than any real one and was not followed to its end
}

// Successeur is a certification that took over, and how one comes to it.
type Successeur struct {
	Entree
	Path []string // codes from the one asked for, without it, to this one
}

// longest is the number of links of a chain beyond which it is not followed. The
// longest of the real registers has 8.
const longest = 64

// Closure follows the replacements of a code to their end, through codes that are
// replaced in their turn although still listed. A code that nothing replaced has
// no heads. In a circle where chains end, the heads are those of its codes that
// the register lists, or else all of them; the code asked for is never its own.
func (l *Links) Closure(code string) Closure {
	c := Closure{Code: code}
	seen := map[string]bool{code: true}
	queue := []Successeur{{Entree: l.Entree(code)}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if len(at.Path) > 0 {
			l.sort(&c, at)
		}
		if len(at.Path) == longest {
			c.TooLong = c.TooLong || len(l.next[at.Code]) > 0
			continue
		}
		for _, next := range l.next[at.Code] {
			c.Cycle = c.Cycle || l.group[next] == l.group[at.Code]
			if !seen[next] {
				seen[next] = true
				queue = append(queue, Successeur{l.Entree(next), append(slices.Clone(at.Path), next)})
			}
		}
	}
	c.Heads = l.listedOf(c.Heads)
	c.Ambiguous = len(c.Heads) > 1
	return c
}

// sort puts a successor among the heads or on the way.
func (l *Links) sort(c *Closure, s Successeur) {
	switch {
	case l.closed[l.group[s.Code]]:
		c.Heads = append(c.Heads, s)
	case s.Listed:
		c.OnTheWay = append(c.OnTheWay, s)
	}
}

// listedOf leaves out of the heads the codes of a circle that the register does
// not list, where it lists another of the same circle.
func (l *Links) listedOf(heads []Successeur) []Successeur {
	listed := map[int]bool{}
	for _, h := range heads {
		listed[l.group[h.Code]] = listed[l.group[h.Code]] || h.Listed
	}
	return slices.DeleteFunc(heads, func(h Successeur) bool { return !h.Listed && listed[l.group[h.Code]] })
}

// On gives the successors that are listed and valid on a day (AAAAMMJJ), the best
// first: the heads, then those on the way from the last to the first. For Certif
// Info, whose years are those of examinations, the day to ask about is the last
// of the session. An empty day asks for those in force at the time of the export.
func (c Closure) On(day string) (all []Successeur) {
	onTheWay := slices.Clone(c.OnTheWay)
	slices.SortStableFunc(onTheWay, func(a, b Successeur) int { return len(b.Path) - len(a.Path) })
	for _, s := range append(slices.Clone(c.Heads), onTheWay...) {
		if s.ValidOn(day) {
			all = append(all, s)
		}
	}
	return all
}

// ValidOn reports whether the register lists the certification and its dates
// include the day (AAAAMMJJ). What it says of being in force counts where it
// states no end, and where no day is asked for.
func (e Entree) ValidOn(day string) bool {
	switch {
	case !e.Listed:
		return false
	case day == "":
		return e.Active
	case e.Du != "" && day < e.Du:
		return false
	case e.Au != "":
		return day <= e.Au
	}
	return e.Active
}
