// Package merge turns the clean rows of one delivery into records of the
// catalogue: it finds what each row speaks of, gives every record its number,
// lays what the rows state over what the catalogue holds, and accounts for every
// row: added, changed, unchanged or refused.
//
// A delivery states the columns it has, and nothing else: a blank cell in a
// column clears the value, an absent column leaves it. Loading a delivery twice
// changes nothing the second time.
package merge
