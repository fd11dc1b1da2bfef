package lheo

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// contactOf is who tells people about a formation: its own contact, else the
// responsible organism, else one of its people.
func contactOf(c offre.Contact, o offre.Organisme) offre.Contact {
	if !c.Vide() {
		return c
	}
	if !o.Coordonnees.Vide() {
		return o.Coordonnees
	}
	for _, c := range o.Interlocuteurs {
		if !c.Vide() {
			return c
		}
	}
	return offre.Contact{}
}

func (w *encoder) contact(e elem, c offre.Contact) {
	w.named(c.Nom, c.Courriel, firstOf(c.Telephone, c.Portable))
	w.open(e)
	w.coordonnees(c)
	w.close()
}

// reach is what tells contacts from others.
func reach(contacts ...offre.Contact) string {
	var b strings.Builder
	for _, c := range contacts {
		b.WriteString(c.Nom + c.Courriel + firstOf(c.Telephone, c.Portable))
	}
	return b.String()
}

// coordonnees writes how to reach somebody. When nothing is known, a profile may
// give a name or an address; the schema lets it be empty, which helps nobody and
// is a finding.
func (w *encoder) coordonnees(c offre.Contact) {
	w.open(eCoordonnees)
	known := !c.Vide() || w.holds()
	w.text(eCivilite, c.Civilite)
	known = w.perhaps(eNom, c.Nom, known) || known
	w.text(ePrenom, c.Prenom)
	if !c.Adresse.Vide() {
		w.adresse(&c.Adresse)
	}
	w.wrapped(eTelfixe, eNumtel, c.Telephone)
	w.wrapped(ePortable, eNumtel, c.Portable)
	w.wrapped(eFax, eNumtel, c.Fax)
	if !w.perhaps(eCourriel, c.Courriel, known) && !known {
		w.note(eNom, contactVide, "", "", "Le contact que LHEO demande n'est pas connu : il est diffusé vide.",
			"Donnez le nom, le téléphone ou l'adresse de qui renseigne.")
	}
	w.wrapped(eWeb, eUrlweb, c.Web)
	w.close()
}

// perhaps is text for an element that LHEO does not demand; the profile's
// default serves when nothing else is known.
func (w *encoder) perhaps(e elem, value string, known bool) bool {
	if w.text(e, value) {
		return true
	}
	if known || !w.has(e) {
		return false
	}
	w.byDefault(e)
	return true
}

func (w *encoder) adresse(a *offre.Adresse) {
	if len(w.rests) > 0 && w.replaced(eAdresse, a.CodePostal+a.Ville) {
		return
	}
	w.open(eAdresse)
	w.text(eDenomination, a.Denomination)
	w.lignes(a.Lignes)
	w.must(eCodepostal, a.CodePostal)
	w.must(eVille, a.Ville)
	w.text(eDepartement, a.Departement)
	w.text(eCodeINSEECommune, a.CodeINSEE)
	w.text(eRegion, a.Region)
	w.text(ePays, a.Pays)
	if a.Latitude != "" && a.Longitude != "" {
		w.open(eGeolocalisation)
		w.must(eLatitude, a.Latitude)
		w.must(eLongitude, a.Longitude)
		w.close()
	}
	w.close()
}

// lignes writes the lines of an address. One that is too long goes on to the
// next as long as there is room for it.
func (w *encoder) lignes(lignes []string) {
	limit := w.limit(eAdresse, eLigne)
	lines := w.fold(lignes, limit)
	if len(lines) > limit {
		w.note(eLigne, ligneEnTrop, strings.Join(lines[limit:], ", "), "",
			fmt.Sprintf("%s n'admet que %d lignes d'adresse : la suite n'est pas diffusée.", w.who(eAdresse, eLigne), limit), "Abrégez l'adresse.")
		lines = lines[:limit]
	}
	written := 0
	for _, l := range lines {
		if w.text(eLigne, l) {
			written++
		}
	}
	if written == 0 {
		w.byDefault(eLigne)
	}
}

// fold cuts at spaces the lines that are too long, when the whole then fits.
func (w *encoder) fold(lignes []string, limit int) []string {
	width := w.longest(&w.schema.elements[eLigne])
	var folded []string
	for _, l := range lignes {
		for utf8.RuneCountInString(l) > width {
			head, tail, ok := splitAt(l, width)
			if !ok {
				break
			}
			folded = append(folded, head)
			l = tail
		}
		folded = append(folded, l)
	}
	if len(folded) > limit {
		return lignes
	}
	return folded
}

// splitAt cuts s at its last space before n characters.
func splitAt(s string, n int) (head, tail string, ok bool) {
	end := 0
	for i := range s {
		if n--; n < 0 {
			break
		}
		if s[i] == ' ' {
			end = i
		}
	}
	if end == 0 {
		return s, "", false
	}
	return strings.TrimRight(s[:end], " "), strings.TrimLeft(s[end:], " "), true
}
