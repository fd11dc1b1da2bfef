package edof

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/lheo"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func (e *encoder) formation(o *lheo.Offer) {
	f := &o.Formation
	e.open("formation", e.attributes(f.ID, o.Horodatage, o.Horodatage, f.Reste, nil)...)
	e.must("intitule-formation", f.Intitule)
	e.must("objectif-formation", f.Objectif)
	e.must("resultats-attendus", f.Resultats)
	e.must("contenu-formation", f.Contenu)
	e.must("parcours-de-formation", f.Parcours)
	e.must("objectif-general-formation", general(f.ObjectifGeneral))
	e.certification(f)
	for i := range o.Actions {
		e.action(o, &o.Actions[i])
	}
	if len(o.Actions) == 0 {
		e.report.Missing = append(e.report.Missing, "action")
	}
	e.within("organisme-formation-responsable", func() {
		e.within("SIRET-organisme-formation", func() { e.must("SIRET", cmp.Or(o.Responsable.SIRET, f.Responsable)) })
	})
	e.within("extras", func() { e.formationExtras(f) }, "info", "formation")
	e.close("formation")
}

// general is an objective as EDOF knows it: it has neither the one that is
// obsolete nor « perfectionnement » under its second code.
func general(objectif string) string {
	switch objectif {
	case "3":
		return "2"
	case "1":
		return ""
	}
	return objectif
}

// Certification is the number under which EDOF knows what a formation leads to:
// the first that is in a register. Empty when there is none.
func Certification(f *offre.Formation) string {
	for _, c := range f.Certifications {
		for _, number := range []string{prefixed("RNCP", c.RNCP), prefixed("RS", c.RS)} {
			if number != "" {
				return number
			}
		}
	}
	return ""
}

func prefixed(prefix, number string) string {
	if bare := strings.TrimPrefix(number, prefix); allDigits(bare) {
		return prefix + bare
	}
	return ""
}

func (e *encoder) certification(f *offre.Formation) {
	e.within("certification", func() {
		number := Certification(f)
		name := "code-RS"
		if number == "" || strings.HasPrefix(number, "RNCP") {
			name = "code-RNCP"
		}
		e.must(name, number)
	})
}

func (e *encoder) formationExtras(f *offre.Formation) {
	e.extra("resume-contenu", "")
	if blocs := e.profile.BlocsOf(f); len(blocs) > 0 {
		e.within("extras", func() {
			for _, b := range blocs {
				e.leaf("extra", []string{"info", "code-bloc"}, b)
			}
		}, "info", "blocs-competences")
		e.extra("blocs-modifiables", "")
	}
	e.extra("categorisation-offre", "")
}

var codeBloc = regexp.MustCompile(`<code-bloc[^>]*>\s*(RNCP[0-9]+BC[0-9]+)\s*</code-bloc>`)

// BlocsOf gives the skill blocks of a formation, each once: those that came in
// with it, else all those of its certification.
func (p *Profile) BlocsOf(f *offre.Formation) (blocs []string) {
	for _, b := range f.Reste {
		for _, m := range codeBloc.FindAllStringSubmatch(b.XML, -1) {
			blocs = append(blocs, m[1])
		}
	}
	if number := Certification(f); len(blocs) == 0 && p.Blocs != nil && strings.HasPrefix(number, "RNCP") {
		blocs = slices.Clone(p.Blocs(number))
	}
	slices.Sort(blocs)
	return slices.Compact(blocs)
}

// attributes are those of a record: its number, and when it changed and came in,
// as its source says, as the catalogue knows, else as its formation has it.
func (e *encoder) attributes(numero string, h, of offre.Horodatage, reste, above []offre.Brut) []string {
	if numero == "" {
		e.report.Missing = append(e.report.Missing, e.pathOf("numero"))
	}
	made := e.day("datecrea", cmp.Or(stated("datecrea", reste), day(h.Creation), stated("datecrea", above), day(of.Creation)))
	changed := cmp.Or(stated("datemaj", reste), day(h.Modification), stated("datemaj", above), day(of.Modification), made)
	return []string{"numero", numero, "datemaj", changed, "datecrea", made}
}

func (e *encoder) day(name, value string) string {
	if value != "" {
		return value
	}
	path := e.pathOf(name)
	value, ok := e.fallback(path)
	if !ok {
		e.report.Missing = append(e.report.Missing, path)
		return ""
	}
	e.report.Defaulted = append(e.report.Defaulted, path)
	return value
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("20060102")
}

// stated is an attribute that came in with a record.
func stated(name string, reste []offre.Brut) string {
	for _, b := range reste {
		if value, ok := strings.CutPrefix(b.XML, name+`="`); ok && b.Chemin == "" && len(value) == 9 && isDay(value[:8]) {
			return value[:8]
		}
	}
	return ""
}
