// Package columnar keeps the rows of a delivery as they were read, in Parquet
// files that any tool opens: a rule that changes reads rows again, not
// workbooks, and people can look with DuckDB or pandas.
//
// Columns are _feuille (text) and _ligne (64-bit integer), which are the row's
// origin, then one of text for each column of the source, named by its header,
// then _suite, the cells beyond the last of them as a JSON array. A cell that is
// absent is null, a blank one is the empty string. The metadata of the file hold
// the header row as it was (EnteteKey) and what the writer was told.
package columnar
