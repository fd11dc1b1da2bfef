package lheo

import "slices"

// What 2.2 has otherwise than 2.3: the elements that it has not, the children
// that came once only, shorter codes, shorter tables, fewer attributes.

var absent22 = []elem{
	eAlternance, eADistance, eAnneeCycle, eBlocCompetences, eBlocsCompetences, eCapaciteCumulee, eCapaciteSimultanee,
	eCodeBloc, eCodeCPF, eCodeELU, eCodeRS, eCodeTypeFormation, eCodeUAI, eCodeUAIFormateur, eCodeUAILieuFormation,
	eCodeUAIOrganismeFormation, eCommentaire, eContactSession, eCoutIndicatifEquipement, eCycle, eDenomination,
	eDureeCycle, eEffectifMinimal, eEnseignement, eEquipement, eHeureDebut, eHeureFin, eLibelleBloc,
	eLibelleEnseignement, eModaliteRecrutement, eNbPlaces, eObligatoire, eRecrutement, eReferenceCertification,
	eReferenceCodeCERTIFINFO, eReferenceCodeFORMACODE, eReferenceCodeRNCP, eReferenceCodeRS, eRythmeAlternance,
	eSIRETLieuFormation, eTypeAlternance, eTypeContact, eTypeCycle, eTypeEnseignement, eTypeEquipement,
	eUniteRythmeAlternance, eUnitesCentre, eUnitesEntreprise, eUrlSession, eValidationBlocs,
}

var occurs22 = []struct {
	parent, child elem
	min, max      int
}{
	{eFormation, eContactFormation, 1, 1},
	{eAction, eLieuDeFormation, 1, 1},
	{eAction, eLangueFormation, 0, 1},
	{eAction, eOrganismeFormateur, 0, 1},
	{eOrganismeFormationResponsable, eContactOrganisme, 1, 1},
	{eOrganismeFormateur, eContactFormateur, 0, 1},
	{eResumeOffre, eContactFormationResume, 0, 1},
}

var maxLength22 = map[elem]int{eCodeRNCP: 6, eCodeCERTIFINFO: 6}

var codes22 = map[string]func(code string) bool{
	"niveaux":    func(code string) bool { return len(code) == 2 },
	"financeurs": func(code string) bool { return code == "18" || code == "19" || code == "20" },
}

const attrs22 = ^attrMask(1<<aCreation | 1<<aModification | 1<<aExport | 1<<aURI)

// earlier makes 2.2 from 2.3.
func earlier(s *Schema) *Schema {
	old := &Schema{Version: "2.2", Namespace: Namespace22, elements: s.elements, tables: map[string][]Entry{}}
	for name, entries := range s.tables {
		old.tables[name] = slices.Clone(entries)
		if since := codes22[name]; since != nil {
			old.tables[name] = slices.DeleteFunc(old.tables[name], func(e Entry) bool { return since(e.Code) })
		}
	}
	for i := range old.elements {
		old.elements[i].backdate()
	}
	old.index()
	return old
}

func (e *Element) backdate() {
	e.absent = slices.Contains(absent22, e.id)
	e.attrs &= attrs22
	if max, ok := maxLength22[e.id]; ok {
		e.Max = max
	}
	e.Children = slices.DeleteFunc(slices.Clone(e.Children), func(c Child) bool { return slices.Contains(absent22, c.id) })
	for _, o := range occurs22 {
		for i := range e.Children {
			if e.id == o.parent && e.Children[i].id == o.child {
				e.Children[i].Min, e.Children[i].Max = o.min, o.max
			}
		}
	}
}
