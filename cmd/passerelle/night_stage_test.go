package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
)

// paris is where the nights are lived.
var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err) // it is carried by the program
	}
	return zone
}()

// stage is all that nights are played on: an installation, its service, and those
// around it.
type stage struct {
	*testing.T
	clock  *fastClock
	log    *nightLog
	post   *postOffice
	dir, c string
	server bool // the store is that of PostgreSQL
	url    string
	down   atomic.Bool // the address of the referential
	stop   func()      // asks the service to end, as SIGTERM does, and waits
}

// newStage makes the sample ready at an instant, its inbox empty; jobs are lines of
// the configuration. dsn is the store; empty: the embedded one.
func newStage(t *testing.T, at, dsn, jobs string) *stage {
	t.Helper()
	s := &stage{T: t, clock: newFastClock(paristime(t, at))}
	s.log = &nightLog{clock: s.clock}
	s.post = newPostOffice(t, s.clock.Now)
	s.dir, s.c = sample(t)
	if err := os.Rename(filepath.Join(s.dir, "inbox"), filepath.Join(s.dir, "senders")); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	s.url = "http://" + address
	sed(t, s.c, regexp.MustCompile(`(?m)^targets:.*$`), "targets: [intercarif, aude, kairos]")
	appendTo(t, s.c, fmt.Sprintf(`
listen: %q
watch_inbox: 50ms
workers: 1
trusted: [carif, ifol]
max_drop_percent: 30
max_age_days: {nsf: 1}
sources: [{name: nsf, url: %q}]
mail: {host: 127.0.0.1, port: %d, security: none, hello: essai, from: "Passerelle <flux@exemple.fr>", staff: [offre@exemple.fr], operators: [dsi@exemple.fr]}
log_level: info
jobs:
%s`, address, s.source(), s.post.port, jobs))
	if s.server = dsn != ""; s.server {
		sed(t, s.c, regexp.MustCompile(`(?m)^store:.*$`), "store: "+dsn)
	}
	return s
}

// paristime reads an instant on the clocks of Paris, with their offset from UTC
// where they show it twice.
func paristime(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
	if err != nil {
		at, err = time.Parse("2006-01-02 15:04 -07:00", text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return at.In(paris)
}

// source is the address of a referential, of which the file leaves the folder.
func (s *stage) source() string {
	path := filepath.Join(s.dir, "referentials", "nsf_groupes_D311-4.csv")
	data := content(s.T, path)
	if err := os.Remove(path); err != nil {
		s.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.down.Load() {
			http.Error(w, "maintenance", http.StatusNotFound)
			return
		}
		w.Header().Set("ETag", `"2026"`)
		http.ServeContent(w, r, "nsf.csv", time.Time{}, bytes.NewReader(data))
	}))
	s.Cleanup(server.Close)
	return server.URL + "/nsf.csv"
}

// command runs the program by hand, at the time that it is.
func (s *stage) command(code int, args ...string) outcome {
	s.Helper()
	out := commandAt(s.T, s.clock.Now(), append(args, "--config", s.c)...)
	if out.code != code {
		s.Fatalf("passerelle %s: status %d, want %d\n%s%s", strings.Join(args, " "), out.code, code, out.stderr, out.stdout)
	}
	return out
}

// serve starts the service, as the command does.
func (s *stage) serve() {
	s.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	a := &app{stdout: s.log, stderr: s.log, now: s.clock.Now, clock: s.clock}
	ended := make(chan int, 1)
	go func() { ended <- a.execute(ctx, []string{"serve", "--config", s.c}) }()
	s.clock.waiters = 3 // the schedule, the queue and the spool of mails
	if s.server {
		s.clock.waiters = 2 // the queue is that of the database
	}
	var once sync.Once
	s.stop = func() {
		once.Do(func() {
			s.clock.waiters = 0
			cancel()
			select {
			case code := <-ended:
				if code != exitDone {
					s.Errorf("serve ended with status %d", code)
				}
			case <-time.After(time.Minute):
				s.Error("serve does not stop")
			}
		})
	}
	s.Cleanup(s.stop)
	s.log.await(s.T, "partners are served", 1)
	s.clock.rest(s.T)
}

// live lets time pass, minute by minute, until an instant on the clocks of Paris.
func (s *stage) live(until string) { s.Helper(); s.clock.live(s.T, paristime(s.T, until)) }

// jump lets time pass at once: nothing is due meanwhile.
func (s *stage) jump(to string) { s.Helper(); s.clock.jump(s.T, paristime(s.T, to)) }

// due lives until a minute, at which jobs begin, and waits until they have all ended.
func (s *stage) due(at string, jobs ...string) {
	s.Helper()
	began := len(s.log.lines())
	s.live(at)
	s.ended(began, jobs...)
}

// ended waits until jobs have ended, each once since a line of the log.
func (s *stage) ended(since int, jobs ...string) {
	s.Helper()
	for _, job := range jobs {
		s.log.awaitSince(s.T, since, `"the job ends" job=`+job+" ", 1)
	}
	s.clock.rest(s.T)
}

// deposit puts files of the sample into the inbox, as their senders do.
func (s *stage) deposit(from, to string) {
	s.Helper()
	path := filepath.Join(s.dir, "inbox", filepath.FromSlash(to))
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err := errors.Join(err, os.WriteFile(path, content(s.T, filepath.Join(s.dir, "senders", from)), 0o644)); err != nil {
		s.Fatal(err)
	}
}

// loaded waits until a file of the inbox is filed away, or set aside, with its
// answers.
func (s *stage) loaded(name string) {
	s.Helper()
	for range 1500 {
		for _, sender := range []string{"", "*"} {
			for _, folder := range []string{"traites", "ecartes"} {
				if found, _ := filepath.Glob(filepath.Join(s.dir, "inbox", folder, "*", sender, name, name)); len(found) > 0 {
					return
				}
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Fatalf("%s is not loaded:\n%s", name, strings.Join(s.log.lines(), "\n"))
}

// inStore looks into the store, beside the service.
func (s *stage) inStore(look func(*store.Store)) {
	s.Helper()
	c, err := readConfig(s.c, nil)
	if err != nil {
		s.Fatal(err)
	}
	st, err := store.Open(s.Context(), c.Store)
	if err != nil {
		s.Fatal(err)
	}
	defer st.Close()
	look(st)
}

// firings are what became of the turns of all jobs, in order.
func (s *stage) firings(jobs ...string) (lines []string) {
	s.Helper()
	var turns []journal.Firing
	s.inStore(func(st *store.Store) {
		for _, job := range jobs {
			all, err := st.Firings(s.Context(), job, 100)
			if err != nil {
				s.Fatal(err)
			}
			turns = append(turns, all...)
		}
	})
	slices.SortStableFunc(turns, func(a, b journal.Firing) int { return a.Due.Compare(b.Due) })
	for _, f := range turns {
		lines = append(lines, fmt.Sprintf("%s %s %s #%d%s", f.Due.In(paris).Format("2006-01-02 15:04 -07"), f.Job, f.State, f.Attempt, f.Error))
	}
	return lines
}

// nightLog keeps what the service says, each line at the time of the night.
type nightLog struct {
	clock *fastClock
	mu    sync.Mutex
	said  []string
}

var logTime = regexp.MustCompile(`^time=\S+`)

func (l *nightLog) Write(text []byte) (int, error) {
	at := l.clock.Now().In(paris).Format("2006-01-02T15:04:05-07:00")
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(string(text)) {
		l.said = append(l.said, logTime.ReplaceAllString(strings.TrimSuffix(line, "\n"), "time="+at))
	}
	return len(text), nil
}

func (l *nightLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.said...)
}

// await waits until the log has said something so many times in all.
func (l *nightLog) await(t *testing.T, what string, times int) {
	t.Helper()
	l.awaitSince(t, 0, what, times)
}

// awaitSince waits until the log has said something so many times since a line.
func (l *nightLog) awaitSince(t *testing.T, line int, what string, times int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		if n := strings.Count(strings.Join(l.lines()[line:], "\n"), what); n >= times {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("at %s the log has not said %s %d times:\n%s", l.clock.Now(), what, times, strings.Join(l.lines()[line:], "\n"))
		}
	}
}

// standing is where a referential stands now.
func (s *stage) standing(name nomenclature.Referential) (one standing) {
	s.Helper()
	for _, one := range decode[[]standing](s.T, commandAt(s.T, s.clock.Now(), "referentials", "--json", "--config", s.c).stdout) {
		if one.Referential == name {
			return one
		}
	}
	s.Fatalf("no referential %s", name)
	return one
}

// compare holds a list against what is wanted, line by line.
func (s *stage) compare(what string, got, want []string) {
	s.Helper()
	if !slices.Equal(got, want) {
		s.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// feedFilesOf are the feeds in place of some targets.
func feedFilesOf(dir string, targets ...string) (files []string) {
	for _, target := range targets {
		files = append(files, filepath.Join(dir, "feeds", target, "latest", target+".xml"))
	}
	return files
}

// changing is what differs from one test to the next in a line of the log, and what
// stands for it.
var changing = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`request=[0-9a-f]{16}`), "request=ID"},
	{regexp.MustCompile(`took=[0-9.]+(µs|ms|s)`), "took=TIME"},
	{regexp.MustCompile(`bytes=[1-9][0-9]{3,}`), "bytes=MANY"},
	{regexp.MustCompile(` cut="[^"]*"`), ""}, // the server may have sent all before the line broke
	{regexp.MustCompile(`(answers/\S+/)[0-9a-f]{8}\b`), "${1}SUM"},
	{regexp.MustCompile(`(ecartes|traites)/\d{4}-\d\d-\d\d`), "$1/DAY"},
	{regexp.MustCompile(`version=\S+`), "version=VERSION"},
}

// runNamed and sumNamed find names that are drawn, and sums of what bears them.
var (
	runNamed = regexp.MustCompile(`Z-[0-9a-f]{4}\b`)
	sumNamed = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
)

// doorFirst puts the opening of the door, which comes beside the first jobs, before
// them.
func doorFirst(lines []string) []string {
	at := 0
	for i, line := range lines {
		switch {
		case strings.Contains(line, `msg="the service is at work"`):
			at = i + 1
		case strings.Contains(line, `msg="partners are served"`):
			copy(lines[at+1:i+1], lines[at:i])
			lines[at] = line
		}
	}
	return lines
}

// normal is the log with what changes from one test to the next named in the order
// in which it comes.
func (l *nightLog) normal(s *stage) string {
	text := strings.ReplaceAll(strings.Join(doorFirst(l.lines()), "\n")+"\n", s.dir, "DIR")
	for _, c := range changing {
		text = c.pattern.ReplaceAllString(text, c.by)
	}
	name := func(format string) func(string) string {
		names := map[string]string{}
		return func(found string) string {
			if names[found] == "" {
				names[found] = fmt.Sprintf(format, len(names)+1)
			}
			return names[found]
		}
	}
	text = runNamed.ReplaceAllStringFunc(text, name("Z-RUN%d"))
	return sumNamed.ReplaceAllStringFunc(text, name("SUM%d"))
}
