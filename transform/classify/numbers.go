package classify

// numbers gives a number to each hash. It is a table with free places between the
// taken ones: an answer is found in one or two looks, without a string.
type numbers struct {
	places []place
	taken  int
}

type place struct {
	hash   uint64 // 0 for a free place
	number int32
}

// newNumbers makes a table; size is a power of 2.
func newNumbers(size int) *numbers { return &numbers{places: make([]place, size)} }

// hash names a feature. Among the 10⁵ features of the referentials two have the
// same name once in 10⁹ tables.
func hash(b block, key []byte) uint64 {
	h := uint64(14695981039346656037) ^ uint64(b)
	for _, c := range key {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 29
	h *= 0x9e3779b97f4a7c15
	return (h ^ h>>32) | 1
}

func (n *numbers) find(hash uint64) (int32, bool) {
	mask := uint64(len(n.places) - 1)
	for at := hash >> 1 & mask; ; at = (at + 1) & mask {
		switch p := &n.places[at]; p.hash {
		case hash:
			return p.number, true
		case 0:
			return 0, false
		}
	}
}

// put takes a hash that is not there yet.
func (n *numbers) put(hash uint64, number int32) {
	if 2*n.taken >= len(n.places) {
		larger := newNumbers(2 * len(n.places))
		for _, p := range n.places {
			if p.hash != 0 {
				larger.put(p.hash, p.number)
			}
		}
		*n = *larger
	}
	mask := uint64(len(n.places) - 1)
	at := hash >> 1 & mask
	for n.places[at].hash != 0 {
		at = (at + 1) & mask
	}
	n.places[at] = place{hash, number}
	n.taken++
}
