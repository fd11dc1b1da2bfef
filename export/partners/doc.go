// Package partners is the door by which partners take feeds and senders leave
// deliveries, over HTTP.
//
//	/feeds/…        the files of the shelf, to those whose token has the target
//	/sessions/…     « is my session exported? »
//	/deliveries     what senders leave, put in their folder of the inbox
//	/healthz …      for those who operate it
//
// openapi.json describes all of it to the programs of partners; what is said to
// people is in French.
//
// The door trusts nobody: a token opens the targets of its partner and hides that
// there are others; what a slow or greedy client may take of the server is bounded;
// nothing that it writes overwrites anything. It reads the shelf and never changes
// it: a file that was opened is sent whole, whatever is published meanwhile.
//
// What counts as a fetch. Each answer that carries records (a feed, compressed or
// not, its twin in another format, the document of a delta) is a journal.Fetch,
// complete when its last byte was sent. Of a publication in several feeds, the fetch
// that brings the last of them is complete; the document of a delta is, when the
// partner had taken its base. Files about the publication (manifest, sums, changes,
// index) are logged and counted, and are no fetch. HEAD is none. « 304 Not
// Modified » is none either, but when the client shows the ETag of a publication
// that it is not known to have taken, which is proof that it has it: one fetch of no
// byte, status 304, complete, is then recorded.
package partners
