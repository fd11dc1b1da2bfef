// Package referentials reads the national referentials from the files that
// their publishers put out, named and written as they name and write them: Certif
// Info, the registers of France compétences (RNCP and RS, as CSV and as XML), ROME
// 4 and 3, Formacode V14 and V13, NSF and its letters, GFE, FAP, La Poste's postal
// codes, the lists of training organisations; and titles that others have coded.
//
// A file is known by its header; its name only tells its version, and that a
// damaged file was meant to be a part of a referential. Several files may make
// one referential, plain, compressed with gzip, or in zip archives, which are
// strangers' like all the rest: nothing of them is written to the disk, and what
// no publisher would make is refused.
//
// Rows come as a stream of nouns. A row that cannot be read is a finding and the
// rows around it still load; a file that is damaged as a whole is an error of type
// *Damaged, which may come after good rows: a caller applies nothing before the
// stream has ended without error, and so keeps its last good version.
package referentials
