// Package delimited reads texts of separated values, .csv, .tsv and .txt, as raw
// rows with their exact place.
//
// The files are strangers'. The text may be in UTF-8, UTF-16 or Windows-1252, of
// which Latin-1 is a part; the separator is found from the first lines; cells may
// span lines; quotation marks are read as in RFC 4180, and as people write them.
//
// A File is read once when it is opened, to be sure that it can be read to its
// end and to say what was noticed; its rows are then streamed, in memory that
// does not depend on its size. Reader is the core, which the readers of
// referentials share: they ask more of each row.
package delimited
