// Package codify gives a formation the codes, level and title that its
// certification brings, each with its origin, and an organisme the declaration
// number that the national list knows.
//
// It is pure: the same statement and the same referentials give the same result,
// and a newer referential starts again from what was stated (offre.Saisie), not
// from what an older one made of it.
package codify
