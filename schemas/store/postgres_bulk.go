package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"
)

// What goes to the server at a time. Rows are drawn between two: they may come from
// anywhere, even from another connection, and fail or panic without harm.
const (
	bytesAtOnce = 1 << 20
	rowsAtOnce  = 2000 // of those that may replace others
)

// bulk copies rows; those that may conflict with others are inserted from arrays, a
// statement for thousands.
func (postgres) bulk(ctx context.Context, tx *txn, into target, rows iter.Seq2[[]any, error]) error {
	var w bulkWriter = &copier{tx: tx, into: into}
	if into.conflict != "" {
		w = newMerger(tx, into)
	}
	for row, err := range rows {
		if err == nil {
			err = w.add(ctx, row)
		}
		if err != nil {
			return err
		}
		tx.landed(into.table)
	}
	return w.flush(ctx)
}

// manyRows is how many rows change what the planner should know of a table: it would
// learn by itself a minute later, and those who read at once pay for what it believes.
const manyRows = 10_000

// tell counts the tables into which many rows came, but for their documents.
func (postgres) tell(ctx context.Context, tx *txn) error {
	for _, s := range shapes {
		if tx.rows[s.name] < manyRows {
			continue
		}
		var columns []string
		for _, f := range s.fields {
			if f.datum != jsonDoc && f.datum != octets {
				columns = append(columns, f.name)
			}
		}
		if _, err := tx.ExecContext(ctx, "ANALYZE "+s.name+" ("+strings.Join(columns, ", ")+")"); err != nil {
			return fmt.Errorf("count table %s: %w", s.name, err)
		}
	}
	return nil
}

type bulkWriter interface {
	add(ctx context.Context, row []any) error
	flush(ctx context.Context) error
}

// copier sends rows by COPY, in its text format.
type copier struct {
	tx   *txn
	into target
	buf  []byte
}

func (c *copier) add(ctx context.Context, row []any) (err error) {
	for i, v := range row {
		if i > 0 {
			c.buf = append(c.buf, '\t')
		}
		s, present, err := plain(v)
		if err != nil {
			return fmt.Errorf("column %s: %w", c.into.columns[i], err)
		}
		if !present {
			c.buf = append(c.buf, `\N`...)
			continue
		}
		c.buf = appendEscaped(c.buf, s)
	}
	if c.buf = append(c.buf, '\n'); len(c.buf) < bytesAtOnce {
		return nil
	}
	return c.flush(ctx)
}

func (c *copier) flush(ctx context.Context) error {
	if len(c.buf) == 0 {
		return nil
	}
	err := c.tx.conn.Raw(func(conn any) error {
		_, err := conn.(*stdlib.Conn).Conn().PgConn().CopyFrom(ctx, bytes.NewReader(c.buf),
			"COPY "+c.into.table+" ("+strings.Join(c.into.columns, ", ")+") FROM STDIN")
		return err
	})
	c.buf = c.buf[:0]
	return err
}

// appendEscaped writes a value as the text format of COPY has it.
func appendEscaped(b []byte, s string) []byte {
	for {
		i := strings.IndexAny(s, "\\\n\r\t")
		if i < 0 {
			return append(b, s...)
		}
		b = append(b, s[:i]...)
		b = append(b, '\\', map[byte]byte{'\\': '\\', '\n': 'n', '\r': 'r', '\t': 't'}[s[i]])
		s = s[i+1:]
	}
}

// merger inserts rows that may conflict with those in place, or with one another: of
// two that have one key the first is down when the second comes.
type merger struct {
	tx     *txn
	into   target
	key    []int    // places of the columns of the conflict; none when nothing is replaced
	arrays [][]byte // a column each, as PostgreSQL writes an array, but for its end
	rows   int
	keys   map[string]bool // of the rows that wait
}

func newMerger(tx *txn, into target) *merger {
	for len(tx.scratch) < len(into.columns) {
		tx.scratch = append(tx.scratch, nil)
	}
	for i := range tx.scratch {
		tx.scratch[i] = tx.scratch[i][:0]
	}
	return &merger{tx: tx, into: into, key: into.replaces(), arrays: tx.scratch[:len(into.columns)], keys: make(map[string]bool)}
}

// replaces gives the places of the columns that tell which row another replaces.
func (t target) replaces() (places []int) {
	if !strings.Contains(t.conflict, "DO UPDATE") {
		return nil
	}
	_, list, _ := strings.Cut(t.conflict, "(")
	list, _, _ = strings.Cut(list, ")")
	for _, name := range strings.Split(list, ",") {
		places = append(places, slices.Index(t.columns, strings.TrimSpace(name)))
	}
	return places
}

func (m *merger) add(ctx context.Context, row []any) error {
	if err := m.makeRoom(ctx, row); err != nil {
		return err
	}
	for i, v := range row {
		s, present, err := plain(v)
		if err != nil {
			return fmt.Errorf("column %s: %w", m.into.columns[i], err)
		}
		m.arrays[i] = appendElement(m.arrays[i], s, present)
	}
	m.rows++
	return nil
}

// makeRoom sends what waits when it is enough, or has the key of the row that comes.
func (m *merger) makeRoom(ctx context.Context, row []any) error {
	var key []byte
	for _, i := range m.key {
		s, _, err := plain(row[i])
		if err != nil {
			return fmt.Errorf("column %s: %w", m.into.columns[i], err)
		}
		key = strconv.AppendQuote(key, s)
	}
	size := 0
	for _, a := range m.arrays {
		size += len(a)
	}
	if m.rows >= rowsAtOnce || size >= bytesAtOnce || m.keys[string(key)] {
		if err := m.flush(ctx); err != nil {
			return err
		}
	}
	if len(m.key) > 0 {
		m.keys[string(key)] = true
	}
	return nil
}

func (m *merger) flush(ctx context.Context) error {
	if m.rows == 0 {
		return nil
	}
	args := make([]any, len(m.arrays))
	for i, a := range m.arrays {
		args[i] = string(append(a, '}'))
		m.arrays[i] = a[:0]
	}
	_, err := m.tx.ExecContext(ctx, m.sql(), args...)
	m.rows = 0
	clear(m.keys)
	return err
}

// appendElement writes one more element of an array.
func appendElement(b []byte, s string, present bool) []byte {
	if len(b) == 0 {
		b = append(b, '{')
	} else {
		b = append(b, ',')
	}
	if !present {
		return append(b, "NULL"...)
	}
	b = append(b, '"')
	for {
		i := strings.IndexAny(s, `"\`)
		if i < 0 {
			return append(append(b, s...), '"')
		}
		b = append(append(append(b, s[:i]...), '\\'), s[i])
		s = s[i+1:]
	}
}

func (m *merger) sql() string {
	var arrays, casts []string
	for i, name := range m.into.columns {
		arrays = append(arrays, fmt.Sprintf("$%d::text[]", i+1))
		casts = append(casts, "r."+name+"::"+postgresTypes[datumOf(m.into.table, name)])
	}
	return "INSERT INTO " + m.into.table + " (" + strings.Join(m.into.columns, ", ") + ") SELECT " + strings.Join(casts, ", ") +
		" FROM unnest(" + strings.Join(arrays, ", ") + ") r (" + strings.Join(m.into.columns, ", ") + ") " + m.into.conflict
}

var postgresTypes = map[datum]string{words: "text", jsonDoc: "json", whole: "bigint", number: "bigint", flag: "boolean", moment: "timestamptz", octets: "bytea"}

// datumOf is what a column of a table holds.
func datumOf(table, name string) datum {
	for _, s := range shapes {
		for _, f := range s.fields {
			if s.name == table && f.name == name {
				return f.datum
			}
		}
	}
	return words
}

// plain is a value as PostgreSQL reads it; present is false for an absent one.
func plain(v any) (s string, present bool, err error) {
	switch v := v.(type) {
	case nil:
		return "", false, nil
	case string:
		return clean(v), true, nil // a copied one may be of a time when nobody saw to it
	case sql.NullString:
		return clean(v.String), v.Valid, nil
	case sql.NullInt64:
		return strconv.FormatInt(v.Int64, 10), v.Valid, nil
	case []byte:
		return `\x` + hex.EncodeToString(v), true, nil
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String:
		return r.String(), true, nil
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10), true, nil
	case reflect.Bool:
		return strconv.FormatBool(r.Bool()), true, nil
	}
	return "", false, fmt.Errorf("a value of type %T", v)
}
