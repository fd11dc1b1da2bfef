// Package offre holds the nouns of the training offer, in the words of LHEO and
// of the Carif-Oref's entry guide: Organisme, Interlocuteur, Formation, Session.
//
// The values are what the catalogue keeps. They carry no rule: a field may be
// empty or wrong. LHEO names are given in angle brackets; lengths and
// cardinalities are LHEO's affair (see schemas/lheo), not this package's.
package offre
