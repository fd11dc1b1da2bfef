package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/xuri/excelize/v2"
)

// chaosVariable says how long TestKilledAtRandom lasts, such as 10m; chaosSeed draws
// the same kills again.
const (
	chaosVariable = "PASSERELLE_CHAOS"
	chaosSeed     = "PASSERELLE_CHAOS_SEED"
)

const chaosJobs = `
codify_text: "off"
workers: 2
worker_lease: 1s
log_level: info
jobs:
  - {name: load, run: load, cron: "0 3 1 1 *", retries: 5, backoff: 1s}
  - {name: feeds, run: export, cron: "0 4 1 1 *", retries: 5, backoff: 1s}
  - {name: night, run: run, cron: "0 5 1 1 *", retries: 5, backoff: 1s}
`

// TestKilledAtRandom has three workers share one PostgreSQL, and kills them and it at
// random while deliveries come in and feeds go out: each delivery is loaded once,
// what partners read is whole and valid at every moment, and in the end the feeds are
// those of an embedded store that nobody disturbed.
func TestKilledAtRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: takes a minute")
	}
	c := newChaos(t)
	readers := watchFeeds(t, c.dir)
	t.Logf("ready after %s", time.Since(c.began).Round(time.Second))
	c.fire("night")
	for end := time.Now().Add(c.lasts); time.Now().Before(end); {
		time.Sleep(time.Duration(200+c.random.IntN(1500)) * time.Millisecond)
		c.disturb()
	}
	c.settle()
	c.fire("night")
	c.settle()
	c.checkLast("night")
	c.checkLoads()
	c.checkRuns()
	if reads := readers(); reads == 0 {
		t.Error("nobody has read a feed")
	}
	c.compareWithCalm()
	t.Logf("%d workers killed, PostgreSQL stopped %d times, %d turns fired, %d deliveries, in %s", c.kills, c.stops, c.fired, c.came, time.Since(c.began).Round(time.Second))
	if c.kills == 0 || c.stops == 0 {
		t.Error("nothing was disturbed")
	}
}

// chaos is an installation whose workers are killed.
type chaos struct {
	*testing.T
	bin, dir, c string
	cluster     *pgtest.Cluster
	lasts       time.Duration
	seed        uint64
	random      *rand.Rand
	workers     [3]*exec.Cmd

	kills, stops, fired, came int
	began                     time.Time
}

func newChaos(t *testing.T) *chaos {
	t.Helper()
	c := &chaos{T: t, began: time.Now(), lasts: 12 * time.Second, seed: uint64(time.Now().UnixNano())}
	var err error
	if text := variable(t, chaosVariable); text != "" {
		if c.lasts, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	if text := variable(t, chaosSeed); text != "" {
		if c.seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s=%d draws these kills again", chaosSeed, c.seed)
	c.random = rand.New(rand.NewPCG(c.seed, 2))
	c.cluster, c.bin = pgtest.Private(t), build(t)
	c.dir, c.c = sample(t)
	if err := os.Rename(filepath.Join(c.dir, "inbox"), filepath.Join(c.dir, "senders")); err != nil {
		t.Fatal(err)
	}
	sed(t, c.c, regexp.MustCompile(`(?m)^store:.*$`), "store: "+c.cluster.DSN())
	appendTo(t, c.c, chaosJobs)
	c.command("migrate")
	c.command("referentials", "refresh", "--quiet")
	for range 4 {
		c.deliver()
	}
	for i := range c.workers {
		c.start(i)
	}
	t.Cleanup(func() {
		for _, w := range c.workers {
			_ = w.Process.Kill()
			_ = w.Wait()
		}
		if t.Failed() {
			t.Logf("the end of what the workers said:\n%s", c.said())
		}
	})
	return c
}

// variable takes a variable of the environment away, which the program would read as
// one of its own.
func variable(t *testing.T, name string) string {
	t.Helper()
	text := os.Getenv(name)
	t.Setenv(name, "") // puts it back in the end
	if err := os.Unsetenv(name); err != nil {
		t.Fatal(err)
	}
	return text
}

// command runs a command of the program by hand; it tries again while the database is
// away.
func (c *chaos) command(args ...string) {
	c.Helper()
	var out []byte
	var err error
	for range 30 {
		if out, err = exec.Command(c.bin, append(args, "--config", c.c)...).CombinedOutput(); err == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	c.Fatalf("passerelle %v: %v\n%s", args, err, out)
}

// fire makes a job due now.
func (c *chaos) fire(job string) {
	c.Helper()
	c.command("schedule", "fire", job)
	c.fired++
}

// start starts a worker, whose log goes on in the same file.
func (c *chaos) start(i int) {
	c.Helper()
	log, err := os.OpenFile(filepath.Join(c.dir, fmt.Sprintf("worker-%d.log", i)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		c.Fatal(err)
	}
	defer log.Close()
	w := exec.Command(c.bin, "worker", "--config", c.c)
	w.Stdout, w.Stderr = log, log
	if err := w.Start(); err != nil {
		c.Fatal(err)
	}
	c.workers[i] = w
}

// disturb kills a worker with SIGKILL and starts another in its place; now and then
// PostgreSQL crashes and comes back, a delivery comes in, a job is due.
func (c *chaos) disturb() {
	c.Helper()
	i := c.random.IntN(len(c.workers))
	_ = c.workers[i].Process.Kill()
	_ = c.workers[i].Wait()
	c.kills++
	c.start(i)
	if c.random.IntN(3) == 0 {
		c.deliver()
	}
	if c.random.IntN(6) == 0 || c.stops == 0 && c.kills == 4 {
		c.cluster.Stop(c.T)
		time.Sleep(time.Duration(c.random.IntN(2000)) * time.Millisecond)
		c.cluster.Start(c.T)
		c.stops++
	}
	if c.random.IntN(3) == 0 {
		c.fire([]string{"load", "feeds", "night"}[c.random.IntN(3)])
	}
}

// deliver drops a workbook of the sample into the inbox: the same rows as before after
// a while, in other bytes, so that the order in which deliveries are loaded does not
// change what comes of them.
func (c *chaos) deliver() {
	c.Helper()
	all, err := filepath.Glob(filepath.Join(c.dir, "senders", "*.xlsx"))
	if err != nil || len(all) == 0 {
		c.Fatal("the sample has no workbook", err)
	}
	book, err := excelize.OpenFile(all[c.came%len(all)])
	if err != nil {
		c.Fatal(err)
	}
	name := fmt.Sprintf("livraison-%03d.xlsx", c.came)
	if err := book.SetDocProps(&excelize.DocProperties{Title: name}); err != nil {
		c.Fatal(err)
	}
	inbox := filepath.Join(c.dir, "inbox")
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		c.Fatal(err)
	}
	part := filepath.Join(c.dir, "part.xlsx")
	if err := book.SaveAs(part); err != nil {
		c.Fatal(err)
	}
	if err := os.Rename(part, filepath.Join(inbox, name)); err != nil {
		c.Fatal(err)
	}
	c.came++
}

// settle waits until nothing is left to do.
func (c *chaos) settle() {
	c.Helper()
	q, err := queue.Open(c.Context(), c.cluster.DSN(), nil, queue.Options{})
	if err != nil {
		c.Fatal(err)
	}
	defer q.Close()
	var waiting, running int
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if waiting, running, err = q.Depth(c.Context()); err == nil && waiting+running == 0 {
			c.Logf("settled after %s", time.Since(c.began).Round(time.Second))
			return
		}
	}
	c.Fatalf("%d tasks wait and %d run, %v", waiting, running, err)
}

func (c *chaos) inStore(look func(*store.Store)) {
	c.Helper()
	s, err := store.Open(c.Context(), c.cluster.DSN())
	if err != nil {
		c.Fatal(err)
	}
	defer s.Close()
	look(s)
}

// checkLast holds that the last turn of a job, which nobody disturbed, did its work,
// and that no turn is still said to run.
func (c *chaos) checkLast(last string) {
	c.Helper()
	c.inStore(func(s *store.Store) {
		for _, job := range []string{"load", "feeds", "night"} {
			turns, err := s.Firings(c.Context(), job, 1000)
			if err != nil {
				c.Fatal(err)
			}
			for i, f := range turns {
				if f.State == journal.Running || job == last && i == 0 && f.State != journal.DoneRefusals && f.State != journal.Done {
					c.Errorf("turn %d of %s: %+v", len(turns)-i, job, f)
				}
			}
		}
	})
}

// checkLoads holds that each delivery was loaded once, all of it, and that its counts
// add up.
func (c *chaos) checkLoads() {
	c.Helper()
	times, sheets := map[string]int{}, map[string]map[string]bool{}
	c.inStore(func(s *store.Store) {
		runs, err := s.Runs(c.Context(), 100_000)
		if err != nil {
			c.Fatal(err)
		}
		for _, run := range runs {
			loads, err := s.Loads(c.Context(), run.ID)
			if err != nil {
				c.Fatal(err)
			}
			for _, l := range loads {
				if err := l.Check(l.File + " " + l.Sheet); err != nil {
					c.Error(err)
				}
				times[l.File+" "+l.Sheet]++
				if sheets[l.File] == nil {
					sheets[l.File] = map[string]bool{}
				}
				sheets[l.File][run.ID] = true
			}
		}
	})
	for sheet, n := range times {
		if n != 1 {
			c.Errorf("%s was loaded %d times", sheet, n)
		}
	}
	if len(sheets) != c.came {
		c.Errorf("%d deliveries were loaded of %d", len(sheets), c.came)
	}
	for file, runs := range sheets {
		if len(runs) != 1 {
			c.Errorf("%s was loaded by %d runs", file, len(runs))
		}
	}
}

// checkRuns holds that no run is left open: those that were killed are abandoned.
func (c *chaos) checkRuns() {
	c.Helper()
	c.inStore(func(s *store.Store) {
		runs, err := s.Runs(c.Context(), 100_000)
		if err != nil {
			c.Fatal(err)
		}
		for _, run := range runs {
			if run.State == journal.Running {
				c.Errorf("run %s is left open", run.ID)
			}
		}
	})
}

// cameIn finds the instants at which records came in, which are those of their run.
var cameIn = regexp.MustCompile(` horodatage-(creation|modification)="[^"]*"`)

// compareWithCalm runs the same deliveries through an embedded store that nobody
// disturbs, and compares the feeds.
func (c *chaos) compareWithCalm() {
	c.Helper()
	dir, configuration := sample(c.T)
	if err := os.RemoveAll(filepath.Join(dir, "inbox")); err != nil {
		c.Fatal(err)
	}
	if err := os.Rename(filepath.Join(c.dir, "inbox"), filepath.Join(dir, "inbox")); err != nil {
		c.Fatal(err)
	}
	appendTo(c.T, configuration, chaosJobs)
	out, err := exec.Command(c.bin, "run", "--quiet", "--config", configuration).CombinedOutput()
	if exit, is := err.(*exec.ExitError); err != nil && (!is || exit.ExitCode() != exitRefused) {
		c.Fatalf("the calm run: %v\n%s", err, out)
	}
	for i, file := range feedFiles(c.dir) {
		got, want := cameIn.ReplaceAll(content(c.T, file), nil), cameIn.ReplaceAll(content(c.T, feedFiles(dir)[i]), nil)
		if !bytes.Equal(got, want) {
			c.Errorf("%s: %d bytes, %d in calm\n%s", targetNames[i], len(got), len(want), firstDifference(string(got), string(want)))
		}
	}
	c.Run("xmllint", func(t *testing.T) { xmllint(t, feedFiles(c.dir)...) })
}

// firstDifference shows the first line that two texts do not share.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: %.300s\nin calm: %.300s", i+1, a[i], b[i])
		}
	}
	return "one is the beginning of the other"
}

// said is the end of what the workers said.
func (c *chaos) said() (text string) {
	for i := range c.workers {
		data, _ := os.ReadFile(filepath.Join(c.dir, fmt.Sprintf("worker-%d.log", i)))
		text += fmt.Sprintf("worker %d\n%s\n", i, data[max(0, len(data)-6000):])
	}
	return text
}
