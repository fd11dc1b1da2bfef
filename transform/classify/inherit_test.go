package classify

import "testing"

// TestCodesLearnFromTheirGroup asks for a text with one feature that two codes have
// alike, and one that only a third code was seen with: that of its group comes first.
func TestCodesLearnFromTheirGroup(t *testing.T) {
	const welder, boilermaker, baker, clerk = 0, 1, 2, 3
	lessons := []lesson{
		{vector: []feature{{0, 0.7}, {1, 0.7}}, codes: []int32{welder}, weight: 1},
		{vector: []feature{{1, 0.7}, {3, 0.7}}, codes: []int32{clerk}, weight: 1},
		{vector: []feature{{2, 1}}, codes: []int32{boilermaker, baker}, weight: 1},
	}
	for _, c := range []struct {
		name          string
		groups        []int32 // by code
		nearer, other int32
	}{
		{"the boilermaker stands with the welder", []int32{0, 0, 1, 2}, boilermaker, baker},
		{"the baker stands with the welder", []int32{0, 1, 0, 2}, baker, boilermaker},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := groups{of: c.groups, count: 3}
			m := train(lessons, 4, of)
			ch := chances{share: make([]float32, of.all())}
			for range 2 { // what is asked twice is answered alike: nothing is left of the first
				ch.weigh(m, []feature{{0, 0.7}, {2, 0.7}})
				if near, far := ch.share[c.nearer], ch.share[c.other]; near < 1.2*far {
					t.Errorf("%.3f for the code of the same group, %.3f for the other", near, far)
				}
			}
			for _, got := range ch.list {
				if int(got.code) >= len(c.groups) {
					t.Errorf("group %d is proposed as a code", got.code)
				}
			}
		})
	}
}
