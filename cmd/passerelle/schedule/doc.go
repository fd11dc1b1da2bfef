// Package schedule says when jobs are due, whether one that is due may run, and
// what became of it. It starts nothing itself: Loop hands each tick to a queue, and
// what the queue works calls Runner.Attempt, on this machine or on another.
//
// A tick is a job and the instant at which it was due: the same one on every machine
// that looks at the clock, so that a queue, or the journal, takes it once.
package schedule
