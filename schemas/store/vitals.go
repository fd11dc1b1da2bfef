package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Vitals is how the database of a store is.
type Vitals struct {
	Database string    `json:"base"` // SQLite or PostgreSQL
	Version  string    `json:"version"`
	Encoding string    `json:"encodage"`
	Journal  string    `json:"journal"` // how it survives a power cut: wal for SQLite, fsync=on for PostgreSQL
	Size     int64     `json:"octets"`
	Clock    time.Time `json:"horloge,omitzero"` // of a server; zero for a file
}

// Vitals looks at the database itself.
func (s *Store) Vitals(ctx context.Context) (Vitals, error) {
	v, query := Vitals{Database: "PostgreSQL"}, postgresVitals
	if _, embedded := s.dialect.(sqlite); embedded {
		v, query = Vitals{Database: "SQLite"}, sqliteVitals
	}
	v, _, err := one(ctx, s.reader, func(rows *sql.Rows) (Vitals, error) {
		var clock instant
		err := rows.Scan(&v.Version, &v.Encoding, &v.Journal, &v.Size, &clock)
		v.Clock = clock.Time
		return v, err
	}, query)
	if err != nil {
		return Vitals{}, fmt.Errorf("look at store %s: %w", s, err)
	}
	return v, nil
}

const (
	sqliteVitals = `SELECT sqlite_version(), encoding, journal_mode, page_count * page_size, NULL
		FROM pragma_encoding, pragma_journal_mode, pragma_page_count, pragma_page_size`
	postgresVitals = `SELECT current_setting('server_version'), current_setting('server_encoding'), 'fsync=' || current_setting('fsync'),
		pg_database_size(current_database()), clock_timestamp()`
)
