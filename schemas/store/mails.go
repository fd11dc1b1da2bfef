package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// QueueMail keeps a message to send, at once unless NextAt is later; queued is false,
// and nothing changes, when its key is known already.
func (s *Store) QueueMail(ctx context.Context, m journal.Mail) (queued bool, err error) {
	to, err := array(m.To)
	if err != nil {
		return false, fmt.Errorf("queue mail %s: %w", m.Key, err)
	}
	queued, err = s.claim(ctx, `INSERT INTO courrier (cle, nature, destinataires, objet, run, corps, mis_le, suivant_le, tentatives, erreur)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '') ON CONFLICT (cle) DO NOTHING`,
		clean(m.Key), m.Kind, to, clean(m.Subject), orNull(m.Run), append([]byte{}, m.Body...), text(m.QueuedAt), text(latest(m.QueuedAt, m.NextAt)))
	if err != nil {
		return false, fmt.Errorf("queue mail %s: %w", m.Key, err)
	}
	return queued, nil
}

// ClaimMail takes a message to try until a time after which another may: claimed is
// true for one alone.
func (s *Store) ClaimMail(ctx context.Context, key string, at, until time.Time) (claimed bool, err error) {
	claimed, err = s.claim(ctx, "UPDATE courrier SET suivant_le = $3, reserve_le = $3 WHERE cle = $1 AND envoye_le IS NULL AND suivant_le <= $2", key, text(at), text(until))
	if err != nil {
		return false, fmt.Errorf("claim mail %s: %w", key, err)
	}
	return claimed, nil
}

// HastenMails makes what was put off due at once, and says how many messages that is.
// It leaves those that somebody is sending.
func (s *Store) HastenMails(ctx context.Context, at time.Time) (n int64, err error) {
	err = s.note(ctx, func(tx *txn) error {
		done, err := tx.ExecContext(ctx, "UPDATE courrier SET suivant_le = $1 WHERE envoye_le IS NULL AND suivant_le > $1 AND (reserve_le IS NULL OR reserve_le <= $1)", text(at))
		if err != nil {
			return err
		}
		n, err = done.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("bring forward the mails that wait: %w", err)
	}
	return n, nil
}

// MarkSent records that a message is sent. Its body is not kept. It is ErrUnknown
// when no message of that key is to be sent.
func (s *Store) MarkSent(ctx context.Context, key string, at time.Time) error {
	err := s.note(ctx, func(tx *txn) error {
		return changed(tx.ExecContext(ctx, `UPDATE courrier SET envoye_le = $2, suivant_le = NULL, reserve_le = NULL, tentatives = tentatives + 1, erreur = '', corps = $3
			WHERE cle = $1 AND envoye_le IS NULL`, key, text(at), []byte{}))
	})
	if err != nil {
		return fmt.Errorf("record that mail %s is sent: %w", key, err)
	}
	return nil
}

// MarkFailed records why an attempt failed, and when to try again; a zero time gives
// up. It is ErrUnknown when no message of that key is to be sent.
func (s *Store) MarkFailed(ctx context.Context, key, cause string, next time.Time) error {
	err := s.note(ctx, func(tx *txn) error {
		return changed(tx.ExecContext(ctx, "UPDATE courrier SET suivant_le = $2, reserve_le = NULL, tentatives = tentatives + 1, erreur = $3 WHERE cle = $1 AND envoye_le IS NULL",
			key, text(next), clean(cause)))
	})
	if err != nil {
		return fmt.Errorf("record that mail %s is not sent: %w", key, err)
	}
	return nil
}

const mailColumns = "cle, nature, destinataires, objet, coalesce(run, ''), corps, mis_le, suivant_le, envoye_le, tentatives, erreur"

func scanMail(rows *sql.Rows) (m journal.Mail, err error) {
	var to sql.RawBytes
	var queued, next, sent instant
	if err := rows.Scan(&m.Key, &m.Kind, &to, &m.Subject, &m.Run, &m.Body, &queued, &next, &sent, &m.Attempts, &m.LastError); err != nil {
		return m, err
	}
	if len(m.Body) == 0 {
		m.Body = nil
	}
	m.QueuedAt, m.NextAt, m.SentAt = queued.Time, next.Time, sent.Time
	return m, decode(to, &m.To)
}

// PendingMails gives the first n messages that can be tried at that time, all of them
// when n is 0, the oldest first.
func (s *Store) PendingMails(ctx context.Context, at time.Time, n int) ([]journal.Mail, error) {
	all, err := list(ctx, s.reader, scanMail, "SELECT "+mailColumns+" FROM courrier WHERE suivant_le <= $1 ORDER BY mis_le, cle"+limit(n), text(at))
	if err != nil {
		return nil, fmt.Errorf("read the mails to send: %w", err)
	}
	return all, nil
}

// Mails gives the last n messages, all of them when n is 0, the latest first.
func (s *Store) Mails(ctx context.Context, n int) ([]journal.Mail, error) {
	all, err := list(ctx, s.reader, scanMail, "SELECT "+mailColumns+" FROM courrier ORDER BY mis_le DESC, cle"+limit(n))
	if err != nil {
		return nil, fmt.Errorf("read the mails: %w", err)
	}
	return all, nil
}
