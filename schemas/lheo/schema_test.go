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
	for i, name := range elemNames {
		if got := lookup([]byte(name)); got != elem(i) {
			t.Errorf("looking %s up gives %s: their hashes collide", name, got)
		}
	}
}
