package search

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// kind is a kind of code.
type kind int

const (
	anyKind kind = iota
	certifInfo
	rncpKind
	rsKind
	cfd
	rome // of nomenclatures, which are looked for by their name alone
	nsf
	formacode
)

func (k kind) String() string {
	return [...]string{"code", "code Certif Info", "RNCP", "RS", "code scolarité", "ROME", "NSF", "Formacode"}[k]
}

// own tells the codes of certifications from those of nomenclatures.
func (k kind) own() bool { return k < rome }

// code is a code of an entry.
type code struct {
	text string // folded, without its prefix
	kind kind
	at   int32
}

// codes is all of them, in order.
type codes []code

func codesOf(entries []entry) codes {
	var list codes
	for i := range entries {
		c := &entries[i].certification
		list = list.with(i, certifInfo, c.Code)
		list = list.with(i, rncpKind, c.RNCP)
		list = list.with(i, cfd, c.CFD)
		list = list.with(i, nsf, c.NSF)
		list = list.with(i, formacode, c.Formacode)
		for _, code := range c.ROME {
			list = list.with(i, rome, code)
		}
		for _, rs := range append([]string{c.RS}, c.AutresRS...) {
			list = list.with(i, rsKind, rs)
		}
	}
	slices.SortFunc(list, func(a, b code) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.kind, b.kind), cmp.Compare(a.at, b.at))
	})
	return list
}

func (c codes) with(at int, k kind, text string) codes {
	if text == "" {
		return c
	}
	return append(c, code{strings.ToLower(text), k, int32(at)})
}

// beginning gives the codes of a kind that begin with text, that one first.
func (c codes) beginning(k kind, text string) (list []*code) {
	from := sort.Search(len(c), func(i int) bool { return c[i].text >= text })
	for i := from; i < len(c) && strings.HasPrefix(c[i].text, text); i++ {
		if k == c[i].kind || k == anyKind && c[i].kind.own() {
			list = append(list, &c[i])
		}
	}
	return list
}

// asked is a code in a query.
type asked struct {
	kind kind
	text string
}

// leastDigits is the length under which a number is no code, nor the beginning
// of one.
const leastDigits = 3

// askedCode reads a code at the beginning of words, and says how many it takes:
// « rncp38430 », « rncp n 38 430 », « certif info 106623 », « 40025214 », « 400 252 14 »,
// « formacode 42752 », « g1602 ».
func (x *Index) askedCode(words []string) (a asked, n int, ok bool) {
	a.kind, a.text, n = prefixed(words)
	switch {
	case a.kind != anyKind && a.text == "":
		a.text, n = after(words, n)
	case a.kind == anyKind:
		if a.text, n = x.spaced(words); n == 0 {
			a.text, n = words[0], 1
		}
	}
	if romeLike(a.text) && (a.kind == anyKind || a.kind == rome) {
		a.kind = rome
		return a, n, true
	}
	if (a.kind == anyKind || a.kind == rncpKind || a.kind == rsKind) && numeric(a.text) && len(a.text) > leastDigits {
		a.text = strings.TrimLeft(a.text, "0")
	}
	return a, n, codeLike(a)
}

// after reads the code that follows the name of its kind, at place n of words.
func after(words []string, n int) (text string, next int) {
	for n < len(words) && filler(words[n]) {
		n++
	}
	if n < len(words) && romeLike(words[n]) {
		return words[n], n + 1
	}
	for n < len(words) && numeric(words[n]) && len(text)+len(words[n]) <= longestCode {
		text += words[n]
		n++
	}
	return text, n
}

// longestCode is the length of a Code_Scolarité.
const longestCode = 8

// spaced reads a code of a certification that spaces part, the longest that there is:
// numbers that follow one another are mostly no code.
func (x *Index) spaced(words []string) (text string, n int) {
	joined := ""
	for i, w := range words {
		if !numeric(w) || len(joined)+len(w) > longestCode {
			break
		}
		joined += w
		if i == 0 || len(joined) <= leastDigits {
			continue
		}
		if found := x.codes.beginning(anyKind, joined); len(found) > 0 && found[0].text == joined {
			text, n = joined, i+1
		}
	}
	return text, n
}

// romeLike says whether a word has the form of a ROME code.
func romeLike(word string) bool {
	return len(word) == 5 && word[0] >= 'a' && word[0] <= 'n' && numeric(word[1:])
}

func filler(word string) bool {
	return word == "n" || word == "no" || word == "numero" || word == "code"
}

// bloc is the number of a bloc de compétences, which begins with that of its fiche.
var bloc = regexp.MustCompile(`^(rncp[0-9]+)bc[0-9]+$`)

// prefixed reads what names a kind of code, and the number that it touches.
func prefixed(words []string) (k kind, number string, n int) {
	for _, p := range []struct {
		name string
		kind kind
	}{{"rncp", rncpKind}, {"rs", rsKind}, {"certifinfo", certifInfo}, {"cfd", cfd}, {"scolarite", cfd}, {"rome", rome}, {"nsf", nsf}, {"formacode", formacode}} {
		if rest, ok := strings.CutPrefix(bloc.ReplaceAllString(words[0], "$1"), p.name); ok && (rest == "" || numeric(rest)) {
			return p.kind, rest, 1
		}
	}
	if len(words) > 1 && words[0] == "certif" && words[1] == "info" {
		return certifInfo, "", 2
	}
	return anyKind, "", 0
}

func numeric(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// codeLike says whether this may be a code: a number, or the eight characters of
// a Code_Scolarité.
func codeLike(a asked) bool {
	digits := 0
	for i := range len(a.text) {
		if a.text[i] >= '0' && a.text[i] <= '9' {
			digits++
		}
	}
	return digits == len(a.text) && digits >= leastDigits || digits == len(a.text) && digits > 0 && a.kind != anyKind || len(a.text) == 8 && digits >= 5
}

// byCode finds the entries of a code: those that have it, then those whose code
// goes on from it.
func (x *Index) byCode(a asked) []found {
	var all []found
	seen := map[int32]bool{}
	for _, c := range x.codes.beginning(a.kind, a.text) {
		rest := len(c.text) - len(a.text)
		if seen[c.at] || rest > 0 && len(a.text) < leastDigits {
			continue
		}
		seen[c.at] = true
		all = append(all, found{at: c.at, score: 1 - 0.1*float32(rest), whole: 1, via: -1, code: c})
	}
	x.orderCodes(all)
	return all
}

// orderCodes puts exact codes first, then what is published, then by kind.
func (x *Index) orderCodes(all []found) {
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), x.standing(a.at)-x.standing(b.at), cmp.Compare(a.code.kind, b.code.kind), x.age(a.at, b.at), cmp.Compare(a.at, b.at))
	})
}

// whyCode tells the code that was found.
func whyCode(c *code) string {
	switch c.kind {
	case rncpKind, rsKind:
		return fmt.Sprintf("code %s%s", c.kind, c.text)
	case rome, nsf, formacode: // « Formacode 42752 »
	}
	return fmt.Sprintf("%s %s", c.kind, strings.ToUpper(c.text))
}
