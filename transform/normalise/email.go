package normalise

import (
	"regexp"
	"strings"
)

var (
	emailShape = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,24}$")
	emailAt    = regexp.MustCompile(`(?i) *(?:\(at\)|\[at\]|\(a\)|\(arobase\)|\[arobase\]|＠|@) *`)
	emailLabel = regexp.MustCompile(`(?i)\b(?:mailto|e-?mail|mail|m[ée]l|courriel) *: *`)
)

// maxEmail is LHEO's length of an address.
const maxEmail = 160

// readEmail reads an address; of several, the first.
func readEmail(_ *Normaliser, c *cell) {
	candidates := emailCandidates(c.raw)
	for _, candidate := range candidates {
		if address, ok := emailAddress(candidate); ok {
			c.keepEmail(address, len(candidates) > 1)
			return
		}
	}
	c.refuse(courrielForme, c.quoted()+" n'est pas une adresse de courriel.")
}

func (c *cell) keepEmail(address string, several bool) {
	c.keep(address)
	switch {
	case several:
		c.warn(plusieursValeurs, address, "La cellule contient plusieurs adresses de courriel : seule la première, "+address+", est gardée.")
	case !strings.EqualFold(address, c.raw):
		c.info(courrielNettoye, address, "L'adresse de courriel a été nettoyée : "+c.quoted()+" est devenu "+address+".")
	}
}

// emailCandidates is what looks like an address in a cell, in order.
func emailCandidates(raw string) (candidates []string) {
	raw = emailAt.ReplaceAllString(emailLabel.ReplaceAllString(raw, ""), "@")
	raw = strings.ReplaceAll(raw, " .", ".")
	for _, part := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(" ;,\n|<>()[]\"«»", r) }) {
		if part = strings.Trim(part, ".:/'"); strings.Contains(part, "@") {
			candidates = append(candidates, part)
		}
	}
	return candidates
}

// emailAddress is an address with its domain in lower case; the part before the
// @ belongs to the domain's owner, and keeps its case.
func emailAddress(s string) (string, bool) {
	at := strings.LastIndexByte(s, '@')
	s = s[:at] + strings.ToLower(s[at:])
	return s, at <= 64 && len(s) <= maxEmail && emailShape.MatchString(s)
}
