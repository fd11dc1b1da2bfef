// Package search finds certifications by what people type: words in any order,
// abbreviations, codes, the beginning of a word, typing errors.
package search
