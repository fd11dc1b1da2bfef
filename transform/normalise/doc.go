// Package normalise makes clean values of the cells that people type: spaces,
// capitals, telephone numbers, dates, identifiers that a spreadsheet damaged.
// Every repair leaves a finding; what cannot be read is said, never guessed.
//
// Putting a value in its canonical form is reading it, and leaves no finding:
// spaces and separators, the case of a code, the prefix of an RNCP number,
// « oui » as LHEO's "1", a label as its code, 01/09/2026 as 20260901. Changing
// what was typed is a repair, and leaves one.
package normalise
