package target

import (
	"fmt"
	"regexp"
	"strings"
)

// Numbering says how the numbers of a feed are made of those of the catalogue,
// which are never given twice: kept when it is empty or "kept", "raw" without their
// prefix, or with another prefix, such as "13_".
type Numbering struct {
	Formation string `yaml:"formation"`
	Action    string `yaml:"action"`
	Session   string `yaml:"session"`
	Organisme string `yaml:"organisme"`
}

const kept, raw = "kept", "raw"

var (
	prefixShape = regexp.MustCompile(`^[0-9A-Z]{1,4}_$`)
	prefixed    = regexp.MustCompile(`^[0-9A-Z]{1,4}_`)
)

// Kept reports that all numbers are those of the catalogue.
func (n Numbering) Kept() bool {
	for _, how := range []string{n.Formation, n.Action, n.Session, n.Organisme} {
		if how != "" && how != kept {
			return false
		}
	}
	return true
}

// Number is a number of the catalogue as one of the ways has it.
func Number(how, id string) string {
	switch {
	case how == "" || how == kept || id == "":
		return id
	case how == raw:
		return prefixed.ReplaceAllString(id, "")
	}
	return how + prefixed.ReplaceAllString(id, "")
}

func (n Numbering) check() error {
	for _, way := range []struct{ key, how string }{
		{"formation", n.Formation}, {"action", n.Action}, {"session", n.Session}, {"organisme", n.Organisme},
	} {
		if way.how != "" && way.how != kept && way.how != raw && !prefixShape.MatchString(way.how) {
			return fmt.Errorf("numbering: %s: %q: kept, raw, or a prefix of one to four figures or capitals and an underscore, such as \"13_\" in quotes, is due", way.key, way.how)
		}
	}
	return nil
}

// french says how numbers are made.
func (n Numbering) french() string {
	say := func(what, how string) string {
		switch how {
		case "", kept:
			return what + " : le numéro du catalogue"
		case raw:
			return what + " : le numéro du catalogue sans son préfixe"
		}
		return fmt.Sprintf("%s : le numéro du catalogue sous le préfixe « %s »", what, how)
	}
	if n.Kept() {
		return "ceux du catalogue, `<préfixe>_<identifiant>`"
	}
	return strings.Join([]string{say("formation", n.Formation), say("action", n.Action), say("session", n.Session), say("organisme", n.Organisme)}, " ; ")
}
