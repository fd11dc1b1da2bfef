package lheo

// root judges the root of the document and chooses the version to hold it
// against. Any element may be the root, since all of them are global.
func (j *judge) root(f *frame, space binding, local []byte) mode {
	if j.begun {
		j.report(issue{rule: ruleSyntax, leaf: string(local), detail: "le document a plus d'un élément racine"})
		return skip
	}
	j.begun = true
	j.res.Root = cutBytes(local)
	f.el = lookup(local)
	known := j.choose(space, f.el)
	if f.el == noElem || j.schema.elements[f.el].absent || j.alone && f.el != eFormation {
		f.el = noElem
		j.report(issue{rule: ruleRoot, leaf: cutBytes(local)})
		return skip
	}
	if !known {
		j.report(issue{rule: ruleNamespace, leaf: string(local), value: []byte(space.uri)})
	}
	if f.el != eLheo && f.el != eLheoIndex && f.el != eLheoPlus && !j.alone {
		j.report(issue{rule: warnRoot, leaf: string(local)})
	}
	return byDecl
}

// choose takes the namespace of the root for that of the document. ok is false
// when it is none of LHEO's; the content is then judged all the same.
func (j *judge) choose(space binding, el elem) (ok bool) {
	j.target = space.kind
	switch space.kind {
	case ns23:
		return true
	case ns22:
		j.schema = V22()
		if !j.opts.Accept22 {
			j.report(issue{rule: ruleVersion, leaf: el.String(), value: []byte(space.uri)})
		}
		return true
	case nsNone, nsOther:
		j.uri = space.uri
	case nsUnbound, nsXSI, nsXML:
		j.target = nsNone
	}
	return false
}

// entered keeps what reports say of the element that was just opened.
func (j *judge) entered(el elem) {
	switch el {
	case eFormation:
		j.res.Formations++
		j.formation, j.session = j.formation[:0], j.session[:0]
		if j.warn {
			j.lookLine("formation")
		}
	case eResumeOffre:
		j.formation, j.session = j.formation[:0], j.session[:0]
	case eAction:
		j.res.Actions++
	case eSession:
		j.res.Sessions++
		j.session = j.session[:0]
	case eOrganismeFormationResponsable, eResumeOrganisme:
		if len(j.formation) == 0 {
			j.res.Organismes++
		}
	case ePeriode:
		j.debut = [8]byte{}
	default:
		j.chars, j.value = 0, j.value[:0]
	}
}

// left forgets it again.
func (j *judge) left(el elem) {
	switch el {
	case eFormation, eResumeOffre:
		j.formation, j.session = j.formation[:0], j.session[:0]
	case eSession:
		j.session = j.session[:0]
	}
}
