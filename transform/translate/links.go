package translate

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Lien says that one certification replaced another.
type Lien struct{ Ancien, Nouveau string }

// Entree is a certification as a register lists it, or only names it.
type Entree struct {
	Code    string
	Libelle string
	Listed  bool   // the register has it; false for one that is only named by a link
	Active  bool   // the register says that it is in force at the time of its export
	Du, Au  string // first and last day on which it is valid, AAAAMMJJ; empty when not stated
}

// Links is the graph of what replaced what in one register. It is immutable and
// safe for use by several goroutines.
type Links struct {
	entries map[string]Entree
	next    map[string][]string // successors, in order
	group   map[string]int      // codes that replace one another in a circle have the same
	closed  map[int]bool        // groups that lead to no other: where chains end
}

// NewLinks makes the graph of some entries and links. A link from a code to
// itself says nothing and is left; one that is stated twice counts once.
func NewLinks(entries []Entree, links []Lien) *Links {
	l := &Links{entries: map[string]Entree{}, next: map[string][]string{}}
	for _, e := range entries {
		l.entries[e.Code] = richer(l.entries[e.Code], e)
	}
	for _, link := range links {
		if link.Ancien != "" && link.Nouveau != "" && link.Ancien != link.Nouveau {
			put(l.next, link.Ancien, link.Nouveau)
		}
	}
	for code, all := range l.next {
		slices.SortFunc(all, byNumber)
		l.next[code] = slices.Compact(all)
	}
	l.circle()
	return l
}

// richer prefers what the register lists to what a link says of it.
func richer(a, b Entree) Entree {
	if a.Listed && !b.Listed || a.Listed == b.Listed && a.Code != "" && (a.Libelle != "" || b.Libelle == "") {
		return a
	}
	return b
}

// CertifInfo makes the graph of Certif Info: each certification names those that
// it replaced.
func CertifInfo(all iter.Seq2[nomenclature.Certification, error]) (*Links, error) {
	var entries []Entree
	var links []Lien
	for c, err := range all {
		if err != nil {
			return nil, fmt.Errorf("read Certif Info to follow its replacements: %w", err)
		}
		entries = append(entries, Entree{Code: c.Code, Libelle: c.Intitule, Listed: true, Active: true,
			Du: year(c.PremiereSession, "0101"), Au: year(c.DerniereSession, "1231")})
		for _, old := range c.Anciens {
			entries = append(entries, Entree{Code: old.Code, Libelle: old.Intitule})
			links = append(links, Lien{old.Code, c.Code})
		}
	}
	return NewLinks(entries, links), nil
}

// year is a day of a year; empty for a year that is not stated.
func year(y int, day string) string {
	if y < 1 || y > 9999 {
		return ""
	}
	return fmt.Sprintf("%04d%s", y, day)
}

// FranceCompetences makes the graph of RNCP and RS: a fiche names those that it
// replaced and those that replaced it, and the one does not always say what the
// other says.
func FranceCompetences(all iter.Seq2[nomenclature.Fiche, error]) (*Links, error) {
	var entries []Entree
	var links []Lien
	for f, err := range all {
		if err != nil {
			return nil, fmt.Errorf("read the fiches of France compétences to follow their replacements: %w", err)
		}
		entries = append(entries, Entree{Code: f.Numero, Libelle: f.Intitule, Listed: true, Active: f.Active, Au: f.FinLe})
		for _, old := range f.Anciennes {
			links = append(links, Lien{old, f.Numero})
		}
		for _, newer := range f.Nouvelles {
			links = append(links, Lien{f.Numero, newer})
		}
	}
	return NewLinks(entries, links), nil
}

// Entree gives what is known of a code.
func (l *Links) Entree(code string) Entree {
	e := l.entries[code]
	e.Code = code
	return e
}

// Replaced are the codes that others replaced, in order.
func (l *Links) Replaced() []string { return slices.SortedFunc(maps.Keys(l.next), byNumber) }

// byNumber orders codes that are digits, or a register's name and digits.
func byNumber(a, b string) int {
	pa, na := number(a)
	pb, nb := number(b)
	return cmp.Or(cmp.Compare(pa, pb), cmp.Compare(na, nb), cmp.Compare(a, b))
}

func number(code string) (prefix string, n uint64) {
	at := len(code)
	for at > 0 && code[at-1] >= '0' && code[at-1] <= '9' {
		at--
	}
	n, _ = strconv.ParseUint(code[at:], 10, 64)
	return code[:at], n
}
