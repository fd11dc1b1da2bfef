package main

import (
	"context"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/merge"
)

// Rules about complete deliveries.
var (
	absentArchive = finding.Rule{
		Code: "absent-archive", Severity: finding.Info,
		Sentence: "La fiche n'est plus dans une livraison déclarée complète : elle est archivée.",
		Why:      "Elle n'est plus diffusée ; rien n'est effacé, et une décision peut la rétablir.", Source: "Livraison complète",
	}
	absentIncertain = finding.Rule{
		Code: "absents-incertains", Severity: finding.Error,
		Sentence: "Des lignes d'une livraison déclarée complète n'ont pas pu être lues : rien n'est archivé.",
		Why:      "Les fiches dont elles parlent passeraient pour retirées.",
		Remedy:   "Corrigez ces lignes et renvoyez la livraison complète.", Source: "Livraison complète",
	}
	absentTropNombreux = finding.Rule{
		Code: "absents-trop-nombreux", Severity: finding.Error,
		Sentence: "Une livraison déclarée complète laisse de côté une trop grande part de l'offre : rien n'est archivé.",
		Why:      "Un fichier incomplet viderait l'offre de l'organisme.",
		Remedy:   "Vérifiez que le fichier est complet ; archivez à la main ce qui doit l'être.", Source: "Livraison complète",
	}
)

// withdrawAbsent archives what a delivery that declares itself complete no longer
// has, unless that is too large a share of what its organisations had.
func (h *house) withdrawAbsent(ctx context.Context, tx *store.Load, d incoming, read *reading, merged merge.Result) ([]finding.Finding, error) {
	if !h.complete {
		return nil, nil
	}
	for _, l := range read.loads {
		if l.Refused > 0 { // refused before merging: which records they speak of is not known
			return []finding.Finding{{Rule: absentIncertain.Code, Severity: absentIncertain.Severity,
				Place: finding.Place{File: d.Name, Sheet: l.Sheet}, Message: absentIncertain.Sentence, Remedy: absentIncertain.Remedy}}, nil
		}
	}
	formations, sessions, err := tx.Absent(ctx, merged.Responsables, merged.Seen)
	if err != nil {
		return nil, err
	}
	absent, seen := len(formations)+len(sessions), len(merged.Seen)
	if absent*100 > (absent+seen)*h.MaxDropPercent {
		return []finding.Finding{{
			Rule: absentTropNombreux.Code, Severity: absentTropNombreux.Severity, Place: finding.Place{File: d.Name},
			Message: fmt.Sprintf("%d fiches sur %d ne sont plus dans la livraison : plus de %d %% ; rien n'est archivé.", absent, absent+seen, h.MaxDropPercent),
			Remedy:  absentTropNombreux.Remedy,
		}}, nil
	}
	var found []finding.Finding
	var decisions []journal.Decision
	for _, of := range []struct {
		kind string
		ids  []string
	}{{store.KindFormation, formations}, {store.KindSession, sessions}} {
		for _, id := range of.ids {
			decisions = append(decisions, journal.Decision{Kind: of.kind, Record: id, To: journal.Archived, Who: byRule,
				Why: "absente d'une livraison complète de " + d.sender, Run: h.run.ID, At: h.now()})
			found = append(found, finding.Finding{Rule: absentArchive.Code, Severity: absentArchive.Severity,
				Place: finding.Place{File: d.Name}, Record: id, Message: absentArchive.Sentence})
		}
	}
	return found, tx.Decide(ctx, decisions)
}
