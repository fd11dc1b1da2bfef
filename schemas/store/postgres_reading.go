package store

import (
	"context"
	"fmt"
)

// readersRole is who may read the views and nothing else. It cannot log in: a person's
// own role is made a member of it.
const readersRole = "passerelle_lecture"

// letRead makes the role of the readers and gives it the views.
const letRead = `DO $$
DECLARE
  vue text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '` + readersRole + `') THEN
    BEGIN
      CREATE ROLE ` + readersRole + ` NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN -- another store of this server has just made it
      NULL;
    END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO ` + readersRole + `', current_schema());
  FOR vue IN SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname ~ '^v_' LOOP
    EXECUTE format('GRANT SELECT ON %I TO ` + readersRole + `', vue);
  END LOOP;
END $$`

// insufficientPrivilege is the code of what the user has no right to.
const insufficientPrivilege = "42501"

func (postgres) share(ctx context.Context, tx *txn) (note string, err error) {
	_, err = tx.ExecContext(ctx, letRead)
	if sqlState(err) == insufficientPrivilege {
		return fmt.Sprintf("nobody else can read the views: the user has no right to make the role %s (%v); let an administrator CREATE ROLE %s NOLOGIN, then migrate again",
			readersRole, err, readersRole), nil
	}
	return "", err
}
