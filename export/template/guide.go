package template

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// section is a part of the page that explains the workbook.
type section struct {
	title string
	items []string
}

// guide is that page, for the person who fills the workbook in.
func (o Options) guide() []section {
	return []section{
		{"À quoi sert ce classeur", []string{
			"Il décrit votre organisme, vos formations et vos sessions. Remplissez-le et renvoyez-le au Carif-Oref : il est lu par Passerelle, qui répare ce qui peut l'être et vous répond par un rapport montrant, cellule par cellule, ce qui reste à corriger. Vos formations paraissent ensuite sur les sites d'information et parviennent aux prescripteurs.",
			o.knows(),
		}},
		{"Que remplir", []string{
			"Organismes : une ligne par établissement, le siège d'abord, puis chaque antenne.",
			"Interlocuteurs : une ligne par personne à qui le Carif-Oref peut s'adresser.",
			"Formations : une ligne par formation, c'est-à-dire ce qui est enseigné, où et quand que ce soit.",
			"Sessions : une ligne par session, c'est-à-dire où et quand la formation a lieu. Une formation sans session en cours ou à venir n'est pas publiée.",
		}},
		{"Comment remplir", []string{
			"Un en-tête orange, avec un astérisque, annonce une colonne obligatoire : une ligne où elle manque n'est pas reprise. La cellule reste rose tant qu'elle est vide. Les colonnes à l'en-tête bleu sont facultatives, mais chacune renseigne le public.",
			"Passez la souris sur un en-tête : la règle et un exemple s'affichent. Ils sont aussi rappelés plus bas.",
			"Certaines cellules ont une liste : ouvrez-la par la flèche qui paraît à droite. Quand une colonne accepte plusieurs valeurs, séparez-les par des points-virgules.",
			"La ligne grise est un exemple : elle n'est jamais lue. Vous pouvez la laisser.",
			"Écrivez en minuscules accentuées, la première lettre en majuscule ; développez les sigles. Écrivez les dates sous la forme JJ/MM/AAAA. Les zéros au début des numéros sont gardés.",
			"Ne renommez ni les feuilles ni les en-têtes. Vous pouvez trier, filtrer, élargir, masquer ou déplacer des colonnes.",
		}},
		{"Les identifiants et les références", []string{
			"L'identifiant (colonnes bleu pâle) est le numéro que le Carif-Oref donne à chaque formation et à chaque session. Ne le changez pas et ne le recopiez pas d'une ligne à l'autre. Laissez-le vide pour une formation ou une session nouvelle : le Carif-Oref l'attribuera.",
			"La référence est la vôtre : courte, unique dans l'organisme, la même d'une année sur l'autre. La feuille Sessions dit par elle de quelle formation il s'agit.",
		}},
		{"Mettre à jour, année après année", []string{
			"Ne reprenez jamais une ancienne session pour de nouvelles dates : ajoutez une ligne, l'identifiant vide, avec sa propre référence. Les sessions terminées sont en gris ; laissez-les telles quelles. Décaler une session qui n'a pas encore commencé est permis.",
			"Supprimer une ligne ne supprime rien au catalogue : pour retirer une formation ou une session, demandez-le au Carif-Oref. Vider une cellule, en revanche, efface ce qu'elle disait.",
			"Le changement d'un SIRET, d'un numéro de déclaration d'activité, d'un rattachement ou d'un interlocuteur vaut demande : le Carif-Oref vérifie avant de l'appliquer. De même pour un organisme nouveau.",
			"Une fois par an, relisez toute la fiche de l'organisme et inscrivez la date dans la colonne « Vérifié le ».",
		}},
		{"À qui demander", []string{
			cmp.Or(o.Contact, "Au Carif-Oref qui vous a envoyé ce classeur : répondez à son message en disant la feuille et la ligne."),
		}},
	}
}

// knows says what the workbook was filled with.
func (o Options) knows() string {
	sessions := 0
	for _, offer := range o.Offres {
		sessions += len(offer.Sessions)
	}
	if len(o.Organismes)+len(o.Offres) == 0 {
		return "Ce modèle est vierge : écrivez à partir de la ligne 3 de chaque feuille."
	}
	return fmt.Sprintf("Il contient déjà ce que le catalogue connaît de vous : %s, %s, %s. Renvoyé tel quel, il ne change rien : corrigez, complétez, ajoutez.",
		count(len(o.Organismes), "organisme"), count(len(o.Offres), "formation"), count(sessions, "session"))
}

func count(n int, noun string) string {
	if n > 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// subtitle says for whom the workbook was made, and when.
func (o Options) subtitle() string {
	parts := []string{"Modèle de classeur"}
	if len(o.Organismes) > 0 {
		first := o.sorted()[0]
		parts = append(parts, cmp.Or(first.Nom, first.RaisonSociale, first.SIRET))
	}
	if !o.Date.IsZero() {
		parts = append(parts, "établi le "+inFull(o.Date))
	}
	return strings.Join(parts, " · ")
}

// inFull is a day as letters say it: 1er septembre 2026.
func inFull(t time.Time) string {
	_, month, day, _ := offre.DateOf(t).Parts()
	ordinal := ""
	if day == 1 {
		ordinal = "er"
	}
	return fmt.Sprintf("%d%s %s %d", day, ordinal, monthNames[month], t.Year())
}
