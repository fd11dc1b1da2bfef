package lheo

import (
	"bytes"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// look says of a value what the schema cannot: it is allowed, and it is wrong.
func (j *judge) look(decl *Element, value []byte, at place) {
	switch decl.id {
	case eDebut, eFin, eDate:
		j.lookDay(decl, trim(value), at)
	case eSIRET:
		if !isSIRET(value) {
			j.report(issue{rule: warnSIRET, at: at, decl: decl, value: value})
		}
	case eCodeUAI:
		if !isUAI(value) {
			j.report(issue{rule: warnUAI, at: at, decl: decl, value: value})
		}
	case eNumeroActivite:
		if !offre.NDAValide(string(value)) {
			j.report(issue{rule: warnNDA, at: at, decl: decl, value: value})
		}
	case eCodeFORMACODE, eCodeROME, eCodeNSF, eCodePublicVise, eCodeRNCP, eCodeRS, eCodeCERTIFINFO, eCodeINSEECommune, eCodepostal:
		j.lookCode(decl, value, at)
	default:
		if decl.Content == Text && len(value) > 0 && isFiller(value) {
			j.report(issue{rule: warnFiller, at: at, decl: decl, value: value})
		}
	}
}

func (j *judge) lookCode(decl *Element, value []byte, at place) {
	if j.opts.Known != nil && !j.opts.Known(decl.Name, string(value)) {
		j.report(issue{rule: warnKnown, at: at, decl: decl, value: value})
	}
}

// lookDay looks at a day, and at the end of a period against its beginning.
func (j *judge) lookDay(decl *Element, v []byte, at place) {
	an, mois, jour := value(v[:4]), value(v[4:6]), value(v[6:8])
	if !exists(an, mois, jour) {
		j.report(issue{rule: warnNoDate, at: at, decl: decl, value: v})
		return
	}
	if decl.id == eDebut {
		copy(j.debut[:], v)
		return
	}
	if decl.id == eFin && an > 0 && string(v) < string(j.debut[:]) && j.begins(an, mois, jour) {
		j.report(issue{rule: warnPeriod, at: at, decl: decl, value: v, want: frenchDay(offre.Date(j.debut[:]))})
	}
}

// begins reports whether the period that is read begins after a day, month or
// year.
func (j *judge) begins(an, mois, jour int) bool {
	first, known := offre.Date(j.debut[:]).Time()
	last, ok := offre.MakeDate(an, mois, jour).Last()
	return known && ok && last.Before(first)
}

// exists reports whether a day, month or year can be; 00000000 and 99999999 say
// that it is not known, which is no fault.
func exists(an, mois, jour int) bool {
	switch {
	case an == 9999:
		return mois == 99 && jour == 99
	case mois == 0:
		return jour == 0
	case mois > 12:
		return false
	case jour == 0:
		return true
	case an == 0:
		return jour <= 31
	}
	return isDayOf(an, mois, jour)
}

// frenchDay is 01/09/2026.
func frenchDay(d offre.Date) string {
	if len(d) != 8 {
		return string(d)
	}
	return string(d[6:8] + "/" + d[4:6] + "/" + d[:4])
}

// isSIRET reports whether p is 14 digits whose key is right. Those of La Poste
// follow another rule: their digits add up to a multiple of five.
func isSIRET(p []byte) bool {
	if len(p) != 14 {
		return false
	}
	sum, plain := 0, 0
	for i, c := range p {
		if !isDigit(c) {
			return false
		}
		d := int(c - '0')
		plain += d
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return plain > 0 && (sum%10 == 0 || bytes.HasPrefix(p, []byte("356000000")) && plain%5 == 0)
}

// isUAI reports whether p is 7 digits and the letter that they give.
func isUAI(p []byte) bool {
	const letters = "abcdefghjklmnprstuvwxyz"
	if len(p) != 8 {
		return false
	}
	n := 0
	for _, c := range p[:7] {
		if !isDigit(c) {
			return false
		}
		n = n*10 + int(c-'0')
	}
	return p[7]|0x20 == letters[n%23]
}

// fillers are texts that say nothing.
var fillers = map[string]bool{
	"":  true,
	"-": true, "--": true, "---": true, ".": true, "..": true, "...": true, "…": true, "/": true, "?": true, "x": true, "xx": true, "xxx": true,
	"n/a": true, "na": true, "nc": true, "n.c.": true, "nr": true, "n/c": true, "néant": true, "neant": true, "null": true, "nul": true,
	"non renseigné": true, "non renseignée": true, "non renseigne": true, "non communiqué": true, "non communiquée": true, "non communique": true,
	"non précisé": true, "non défini": true, "à définir": true, "a définir": true, "à préciser": true, "a préciser": true,
	"inconnu": true, "inconnue": true, "information non communiquée": true, "aucune information": true, "sans objet": true,
}

// maxFiller is the length in bytes of the longest filler, with some room.
const maxFiller = 32

// isFiller reports whether a text says nothing.
func isFiller(p []byte) bool {
	if len(p) > maxFiller {
		return false
	}
	p = trim(p)
	var lower [maxFiller]byte
	for i, c := range p {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	return fillers[string(lower[:len(p)])]
}

// lookAttributes looks for the attributes that readers need and the schema does
// not ask for.
func (j *judge) lookAttributes(f *frame, seen attrMask) {
	switch f.el {
	case eCodeFORMACODE, eCodePublicVise, eCodeModalitePedagogique:
		if !seen.has(aRef) {
			j.report(issue{rule: warnRef, parent: f.el})
		}
	case eFormation, eAction, eSession, eResumeOffre, eResumeOrganisme:
		if !seen.has(aNumero) && j.frames[0].el != eLheoIndex {
			j.report(issue{rule: warnNumero, parent: f.el})
		}
	}
}

// lookLine looks whether the current tag is the first thing on its line.
func (j *judge) lookLine(name string) {
	if j.alone {
		return
	}
	before := j.scan.buf[:j.scan.at]
	i := len(before) - 1
	for i >= 0 && (before[i] == ' ' || before[i] == '\t' || before[i] == '\r') {
		i--
	}
	if i >= 0 && before[i] != '\n' {
		j.report(issue{rule: warnLine, want: name})
	}
}
