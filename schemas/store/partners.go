package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepPartner adds a partner, or replaces the one of that name. TouchPartner alone
// says when it came last. Two partners with one token are an error.
func (s *Store) KeepPartner(ctx context.Context, p journal.Partner) error {
	targets, err := array(p.Targets)
	if err != nil {
		return fmt.Errorf("keep partner %s: %w", p.Name, err)
	}
	err = s.note(ctx, func(tx *txn) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO partenaire (nom, empreinte, cibles, depot, basic, courriel, cree_le, expire_le, revoque_le)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (nom) DO UPDATE SET empreinte = excluded.empreinte, cibles = excluded.cibles,
			depot = excluded.depot, basic = excluded.basic, courriel = excluded.courriel, cree_le = excluded.cree_le,
			expire_le = excluded.expire_le, revoque_le = excluded.revoque_le`,
			clean(p.Name), p.TokenHash, targets, p.Deposit, p.Basic, clean(p.Courriel), text(p.CreatedAt), text(p.ExpiresAt), text(p.RevokedAt))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep partner %s: %w", p.Name, err)
	}
	return nil
}

const partnerColumns = "nom, empreinte, cibles, depot, basic, courriel, cree_le, expire_le, revoque_le, utilise_le"

func scanPartner(rows *sql.Rows) (p journal.Partner, err error) {
	var targets sql.RawBytes
	var created, expires, revoked, used instant
	if err := rows.Scan(&p.Name, &p.TokenHash, &targets, &p.Deposit, &p.Basic, &p.Courriel, &created, &expires, &revoked, &used); err != nil {
		return p, err
	}
	p.CreatedAt, p.ExpiresAt, p.RevokedAt, p.LastUsedAt = created.Time, expires.Time, revoked.Time, used.Time
	return p, decode(targets, &p.Targets)
}

// Partners gives all of them, revoked ones included, by name.
func (s *Store) Partners(ctx context.Context) ([]journal.Partner, error) {
	all, err := list(ctx, s.reader, scanPartner, "SELECT "+partnerColumns+" FROM partenaire ORDER BY nom")
	if err != nil {
		return nil, fmt.Errorf("read the partners: %w", err)
	}
	return all, nil
}

// PartnerByHash gives the partner whose token has that hash, be it expired or
// revoked; ok is false when there is none.
func (s *Store) PartnerByHash(ctx context.Context, hash string) (p journal.Partner, ok bool, err error) {
	p, ok, err = one(ctx, s.reader, scanPartner, "SELECT "+partnerColumns+" FROM partenaire WHERE empreinte = $1", hash)
	if err != nil {
		return p, false, fmt.Errorf("look for the partner of a token: %w", err)
	}
	return p, ok, nil
}

// TouchPartner records when a partner came last; an earlier time than the one
// recorded changes nothing. It is ErrUnknown when there is none of that name.
func (s *Store) TouchPartner(ctx context.Context, name string, at time.Time) error {
	err := s.note(ctx, func(tx *txn) error {
		return changed(tx.ExecContext(ctx, "UPDATE partenaire SET utilise_le = CASE WHEN utilise_le > $2 THEN utilise_le ELSE $2 END WHERE nom = $1", name, text(at)))
	})
	if err != nil {
		return fmt.Errorf("record that partner %s came: %w", name, err)
	}
	return nil
}
