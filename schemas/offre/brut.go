package offre

// Brut is something of a source that no other field has a place for, kept as it
// stood so that it comes back out in feeds: an element, an attribute, or what says
// when they still hold. It stands below the formation, action or session that
// carries it.
type Brut struct {
	Chemin string `json:"chemin,omitempty"` // element that holds it, from the one that carries it: lieu-de-formation[1]/coordonnees[1]; ranks are among what the fields hold
	XML    string `json:"xml,omitempty"`    // an element as it stood: <extras…>…</extras>; or an attribute: ref="V12"

	Apres    string `json:"apres,omitempty"`    // child that an element comes after, when the name of the element does not give its place
	Remplace string `json:"remplace,omitempty"` // in place of XML: the children of this name, or their absence, are written in place of what the fields say
	Temoin   string `json:"temoin,omitempty"`   // what the fields said when it was read, in letters and figures: it holds as long as they say so
}
