// Package referentials reads the national referentials from the files that
// their publishers put out, named and written as they name and write them:
// Certif Info, ROME, Formacode, NSF, La Poste's postal codes and the list of
// training organisations.
//
// A file is known by its header, never by its name. Its rows come as a stream of
// nouns. A row that cannot be read is a finding and the rows around it still
// load; a file that is damaged as a whole is an error of type *Damaged, which
// may come after good rows: a caller applies nothing before the stream has ended
// without error, and so keeps its last good version.
package referentials
