package referentials

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/offre"
)

var (
	dateInName      = regexp.MustCompile(`(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12][0-9]|3[01]))?(?:[^0-9]|$)`)
	romeInName      = regexp.MustCompile(`(?i)(?:^|[^a-z]|rome[-_ ]?)v?([0-9])[._]?([0-9]{2})(?:[^0-9]|$)`)
	romeMajorInName = regexp.MustCompile(`(?i)(?:^|[^a-z])v([34])(?:[^0-9]|$)`)
	formacodeInName = regexp.MustCompile(`(?i)v[-_ ]?([0-9]{1,2})(?:[^0-9]|$)`)
)

// dated is the date that a file's name bears, written AAAA-MM-JJ or AAAA-MM; for
// a file of an archive that bears none, that of the archive's.
func dated(src source, _ format, _ header) string {
	m := dateInName.FindStringSubmatch(src.own())
	if m == nil {
		m = dateInName.FindStringSubmatch(src.outer)
	}
	if m == nil {
		return ""
	}
	return strings.TrimSuffix(m[1]+"-"+m[2]+"-"+m[3], "-")
}

// latestUpdate is the day of the latest change that Certif Info states in the
// file: its name bears none, or the month in which somebody fetched it.
func latestUpdate(src source, f format, h header) string {
	latest := offre.Date("")
	for r, err := range rows(context.Background(), src, f, defaults, nil, new(Stats)) {
		if err != nil {
			break
		}
		latest = max(latest, offre.Date(r.day(ciMisAJour)))
	}
	if t, ok := latest.Time(); ok {
		return t.Format("2006-01-02")
	}
	return dated(src, f, h)
}

// romeVersion is « 4.60 » for a file named …v460…; from the header alone, 4 or 3.
func romeVersion(src source, f format, h header) string {
	if m := romeInName.FindStringSubmatch(src.own()); m != nil {
		return m[1] + "." + m[2]
	}
	if m := romeMajorInName.FindStringSubmatch(src.own()); m != nil {
		return m[1]
	}
	switch {
	case f.part == entries && h.has(romeFiche4), f.part == appellations && h.has(appClassification):
		return "4"
	case f.part == entries && h.has(romeFiche3), f.part == appellations && h.has(appSection):
		return "3"
	}
	return ""
}

// romeOf tells the referential by the version: ROME 3 is kept apart.
func romeOf(label string, _ header) nomenclature.Referential {
	if strings.HasPrefix(label, "3") {
		return nomenclature.ROME3
	}
	return nomenclature.ROME
}

// formacodeVersion is « V14 » for a file named …v14….
func formacodeVersion(src source, _ format, _ header) string {
	if m := formacodeInName.FindStringSubmatch(src.own()); m != nil {
		return "V" + m[1]
	}
	return ""
}

// thirteenth is the one version of Formacode that has its form.
func thirteenth(source, format, header) string { return "V13" }

// unversioned is for what bears neither number nor date.
func unversioned(source, format, header) string { return "" }

// decree is the one version of the NSF groups, as the code de l'éducation lists them.
func decree(source, format, header) string { return "D311-4" }

var numbers = regexp.MustCompile(`[0-9]+|[^0-9]+`)

// compareVersions orders labels and file names with their numbers as numbers:
// 3.47 < 4.9 < 4.60, V9 < V14, none < any.
func compareVersions(a, b string) int {
	as, bs := numbers.FindAllString(a, -1), numbers.FindAllString(b, -1)
	for i := range min(len(as), len(bs)) {
		if c := compareParts(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return len(as) - len(bs)
}

func compareParts(a, b string) int {
	n, errN := strconv.ParseUint(a, 10, 64)
	m, errM := strconv.ParseUint(b, 10, 64)
	switch {
	case errN != nil || errM != nil || n == m:
		return strings.Compare(a, b)
	case n < m:
		return -1
	}
	return 1
}
