package lheo

import "testing"

func TestSchema(t *testing.T) {
	s := V23()
	if got := len(s.Names()); got != 170 {
		t.Errorf("2.3 has %d elements, want 170", got)
	}
	if got := len(V22().Names()); got != 120 {
		t.Errorf("2.2 has %d elements, want 120", got)
	}
	longest := 0
	for _, l := range nameHash {
		longest = max(longest, len(l))
	}
	if longest > 3 {
		t.Errorf("%d names share one hash, want 3 at most", longest)
	}
}
