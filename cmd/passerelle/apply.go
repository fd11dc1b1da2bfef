package main

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// applier replaces one referential in the store by what a file holds.
type applier struct {
	h       *house
	file    referentials.File
	version nomenclature.Version
	report  func(finding.Finding)
	stats   referentials.Stats
}

func (a *applier) run(ctx context.Context) error {
	s := a.h.store
	switch a.file.Referential {
	case nomenclature.CertifInfo:
		return s.ReplaceCertifications(ctx, a.version, whole(a, referentials.Certifications(ctx, a.file, a.report, &a.stats)), a.accept)
	case nomenclature.RNCP:
		return s.ReplaceFiches(ctx, a.version, whole(a, referentials.Fiches(ctx, a.file, a.report, &a.stats)), a.accept)
	case nomenclature.Exemples:
		return s.ReplaceExemples(ctx, a.version, whole(a, referentials.Exemples(ctx, a.file, a.report, &a.stats)), a.accept)
	case nomenclature.Communes:
		return s.ReplaceCommunes(ctx, a.version, whole(a, referentials.Communes(ctx, a.file, a.report, &a.stats)), a.accept)
	case nomenclature.Organismes:
		return s.ReplaceEtablissements(ctx, a.version, whole(a, referentials.Etablissements(ctx, a.file, a.report, &a.stats)), a.accept)
	}
	return s.ReplaceTermes(ctx, a.version, whole(a, referentials.Termes(ctx, a.file, a.report, &a.stats)), a.accept)
}

// whole passes a referential's rows on, and fails at their end unless they add up:
// what was applied until then is undone.
func whole[T any](a *applier, rows iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for row, err := range rows {
			n++
			a.h.progress.step("Référentiel "+string(a.file.Referential), n)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := a.stats.Check(a.file.Path); err != nil {
			yield(*new(T), err)
		}
	}
}

// defaultMaxChange is the share, in percent, by which a referential may change
// when the configuration does not say.
const defaultMaxChange = 50

// accept refuses a version that has too few entries, or too many that are not
// those of the version before, unless a person accepted it.
func (a *applier) accept(changed nomenclature.Diff, rows int) error {
	ref := a.file.Referential
	if slices.Contains(a.h.accepted, string(ref)) {
		return nil
	}
	floor, given := a.h.Floors[string(ref)]
	if !given {
		floor = referentials.Floor(ref)
	}
	if rows < floor {
		return a.refuse("referentiel-trop-petit", fmt.Sprintf("%d entries where at least %d are due", rows, floor),
			fmt.Sprintf("Le référentiel %s ne compte que %d entrées ; on en attend au moins %d.", ref, rows, floor))
	}
	limit, given := a.h.MaxChange[string(ref)]
	if !given {
		limit = defaultMaxChange
	}
	moved := changed.Added + changed.Changed + changed.Ended
	if changed.Before > 0 && moved*100 > limit*changed.Before {
		return a.refuse(referentielTropDifferent.Code,
			fmt.Sprintf("%d of %d entries differ (%d added, %d changed, %d gone), more than %d %%", moved, changed.Before, changed.Added, changed.Changed, changed.Ended, limit),
			fmt.Sprintf("Le référentiel %s change trop d'un coup : %d entrées ajoutées, %d modifiées et %d disparues, pour %d en place.", ref, changed.Added, changed.Changed, changed.Ended, changed.Before))
	}
	return nil
}

func (a *applier) refuse(rule, reason, message string) error {
	return &referentials.Damaged{
		Reason: reason + fmt.Sprintf("; if that is right, run `passerelle referentials refresh --accept %s`", a.file.Referential),
		Finding: finding.Finding{
			Rule: rule, Severity: finding.Error, Place: finding.Place{File: a.version.File}, Message: message,
			Remedy: fmt.Sprintf("Vérifiez que le fichier est complet et déposez-le de nouveau ; s'il l'est, acceptez-le : passerelle referentials refresh --accept %s.", a.file.Referential),
		},
	}
}
