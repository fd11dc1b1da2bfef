package delimited

// sampled is how many lines are looked at to learn how the rows of a file end.
const sampled = 20

// Learn takes the width of the header, and looks at the first rows to see whether
// they end with empty cells beyond it, as spreadsheets write them. It is for all
// rows or for none: otherwise a title with a separator in it would shift its row
// unseen.
func (r *Reader) Learn(width int) {
	r.width = width
	lines := r.Peek(sampled)
	votes := make(map[int]int)
	for _, line := range lines {
		if cells, ok := lazily(line.Text, r.Sep); ok && len(cells) >= width && !Blank(cells) && Blank(cells[width:]) {
			votes[len(cells)-width]++
		}
	}
	r.excess = most(votes)
}

// Peek reads lines that will be given again.
func (r *Reader) Peek(n int) (lines []Line) {
	for range n {
		line, err := r.Next()
		if err != nil {
			r.err = err
			break
		}
		lines = append(lines, line)
	}
	r.GiveBack(lines...)
	return lines
}

// most is the number with most votes, the least of those that have as many.
func most(votes map[int]int) (winner int) {
	for n, count := range votes {
		if count > votes[winner] || count == votes[winner] && n < winner {
			winner = n
		}
	}
	return winner
}
