// Package metrics tells Prometheus how Passerelle is: what the journal, the catalogue
// and the shelf hold when it asks. Nothing is counted in the process, so that every
// process that looks at one store says the same, and a restart loses nothing; only
// the requests of partners, which are no business of the store, are (Requests).
//
// Names follow the conventions of Prometheus: base units, _total for what only grows,
// the time of an event and not its age, since the reader knows better what time it is.
// Labels take the values of the configuration and of closed lists; a value that a
// stranger could choose is « inconnu ».
package metrics
