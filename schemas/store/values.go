package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// instant is a time as the store keeps it: UTC, to the microsecond.
type instant struct{ time.Time }

const instantLayout = "2006-01-02T15:04:05.000000Z"

// text is the time as it is bound; the zero time is an absent one.
func text(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(instantLayout)
}

// parseInstant reads a time as the store keeps it.
func parseInstant(s string) (time.Time, error) { return time.Parse(instantLayout, s) }

// Scan reads what a dialect gives: text, a time, or nothing.
func (i *instant) Scan(v any) (err error) {
	switch v := v.(type) {
	case nil:
		i.Time = time.Time{}
	case time.Time:
		i.Time = v.UTC()
	case string:
		i.Time, err = parseInstant(v)
	default:
		err = fmt.Errorf("a time read as %T", v)
	}
	return err
}

// encode writes a document that every dialect can keep, so without NUL, with < > &
// as themselves so that it reads well.
func encode(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return withoutNUL(strings.TrimSuffix(b.String(), "\n")), nil
}

const escapedNUL = `\u0000`

// withoutNUL takes the escaped NULs out of a document.
func withoutNUL(doc string) string {
	if !strings.Contains(doc, escapedNUL) {
		return doc
	}
	var b strings.Builder
	for i := 0; i < len(doc); i++ {
		switch {
		case strings.HasPrefix(doc[i:], escapedNUL):
			i += len(escapedNUL) - 1
		case doc[i] == '\\': // the next byte is escaped, be it a backslash
			b.WriteString(doc[i : i+2])
			i++
		default:
			b.WriteByte(doc[i])
		}
	}
	return b.String()
}

// document scans a row whose only column is a JSON document.
func document[T any](rows *sql.Rows) (v T, err error) {
	var doc sql.RawBytes
	if err := rows.Scan(&doc); err != nil {
		return v, err
	}
	return v, json.Unmarshal(doc, &v)
}

// array writes strings as a JSON array, [] when there is none.
func array(list []string) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	return encode(list)
}

// object writes a count by name as a JSON object, {} when there is none.
func object(counts map[string]int) (string, error) {
	if len(counts) == 0 {
		return "{}", nil
	}
	return encode(counts)
}

// decode reads what array or object wrote; what is empty stays nil.
func decode(text []byte, into any) error {
	if s := string(text); s == "[]" || s == "{}" {
		return nil
	}
	return json.Unmarshal(text, into)
}

// clean makes s text that every dialect can keep: valid UTF-8, without NUL.
func clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// longestName is how many bytes of a name a stranger gave are kept as they are.
// PostgreSQL refuses entries of its indexes above 2,700 bytes, of several columns
// together, and the file fails that bears one.
const longestName = 512

// short is a name that may be in an index: clean and, beyond longestName, known by its
// beginning and its hash, so that two that differ still do.
func short(s string) string {
	s = clean(s)
	if len(s) <= longestName {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	begins := s[:longestName-len("…")-hex.EncodedLen(len(sum))]
	return strings.ToValidUTF8(begins, "") + "…" + hex.EncodeToString(sum[:])
}

// cleanAll makes clean the texts among the values of a statement, in place.
func cleanAll(args []any) []any {
	for i, v := range args {
		switch v := v.(type) {
		case string:
			if c := clean(v); c != v {
				args[i] = c
			}
		case sql.NullString:
			if c := clean(v.String); c != v.String {
				args[i] = sql.NullString{String: c, Valid: v.Valid}
			}
		}
	}
	return args
}
