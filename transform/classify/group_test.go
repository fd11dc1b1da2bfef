package classify

import "testing"

func TestCodesOfOneGroupShareItsVotes(t *testing.T) {
	g := groupsOf([]string{"D1102", "D1106", "M1203", "X"}, 3)
	if g.count != 3 || g.of[0] != g.of[1] || g.of[0] == g.of[2] || g.of[2] == g.of[3] {
		t.Fatalf("got %+v", g)
	}
	sums := make([]grouped, g.count)
	for range 2 { // what was there before is not added
		g.sum([]candidate{{code: 0, divided: 0.5}, {code: 1, divided: 0.25}}, []chance{{1, 0.5}, {2, 0.25}}, sums)
	}
	if got := sums[g.of[0]]; got != (grouped{0.75, 0.5}) {
		t.Errorf("the group of D11 has %+v", got)
	}
	if got := sums[g.of[2]]; got != (grouped{0, 0.25}) {
		t.Errorf("the group of M12 has %+v", got)
	}
}
