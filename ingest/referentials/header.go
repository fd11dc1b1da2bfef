package referentials

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// col is a column of a format, by its place in the format's list.
type col int

// column is a column that a format reads.
type column struct {
	name     string   // header, as the publisher writes it
	aliases  []string // other headers that its editions have had
	optional bool
}

// header is the first row of a file, laid against the columns of a format.
type header struct {
	names []string // as the file has them
	at    []int    // where each column of the format stands, -1 when absent
}

// lay finds the columns of a format in the first row of a file.
func lay(names []string, columns []column) header {
	places := make(map[string]int, len(names))
	for i, name := range names {
		if name = fold(name); name != "" {
			if _, twice := places[name]; !twice {
				places[name] = i
			}
		}
	}
	h := header{names: names, at: make([]int, len(columns))}
	for i, c := range columns {
		h.at[i] = c.find(places)
	}
	return h
}

// has reports whether the file has a column.
func (h header) has(c col) bool { return int(c) < len(h.at) && h.at[c] >= 0 }

func (c column) find(places map[string]int) int {
	for _, name := range append([]string{c.name}, c.aliases...) {
		if i, ok := places[fold(name)]; ok {
			return i
		}
	}
	return -1
}

// missing names the columns that the format demands and the file lacks.
func (h header) missing(columns []column) []string {
	var names []string
	for i, c := range columns {
		if h.at[i] < 0 && !c.optional {
			names = append(names, c.name)
		}
	}
	return names
}

// fold makes one of the ways in which a header is written from one edition to
// the next: capitals, accents, « # », quotation marks and spaces are no difference.
func fold(name string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}
