package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// KeepRequests files what a delivery asks for and does not apply. A request that
// waits stays as it is; one that was decided waits again when a delivery that
// came after the decision asks for it.
func (l *Load) KeepRequests(ctx context.Context, requests []journal.Request) error {
	err := l.file(ctx, requests)
	if err != nil {
		return fmt.Errorf("file %d requests: %w", len(requests), l.unrecorded(err))
	}
	return nil
}

func (l *Load) file(ctx context.Context, requests []journal.Request) error {
	standing, err := l.standing(ctx, requests)
	if err != nil {
		return err
	}
	var filed []journal.Request
	for _, r := range requests {
		again, err := l.asksAgain(ctx, standing, r)
		if err != nil {
			return err
		}
		if again {
			r.State, r.Who, r.Reason, r.DecidedAt = journal.Waiting, "", "", time.Time{}
			standing[r.ID] = r
			filed = append(filed, r)
		}
	}
	return l.d.bulk(ctx, l.tx, requestRows, rowsOf(filed, requestRow))
}

// standing gives where the requests with those IDs are.
func (l *Load) standing(ctx context.Context, requests []journal.Request) (map[string]journal.Request, error) {
	ids := make([]string, len(requests))
	for i, r := range requests {
		ids[i] = r.ID
	}
	wanted, err := encode(ids)
	if err != nil {
		return nil, err
	}
	all, err := list(ctx, l.tx, scanRequest, "SELECT "+requestColumns+" FROM demande d WHERE "+lastAsked+" AND id "+l.d.among(), wanted)
	byID := make(map[string]journal.Request, len(all))
	for _, r := range all {
		byID[r.ID] = r
	}
	return byID, err
}

// asksAgain reports that a request is to be filed: it is new, or was decided
// before its delivery arrived.
func (l *Load) asksAgain(ctx context.Context, standing map[string]journal.Request, r journal.Request) (bool, error) {
	was, known := standing[r.ID]
	if !known {
		return true, nil
	}
	if was.State == journal.Waiting || was.Delivery == r.Delivery {
		return false, nil
	}
	received, _, err := one(ctx, l.tx, func(rows *sql.Rows) (at instant, err error) {
		return at, rows.Scan(&at)
	}, "SELECT recu_le FROM livraison WHERE sha256 = $1", r.Delivery)
	return !received.Before(was.DecidedAt), err
}

var requestRows = target{table: "demande", columns: []string{"id", "nature", "organisme", "nom", "avant", "apres", "doc",
	"run", "livraison", "fichier", "feuille", "ligne", "etat", "qui", "motif", "demande_le", "decide_le"}}

func requestRow(r journal.Request) ([]any, error) {
	return []any{r.ID, r.Kind, r.Organisme, clean(r.Name), clean(r.Before), clean(r.After), string(r.Asked),
		r.Run, orNull(r.Delivery), clean(r.File), clean(r.Sheet), r.Row, r.State, clean(r.Who), clean(r.Reason), text(r.AskedAt), text(r.DecidedAt)}, nil
}

const requestColumns = `id, nature, organisme, nom, avant, apres, doc, run, coalesce(livraison, ''), fichier, feuille, ligne,
	etat, qui, motif, demande_le, decide_le`

// lastAsked is the condition of the row that says where a request (d) is.
const lastAsked = "numero = (SELECT max(numero) FROM demande e WHERE e.id = d.id)"

func scanRequest(rows *sql.Rows) (r journal.Request, err error) {
	var asked, decided instant
	err = rows.Scan(&r.ID, &r.Kind, &r.Organisme, &r.Name, &r.Before, &r.After, &r.Asked, &r.Run, &r.Delivery, &r.File, &r.Sheet, &r.Row,
		&r.State, &r.Who, &r.Reason, &asked, &decided)
	r.AskedAt, r.DecidedAt = asked.Time, decided.Time
	if len(r.Asked) == 0 {
		r.Asked = nil
	}
	return r, err
}

// Requests gives those that are in a state, all of them when it is empty, in the
// order in which they were asked.
func (s *Store) Requests(ctx context.Context, state journal.RequestState) ([]journal.Request, error) {
	all, err := list(ctx, s.reader, scanRequest, "SELECT "+requestColumns+" FROM demande d WHERE "+lastAsked+
		" AND (etat = $1 OR $1 = '') ORDER BY demande_le, numero", state)
	if err != nil {
		return nil, fmt.Errorf("read the requests: %w", err)
	}
	return all, nil
}

// Request gives one request. It is ErrUnknown when there is none of this ID.
func (s *Store) Request(ctx context.Context, id string) (journal.Request, error) {
	r, err := requestOf(ctx, s.reader, id)
	if err != nil {
		return r, fmt.Errorf("read request %q: %w", id, err)
	}
	return r, nil
}

func requestOf(ctx context.Context, q querier, id string) (journal.Request, error) {
	r, found, err := one(ctx, q, scanRequest, "SELECT "+requestColumns+" FROM demande d WHERE "+lastAsked+" AND id = $1", id)
	if err == nil && !found {
		err = fmt.Errorf("%w: no request has this number", ErrUnknown)
	}
	return r, err
}

// DecideRequest approves or declines a request that waits, and lets apply do in
// the same transaction what is approved: both are kept, or neither. Declining
// needs a reason, and applies nothing. What apply keeps under a run of its own
// is taken back with that run; under the run that asked, with the asking.
func (s *Store) DecideRequest(ctx context.Context, id string, state journal.RequestState, who, reason string, at time.Time,
	apply func(*Load, journal.Request) error) error {
	err := s.write(ctx, func(tx *txn) error {
		r, err := requestOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := decidable(r, state, who, reason); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE demande SET etat = $2, qui = $3, motif = $4, decide_le = $5 WHERE id = $1 AND etat = 'en-attente'",
			id, state, clean(who), clean(reason), text(at)); err != nil {
			return err
		}
		if r.State, r.Who, r.Reason, r.DecidedAt = state, who, reason, at; state == journal.Declined || apply == nil {
			return nil
		}
		return apply(&Load{tx: tx, d: s.dialect}, r)
	})
	if err != nil {
		return fmt.Errorf("decide request %q: %w", id, err)
	}
	return nil
}

func decidable(r journal.Request, to journal.RequestState, who, reason string) error {
	switch {
	case r.State != journal.Waiting:
		return fmt.Errorf("%s decided it already, on %s: it is %q", r.Who, r.DecidedAt.Format(time.DateOnly), r.State)
	case to != journal.Approved && to != journal.Declined:
		return fmt.Errorf("a request is approved or declined, not %q", to)
	case who == "":
		return fmt.Errorf("nobody decides: say who")
	case to == journal.Declined && reason == "":
		return fmt.Errorf("it is declined without a reason: say why")
	}
	return nil
}
