package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// pager reads a target's current verdicts in the order of formations, a page at
// a time, so that others can be written meanwhile.
type pager struct {
	tx     *txn
	target string
	page   []journal.Verdict
	last   journal.Verdict // of the page
	ended  bool
}

const pageOfVerdicts = 2000

// peek shows the next verdict, nil after the last.
func (p *pager) peek(ctx context.Context) (*journal.Verdict, error) {
	if len(p.page) == 0 && !p.ended {
		if err := p.turn(ctx); err != nil {
			return nil, fmt.Errorf("read the current verdicts: %w", err)
		}
	}
	if len(p.page) == 0 {
		return nil, nil
	}
	return &p.page[0], nil
}

func (p *pager) turn(ctx context.Context) (err error) {
	p.page, err = list(ctx, p.tx, scanOnlyVerdict, "SELECT "+verdictColumns+` FROM verdict
		WHERE cible = $1 AND (formation, nature, fiche) > ($2, $3, $4) AND jusqua_run IS NULL
		ORDER BY formation, nature, fiche LIMIT $5`,
		p.target, p.last.Formation, p.last.Kind, p.last.Record, pageOfVerdicts)
	p.ended = len(p.page) < pageOfVerdicts
	if len(p.page) > 0 {
		p.last = p.page[len(p.page)-1]
	}
	return err
}

// drop passes the verdict that peek shows.
func (p *pager) drop() { p.page = p.page[1:] }

const verdictColumns = "cible, nature, fiche, formation, exportee, motif, phrase, autres, defauts, depuis_run"

// scanVerdict reads the verdictColumns, and those that follow them into more.
func scanVerdict(rows *sql.Rows, more ...any) (v journal.Verdict, err error) {
	var others, defaulted sql.RawBytes
	into := []any{&v.Target, &v.Kind, &v.Record, &v.Formation, &v.Exported, &v.Reason, &v.Sentence, &others, &defaulted, &v.Run}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return v, err
	}
	return v, errors.Join(decode(others, &v.Others), decode(defaulted, &v.Defaulted))
}

// scanOnlyVerdict reads the verdictColumns alone.
func scanOnlyVerdict(rows *sql.Rows) (journal.Verdict, error) { return scanVerdict(rows) }
