package mail

import (
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// maxListed is how many files, feeds or referentials a mail lists.
const maxListed = 20

func (n Night) arrivals() block {
	b := block{Title: "Ce qui est arrivé"}
	if len(n.Loads)+len(n.Unread) == 0 {
		b.Paragraphs = []string{"Aucun fichier nouveau n'est arrivé."}
		return b
	}
	rows := n.rows()
	b.Facts = []fact{
		{"Lignes lues", number(rows.Read)},
		{"Ajoutées", number(rows.Added)}, {"Modifiées", number(rows.Changed)}, {"Inchangées", number(rows.Unchanged)},
		{"Refusées", number(rows.Refused)}, {"Écartées", number(rows.SetAside)},
		{"Constats", count(n.Errors, "erreur") + ", " + count(n.Warnings, "avertissement")},
	}
	b.Points = shortened(append(n.files(), n.unread()...))
	return b
}

// files sums the sheets of each file, in the order of their first.
func (n Night) files() (points []string) {
	order, sums := []string{}, map[string]journal.Counts{}
	for _, l := range n.Loads {
		if _, seen := sums[l.File]; !seen {
			order = append(order, l.File)
		}
		sums[l.File] = sums[l.File].Plus(l.Counts)
	}
	for _, file := range order {
		c := sums[file]
		points = append(points, fmt.Sprintf("%s : %s, dont %s et %s", quoted(file), count(c.Read, "ligne lue"),
			count(c.Added+c.Changed+c.Unchanged, "reprise"), count(c.Refused, "refusée")))
	}
	return points
}

func (n Night) unread() (points []string) {
	for _, file := range n.Unread {
		points = append(points, quoted(file)+" : rien n'en est repris, l'expéditeur en est averti")
	}
	return points
}

func (n Night) awaiting() block {
	a := n.Awaiting
	b := block{Title: "Ce qui attend votre décision"}
	if a == (Awaiting{}) {
		b.Paragraphs = []string{"Rien n'attend de décision."}
		return b
	}
	for _, f := range []struct {
		label string
		n     int
	}{
		{"Organismes à valider", a.Organismes}, {"Formations à valider", a.Formations}, {"Sessions à valider", a.Sessions},
		{"Demandes d'organismes", a.Requests}, {"Questions de codification", a.Questions},
	} {
		if f.n > 0 {
			b.Facts = append(b.Facts, fact{f.label, number(f.n)})
		}
	}
	return b
}

func (n Night) feeds(at time.Time) block {
	if len(n.Feeds) == 0 {
		return block{}
	}
	b := block{Title: "Les flux"}
	for _, f := range n.Feeds {
		b.Points = append(b.Points, f.sentence(at))
	}
	for _, p := range n.PushesFailed {
		b.Points = append(b.Points, fmt.Sprintf("envoi du flux %s vers %s : abandonné après %s", quoted(p.Target), quoted(p.Destination), count(p.Attempts, "tentative")))
	}
	b.Points = shortened(b.Points)
	return b
}

func (f Feed) sentence(at time.Time) string {
	p, title := f.Publication, line(f.Title, maxNamed)
	switch p.State {
	case journal.Published:
		return fmt.Sprintf("%s : publié, %s et %s", title, count(p.Formations, "formation"), count(p.Sessions, "session"))
	case journal.Same:
		return title + " : inchangé"
	case journal.Refused:
		return title + " : refusé par l'équipe"
	case "":
		return title + " : aucun flux n'a été préparé"
	}
	return fmt.Sprintf("%s : retenu. %s %s", title, capital(sentence(p.Error)), f.inPlace(at))
}

// inPlace says what partners read while a feed is held.
func (f Feed) inPlace(at time.Time) string {
	if f.InPlace.IsZero() {
		return "Aucun flux n'est en place."
	}
	return "Les partenaires lisent toujours celui du " + frenchDay(f.InPlace.In(at.Location())) + "."
}

// sentence ends a text with a point.
func sentence(text string) string {
	if text = line(text, 500); text == "" {
		return "La raison est dans le compte rendu."
	}
	switch text[len(text)-1] {
	case '.', '!', '?':
		return text
	}
	return text + "."
}

func (n Night) referentials(at time.Time) block {
	if len(n.Refreshed)+len(n.Stale) == 0 {
		return block{}
	}
	b := block{Title: "Les référentiels"}
	for _, v := range n.Refreshed {
		b.Points = append(b.Points, fmt.Sprintf("%s : mis à jour%s, %s ; %s, %s, %s", referentialName(v.Referential), labelled(v.Label),
			count(v.Rows, "entrée"), count(v.Added, "ajoutée"), count(v.Changed, "modifiée"), count(v.Ended, "disparue")))
	}
	for _, s := range n.Stale {
		b.Points = append(b.Points, fmt.Sprintf("%s : trop ancien, %s", referentialName(s.Referential), freshness(s, at)))
	}
	b.Points = shortened(b.Points)
	return b
}

// freshness says since when a referential has not been seen good.
func freshness(s nomenclature.Standing, at time.Time) string {
	if s.FreshAt.IsZero() {
		return "jamais chargé"
	}
	return "vérifié pour la dernière fois le " + frenchDay(s.FreshAt.In(at.Location()))
}

// shortened keeps the first points and counts the others.
func shortened(points []string) []string {
	if len(points) <= maxListed {
		return points
	}
	return append(points[:maxListed:maxListed], fmt.Sprintf("et %s", count(len(points)-maxListed, "autre")))
}

var referentialNames = map[nomenclature.Referential]string{
	nomenclature.CertifInfo: "Certif Info", nomenclature.RNCP: "RNCP et RS", nomenclature.ROME: "ROME", nomenclature.ROME3: "ROME 3",
	nomenclature.Formacode: "Formacode", nomenclature.Formacode13: "Formacode V13", nomenclature.NSF: "NSF", nomenclature.NSFLettres: "lettres de la NSF",
	nomenclature.GFE: "GFE", nomenclature.FAP: "FAP", nomenclature.Communes: "communes", nomenclature.Organismes: "liste publique des organismes",
	nomenclature.Exemples: "exemples d'intitulés codés",
}

// referentialName is how people call a referential.
func referentialName(r nomenclature.Referential) string {
	if name, known := referentialNames[r]; known {
		return name
	}
	return line(string(r), maxNamed)
}

// labelled is the edition of a referential, where it has one.
func labelled(edition string) string {
	if edition == "" {
		return ""
	}
	return " (" + line(edition, maxNamed) + ")"
}
