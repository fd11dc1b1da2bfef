package workbook

import (
	"errors"
	"strconv"
)

const lastColumn = 16384 // XFD, the last that the format has

// number reads a positive number; missing is its value when the text is nil.
func number(text []byte, missing int) (int, error) {
	if text == nil {
		return missing, nil
	}
	n, err := strconv.Atoi(string(text))
	if err == nil && n < 1 {
		err = errors.New("not positive")
	}
	return n, err
}

// columnOf reads the column of a place such as AB12: 28. The row it names is the
// affair of the row.
func columnOf(ref []byte) (col int, ok bool) {
	col, _, ok = placeOf(ref)
	return col, ok
}

// placeOf reads a place such as AB12: 28 and 12.
func placeOf(ref []byte) (col, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		col = col*26 + int(c-'a') + 1
	}
	row, err := number(ref[i:], 0)
	return col, row, i > 0 && err == nil && row > 0 && col <= lastColumn
}
