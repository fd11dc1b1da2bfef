package lheo

import "bytes"

// nearest is the child of decl whose name is nearly the one given: a slip of
// case, or of one or two letters in a long name. It is noElem when none is.
func nearest(decl *Element, name []byte) elem {
	if len(name) < 4 || len(name) > 60 {
		return noElem
	}
	best, far := noElem, 3
	for _, c := range decl.Children {
		if bytes.EqualFold(name, []byte(c.Name)) {
			return c.id
		}
		if d := distance(name, c.Name, far); d < far && d*4 <= len(name) {
			best, far = c.id, d
		}
	}
	return best
}

// distance is how many letters are to be added, dropped or changed to go from a
// to b, whatever their case; it is limit as soon as it is not less.
func distance(a []byte, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	var row [64]int
	for k := range len(b) + 1 {
		row[k] = min(k, limit)
	}
	for i := range a {
		diagonal := row[max(0, i-limit)]
		if i < limit {
			row[0] = i + 1
		}
		for k := max(0, i-limit); k < min(len(b), i+limit); k++ { // farther away it is limit at least
			cost := diagonal
			if a[i]|0x20 != b[k]|0x20 { // whatever its case
				cost = 1 + min(diagonal, row[k], row[k+1])
			}
			diagonal, row[k+1] = row[k+1], cost
		}
	}
	return min(limit, row[len(b)])
}
