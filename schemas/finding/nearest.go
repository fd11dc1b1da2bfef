package finding

import "strings"

// Nearest is the candidate closest to word, for « vouliez-vous dire … ? ». It is
// empty when none is close enough to be worth proposing: more than two letters
// in five would have to change. Case does not count.
func Nearest(word string, candidates []string) string {
	target := []rune(strings.ToLower(word))
	best, limit := "", len(target)*2/5+1
	for _, candidate := range candidates {
		if d := distance(target, []rune(strings.ToLower(candidate)), limit); d < limit {
			best, limit = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's, or limit as soon as it is known to be no less.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ca := range a {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j, cb := range b {
			cost := diagonal
			if ca != cb {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
			least = min(least, cost)
		}
		if least >= limit {
			return limit
		}
	}
	return min(row[len(b)], limit)
}
