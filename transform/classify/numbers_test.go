package classify

import (
	"fmt"
	"testing"
)

func TestNumbersAreFoundAgainWhenTheTableGrows(t *testing.T) {
	n := newNumbers(2)
	for i := range int32(1000) {
		n.put(hash(stems, fmt.Appendf(nil, "soud%d", i)), i)
	}
	for i := range int32(1000) {
		if got, ok := n.find(hash(stems, fmt.Appendf(nil, "soud%d", i))); !ok || got != i {
			t.Fatalf("soud%d has the number %d, %v", i, got, ok)
		}
	}
	for _, other := range []struct {
		block block
		key   string
	}{{pairs, "soud1"}, {stems, "soud1000"}, {stems, ""}} {
		if got, ok := n.find(hash(other.block, []byte(other.key))); ok {
			t.Errorf("%q of block %d was never put and has the number %d", other.key, other.block, got)
		}
	}
}
