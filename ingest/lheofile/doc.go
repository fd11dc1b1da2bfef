// Package lheofile reads deliveries in LHEO, 2.2 or 2.3, compressed or not, as
// records of the same fields as a workbook: an organisme, a formation or a
// session each, with the line of the file at which its formation begins.
//
// A number that bears a region's prefix (04_A814179) is the national base's, and
// names the record. Any other is the sender's own reference.
package lheofile
