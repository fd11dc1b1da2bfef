package template

import "strconv"

// letters names the n-th column from 0 as a spreadsheet does: 27 is AB.
func letters(n int) string {
	var name []byte
	for n++; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	return string(name)
}

// at names the cell of the n-th column from 0 in a row from 1.
func at(n, row int) string { return letters(n) + strconv.Itoa(row) }
