package normalise

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Index finds communes in La Poste's base, held in memory. It is built once and
// then only read, by any number of goroutines.
type Index struct {
	communes    []Commune        // with La Poste's name, made readable when handed out
	lines       []postalLine     // in the publisher's order
	byINSEE     map[string]int32 // place in communes
	byPostal    map[string][]int32
	departments map[string][]int32 // lines of a department by its two or three characters
}

// postalLine is one line of the base: a commune under one of its postal codes,
// and the names by which it may be called there.
type postalLine struct {
	commune int32
	names   [3]string // commune, name for delivery, former commune: keys of townKey, without repeats
}

// undivided are the cities that the base knows by their arrondissements only.
var undivided = []nomenclature.Commune{
	{INSEE: "13055", Nom: "MARSEILLE"},
	{INSEE: "69123", Nom: "LYON"},
	{INSEE: "75056", Nom: "PARIS"},
}

// NewIndex reads La Poste's base.
func NewIndex(communes iter.Seq2[nomenclature.Commune, error]) (*Index, error) {
	const size = 40_000 // lines of the base
	x := &Index{
		communes: make([]Commune, 0, size), lines: make([]postalLine, 0, size),
		byINSEE: make(map[string]int32, size), byPostal: make(map[string][]int32, size/6), departments: make(map[string][]int32, 120),
	}
	for commune, err := range communes {
		if err != nil {
			return nil, fmt.Errorf("index communes after line %d: %w", len(x.lines), err)
		}
		x.add(commune)
	}
	for _, city := range undivided {
		x.add(city)
	}
	return x, nil
}

func (x *Index) add(c nomenclature.Commune) {
	at, known := x.byINSEE[c.INSEE]
	if !known {
		at = int32(len(x.communes))
		x.byINSEE[c.INSEE] = at
		x.communes = append(x.communes, Commune{INSEE: c.INSEE, Nom: c.Nom, Latitude: c.Latitude, Longitude: c.Longitude})
	}
	line := int32(len(x.lines))
	x.lines = append(x.lines, postalLine{commune: at, names: lineNames(c)})
	department := departmentOf(c.INSEE)
	x.departments[department] = append(x.departments[department], line)
	if c.CodePostal == "" {
		return
	}
	x.byPostal[c.CodePostal] = append(x.byPostal[c.CodePostal], line)
	if place := &x.communes[at]; !slices.Contains(place.CodesPostaux, c.CodePostal) {
		place.CodesPostaux = append(place.CodesPostaux, c.CodePostal)
	}
}

func lineNames(c nomenclature.Commune) [3]string {
	names := [3]string{townKey(c.Nom)}
	if c.Acheminement != c.Nom {
		names[1] = townKey(c.Acheminement)
	}
	if c.Ligne5 != "" {
		names[2] = townKey(c.Ligne5)
	}
	return names
}

// departmentOf is the department of an INSEE code.
func departmentOf(insee string) string {
	switch {
	case len(insee) < 3:
		return insee
	case insee[:2] == "97" || insee[:2] == "98":
		return insee[:3]
	}
	return insee[:2]
}

// departmentsOf are the departments that a postal code may belong to.
func departmentsOf(codePostal string) []string {
	if strings.HasPrefix(codePostal, "20") {
		return []string{"2A", "2B"}
	}
	return []string{departmentOf(codePostal)}
}

// KnownPostalCode reports whether the base has a postal code. It has no CEDEX.
func (x *Index) KnownPostalCode(code string) bool { return len(x.byPostal[code]) > 0 }

// PostalCodes gives the postal codes of a commune, nil when it is not known.
func (x *Index) PostalCodes(insee string) []string {
	if at, ok := x.byINSEE[insee]; ok {
		return x.communes[at].CodesPostaux
	}
	return nil
}

// ByINSEE gives the commune of an official code.
func (x *Index) ByINSEE(code string) (Commune, bool) {
	at, ok := x.byINSEE[code]
	if !ok {
		return Commune{}, false
	}
	return x.handOut(at), true
}

// handOut gives a commune with a name that people can read; an arrondissement
// bears the name of its city.
func (x *Index) handOut(at int32) Commune {
	c := x.communes[at]
	c.Nom = readable(strings.TrimRight(c.Nom, " 0123456789"))
	return c
}

// Find gives the one commune that a postal code and a town's name designate.
// Without a name, the postal code must have one commune only. A postal code that
// the base does not have is a CEDEX: the name is then looked for in the whole
// department.
func (x *Index) Find(codePostal, ville string) (Commune, bool) {
	lines := x.byPostal[codePostal]
	key := townKey(ville)
	switch {
	case key == "":
		return x.only(lines, func(postalLine) bool { return true })
	case len(lines) > 0:
		return x.named(lines, key, 3)
	}
	for _, department := range departmentsOf(codePostal) {
		lines = append(lines, x.departments[department]...)
	}
	return x.named(lines, key, 1)
}

// named gives the commune that bears a name: its own first, then those for
// delivery and of former communes, up to ranks of them; and if none does, the
// same without articles.
func (x *Index) named(lines []int32, key string, ranks int) (Commune, bool) {
	for _, same := range []func(name string) bool{
		func(name string) bool { return name == key },
		func(name string) bool { return name != "" && withoutArticles(name) == withoutArticles(key) },
	} {
		for rank := range ranks {
			if c, ok := x.only(lines, func(l postalLine) bool { return same(l.names[rank]) }); ok {
				return c, true
			}
		}
	}
	return Commune{}, false
}

// only gives the commune of the lines that match, when there is one and only one.
func (x *Index) only(lines []int32, match func(postalLine) bool) (Commune, bool) {
	found := int32(-1)
	for _, at := range lines {
		line := x.lines[at]
		if !match(line) {
			continue
		}
		if found >= 0 && found != line.commune {
			return Commune{}, false
		}
		found = line.commune
	}
	if found < 0 {
		return Commune{}, false
	}
	return x.handOut(found), true
}
