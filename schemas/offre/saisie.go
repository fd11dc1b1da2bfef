package offre

// Saisie is what the organisation stated of a formation that codification may
// complete, replace or reorder. It is kept beside the result, so that a newer
// referential starts again from what was stated.
type Saisie struct {
	Certifications []Certification `json:"certifications,omitempty"` // with the codes that were stated, and no other
	Formacodes     []string        `json:"formacodes,omitempty"`     // in the order stated
	NSF            []string        `json:"nsf,omitempty"`
	ROME           []string        `json:"rome,omitempty"`
	NiveauSortie   string          `json:"niveau_sortie,omitempty"`
	Certifiante    *bool           `json:"certifiante,omitempty"`
}

// Vide reports that nothing of it was stated.
func (s Saisie) Vide() bool {
	return len(s.Certifications)+len(s.Formacodes)+len(s.NSF)+len(s.ROME) == 0 && s.NiveauSortie == "" && s.Certifiante == nil
}

// AvantCodification is the formation as it was stated: without the codes, level
// and title that came from a certification. Of a formation that has no Saisie it
// keeps what bears the mark of being typed.
func (f Formation) AvantCodification() Formation {
	if f.Saisie.Vide() {
		f.Saisie = f.saisieSelonOrigine()
		if f.IntituleSaisi == "" {
			f.IntituleSaisi = f.Intitule
		}
	}
	f.Intitule = f.IntituleSaisi
	f.Certifications = append([]Certification(nil), f.Saisie.Certifications...)
	f.Formacodes = saisis(f.Saisie.Formacodes)
	f.NSF = saisis(f.Saisie.NSF)
	f.ROME = saisis(f.Saisie.ROME)
	f.NiveauSortie, f.Certifiante = f.Saisie.NiveauSortie, f.Saisie.Certifiante
	return f
}

// AvantRegistre is the organisme as it was stated: without the NDA that the list
// of training organisations gave it.
func (o Organisme) AvantRegistre() Organisme {
	if o.NDAOrigine == OrigineRegistre {
		o.NDA, o.NDAOrigine = "", ""
	}
	return o
}

func (f Formation) saisieSelonOrigine() Saisie {
	s := Saisie{
		Formacodes: typed(f.Formacodes), NSF: typed(f.NSF), ROME: typed(f.ROME),
		NiveauSortie: f.NiveauSortie, Certifiante: f.Certifiante,
	}
	for _, c := range f.Certifications {
		if c.Origine == OrigineSaisie || c.Origine == "" {
			c.Origine = OrigineSaisie
			s.Certifications = append(s.Certifications, c)
		}
	}
	return s
}

func typed(codes []Code) (list []string) {
	for _, c := range codes {
		if c.Origine == OrigineSaisie || c.Origine == "" {
			list = append(list, c.Code)
		}
	}
	return list
}

func saisis(codes []string) (list []Code) {
	for _, c := range codes {
		list = append(list, Code{Code: c, Origine: OrigineSaisie})
	}
	return list
}
