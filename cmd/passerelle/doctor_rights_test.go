package main

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/pgtest"
)

// TestDoctorTellsTheRightThatMigrateWouldLack does what the doctor says, and migrates.
func TestDoctorTellsTheRightThatMigrateWouldLack(t *testing.T) {
	cluster := pgtest.Private(t)
	admin, err := sql.Open("pgx", cluster.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.Exec("CREATE ROLE petit LOGIN"); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(cluster.DSN())
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.User("petit")
	c := filepath.Join(t.TempDir(), configName)
	if err := os.WriteFile(c, []byte("store: "+address.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	look := func() (found diagnosis) {
		t.Helper()
		for _, d := range doctorAt(t, night.Add(time.Hour), c, "--quick").Checks {
			if d.Check == "store" && !strings.Contains(d.Found, "fsync=off") && !strings.Contains(d.Found, "clock") {
				found = d
			}
		}
		return found
	}
	const grant = "GRANT USAGE, CREATE ON SCHEMA public TO petit;"
	if d := look(); d.Level != broken || !strings.Contains(d.Found, "lacks CREATE on the schema public") || !strings.Contains(d.Remedy, grant) {
		t.Fatalf("got %+v", d)
	}
	must(t, exitFailed, "migrate", "--config", c)
	if _, err := admin.Exec(grant); err != nil {
		t.Fatal(err)
	}
	if d := look(); d.Level != attention || !strings.HasPrefix(d.Remedy, "back it up, then `passerelle migrate`") {
		t.Errorf("once granted: %+v", d)
	}
	must(t, exitDone, "migrate", "--config", c)
	if d := look(); d.Level != fine {
		t.Errorf("once migrated: %+v", d)
	}
}
