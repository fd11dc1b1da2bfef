package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
)

// patient is an installation in good health, of which each test breaks a copy.
func patient(t *testing.T) (copyOf func(*testing.T) (dir, configuration string)) {
	t.Helper()
	healthy, c := onlyClean(t, "")
	must(t, exitDone, "run", "--config", c, "--quiet")
	return func(t *testing.T) (string, string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(healthy)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, "catalogue.db"), 0o640); err != nil {
			t.Fatal(err)
		}
		return dir, filepath.Join(dir, configName)
	}
}

// examined is what the doctor says.
type examined struct {
	Level  level       `json:"etat"`
	Checks []diagnosis `json:"controles"`
}

func doctorAt(t *testing.T, at time.Time, c string, more ...string) examined {
	t.Helper()
	out := commandAt(t, at, append([]string{"doctor", "--json", "--config", c}, more...)...)
	said := decode[examined](t, out.stdout)
	if want := map[level]int{fine: exitDone, attention: exitRefused, broken: exitFailed}[said.Level]; out.code != want || out.stderr != "" {
		t.Errorf("%s ends with %d and says %q", said.Level, out.code, out.stderr)
	}
	return said
}

// only is what a check found that is not well; the machine that tests run on may be
// short of room itself.
func (e examined) only(name string) (ill []diagnosis) {
	for _, d := range e.Checks {
		if d.Level > fine && (d.Check == name || d.Check != "disk" && d.Check != "limits") {
			ill = append(ill, d)
		}
	}
	return ill
}

func TestDoctorFindsNothingWrongInTheSample(t *testing.T) {
	dir, c := patient(t)(t)
	before := listing(t, dir)
	said := doctorAt(t, night.Add(time.Hour), c)
	if ill := said.only(""); len(ill) > 0 {
		t.Errorf("got %+v", ill)
	}
	names := map[string]bool{}
	for _, d := range said.Checks {
		names[d.Check] = true
		if d.What == "" || d.Found == "" || d.Level == fine && d.Remedy != "" {
			t.Errorf("%+v does not say what was looked at and what was found", d)
		}
	}
	for _, check := range checks() {
		if !names[check.name] {
			t.Errorf("%s was not looked at", check.name)
		}
	}
	if after := listing(t, dir); after != before {
		t.Errorf("the doctor changed files:\n%s\n%s", before, after)
	}
}

// listing names all the files of a folder, but for what SQLite keeps beside its own.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !strings.Contains(path, ".db-") {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, "\n")
}

func TestDoctorFindsEachThingThatIsBroken(t *testing.T) {
	copyOf := patient(t)
	write := func(t *testing.T, path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inSQL := func(statement string) func(*testing.T, string, string) {
		return func(t *testing.T, dir, _ string) {
			db, err := sql.Open("sqlite", filepath.Join(dir, "catalogue.db"))
			if err == nil {
				_, err = db.Exec(statement)
			}
			if err != nil {
				t.Fatal(err)
			}
			db.Close()
		}
	}
	later := night.Add(time.Hour)
	for _, c := range []struct {
		name   string
		breaks func(t *testing.T, dir, configuration string)
		at     time.Time
		check  string
		level  level
		says   string
	}{
		{"an unknown key", func(t *testing.T, _, c string) { setting(t, c, "bogus: 1") }, later, "configuration", broken, "bogus"},
		{"an unknown target", func(t *testing.T, _, c string) { replaceLine(t, c, "targets:", "targets: [audee]") }, later, "configuration", broken, `did you mean "aude"`},
		{"a layout that is none", func(t *testing.T, dir, c string) {
			setting(t, c, "layouts_dir: .")
			write(t, filepath.Join(dir, "mine.yaml"), "nonsense: true")
		}, later, "configuration", broken, "mine.yaml"},
		{"a password that all can read", func(t *testing.T, dir, c string) {
			setting(t, c, "mail: {host: smtp.exemple.fr, from: a@exemple.fr, operators: [b@exemple.fr], user: u, password: hunter2}")
			if err := os.Chmod(c, 0o644); err != nil {
				t.Fatal(err)
			}
		}, later, "configuration", attention, "chmod 600"},
		{"no inbox", func(t *testing.T, dir, _ string) { remove(t, dir, "inbox") }, later, "folders", attention, "does not exist"},
		{"a shelf that is a file", func(t *testing.T, dir, _ string) { remove(t, dir, "feeds"); write(t, filepath.Join(dir, "feeds"), "x") }, later, "folders", broken, "no folder"},
		{"a folder that anybody can change", func(t *testing.T, dir, _ string) {
			if err := os.Chmod(filepath.Join(dir, "landing"), 0o777); err != nil {
				t.Fatal(err)
			}
		}, later, "folders", attention, "chmod o-w"},
		{"no folder of targets", func(t *testing.T, _, c string) { setting(t, c, "mappings_dir: nowhere") }, later, "folders", broken, "does not exist"},
		{"no store", func(t *testing.T, dir, _ string) { remove(t, dir, "catalogue.db") }, later, "store", attention, "none yet"},
		{"a store that is no store", func(t *testing.T, dir, _ string) {
			write(t, filepath.Join(dir, "catalogue.db"), strings.Repeat("notes\n", 2000))
		}, later, "store", broken, "not a store"},
		{"a damaged page", func(t *testing.T, dir, _ string) { scratch(t, filepath.Join(dir, "catalogue.db")) }, later, "store", broken, "restore"},
		{"a store that anybody can read", func(t *testing.T, dir, _ string) {
			if err := os.Chmod(filepath.Join(dir, "catalogue.db"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, later, "store", attention, "chmod 640"},
		{"migrations to come", inSQL("DELETE FROM migration WHERE nom = (SELECT max(nom) FROM migration)"), later, "store", attention, "passerelle migrate"},
		{"a store of a later version", inSQL("INSERT INTO migration (nom, sha256) VALUES ('9999_avenir.sql', 'x')"), later, "store", broken, "later passerelle"},
		{"a run that was killed", func(t *testing.T, _, c string) {
			inStore(t, c, func(s *store.Store) {
				if err := s.BeginRun(t.Context(), journal.Run{ID: "z", Date: night, StartedAt: night}); err != nil {
					t.Fatal(err)
				}
			})
		}, later, "lock", attention, "was killed"},
		{"what a killed run left", func(t *testing.T, dir, _ string) {
			path := filepath.Join(dir, "feeds", "aude", ".tmp-123")
			write(t, path, strings.Repeat("x", 2*mib))
			if err := os.Chtimes(path, night.AddDate(0, 0, -3), night.AddDate(0, 0, -3)); err != nil {
				t.Fatal(err)
			}
		}, later, "leftovers", attention, "2 MiB"},
		{"a referential that was never loaded", inSQL("DELETE FROM version WHERE referentiel = 'nsf'"), later, "referentials", attention, "never loaded"},
		{"a stale referential", func(t *testing.T, _, c string) { setting(t, c, "max_age_days: {certifinfo: 10}") }, night.AddDate(0, 0, 11), "referentials", attention, "stale"},
		{"a small referential", func(t *testing.T, _, c string) {
			replaceLine(t, c, "floors:", "floors: {certifinfo: 1, rome: 999, formacode: 1, nsf: 1, communes: 1, organismes: 1}")
		}, later, "referentials", attention, "fewer than the 999"},
		{"a clock that is behind", func(*testing.T, string, string) {}, night.Add(-time.Hour), "clock", broken, "NTP"},
		{"a clock that was never set", func(*testing.T, string, string) {}, time.Unix(0, 0), "clock", broken, "NTP"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, configuration := copyOf(t)
			c.breaks(t, dir, configuration)
			ill := doctorAt(t, c.at, configuration).only(c.check)
			i := slices.IndexFunc(ill, func(d diagnosis) bool {
				return d.Check == c.check && d.Level == c.level && strings.Contains(d.Found+" "+d.Remedy, c.says) && d.Remedy != ""
			})
			if i < 0 {
				t.Errorf("nothing says %q: %+v", c.says, ill)
			}
			if c.at == later && len(ill) > 2 { // one thing may show in two places
				t.Errorf("other things are said to be wrong: %+v", ill)
			}
		})
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

// replaceLine puts a line in place of the one that begins so.
func replaceLine(t *testing.T, path, begins, by string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, begins) })
	if i < 0 {
		t.Fatalf("no line of %s begins with %s", path, begins)
	}
	lines[i] = by
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// scratch damages pages in the middle of a store, its header whole.
func scratch(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xde, 0xad}, 8192), info.Size()/2/4096*4096); err != nil {
		t.Fatal(err)
	}
}

// asNobody does something with the rights on files of a user who has none; tests may
// be run by root, whom permissions do not stop.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		f()
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	set := func(uid uintptr) {
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETFSUID, uid, 0, 0); errno != 0 {
			t.Fatal(errno)
		}
	}
	set(65534)
	defer set(0)
	f()
}

func TestDoctorTriesPermissionsForReal(t *testing.T) {
	base := t.TempDir()
	for dir := base; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name    string
		mode    os.FileMode
		written bool
		says    string // empty: all is well
	}{
		{"readable", 0o555, false, ""}, {"writable", 0o777 | os.ModeSticky, true, ""},
		{"not writable", 0o555, true, "nothing can be written in it: permission denied"}, {"not readable", 0o311, true, "cannot be read"}, {"closed", 0, false, "cannot be read"},
	} {
		dir := filepath.Join(base, c.name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, c.mode); err != nil {
			t.Fatal(err)
		}
		var got, below diagnosis
		asNobody(t, func() {
			got = folder{key: "shelf", path: dir, written: c.written}.look()
			below = folder{key: "shelf", path: filepath.Join(dir, "a", "b"), written: true}.look()
		})
		if want := map[bool]level{true: fine, false: broken}[c.says == ""]; got.Level != want || !strings.Contains(got.Found, c.says) {
			t.Errorf("%s: %+v", c.name, got)
		}
		if want := c.mode&0o222 == 0o222; (below.Level == fine) != want {
			t.Errorf("%s: a folder to be made in it: %+v", c.name, below)
		}
		os.Chmod(dir, 0o700)
	}
}

func TestDoctorTellsAnotherUsersStore(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root gives a file to another user")
	}
	dir, c := patient(t)(t)
	if err := os.Chown(filepath.Join(dir, "catalogue.db"), 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if ill := doctorAt(t, night.Add(time.Hour), c).only("user"); len(ill) != 1 || !strings.Contains(ill[0].Found, "65534") {
		t.Errorf("got %+v", ill)
	}
}

func TestDoctorSaysWhoIsAtWork(t *testing.T) {
	dir, c := patient(t)(t)
	defer holdLock(t, filepath.Join(dir, "catalogue.db"))()
	said := doctorAt(t, night.Add(time.Hour), c)
	if !slices.ContainsFunc(said.Checks, func(d diagnosis) bool {
		return d.Check == "lock" && strings.Contains(d.Found, fmt.Sprintf("process %d", os.Getpid()))
	}) || len(said.only("")) > 0 {
		t.Errorf("got %+v", said)
	}
}

func TestDoctorTriesSourcesOnlyWhenAsked(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch r.URL.Path {
		case "/gone":
			http.NotFound(w, r)
		case "/get-only":
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	}))
	defer server.Close()
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	_, c := patient(t)(t)
	setting(t, c, fmt.Sprintf("sources: [{name: a, url: %[1]q}, {name: b, url: %[2]q}, {name: c, url: %[3]q}, {name: d, url: %[4]q}]",
		server.URL+"/ok?key=secret", server.URL+"/gone", server.URL+"/get-only", down.URL))
	if ill := doctorAt(t, night.Add(time.Hour), c).only("sources"); len(ill) > 0 || asked > 0 {
		t.Errorf("without --network: %d requests, %+v", asked, ill)
	}
	ill := doctorAt(t, night.Add(time.Hour), c, "--network").only("sources")
	if len(ill) != 2 || !strings.Contains(ill[0].Found, "404") || !strings.Contains(ill[1].Found, "refused") {
		t.Errorf("got %+v", ill)
	}
	if text, _ := json.Marshal(ill); bytes.Contains(text, []byte("secret")) {
		t.Error("a secret of an address is told")
	}
}

func TestDoctorOfAServer(t *testing.T) {
	dsn := pgtest.Start(t)
	look := func(off time.Duration) (all []diagnosis) {
		t.Helper()
		x := exam{app: &app{now: func() time.Time { return time.Now().Add(off) }}, config: config{Store: dsn}}
		all = x.checkStore(t.Context())
		if x.store != nil {
			defer x.store.Close()
		}
		return all
	}
	if got := look(0); len(got) != 1 || got[0].Level != attention || !strings.Contains(got[0].Found, "not applied") {
		t.Errorf("a new database: %+v", got)
	}
	if _, err := store.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	for off, want := range map[time.Duration]level{0: fine, 30 * time.Second: attention, -time.Hour: broken} {
		got := look(off)
		if len(got) != 3 || !strings.HasPrefix(got[0].Found, "PostgreSQL ") || got[1].Level != want || !strings.Contains(got[1].Found, "clock") || got[2].Found != "no damage" {
			t.Errorf("a clock %s off: %+v", off, got)
		}
		if without := strings.Contains(got[0].Found, "fsync=off"); (got[0].Level == broken) != without { // servers of tests do without
			t.Errorf("got %+v", got[0])
		}
	}
}

func TestTheDoctorOfAServerThatDoesNotAnswer(t *testing.T) {
	x := exam{app: &app{now: time.Now}, config: config{Store: "postgres://moi:hunter2@127.0.0.1:1/passerelle"}}
	found := append(x.checkStore(t.Context()), x.checkLock(t.Context())...)
	if len(found) != 2 || found[0].Level != broken || strings.Contains(found[0].Remedy, "restore") || !strings.Contains(found[1].Found, "not known") {
		t.Errorf("got %+v", found)
	}
	if strings.Contains(fmt.Sprint(found), "hunter2") {
		t.Error("the password is told")
	}
}

// TestTheDoctorReadsOnlyWhatIsSaid: init writes a file that all can read, and that
// explains where passwords go.
func TestTheDoctorReadsOnlyWhatIsSaid(t *testing.T) {
	dir := t.TempDir()
	must(t, exitDone, "init", dir)
	c := filepath.Join(dir, configName)
	if err := os.Chmod(c, 0o644); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"": false, "# password: x": false, "store: postgres://u@h/x": false,
		"store: postgres://u:hunter2@h/x": true, "push: [{name: x, password: hunter2}]": true, "push: [{name: x, passphrase: hunter2}]": true, "mail: {password: hunter2}": true,
	} {
		path := filepath.Join(t.TempDir(), configName)
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := holdsSecret(path); got != want {
			t.Errorf("%q: holds a secret %v, want %v", text, got, want)
		}
	}
	for _, d := range doctorAt(t, night, c, "--quick").only("configuration") {
		if d.Check == "configuration" {
			t.Errorf("what init writes is found ill: %+v", d)
		}
	}
}
