// Package texte holds what every comparison of French texts needs, and decides
// nothing: Fold (case, accents, punctuation), Words (with codes and inclusive
// writing), Stem (number and gender), Root (families of words), Stop,
// Abbreviations (what organisations write for what the referential writes),
// AppendTrigrams, Types (CAP, BTS…), and Normalise, which reads a title of
// formation for all of these in one pass, as Parts does piece by piece.
package texte
