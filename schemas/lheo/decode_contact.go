package lheo

import "github.com/carif-oref/passerelle/schemas/offre"

// contact reads an element that holds coordinates.
func (d *decoder) contact(n *node) offre.Contact {
	if k := n.take(eCoordonnees); k != nil {
		return d.coordonnees(k)
	}
	return offre.Contact{}
}

// firstContact takes the first contact of that name. When it says nothing that
// the nouns hold, they are all written back as they stand.
func (d *decoder) firstContact(n *node, e elem) (c offre.Contact) {
	if k := n.take(e); k != nil {
		if c = d.contact(k); c.Vide() {
			n.keep(e, "")
		}
	}
	return c
}

func (d *decoder) coordonnees(n *node) (c offre.Contact) {
	c.Civilite = d.leaf(n, eCivilite)
	c.Nom = d.leaf(n, eNom)
	c.Prenom = d.leaf(n, ePrenom)
	c.Adresse = d.adresseOf(n)
	c.Telephone = d.inner(n, eTelfixe, eNumtel)
	c.Portable = d.inner(n, ePortable, eNumtel)
	c.Fax = d.inner(n, eFax, eNumtel)
	c.Courriel = d.leaf(n, eCourriel)
	c.Web = d.inner(n, eWeb, eUrlweb)
	return c
}

// adresseOf takes the address that an element holds.
func (d *decoder) adresseOf(n *node) (a offre.Adresse) {
	k := n.take(eAdresse)
	if k == nil {
		return a
	}
	a.Denomination = d.leaf(k, eDenomination)
	k.each(eLigne, func(l *node) {
		if v := d.value(l); v != "" {
			a.Lignes = append(a.Lignes, v)
		} else {
			l.fate = dropped
		}
	})
	a.CodePostal = d.leaf(k, eCodepostal)
	a.Ville = d.leaf(k, eVille)
	a.Departement = d.leaf(k, eDepartement)
	a.CodeINSEE = d.leaf(k, eCodeINSEECommune)
	a.Region = d.leaf(k, eRegion)
	a.Pays = d.leaf(k, ePays)
	d.position(k, &a)
	if a.Vide() {
		n.keep(eAdresse, "")
		return offre.Adresse{}
	}
	return a
}

// position takes the coordinates on the map, when there are both.
func (d *decoder) position(n *node, a *offre.Adresse) {
	k := n.child(eGeolocalisation)
	if k == nil {
		return
	}
	lat, long := k.child(eLatitude), k.child(eLongitude)
	if lat == nil || long == nil || len(trim(lat.text)) == 0 || len(trim(long.text)) == 0 {
		return
	}
	k.fate = taken
	a.Latitude, a.Longitude = d.leaf(k, eLatitude), d.leaf(k, eLongitude)
}
