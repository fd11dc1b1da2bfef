package classify

import "slices"

// chance is a code and the share of chances that it has.
type chance struct {
	code  int32
	share float32
}

// chances are those of all codes of a nomenclature.
type chances struct {
	share []float32 // by code
	codes []int32   // those that have any
	list  []chance
}

// negligibleChance is the share under which a code is not listed.
const negligibleChance = 0.002

// weigh sets the chances that a model gives, and lists the highest first.
func (c *chances) weigh(m *linear, vector []feature) []chance {
	for _, code := range c.codes {
		c.share[code] = 0
	}
	c.codes = m.inherit(c.share, m.score(vector, c.share, c.codes[:0]))
	softmax(c.share, c.codes)
	c.list = c.list[:0]
	for _, code := range c.codes {
		if share := c.share[code]; share > negligibleChance {
			c.list = append(c.list, chance{code, share})
		}
	}
	sortChances(c.list)
	return c.list
}

func sortChances(list []chance) {
	slices.SortFunc(list, func(a, b chance) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return int(a.code - b.code)
	})
}

func grown(list []float32, n int) []float32 {
	if cap(list) < n {
		return make([]float32, n)
	}
	return list[:n]
}
