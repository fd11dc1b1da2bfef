// Package store keeps the catalogue, the journal and the referentials at rest,
// in SQL. It decides nothing: it keeps what it is given, whole or not at all,
// and gives it back in a stated order.
//
// One load is one transaction (InLoad): readers see the catalogue as it was
// until the load returns, and a run that is killed leaves no half of one.
// Instants are kept in UTC to the microsecond.
//
// What differs from one database to another stands behind the dialect interface,
// in one file a dialect, with its migrations; the other SQL is common to all.
package store
