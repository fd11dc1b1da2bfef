package referentials

import (
	"regexp"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// format is how one publisher writes one part of a referential.
type format struct {
	referential nomenclature.Referential
	alias       nomenclature.Referential // another that has files of the same form; of tells which
	part        part
	family      family
	aside       bool                                                  // known, and of no use here
	openEnded   bool                                                  // the publisher's own files lack the last end of line
	columns     []column                                              // what is read of a row, whatever its order in the file
	signature   []col                                                 // columns by which the file is known: no format listed before has them all
	pattern     *regexp.Regexp                                        // names that its publisher gives the file; nil when it has no fixed one
	confirm     func(*reading) bool                                   // looks at the first row, where the header says too little; may be nil
	of          func(label string, h header) nomenclature.Referential // which referential, where the version tells; may be nil
	label       func(src source, f format, h header) string           // version, as far as the file tells
}

// part is what a file brings to its referential. A referential has at most one
// file of each part.
type part string

// The entries of a referential, and what other files say of them.
const (
	entries       part = ""
	appellations  part = "appellations"
	textes        part = "textes"
	arborescence  part = "arborescence"
	domaines      part = "grands domaines"
	liste         part = "liste publique"
	codesROME     part = "Rome"
	codesNSF      part = "Nsf"
	formacodes    part = "Formacode"
	certificateur part = "Certificateurs"
	blocs         part = "Blocs_De_Compétences"
	liens         part = "Ancienne_Nouvelle_Certification"
	xmlRNCP       part = "XML RNCP"
	xmlRS         part = "XML RS"
	diplomes      part = "intitulés de diplômes"
)

// family is the files of a referential that are published together, under one
// version. Those of two families are completed by each other, whatever their dates.
type family string

const (
	only   family = ""
	tables family = "CSV"
	feed   family = "XML"
	state  family = "liste publique"
	titles family = "diplômes"
)

// formats are all those that are read. Of two that know one header the first is taken.
var formats = []format{
	certifInfo,
	ficheStandard, ficheROME, ficheNSF, ficheFormacode, ficheCertificateurs, ficheLiens, ficheBlocs,
	ficheCCN, fichePartenaires, ficheVoies,
	ficheXMLRNCP, ficheXMLRS,
	romeCodes, romeAppellations, romeTextes, romeArborescence,
	formacode, formacodeDomaines, formacode13,
	nsf, nsfLettres, gfe, fap,
	communes, organismes, listePublique, listePublique2017,
	exemplesCodes, exemplesDiplomes,
}

// signs reports whether a header has the columns by which the format is known.
func (f format) signs(h header) bool {
	if len(f.signature) == 0 {
		return false
	}
	for _, c := range f.signature {
		if h.at[c] < 0 {
			return false
		}
	}
	return true
}
