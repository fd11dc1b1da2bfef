// Package translate carries codes from one version of a nomenclature to the
// next: Formacode, ROME, levels, regions, and certifications that others
// replaced.
//
// It tells what is certain from what is only likely: a caller applies the first
// and has staff decide on the second. It is pure, and the same input gives the
// same answers in the same order.
package translate
