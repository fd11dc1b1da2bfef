package delimited

import "slices"

// separators are those that people and publishers use, the likeliest first.
var separators = []string{";", ",", "\t", "|"}

// Separator is the one that splits the lines in most columns, and most of them in
// as many: a comma in a text is in few lines, and not in the same number.
func Separator(lines ...string) string {
	best, most := separators[0], 0
	for _, sep := range separators {
		if score := agreement(lines, sep); score > most {
			best, most = sep, score
		}
	}
	return best
}

// agreement weighs the lines that have the usual number of columns; 0 when the
// separator splits none.
func agreement(lines []string, sep string) (score int) {
	widths := map[int]int{}
	for _, line := range lines {
		if cells, ok := lazily(line, sep); ok && len(cells) > 1 {
			widths[len(cells)]++
		}
	}
	for width, n := range widths {
		score = max(score, n*(width-1))
	}
	return score
}

// separated reports that some line has a separator in it.
func separated(lines []string) bool {
	return slices.ContainsFunc(separators, func(sep string) bool { return agreement(lines, sep) > 0 })
}
