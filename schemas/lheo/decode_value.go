package lheo

import (
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/offre"
)

// decoder makes nouns of the nodes of one record, and keeps what was wrong.
type decoder struct {
	tree  *tree
	found []finding.Finding
	name  string // record that findings are about
}

// identify names the record that findings are about from now on.
func (d *decoder) identify(name string) { d.name = name }

// within names a part of the record while body runs.
func (d *decoder) within(name string, body func()) {
	around := d.name
	d.name = firstOf(name, around)
	body()
	d.name = around
}

// settle gives the findings, those that came before the record had a name under
// the record's.
func (d *decoder) settle() []finding.Finding {
	for i := range d.found {
		d.found[i].Record = firstOf(d.found[i].Record, d.name)
	}
	return d.found
}

func (d *decoder) note(n *node, r finding.Rule, after, message, remedy string) {
	if len(d.found) >= maxFindings {
		return
	}
	d.found = append(d.found, finding.Finding{
		Rule: r.Code, Severity: r.Severity, Place: finding.Place{Row: n.line}, Record: d.name, Field: n.name,
		Value: cutBytes(n.text), After: finding.Cut(after, finding.MaxValue), Message: message, Remedy: remedy,
	})
}

// empty notes an element that says nothing.
func (d *decoder) empty(n *node) {
	d.note(n, elementVide, "", fmt.Sprintf("<%s> est vide : il est ignoré.", n.name), "")
}

// leaf takes the text of a child; it is empty when there is none.
func (d *decoder) leaf(n *node, e elem) string {
	k := n.child(e)
	if k == nil {
		return ""
	}
	v := d.value(k)
	if k.fate = taken; v == "" {
		k.fate = dropped
		d.empty(k)
	}
	return v
}

// inner takes the text of the first child of a child: <telfixe><numtel>.
func (d *decoder) inner(n *node, outer, e elem) string {
	k := n.child(outer)
	if k == nil {
		return ""
	}
	v := d.leaf(k, e)
	if k.fate = taken; v == "" {
		k.fate = left
	}
	return v
}

// value is the text of a node: plain, and without the spaces around it.
func (d *decoder) value(n *node) string {
	decl := &V23().elements[n.el]
	if decl.Content != Text || decl.Max <= 10 {
		return string(trim(n.text))
	}
	return d.text(n)
}

func (d *decoder) text(n *node) string {
	raw := strings.TrimSpace(strings.ToValidUTF8(string(n.text), ""))
	if needs(raw)&mayBeHTML == 0 || n.el == eUrlweb {
		return legalOnly(raw)
	}
	plain := plainText(raw)
	if plain != raw {
		d.note(n, htmlEnTexte, plain, "Le texte contient du HTML : il est lu en texte simple.", "")
	}
	return legalOnly(plain)
}

// legalOnly drops the characters that XML forbids, which the scanner has
// reported.
func legalOnly(s string) string {
	if isLegal(s, needs(s)) {
		return s
	}
	return strings.Map(legalRune, s)
}

// siret takes the SIRET of an element that holds one.
func (d *decoder) siret(n *node, outer elem) string {
	k := n.child(outer)
	if k == nil {
		return ""
	}
	k.fate = taken
	v := d.siretIn(k)
	if v == "" {
		k.fate = left
	}
	return v
}

// siretIn takes a SIRET. Feeds write some with a zero before their 14 digits.
func (d *decoder) siretIn(n *node) string {
	k := n.child(eSIRET)
	v := d.leaf(n, eSIRET)
	if len(v) == 15 && v[0] == '0' {
		d.note(k, siret15Chiffres, v[1:], fmt.Sprintf("Le SIRET « %s » a 15 chiffres : le zéro de tête est retiré.", v), "Corrigez l'outil qui écrit le flux.")
		v = v[1:]
	}
	return v
}

// day takes a date.
func (d *decoder) day(n *node, e elem) offre.Date {
	k := n.child(e)
	if k == nil {
		return ""
	}
	v := offre.Date(d.leaf(n, e))
	switch _, mois, jour, ok := v.Parts(); {
	case v == "" || v.Complete():
	case !ok:
		d.note(k, dateMalFormee, "", fmt.Sprintf("« %s » n'est pas une date au format AAAAMMJJ.", finding.Cut(string(v), 60)), "Ressaisissez la date.")
	case v == offre.DateInconnue || v == "99999999":
		d.note(k, dateInconnue, "", fmt.Sprintf("<%s> : la date est dite inconnue (%s).", n.name, v), "")
	case jour == 0 && mois <= 12: // the month or the year alone, as LHEO allows
	default:
		d.note(k, dateHorsCalendrier, "", fmt.Sprintf("La date « %s » n'existe pas.", v), "Corrigez la date.")
	}
	return v
}
