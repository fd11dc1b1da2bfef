package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Counts sums up the journal since its beginning, for those who watch over it.
type Counts struct {
	Runs    []RunCount     `json:"runs"`
	Rows    journal.Counts `json:"lignes"` // of all loads
	Firings []FiringCount  `json:"declenchements"`
	Fetches []FetchCount   `json:"recuperations"`
	Mails   MailCount      `json:"courriers"`
}

// RunCount is how many runs are in a state.
type RunCount struct {
	State journal.RunState `json:"etat"`
	N     int              `json:"nombre"`
}

// FiringCount is how many firings of a job are in a state.
type FiringCount struct {
	Job   string           `json:"tache"`
	State journal.RunState `json:"etat"`
	N     int              `json:"nombre"`
}

// FetchCount sums up what a partner took of a target.
type FetchCount struct {
	Target   string    `json:"cible"`
	Partner  string    `json:"partenaire"`
	Complete int       `json:"completes"`
	Partial  int       `json:"partielles"`
	Bytes    int64     `json:"octets"`
	Last     time.Time `json:"derniere"` // complete or not
}

// MailCount sums up the mails.
type MailCount struct {
	Sent    int       `json:"envoyes"`
	Waiting int       `json:"en_attente"`
	Late    int       `json:"retardes"`             // those of Waiting that were tried in vain
	GivenUp int       `json:"abandonnes"`           // that nobody will try again
	Oldest  time.Time `json:"plus_ancien,omitzero"` // of those that wait: when it was queued
}

// Counts sums up the journal.
func (s *Store) Counts(ctx context.Context) (c Counts, err error) {
	err = s.read(ctx, func(tx *txn) error {
		for _, count := range []func(context.Context, querier, *Counts) error{countRuns, countRows, countFirings, countFetches, countMails} {
			if err := count(ctx, tx, &c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Counts{}, fmt.Errorf("sum up the journal: %w", err)
	}
	return c, nil
}

func countRuns(ctx context.Context, q querier, c *Counts) (err error) {
	c.Runs, err = list(ctx, q, func(rows *sql.Rows) (n RunCount, err error) {
		return n, rows.Scan(&n.State, &n.N)
	}, "SELECT etat, count(*) FROM run GROUP BY etat ORDER BY etat")
	return err
}

func countRows(ctx context.Context, q querier, c *Counts) (err error) {
	c.Rows, _, err = one(ctx, q, func(rows *sql.Rows) (n journal.Counts, err error) {
		return n, rows.Scan(&n.Read, &n.Added, &n.Changed, &n.Unchanged, &n.Refused, &n.SetAside)
	}, `SELECT CAST(coalesce(sum(lues), 0) AS BIGINT), CAST(coalesce(sum(ajoutees), 0) AS BIGINT), CAST(coalesce(sum(modifiees), 0) AS BIGINT),
		CAST(coalesce(sum(inchangees), 0) AS BIGINT), CAST(coalesce(sum(refusees), 0) AS BIGINT), CAST(coalesce(sum(ecartees), 0) AS BIGINT) FROM chargement`)
	return err
}

func countFirings(ctx context.Context, q querier, c *Counts) (err error) {
	c.Firings, err = list(ctx, q, func(rows *sql.Rows) (n FiringCount, err error) {
		return n, rows.Scan(&n.Job, &n.State, &n.N)
	}, "SELECT tache, etat, count(*) FROM declenchement GROUP BY tache, etat ORDER BY tache, etat")
	return err
}

func countFetches(ctx context.Context, q querier, c *Counts) (err error) {
	c.Fetches, err = list(ctx, q, func(rows *sql.Rows) (n FetchCount, err error) {
		var last instant
		err = rows.Scan(&n.Target, &n.Partner, &n.Complete, &n.Partial, &n.Bytes, &last)
		n.Last = last.Time
		return n, err
	}, `SELECT cible, partenaire, count(CASE WHEN complet THEN 1 END), count(CASE WHEN NOT complet THEN 1 END), CAST(sum(octets) AS BIGINT), max(le)
		FROM recuperation GROUP BY cible, partenaire ORDER BY cible, partenaire`)
	return err
}

func countMails(ctx context.Context, q querier, c *Counts) (err error) {
	c.Mails, _, err = one(ctx, q, func(rows *sql.Rows) (n MailCount, err error) {
		var oldest instant
		err = rows.Scan(&n.Sent, &n.Waiting, &n.Late, &n.GivenUp, &oldest)
		n.Oldest = oldest.Time
		return n, err
	}, `SELECT count(envoye_le), count(suivant_le), count(CASE WHEN suivant_le IS NOT NULL AND tentatives > 0 THEN 1 END),
		count(CASE WHEN envoye_le IS NULL AND suivant_le IS NULL THEN 1 END), min(CASE WHEN suivant_le IS NOT NULL THEN mis_le END) FROM courrier`)
	return err
}

// FindingCount is how many times a rule found something.
type FindingCount struct {
	Rule     string `json:"regle"`
	Severity string `json:"gravite"`
	N        int    `json:"nombre"`
}

// FindingCounts counts what was found in a run, by rule.
func (s *Store) FindingCounts(ctx context.Context, run string) ([]FindingCount, error) {
	all, err := list(ctx, s.reader, func(rows *sql.Rows) (n FindingCount, err error) {
		return n, rows.Scan(&n.Rule, &n.Severity, &n.N)
	}, "SELECT regle, gravite, count(*) FROM constat WHERE run = $1 GROUP BY regle, gravite ORDER BY regle, gravite", run)
	if err != nil {
		return nil, fmt.Errorf("count the findings of run %s: %w", run, err)
	}
	return all, nil
}
