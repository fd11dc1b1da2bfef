// Package rules holds the rules of the entry guide as values, one a file, in one
// list: what a record says that the standard cannot judge. Rules look at records
// of the catalogue, after codification; the cells people typed are the affair of
// normalisation, and what a certification replaces or brings that of codification.
//
// A rule speaks to the person who can mend the record. It refuses by itself only
// what could not be published sensibly.
package rules
