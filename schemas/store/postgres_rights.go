package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Withheld is a right that the user of a server has not.
type Withheld struct {
	Right string // in words
	Grant string // the statement that gives it
}

// WithheldFromMigrate says which right Migrate would lack on the store at path; nil when
// it has all. It changes nothing. Of a file, the permissions say it.
func WithheldFromMigrate(ctx context.Context, path string) (*Withheld, error) {
	if !IsServer(path) {
		return nil, nil
	}
	s, err := connected(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("look for the rights on store %s: %w", Shown(path), err)
	}
	w, _, err := one(ctx, s.reader, func(rows *sql.Rows) (*Withheld, error) {
		var user, schema, database, owner string
		var create bool
		if err := rows.Scan(&user, &schema, &database, &create, &owner); err != nil {
			return nil, err
		}
		switch {
		case !create:
			return &Withheld{fmt.Sprintf("the role %s lacks CREATE on the schema %s of the database %s", user, schema, database), fmt.Sprintf("GRANT USAGE, CREATE ON SCHEMA %s TO %s;", schema, user)}, nil
		case owner != "":
			return &Withheld{fmt.Sprintf("the tables belong to the role %s, of which %s is no member", owner, user), fmt.Sprintf("GRANT %s TO %s;", owner, user)}, nil
		}
		return nil, nil
	}, rightsToMigrate)
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, fmt.Errorf("look for the rights on store %s: %w", s, err)
	}
	return w, nil
}

// rightsToMigrate names what the user lacks as it is written in a statement.
const rightsToMigrate = `SELECT quote_ident(current_user), quote_ident(current_schema()), quote_ident(current_database()), has_schema_privilege(current_schema(), 'CREATE'),
	coalesce((SELECT min(quote_ident(tableowner)) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration' AND NOT pg_has_role(tableowner, 'USAGE')), '')`
