package demo

// Damage is one thing that is wrong on purpose in a workbook of the sample, with
// what is expected of the finding that tells it. What is set right without a word
// is not here: a dash in a cell, a date in words, spaces in a number.
type Damage struct {
	File     string // name of the workbook
	Sheet    string // name of its sheet
	Row      int    // row in the sheet, 1 for the first; the header's for a damage to the columns
	Field    string // field of schemas/layout concerned; empty when it is the row or the columns
	Severity string // info, avertissement or erreur, as schemas/finding writes them
	What     string // what is wrong, in French
}

// Sheet says how many rows a sheet of the sample has.
type Sheet struct {
	File     string
	Name     string
	Header   int // row of the header
	Rows     int // rows below the header, blank and example rows included
	Blank    int // rows that hold nothing
	Examples int // rows that only show how to fill in
}
