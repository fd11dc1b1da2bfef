package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// livraisonRefusee is the rule of what is no file that can be kept.
var livraisonRefusee = finding.Rule{
	Code: "livraison-refusee", Severity: finding.Error,
	Sentence: "Le fichier ne peut pas être reçu : il est trop gros, n'est pas un fichier ordinaire, ou Passerelle n'a pas le droit de le lire.",
	Why:      "Rien de ce fichier n'entre au catalogue.",
	Remedy:   "Déposez un classeur .xlsx, en plusieurs fois s'il est très gros ; si Passerelle n'a pas le droit de le lire, demandez à l'exploitant de le changer.", Source: "Dossier de réception",
}

func refusedDelivery(path string, err error) finding.Finding {
	message := livraisonRefusee.Sentence
	if errors.Is(err, fs.ErrPermission) {
		message = "Passerelle n'a pas le droit de lire ce fichier."
	}
	return finding.Finding{
		Rule: livraisonRefusee.Code, Severity: livraisonRefusee.Severity, Place: finding.Place{File: filepath.Base(path)},
		Value: err.Error(), Message: message, Remedy: livraisonRefusee.Remedy,
	}
}

// livraisonSansOffre is the rule of a file that was read and gave nothing. Without
// it, its sender would be told that all is well.
var livraisonSansOffre = finding.Rule{
	Code: "livraison-sans-offre", Severity: finding.Error,
	Sentence: "Rien n'a été repris de ce fichier : aucune de ses lignes ne donne de fiche.",
	Why:      "Le catalogue reste tel qu'il était, alors que l'expéditeur croit son offre à jour.",
	Remedy:   "Recopiez vos lignes dans le modèle de classeur de Passerelle, enregistrez-le depuis Excel ou LibreOffice, puis renvoyez-le.",
	Source:   "Dossier de réception",
}

// nothingTaken says that a delivery gave nothing, unless an error says why already.
// Rows that change nothing are taken all the same.
func nothingTaken(name string, loads []journal.Load, found deliveryFindings) []finding.Finding {
	var sum journal.Counts
	for _, l := range loads {
		sum = sum.Plus(l.Counts)
	}
	if sum.Added+sum.Changed+sum.Unchanged > 0 || found.anyError() {
		return nil
	}
	return []finding.Finding{livraisonSansOffre.At(finding.Place{File: name}, nothingIn(sum.Read))}
}

func nothingIn(rows int) string {
	switch rows {
	case 0:
		return "Rien n'a été repris de ce fichier : il ne contient aucune ligne."
	case 1:
		return "Rien n'a été repris de ce fichier : sa seule ligne ne donne pas de fiche."
	}
	return fmt.Sprintf("Rien n'a été repris de ce fichier : aucune de ses %d lignes ne donne de fiche.", rows)
}
