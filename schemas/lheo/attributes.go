package lheo

// attr is an attribute that LHEO declares.
type attr uint8

const (
	aNumero attr = iota
	aInfo
	aRef
	aID
	aIDREF
	aTag
	aCreation
	aModification
	aExport
	aURI
	aDatemaj
	aDatecrea
	aHref
	aFile

	numAttrs

	noAttr attr = 255
)

var attrNames = [numAttrs]string{
	"numero", "info", "ref", "id", "idref", "tag",
	"horodatage-creation", "horodatage-modification", "horodatage-export", "uri",
	"datemaj", "datecrea", "href", "file",
}

// attrMask is a set of attributes.
type attrMask uint16

func (m attrMask) has(a attr) bool { return a < numAttrs && m&(1<<a) != 0 }

func attrOf(name []byte) attr {
	for a := range numAttrs {
		if attrNames[a] == string(name) {
			return a
		}
	}
	return noAttr
}

// xsdType is the type of the attribute's value.
func (a attr) xsdType() string {
	switch a {
	case aID:
		return "xs:ID"
	case aIDREF:
		return "xs:IDREF"
	case aURI:
		return "xs:anyURI"
	case aCreation, aModification, aExport:
		return "xs:dateTime"
	}
	return "xs:string"
}
