// Package texte holds what every comparison of French texts needs: folding,
// words, stems, stop words, abbreviations, trigrams, and the reading of a title
// of formation in one pass. It decides nothing.
package texte
