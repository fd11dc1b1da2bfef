// Package certify finds the certification that a title names: given a title as
// a training organisation writes it, and whatever else the row says (type of
// diploma, its name, level, certifier, day), it ranks the entries of Certif Info
// with the chance that the first is right and the reasons for it, in French.
//
// A title is read into segments of stems, with the kind of diploma it names set
// apart. An inverted index gives candidates; each is described by some thirty
// measures of agreement; a linear ranker orders the families of candidates, and
// a second model turns what the ranker saw into a calibrated chance. All weights
// stand in weights.json, which the tests make anew from labelled titles
// (go test ./transform/certify -run TestLearn -update).
//
// Old and new versions of one certification are one family: entries that Certif
// Info links by replacement, entries of the same words, type and level, and entries of one fiche
// of the RNCP that differ by their partners alone.
package certify
