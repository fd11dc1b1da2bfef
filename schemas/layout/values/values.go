// Package values gives back, of the nouns of the catalogue, what each column of
// Passerelle's own workbook states of them: the inverse of merging. A value read
// here, written in a workbook and loaded again changes nothing.
//
// Values are as normalisation leaves them: codes of tables and not their labels,
// "1" and "0", dates as AAAAMMJJ, the items of a list joined by Separator. Of the
// fields that the workbook does not have, the number of an action and what a feed
// says beside the fields have a value too.
package values

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// Separator stands between the items of a list.
const Separator = " ; "

// Subject is what one row of the workbook speaks of. A row of the sheet Sessions
// names its formation too, and one of the sheet Interlocuteurs its organisme.
type Subject struct {
	Organisme     *offre.Organisme
	Interlocuteur *offre.Contact
	Formation     *offre.Formation
	Session       *offre.Session
}

// Of gives the value of a field; ok is false for a field that the own workbook
// does not have, and for one of a noun that the subject lacks. Of a formation it
// gives what was stated, never what codification added; of an organisme, never
// the declaration that was found in the register.
func Of(f layout.Field, s Subject) (text string, ok bool) {
	if read := ofOrganisme[f]; read != nil && s.Organisme != nil {
		return read(s.Organisme), true
	}
	if read := ofInterlocuteur[f]; read != nil && s.Interlocuteur != nil {
		return read(s.Interlocuteur), true
	}
	if read := ofFormation[f]; read != nil && s.Formation != nil {
		return read(s.Formation), true
	}
	if read := ofSession[f]; read != nil && s.Session != nil {
		return read(s.Session), true
	}
	return "", false
}

// readers gives, for each field of a noun, how it is read.
type readers[T any] map[layout.Field]func(*T) string

func join(items []string) string { return strings.Join(items, Separator) }

// count is a whole number; zero is not stated.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// yesOrNo is LHEO's "1" or "0", empty when not stated.
func yesOrNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "1"
	}
	return "0"
}

// raw is what a source says beside the fields, in JSON; nothing when it says
// nothing.
func raw(list []offre.Brut) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	_ = w.Encode(list) // of texts: it always has a JSON form
	return strings.TrimSpace(b.String())
}

// line is the n-th line of an address, from 0.
func line(a offre.Adresse, n int) string {
	if n < len(a.Lignes) {
		return a.Lignes[n]
	}
	return ""
}
