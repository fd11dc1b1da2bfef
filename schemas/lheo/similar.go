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
// to b; it is limit as soon as it is not less.
func distance(a []byte, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for k := range b {
			cost := diagonal
			if a[i] != b[k] {
				cost = 1 + min(diagonal, row[k], row[k+1])
			}
			diagonal, row[k+1] = row[k+1], cost
		}
	}
	return min(limit, row[len(b)])
}
