// Package search finds certifications by what people type, as the search of
// Certif Info does for those who enter formations: words in any order, without
// regard to accents, case, number or gender; abbreviations (« bts compta »,
// « FIMO »); codes (RNCP38430, RS 5080, a Code_Scolarité, a Certif Info number,
// a bare number); the beginning of the last word while it is typed; mistakes.
//
// What is published comes before what is archived, and an archived entry says
// what replaced it. Fiches of France compétences that Certif Info does not list
// are found too, and say so.
package search
