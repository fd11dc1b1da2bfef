// Package certify finds the Certif Info entry that a title names.
package certify
