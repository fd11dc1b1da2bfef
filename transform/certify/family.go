package certify

import (
	"cmp"
	"strconv"
)

// families joins entries that are versions of one certification.
type families struct{ parent []int32 }

func newFamilies(n int) *families {
	f := &families{make([]int32, n)}
	for i := range f.parent {
		f.parent[i] = int32(i)
	}
	return f
}

func (f *families) find(i int32) int32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// join keeps the lower entry as the head of both. Entries are sorted by code, so
// that the head of a family is its lowest code, whatever the order of joining.
func (f *families) join(a, b int32) {
	a, b = f.find(a), f.find(b)
	f.parent[max(a, b)] = min(a, b)
}

// byNumber orders codes of Certif Info, which are made of digits.
func byNumber(a, b string) int {
	n, _ := strconv.ParseUint(a, 10, 64)
	m, _ := strconv.ParseUint(b, 10, 64)
	return cmp.Or(cmp.Compare(n, m), cmp.Compare(a, b))
}
