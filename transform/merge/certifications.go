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
}{
	{layout.FormationCertifInfo, func(c *offre.Certification) *string { return &c.CertifInfo }},
	{layout.FormationRNCP, func(c *offre.Certification) *string { return &c.RNCP }},
	{layout.FormationRS, func(c *offre.Certification) *string { return &c.RS }},
	{layout.FormationCFD, func(c *offre.Certification) *string { return &c.CFD }},
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

// named are the certifications of one row. RNCP, RS and CFD belong to its first
// Certif Info code.
func named(r *row) []offre.Certification {
	first := offre.Certification{
		RNCP: prefixed("RNCP", r.text(layout.FormationRNCP)), RS: prefixed("RS", r.text(layout.FormationRS)),
		CFD: r.text(layout.FormationCFD), Origine: offre.OrigineSaisie,
	}
	codes, _ := r.value(layout.FormationCertifInfo)
	all := []offre.Certification{first}
	for i, item := range codes.items() {
		code, _, _ := strings.Cut(item, ":")
		code = strings.TrimSpace(code)
		if i == 0 {
			all[0].CertifInfo = code
			continue
		}
		all = append(all, offre.Certification{CertifInfo: code, Origine: offre.OrigineSaisie})
	}
	if all[0] == (offre.Certification{Origine: offre.OrigineSaisie}) {
		return nil
	}
	return all
}

// prefixed is the number of a register as LHEO writes it: RNCP320.
func prefixed(prefix, number string) string {
	if number != "" && strings.Trim(number, "0123456789") == "" {
		return prefix + number
	}
	return number
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
	return finding.Finding{
		Rule: "valeurs-divergentes", Severity: finding.Warning, Place: r.place(f),
		Record: id, Field: string(f), Value: finding.Cut(r.text(f), finding.MaxValue),
		Message: "La certification " + certifInfo + " est donnée avec deux codes différents ; le premier est gardé.",
		Remedy:  "Écrire le même code sur toutes les lignes de cette certification.",
	}
}
