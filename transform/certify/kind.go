package certify

import (
	"strings"

	"github.com/carif-oref/passerelle/transform/texte"
)

// kind is a kind of diploma, by the letters it goes by: « BTS », « Licence pro ».
// Empty when none is named.
type kind string

// Kinds of Certif Info that titles do not name.
const (
	kindTitre        kind = "Titre RNCP"
	kindHabilitation kind = "Habilitation"
	kindEcole        kind = "Diplôme d'école"
	kindAutre        kind = "Autre"
)

// typePrefixes gives the kinds of the types of Certif Info that texte does not
// know, by how their folded label begins; the first that fits counts.
var typePrefixes = []struct {
	prefix string
	kind   kind
}{
	{"autre titre inscrit", kindTitre},
	{"titre inscrit", kindTitre},
	{"habilitation", kindHabilitation},
	{"diplome d ecole", kindEcole},
	{"autre diplome d etat", "DE"},
	{"autre certification", kindAutre},
}

// typeKind is the kind of a type of diploma, as a column or Certif Info states
// it: « Titre professionnel (TP de niveau 4) ».
func typeKind(label string) kind {
	if label == "" {
		return ""
	}
	folded := texte.Fold(label)
	for _, p := range typePrefixes {
		if strings.HasPrefix(folded, p.prefix) {
			return p.kind
		}
	}
	if sigle := texte.Normalise(label).Type.Sigle; sigle != "" {
		return kind(sigle)
	}
	return kind(folded) // one of the rare: « magistère », « capacité »
}

// loose are the kinds that organisations put on a title beside, or in place of,
// that of its certification: a « Bachelor » is most often a titre of level 6.
var loose = map[kind]bool{
	"Bachelor": true, "MBA": true, "Mastère": true, "Mastère spécialisé": true, "MSc": true, "DU": true, "DE": true, "Ingénieur": true,
	kindTitre: true, kindEcole: true, kindAutre: true,
}

// coursed are the kinds that have « parcours ».
var coursed = map[kind]bool{"Licence": true, "Licence pro": true, "Master": true, "BUT": true}

// near lists kinds that are taken one for another: the agricultural twin, what
// replaced it, what one says for short.
var near = map[[2]kind]bool{
	{"BTS", "BTSA"}: true, {"BTS", "BTSM"}: true, {"CAP", "CAP agricole"}: true, {"CAP", "CAPM"}: true, {"BP", "BPA"}: true, {"BP", "BPREA"}: true,
	{"MC", "CS"}: true, {"CS", "CCS"}: true, {"DUT", "BUT"}: true, {"BUT", "Bachelor"}: true, {"Licence pro", "Licence"}: true,
	{"Master", "Mastère spécialisé"}: true, {"Master", "MSc"}: true, {"Master", "Mastère"}: true, {"DEJEPS", "DESJEPS"}: true,
	{"Titre professionnel", kindTitre}: true, {kindTitre, "CQP"}: true, {"CQP", "CQPM"}: true, {"CQP", "CQPI"}: true, {"BMA", "DMA"}: true, {"BMA", "BTM"}: true,
}

// fit says how a kind that a query names agrees with those of an entry.
type fit uint8

const (
	fitUnsaid fit = iota // the query names none
	fitSame
	fitNear
	fitLoose // differs, where organisations are free with words
	fitOther // differs, and one of the two is used freely
	fitClash // differs, and neither is
)

func fits(named kind, of [2]kind) fit {
	if named == "" {
		return fitUnsaid
	}
	best := fitClash
	for _, k := range of {
		switch {
		case k == named:
			return fitSame
		case near[[2]kind{k, named}] || near[[2]kind{named, k}]:
			best = fitNear
		case best >= fitOther && loose[named] && (loose[k] || k == "Titre professionnel"):
			best = fitLoose
		case best == fitClash && k != "" && (loose[named] || loose[k]):
			best = fitOther
		}
	}
	return best
}
