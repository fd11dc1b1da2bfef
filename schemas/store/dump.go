package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
)

// Dump writes all that the store holds as text: a line a row, table after table, in
// one order. Two stores that hold the same give the same, whatever their dialects: the
// numbers that a store gives to rows are written as their ranks, since what is undone
// leaves holes among them.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	err := s.read(ctx, func(tx *txn) error {
		ranks := make(map[string]map[int64]int) // of the numbers of each table
		for _, t := range shapes {
			if err := t.dump(ctx, tx, out, ranks); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err != nil {
		return fmt.Errorf("dump store %s: %w", s, err)
	}
	return nil
}

func (s shape) dump(ctx context.Context, q querier, out *bufio.Writer, ranks map[string]map[int64]int) error {
	ours := make(map[int64]int)
	ranks[s.name] = ours
	var line []byte
	for row, err := range s.rows(ctx, q) {
		if err != nil {
			return err
		}
		line = append(line[:0], s.name...)
		for i, f := range s.fields {
			n, is := row[i].(int64)
			switch {
			case is && f.datum == number && f.of == "":
				ours[n] = len(ours) + 1
				row[i] = int64(ours[n])
			case is && f.datum == number:
				row[i] = int64(ranks[f.of][n])
			}
			line = append(append(append(line, '\t'), f.name...), '=')
			line = appendValue(line, row[i])
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// appendValue writes a value; one that is absent is empty, when the empty text is "".
func appendValue(line []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(line, v, 10)
	case bool:
		return strconv.AppendBool(line, v)
	case string:
		return strconv.AppendQuote(line, v)
	case []byte:
		return strconv.AppendQuote(line, string(v))
	}
	return line
}
