package store

import (
	"context"
	"fmt"
)

// RunHolder says who has the lock of LockRuns, as the server knows it; held is false
// when nobody has, and for a file, whose lock is beside it.
func (s *Store) RunHolder(ctx context.Context) (who string, held bool, err error) {
	if !IsServer(s.path) {
		return "", false, nil
	}
	all, err := column[string](ctx, s.reader, runHolder, int64(lockRuns))
	if err != nil {
		return "", false, fmt.Errorf("look for who has the lock of runs: %w", err)
	}
	if len(all) == 0 {
		return "", false, nil
	}
	return all[0], true, nil
}

// A lock of two numbers shows them as unsigned ones.
const runHolder = `SELECT coalesce(nullif(a.application_name, ''), 'a client') || ' on ' || coalesce(host(a.client_addr), 'the machine of the server') || ', connection ' || l.pid
	FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
	WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.classid::bigint = $1 & 4294967295 AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295`
