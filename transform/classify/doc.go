// Package classify gives ROME, Formacode and NSF codes to a text.
package classify
