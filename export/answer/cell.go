package answer

import "strconv"

// The last row and column that a spreadsheet has.
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
)

// columnNumber is the number of a column, from 1; 0 when the letters name none.
func columnNumber(letters string) int {
	n := 0
	for i := range len(letters) {
		c := letters[i] &^ 0x20
		if c < 'A' || c > 'Z' || i > 2 {
			return 0
		}
		n = n*26 + int(c-'A') + 1
	}
	if n > lastColumn {
		return 0
	}
	return n
}

// appendRef appends the name of a cell: AB12.
func appendRef(to []byte, row, col int) []byte {
	return strconv.AppendInt(appendLetters(to, col), int64(row), 10)
}

func appendLetters(to []byte, col int) []byte {
	if col > 26 {
		to = appendLetters(to, (col-1)/26)
	}
	return append(to, byte('A'+(col-1)%26))
}

func ref(row, col int) string { return string(appendRef(nil, row, col)) }

// splitRef reads the name of a cell; ok is false for what is none.
func splitRef(name []byte) (row, col int, ok bool) {
	i := 0
	for i < len(name) && name[i] >= 'A' && name[i] <= 'Z' {
		i++
	}
	row, err := strconv.Atoi(string(name[i:]))
	col = columnNumber(string(name[:i]))
	return row, col, err == nil && col > 0 && row >= 1 && row <= lastRow && name[i] != '+' && name[i] != '-'
}
