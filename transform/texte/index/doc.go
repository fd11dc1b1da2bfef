// Package index finds the documents that have the words of a query. It knows
// nothing of what the documents are: a document is a number and its terms.
//
//	var b index.Builder
//	b.Add(index.Term{Text: "comptabilit", Weight: 1}, …) // document 0
//	x := b.Index()
//	x.Similar("comptabilti", 3)    // terms written almost alike, by trigrams
//	x.Completions("compt")         // terms that begin so
//	x.Documents("comptabilit")     // documents that have a term
//
// An Index never changes and may be used by many goroutines at once. The same
// documents and the same query give the same answer.
package index
