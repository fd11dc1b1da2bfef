package lheo

// Document is what a file holds.
type Document uint8

const (
	Offres    Document = iota // <lheo>: formations
	Resumes                   // <lheo-index>: summaries of offers, then of organisms
	Potentiel                 // <lheo-plus>: organisms, with or without an offer
)

// Header is what stands around the records of a file. The records come between
// AppendHeader and AppendFooter, one after the other, so that a file of any size
// is written in the memory that one record takes.
type Header struct {
	Document Document
	Extras   []Extra  // circle 3, after the records: flux-intercarif and its like
	raw      []string // the same, as a file that was read had them
	Version  string   // of the standard: "2.2" or, when empty, "2.3"
	Latin1   bool     // the document is in ISO-8859-1: what AppendHeader and AppendFooter give is still UTF-8
}

// Extra is an extension of the standard: <extras> when it has children, else
// <extra> with its value.
type Extra struct {
	Info     string // name of the extension
	Value    string
	Children []Extra
	Ref      string // version of the nomenclature that the value is a code of
	Numero   string // identifier of what the extension is about
}

func (h Header) declaration() string {
	if h.Latin1 {
		return `<?xml version="1.0" encoding="ISO-8859-1"?>` + "\n"
	}
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
}

func (h Header) namespace() string {
	if h.Version == "2.2" {
		return Namespace22
	}
	return Namespace23
}

var documentRoots = [...]struct {
	root  elem
	inner []elem
}{
	Offres:    {eLheo, []elem{eOffres}},
	Resumes:   {eLheoIndex, []elem{eResumesOffres}},
	Potentiel: {eLheoPlus, nil},
}

// AppendHeader appends the XML declaration and the tags that open the file.
func (h Header) AppendHeader(dst []byte) []byte {
	d := documentRoots[h.Document]
	dst = append(append(dst, h.declaration()...), '<')
	dst = append(append(dst, elemNames[d.root]...), ` xmlns="`+h.namespace()+`">`+"\n"...)
	for _, e := range d.inner {
		dst = append(append(dst, openTags[e]...), '\n')
	}
	return dst
}

// AppendOrganismes appends what stands between the summaries of offers and those
// of organisms, in a document of Resumes.
func (h Header) AppendOrganismes(dst []byte) []byte {
	dst = append(startLine(dst), closeTags[eResumesOffres]...)
	return append(append(dst, openTags[eResumesOrganismes]...), '\n')
}

// AppendFooter appends the extensions and the tags that close the file.
// organismes says that AppendOrganismes came before it.
func (h Header) AppendFooter(dst []byte, organismes bool) []byte {
	d := documentRoots[h.Document]
	dst = startLine(dst)
	inner := d.inner
	if organismes {
		inner = []elem{eResumesOrganismes}
	}
	if h.Version != "2.2" {
		dst = h.appendExtras(dst)
	}
	for _, e := range inner {
		dst = append(dst, closeTags[e]...)
	}
	if h.Version == "2.2" {
		dst = h.appendExtras(dst) // where the national feed had them then
	}
	return append(dst, closeTags[d.root]...)
}

func (h Header) appendExtras(dst []byte) []byte {
	for _, x := range h.Extras {
		dst = x.append(dst, true)
	}
	for _, x := range h.raw {
		dst = append(append(dst, x...), '\n')
	}
	return dst
}

// append writes one extension. What stands directly in an element of LHEO must
// be <extras>, so a bare value gets one around it.
func (x Extra) append(dst []byte, top bool) []byte {
	if len(x.Children) == 0 && !top {
		dst = x.tag(dst, eExtra)
		dst = appendText(append(dst, '>'), x.Value)
		return append(dst, closeTags[eExtra]...)
	}
	dst = append(x.tag(dst, eExtras), '>', '\n')
	for _, c := range x.Children {
		dst = c.append(dst, false)
	}
	if len(x.Children) == 0 {
		dst = Extra{Info: x.Info, Value: x.Value, Ref: x.Ref}.append(dst, false)
	}
	return append(dst, closeTags[eExtras]...)
}

func (x Extra) tag(dst []byte, e elem) []byte {
	dst = append(append(dst, '<'), elemNames[e]...)
	for _, a := range [...]struct{ name, value string }{{"info", x.Info}, {"numero", x.Numero}, {"ref", x.Ref}} {
		if a.value != "" {
			dst = append(append(append(dst, ' '), a.name...), `="`...)
			dst = append(appendAttr(dst, a.value), '"')
		}
	}
	return dst
}
