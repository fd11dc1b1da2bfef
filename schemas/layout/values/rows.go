package values

import "github.com/carif-oref/passerelle/schemas/offre"

// Rows gives a formation as the rows that state it: one, but for certifications
// that cannot share one. On a row the first code of each column make the first
// certification, the second ones the second; a certification known by its RNCP
// alone cannot follow one known by its Certif Info alone. The rows after the
// first repeat what names the formation, and nothing else.
func Rows(f offre.Formation) []offre.Formation {
	f = f.AvantCodification()
	groups := shareable(f.Saisie.Certifications)
	rows := []offre.Formation{f}
	for i, group := range groups {
		if i > 0 {
			rows = append(rows, offre.Formation{ID: f.ID, Reference: f.Reference, Responsable: f.Responsable, Intitule: f.Intitule, IntituleSaisi: f.IntituleSaisi})
		}
		rows[i].Saisie.Certifications = group
	}
	return rows
}

// shareable cuts the certifications into runs that a row can state.
func shareable(all []offre.Certification) (groups [][]offre.Certification) {
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && follows(all[from:to], all[to]) {
			to++
		}
		groups, from = append(groups, all[from:to:to]), to
	}
	return groups
}

// follows reports that a certification can stand on the row of those before: each
// of its codes finds its rank, and repeats none of them.
func follows(before []offre.Certification, next offre.Certification) bool {
	for _, b := range before {
		was, is := codes(b), codes(next)
		for i := range is {
			if is[i] != "" && (was[i] == "" || was[i] == is[i]) {
				return false
			}
		}
	}
	return true
}

func codes(c offre.Certification) [4]string { return [4]string{c.CertifInfo, c.RNCP, c.RS, c.CFD} }
