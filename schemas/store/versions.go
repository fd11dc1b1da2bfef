package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

func keepVersion(ctx context.Context, tx *txn, v nomenclature.Version) error {
	if _, err := tx.ExecContext(ctx, "UPDATE version SET courante = $1 WHERE referentiel = $2 AND courante", false, v.Referential); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO version (referentiel, courante, editeur, fichier, sha256, version, lignes, refusees, charge_le,
		source, date, avant, ajoutees, modifiees, disparues) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		v.Referential, true, v.Publisher, clean(v.File), v.SHA256, clean(v.Label), v.Rows, v.Refused, text(v.LoadedAt),
		clean(v.Source), clean(v.Date), v.Before, v.Added, v.Changed, v.Ended)
	return err
}

const versionColumns = "referentiel, editeur, fichier, sha256, version, lignes, refusees, charge_le, source, date, avant, ajoutees, modifiees, disparues"

// Version gives the current version of a referential; ok is false when none was
// ever loaded.
func (s *Store) Version(ctx context.Context, ref nomenclature.Referential) (v nomenclature.Version, ok bool, err error) {
	v, ok, err = one(ctx, s.reader, scanVersion, "SELECT "+versionColumns+" FROM version WHERE referentiel = $1 AND courante", ref)
	if err != nil {
		return v, false, fmt.Errorf("read the version of referential %s: %w", ref, err)
	}
	return v, ok, nil
}

// Versions gives the current version of each referential that was loaded, in the
// order in which they are refreshed.
func (s *Store) Versions(ctx context.Context) ([]nomenclature.Version, error) {
	all, err := list(ctx, s.reader, scanVersion, "SELECT "+versionColumns+" FROM version WHERE courante ORDER BY referentiel")
	if err != nil {
		return nil, fmt.Errorf("read the versions of the referentials: %w", err)
	}
	slices.SortStableFunc(all, func(a, b nomenclature.Version) int {
		return slices.Index(nomenclature.Referentials, a.Referential) - slices.Index(nomenclature.Referentials, b.Referential)
	})
	return all, nil
}

// VersionHistory gives all the loads of a referential, the latest first.
func (s *Store) VersionHistory(ctx context.Context, ref nomenclature.Referential) ([]nomenclature.Version, error) {
	all, err := list(ctx, s.reader, scanVersion, "SELECT "+versionColumns+" FROM version WHERE referentiel = $1 ORDER BY numero DESC", ref)
	if err != nil {
		return nil, fmt.Errorf("read the versions of referential %s: %w", ref, err)
	}
	return all, nil
}

func scanVersion(rows *sql.Rows) (v nomenclature.Version, err error) {
	var at instant
	err = rows.Scan(&v.Referential, &v.Publisher, &v.File, &v.SHA256, &v.Label, &v.Rows, &v.Refused, &at,
		&v.Source, &v.Date, &v.Before, &v.Added, &v.Changed, &v.Ended)
	v.LoadedAt = at.Time
	return v, err
}
