package classify

// voters is the number of neighbours that vote.
const voters = 40

func (x *Index) vote(k scheme, near []neighbour, t *tally) {
	var sum, sharp float32
	n := 0
	for _, at := range near {
		codes := x.examples[at.example].codes[k]
		if len(codes) == 0 {
			continue
		}
		if n++; n > voters {
			break
		}
		w := at.near * at.near
		w *= w
		v := w * w
		sum, sharp = sum+w, sharp+v
		for _, code := range codes {
			c := t.of(code)
			c.votes, c.sharp, c.divided = c.votes+w, c.sharp+v, c.divided+w/float32(len(codes))
			if code == codes[0] {
				c.foremost += w
			}
			c.supporters++
			if c.neighbour < 0 {
				c.neighbour, c.nearest = at.example, at.near
			}
		}
	}
	for i := range t.list {
		c := &t.list[i]
		c.votes, c.sharp, c.divided, c.foremost = c.votes/sum, c.sharp/sharp, c.divided/sum, c.foremost/sum
	}
}

func (x *Index) hear(m said, t *tally) {
	c := t.of(x.terms.list[m.term].code)
	if c.term < 0 || m.whole && c.said == 0 {
		c.term = m.term
	}
	if m.whole {
		c.said = max(c.said, m.part)
	}
	c.saidNear = max(c.saidNear, m.near)
}
