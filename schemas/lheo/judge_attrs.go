package lheo

import (
	"bytes"
	"hash/maphash"
)

// attributes judges the attributes of the current tag, which f opens.
func (j *judge) attributes(f *frame) {
	attrs := j.scan.attrs
	var mask attrMask
	judged := f.mode == byDecl && f.el != noElem
	if judged {
		mask = j.schema.elements[f.el].attrs
	}
	seen := attrMask(0)
	for i := range attrs {
		a := &attrs[i]
		j.wellFormed(a)
		space, local := j.attrSpace(a)
		id := noAttr
		if space.kind == nsNone {
			id = attrOf(local)
		}
		if id == noAttr || seen.has(id) {
			j.unique(attrs, i, space, local)
		} else {
			seen |= 1 << id
		}
		if judged && !bytes.HasPrefix(a.name, []byte("xmlns")) {
			j.attribute(f, a, space, id, mask)
		}
	}
	if judged && j.warn {
		j.lookAttributes(f, seen)
	}
}

// attrSpace is the namespace of an attribute; a prefix that was not declared is
// reported.
func (j *judge) attrSpace(a *attrSpan) (binding, []byte) {
	if bytes.IndexByte(a.name, ':') < 0 {
		return binding{}, a.name
	}
	if bytes.HasPrefix(a.name, []byte("xmlns:")) {
		return binding{uri: "xmlns", kind: nsOther}, a.name[len("xmlns:"):]
	}
	space, local := j.ns.ofPrefix(a.name)
	if space.kind == nsUnbound {
		j.report(issue{rule: ruleSyntax, at: j.scan.where(a.at), attr: string(a.name), detail: "le préfixe de « " + cutBytes(a.name) + " » n'est pas déclaré"})
	}
	return space, local
}

// wellFormed judges the raw value of an attribute.
func (j *judge) wellFormed(a *attrSpan) {
	from := cap(j.scan.buf) - cap(a.value)
	if _, flags := measure(a.value, true); flags&hasBad != 0 {
		j.attrChars(from, from+len(a.value))
	}
	if i := bytes.IndexByte(a.value, '<'); i >= 0 {
		j.report(issue{rule: ruleSyntax, at: j.scan.where(from + i), attr: string(a.name), detail: "le caractère « < » doit s'écrire &lt; dans un attribut"})
	}
}

// attrChars reports what is wrong with the characters of an attribute, in which
// ]]> is allowed.
func (j *judge) attrChars(from, to int) {
	for from < to {
		i := bytes.Index(j.scan.buf[from:to], []byte("]]>"))
		if i < 0 {
			break
		}
		j.scan.reportChars(from, from+i, true)
		from += i + len("]]>")
	}
	j.scan.reportChars(from, to, true)
}

// unique reports the attribute of rank i when one before it has its name.
func (j *judge) unique(attrs []attrSpan, i int, space binding, local []byte) {
	for k := range attrs[:i] {
		same := bytes.Equal(attrs[k].name, attrs[i].name)
		if !same && space.kind != nsNone && bytes.IndexByte(attrs[k].name, ':') >= 0 && bytes.HasSuffix(attrs[k].name, local) {
			other, name := j.ns.ofPrefix(attrs[k].name)
			same = other.uri == space.uri && other.kind != nsUnbound && bytes.Equal(name, local)
		}
		if same {
			j.report(issue{rule: ruleSyntax, at: j.scan.where(attrs[i].at), attr: string(attrs[i].name), detail: "l'attribut « " + cutBytes(attrs[i].name) + " » est donné deux fois"})
			return
		}
	}
}

// attribute judges one attribute of an element that LHEO declares.
func (j *judge) attribute(f *frame, a *attrSpan, space binding, id attr, mask attrMask) {
	any := j.schema.elements[f.el].Content == Any
	switch {
	case space.kind == nsXSI:
		j.xsi(a)
	case space.kind == nsNone && mask.has(id):
		j.attrType(f, a, id)
	case !any:
		j.report(issue{rule: ruleAttribute, at: j.scan.where(a.at), attr: string(a.name), parent: f.el, value: a.value})
	}
}

// xsi judges an attribute for validators: hints of where a schema lies are let
// through.
func (j *judge) xsi(a *attrSpan) {
	_, local := j.ns.ofPrefix(a.name)
	switch string(local) {
	case "schemaLocation", "noNamespaceSchemaLocation":
	default:
		j.report(issue{rule: ruleXSI, at: j.scan.where(a.at), attr: string(a.name), value: a.value})
	}
}

// attrType judges the value of an attribute that is declared, and keeps the
// numbers that reports name.
func (j *judge) attrType(f *frame, a *attrSpan, id attr) {
	ok := true
	switch id {
	case aNumero:
		j.numero(f.el, a.value)
		return
	case aID:
		ok = j.id(a)
	case aIDREF:
		ok = j.idref(a)
	case aURI:
		ok = isAnyURI(trim(attrValue(j.decoded[:0], a.value)))
	case aCreation, aModification, aExport:
		ok = isDateTime(attrValue(j.decoded[:0], a.value)) // no space around it, as for integers
	}
	if !ok {
		j.report(issue{rule: ruleAttributeValue, at: j.scan.where(a.at), attr: string(a.name), parent: f.el, value: a.value, want: id.xsdType()})
	}
}

// maxNumero is how much of a numero is kept to name a record by.
const maxNumero = 100

// numero keeps the number of the nearest formation and session.
func (j *judge) numero(el elem, value []byte) {
	value = value[:min(len(value), maxNumero)]
	switch el {
	case eFormation, eResumeOffre:
		j.formation = append(j.formation[:0], value...)
	case eSession:
		j.session = append(j.session[:0], value...)
	}
}

// id registers an identifier; ok is false when it is not a name.
func (j *judge) id(a *attrSpan) (ok bool) {
	value := trim(attrValue(j.decoded[:0], a.value))
	if !isID(value) {
		return false
	}
	if !j.ids.add(maphash.Bytes(idSeed, value)) {
		j.report(issue{rule: ruleID, at: j.scan.where(a.at), attr: "id", value: value})
	}
	return true
}

// idref keeps a reference until its target is met; ok is false when it is not a name.
func (j *judge) idref(a *attrSpan) (ok bool) {
	value := trim(attrValue(j.decoded[:0], a.value))
	if !isID(value) {
		return false
	}
	if h := maphash.Bytes(idSeed, value); !j.alone && !j.ids.has(h) {
		j.pend(h, issue{rule: ruleIDREF, at: j.scan.where(a.at), attr: "idref", value: value})
	}
	return true
}
