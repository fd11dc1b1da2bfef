package main

import (
	"context"
	"errors"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// knownCodes tells whether the referentials of the store have a code, by the
// LHEO element that holds it. A referential that was never loaded knows all.
func (a *app) knownCodes(ctx context.Context) (known func(element, code string) bool, err error) {
	s, err := a.visit(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	codes := codeSets{}
	for element, ref := range map[string]nomenclature.Referential{
		"code-FORMACODE": nomenclature.Formacode, "code-ROME": nomenclature.ROME, "code-NSF": nomenclature.NSF,
	} {
		for t, err := range s.Termes(ctx, ref) {
			if err != nil {
				return nil, err
			}
			codes.add(element, t.Code)
		}
	}
	for c, err := range s.Certifications(ctx) {
		if err != nil {
			return nil, err
		}
		codes.add("code-CERTIFINFO", c.Code)
		for _, old := range c.Anciens {
			codes.add("code-CERTIFINFO", old.Code)
		}
	}
	for c, err := range s.Communes(ctx) {
		if err != nil {
			return nil, err
		}
		codes.add("code-INSEE-commune", c.INSEE)
	}
	return codes.known, nil
}

// codeSets are the codes that each LHEO element may hold.
type codeSets map[string]map[string]bool

func (c codeSets) add(element, code string) {
	if c[element] == nil {
		c[element] = map[string]bool{}
	}
	c[element][code] = true
}

func (c codeSets) known(element, code string) bool {
	set, loaded := c[element]
	return !loaded || set[code]
}
