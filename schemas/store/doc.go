// Package store keeps the catalogue, the journal and the referentials at rest,
// in SQL. It decides nothing: it keeps what it is given, whole or not at all,
// and gives it back in a stated order.
//
// One load is one transaction (InLoad): readers see the catalogue as it was
// until the load returns, and a run that is killed leaves no half of one.
// Instants are kept in UTC to the microsecond.
//
// A record has two documents: what was validated, which Offers gives, and what
// was stated since and awaits, which look-ups of a load give first. Every change
// of a record belongs to an act (a load, a new codification, a decision), kept in
// order with what the record was before and after: that is its history, and what
// Unload takes a run back with. Requests wait beside the records until staff
// decide.
//
// Beside them stand the referentials, each load of one with what it changed; the
// worklist of codification and what people chose; for each target the ledger, the
// feeds, who fetched them and what partners answered; and what the service needs:
// partners, firings of the schedule, mails. What one worker alone may do it claims.
//
// A store is a file of SQLite, for one machine, or a database of PostgreSQL, for
// several: the same tables, answers and order, which storetest pins. One program at a
// time writes the catalogue; claims, fetches and the like wait for nobody in PostgreSQL.
//
// What differs from one database to another stands behind the dialect interface,
// in one file a dialect, with its migrations; the other SQL is common to all. Dump
// writes what a store holds in one way, and CopyTo copies it, whatever the dialects.
package store
