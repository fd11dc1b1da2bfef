package lheo

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rest is what an element of a decoded file held beside what the nouns keep:
// attributes, elements and extensions, as they stood.
type rest struct {
	attrs   []rawAttr
	raw     []rawChild // in the order of the sequence, then of the file
	kids    map[restKey]*rest
	instead []instead
	witness string // what names the element: the rest is of another once none of it is said
}

// restKey names a child by its element and its rank among those of that name
// that the nouns keep.
type restKey struct {
	of   elem
	rank int
}

type rawAttr struct{ name, value string }

// rawChild is an element as it stood. It is written back before the first
// sibling whose place in the sequence comes after place.
type rawChild struct {
	el    elem // noElem when LHEO has none of that name
	place uint8
	xml   []byte
	out   bool // it is not written back: the schema does not admit it
}

// instead says that raw has all there is to write of the children of one name, as
// long as the nouns say what they said: witness.
type instead struct {
	of      elem
	witness string
}

// restFrame is where the encoder stands in the rest of one open element.
type restFrame struct {
	*rest
	of    elem
	done  int // raw children written
	ranks map[elem]int
	void  []elem // children that the nouns say better than raw
}

// piece is a raw child with where it was written.
type piece struct {
	raw      *rawChild
	from, to int
}

// maxNames is how many of the names of one element bear witness.
const maxNames = 10

// maxWitness is how many bytes of a text bear witness.
const maxWitness = 64

// witness is the end of a text in small letters and figures: what is left of it
// when a layout, a case or markup was mended.
func witness(s string) string {
	if needs(s)&mayBeHTML != 0 {
		s = plainText(s)
	}
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	for len(s) > maxWitness {
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
	return s
}

// agrees reports that a text says what was witnessed. Either may bear a prefix
// that the other lacks: RNCP320 and 320.
func agrees(said, witnessed string) bool {
	said = witness(said)
	if said == "" || witnessed == "" {
		return said == witnessed
	}
	return strings.HasSuffix(said, witnessed) || strings.HasSuffix(witnessed, said)
}

// keys lists, for the elements whose rest is about what they name, the elements
// that name it: another place has another telephone.
var keys = [numElems][]elem{
	eLieuDeFormation: {eSIRET, eCodeUAI, eCodepostal}, eAdresseInscription: {eCodepostal}, eAdresseInformation: {eCodepostal},
	eCertification:    {eCodeRNCP, eCodeCERTIFINFO, eCodeRS},
	eContactFormation: {eNom, eCourriel, eNumtel}, eContactSession: {eNom, eCourriel, eNumtel},
	eContactOrganisme: {eNom, eCourriel, eNumtel}, eContactFormateur: {eNom, eCourriel, eNumtel},
	eOrganismeFormateur: {eSIRET}, eOrganismeFormationResponsable: {eSIRET},
}

// witnessOf is what bears witness for a node that the nouns hold.
func witnessOf(n *node) string {
	if V23().elements[n.el].Content >= Text {
		return witness(string(n.text))
	}
	var said []string
	for _, k := range n.named(keys[n.el], nil) {
		if w := witness(string(k.text)); w != "" && len(said) < maxNames && !slices.Contains(said, w) {
			said = append(said, w)
		}
	}
	return strings.Join(said, " ")
}

// named lists the nodes below n, at any depth, that are one of some elements.
func (n *node) named(of []elem, found []*node) []*node {
	if len(of) == 0 {
		return found
	}
	for _, k := range n.kids {
		if slices.Contains(of, k.el) {
			found = append(found, k)
		}
		found = k.named(of, found)
	}
	return found
}

// isOf reports that the rest is still that of what is named so.
func (r *rest) isOf(names [3]string) bool {
	if r == nil || r.witness == "" {
		return true
	}
	for _, w := range strings.Fields(r.witness) {
		for _, name := range names {
			if name != "" && agrees(name, w) {
				return true
			}
		}
	}
	return false
}

// mute reports that an element holds neither text nor attributes.
func mute(xml []byte) bool { return speaks.Find(xml) == nil }

var speaks = regexp.MustCompile(`=|>[^<]*[^<\s]`)
