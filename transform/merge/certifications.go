package merge

import (
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// certificationColumns are the columns whose cells, on one row, name one
// certification.
var certificationColumns = []struct {
	name layout.Field
	at   func(*offre.Certification) *string
	read func(string) string
}{
	{layout.FormationCertifInfo, func(c *offre.Certification) *string { return &c.CertifInfo }, code},
	{layout.FormationRNCP, func(c *offre.Certification) *string { return &c.RNCP }, prefixed("RNCP")},
	{layout.FormationRS, func(c *offre.Certification) *string { return &c.RS }, prefixed("RS")},
	{layout.FormationCFD, func(c *offre.Certification) *string { return &c.CFD }, strings.TrimSpace},
}

// certifications are those that the rows of a formation state, in order, laid
// over what the catalogue holds; stated is false when the rows have none of the
// columns.
func certifications(id string, s statement, held []offre.Certification) (all []offre.Certification, found []finding.Finding, stated bool) {
	for _, r := range s.rows {
		for _, c := range named(r) {
			clash := unite(&all, c)
			if clash != "" {
				found = append(found, twoCodes(id, r, clash, c.CertifInfo))
			}
		}
	}
	for _, column := range certificationColumns {
		stated = stated || s.has(column.name)
	}
	keepAbsent(s, all, held)
	return all, found, stated
}

// named are the certifications of one row: the first of each column make the
// first one, and so on.
func named(r *row) (all []offre.Certification) {
	for _, column := range certificationColumns {
		cells, _ := r.value(column.name)
		for i, item := range cells.items() {
			if i == len(all) {
				all = append(all, offre.Certification{Origine: offre.OrigineSaisie})
			}
			*column.at(&all[i]) = column.read(item)
		}
	}
	blank := offre.Certification{Origine: offre.OrigineSaisie}
	return slices.DeleteFunc(all, func(c offre.Certification) bool { return c == blank })
}

// code is a Certif Info code without the comment that may follow it.
func code(item string) string {
	before, _, _ := strings.Cut(item, ":")
	return strings.TrimSpace(before)
}

// prefixed writes the number of a register as LHEO does: RNCP320.
func prefixed(register string) func(string) string {
	return func(number string) string {
		if number = strings.TrimSpace(number); number != "" && strings.Trim(number, "0123456789") == "" {
			return register + number
		}
		return number
	}
}

// unite adds a certification to those already named. One named again fills what
// was blank; clash is the column of a code that it contradicts.
func unite(all *[]offre.Certification, c offre.Certification) (clash layout.Field) {
	if slices.Contains(*all, c) {
		return ""
	}
	i := slices.IndexFunc(*all, func(a offre.Certification) bool { return a.CertifInfo != "" && a.CertifInfo == c.CertifInfo })
	if i < 0 {
		*all = append(*all, c)
		return ""
	}
	for _, column := range certificationColumns {
		have, other := column.at(&(*all)[i]), *column.at(&c)
		switch {
		case *have == "":
			*have = other
		case other != "" && other != *have:
			clash = column.name
		}
	}
	return clash
}

// keepAbsent gives back, from what the catalogue holds, the codes whose column
// the rows do not have, as long as it is clear which certification they belong to.
func keepAbsent(s statement, all, held []offre.Certification) {
	if len(all) != len(held) {
		return
	}
	for _, column := range certificationColumns {
		if s.has(column.name) {
			continue
		}
		for i := range all {
			*column.at(&all[i]) = *column.at(&held[i])
		}
	}
}

func twoCodes(id string, r *row, f layout.Field, certifInfo string) finding.Finding {
	found := about(valeursDivergentes, r, f, id, r.text(f))
	found.Message = "La certification " + certifInfo + " est donnée avec deux numéros différents ; le premier est gardé."
	return found
}
