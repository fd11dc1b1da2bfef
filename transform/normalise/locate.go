package normalise

import (
	"slices"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/layout"
)

// place names the fields of one address that say the same thing three ways.
type place struct{ postal, town, insee layout.Field }

var places = []place{
	{layout.OrganismeCodePostal, layout.OrganismeVille, layout.OrganismeINSEE},
	{layout.SessionLieuCodePostal, layout.SessionLieuVille, layout.SessionLieuINSEE},
	{layout.SessionInscrCodePostal, layout.SessionInscrVille, ""},
}

// locate makes postal code, town and INSEE code of each address complete one
// another.
func (n *Normaliser) locate(row *Row) {
	if n.communes == nil {
		return
	}
	for _, p := range places {
		n.locateOne(row, p)
	}
}

func (n *Normaliser) locateOne(row *Row, p place) {
	postal, town, insee := row.Text(p.postal), row.Text(p.town), row.Text(p.insee)
	if postal == "" && insee == "" {
		return
	}
	commune, found := n.settle(row, p, postal, town, insee)
	if !found {
		return
	}
	if town == "" {
		row.complete(p.town, commune.Nom, communeTrouvee, "La ville, "+commune.Nom+", a été trouvée d'après le code INSEE ou le code postal.")
	}
	if postal == "" && len(commune.CodesPostaux) == 1 {
		code := commune.CodesPostaux[0]
		row.complete(p.postal, code, codePostalTrouve, "Le code postal, "+code+", a été trouvé d'après le code INSEE.")
	}
}

// settle finds the commune of an address, and mends or completes its INSEE code.
func (n *Normaliser) settle(row *Row, p place, postal, town, insee string) (Commune, bool) {
	commune, known := n.communes.ByINSEE(insee)
	copied := insee != "" && insee == postal && !(known && slices.Contains(commune.CodesPostaux, postal))
	switch {
	case known && !copied:
		return commune, true
	case known && !n.communes.KnownPostalCode(postal):
		row.sayOf(p.insee, inseeEgalCodePostal, finding.Warning, insee, "", "Le code INSEE "+insee+" est aussi le code postal ; il est gardé, car c'est celui de "+commune.Nom+".")
		return commune, true
	}
	commune, found := n.communes.Find(postal, town)
	switch {
	case copied:
		n.replaceINSEE(row, p, commune, found, inseeEgalCodePostal, "Le code INSEE "+insee+" est le code postal recopié")
	case insee != "":
		n.replaceINSEE(row, p, commune, found, inseeInconnu, "Aucune commune n'a le code INSEE "+insee)
	case found && p.insee != "":
		row.complete(p.insee, commune.INSEE, inseeTrouve, "Le code INSEE, "+commune.INSEE+", a été trouvé d'après le code postal et la ville.")
	case !found && postal != "" && town != "":
		row.sayOf(p.town, communeIntrouvable, finding.Warning, town, "", "Aucune commune ne répond au code postal "+postal+" et à la ville « "+finding.Cut(town, 60)+" ».")
	}
	return commune, found
}

// replaceINSEE puts the code of the commune that was found in place of a wrong
// one. A copied postal code that cannot be replaced is left out; a code that
// nobody knows may be of a commune that is no more, and is kept.
func (n *Normaliser) replaceINSEE(row *Row, p place, commune Commune, found bool, r finding.Rule, what string) {
	wrong := row.Text(p.insee)
	switch {
	case found:
		row.sayOf(p.insee, r, finding.Warning, wrong, commune.INSEE, what+" : il a été remplacé par "+commune.INSEE+", celui de "+commune.Nom+".")
		row.set(p.insee, commune.INSEE)
	case r.Code == inseeEgalCodePostal.Code:
		row.sayOf(p.insee, r, finding.Warning, wrong, "", what+" : il est laissé de côté.")
		delete(row.Values, p.insee)
	default:
		row.sayOf(p.insee, r, finding.Warning, wrong, "", what+" : il est gardé, à vérifier.")
	}
}

// complete fills a blank field with what the rest of the row says, and says so.
func (r *Row) complete(field layout.Field, text string, rule finding.Rule, message string) {
	r.set(field, text)
	r.sayOf(field, rule, finding.Info, "", text, message)
}

func (r *Row) set(field layout.Field, text string) {
	value := r.Values[field]
	value.Text = text
	r.Values[field] = value
}

// sayOf adds a finding about a field of the row.
func (r *Row) sayOf(field layout.Field, rule finding.Rule, severity finding.Severity, before, after, message string) {
	c := cell{row: r, field: field, value: r.Values[field], typed: before}
	c.say(rule, severity, after, message)
}
