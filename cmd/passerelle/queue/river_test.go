package queue_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/queue"
	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/schemas/pgtest"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestMigrations(t *testing.T) {
	dsn := pgtest.Start(t)
	before, err := queue.Status(t.Context(), dsn)
	if err != nil || len(before.Applied) != 0 || len(before.Missing) == 0 {
		t.Fatalf("an empty database: %+v, %v", before, err)
	}
	if _, err := queue.Open(t.Context(), dsn, nil, queue.Options{}); err == nil || !strings.Contains(err.Error(), "run `passerelle migrate`") {
		t.Errorf("opened without its tables: %v", err)
	}
	var applied atomic.Int32
	var all sync.WaitGroup
	for range 3 { // at once, as services that start together do
		all.Go(func() {
			names, err := queue.Migrate(t.Context(), dsn)
			if err != nil {
				t.Error(err)
			}
			applied.Add(int32(len(names)))
		})
	}
	all.Wait()
	after, err := queue.Status(t.Context(), dsn)
	if err != nil || len(after.Missing) != 0 || !slices.Equal(after.Applied, before.Missing) || int(applied.Load()) != len(before.Missing) {
		t.Errorf("then %+v, %v, %d applied", after, err, applied.Load())
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, dsn := range []string{"postgres://localhost:1/x?connect_timeout=1", "postgres://%zz"} {
		if _, err := queue.Open(t.Context(), dsn, nil, queue.Options{}); err == nil || !strings.HasPrefix(err.Error(), "open the queue: ") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

// Three services see one tick: it fires once, and so does what follows it.
func TestATickFiresOnceWhoeverSeesIt(t *testing.T) {
	dsn, kept := migrated(t), &journalInMemory{}
	minutes := fmt.Sprintf("%d * * * *", time.Now().UTC().Add(-time.Minute).Minute()) // due a minute ago: caught up with
	jobs, err := schedule.Compile([]schedule.Config{
		{Name: "load", Cron: minutes, CatchUp: time.Hour}, {Name: "export", After: []string{"load"}}}, time.UTC, []string{"load", "export"})
	if err != nil {
		t.Fatal(err)
	}
	last := jobs[0].Spec.Next(time.Now().Add(-2 * time.Hour))
	kept.done("load", last.Add(-time.Hour)) // one turn before, so that the last is one that was missed
	var n notes
	var inserted atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	var services sync.WaitGroup
	for host := range 3 {
		runner := &schedule.Runner{Jobs: jobs, Journal: kept, Worker: fmt.Sprint(host), Log: slog.New(slog.DiscardHandler),
			Do: func(_ context.Context, job schedule.Job, f journalFiring) (schedule.Result, error) {
				n.add("%s", job.Name)
				return schedule.Result{}, nil
			}}
		q := open(t, dsn, func(ctx context.Context, task queue.Task) (queue.Outcome, error) {
			return runner.Attempt(ctx, task.Tick())
		}, queue.Options{})
		fire := func(ctx context.Context, tick schedule.Tick) error {
			_, err := q.Insert(ctx, queue.Of(tick))
			inserted.Add(1)
			return err
		}
		runner.Follow = fire
		loop := &schedule.Loop{Jobs: jobs, Journal: kept, Insert: fire, Log: slog.New(slog.DiscardHandler)}
		for _, work := range []func(context.Context) error{loop.Run, q.Work} {
			services.Go(func() {
				if err := work(ctx); err != nil {
					t.Error(err)
				}
			})
		}
	}
	eventually(t, "the follower ran", func() bool { return n.count("export") > 0 })
	time.Sleep(500 * time.Millisecond) // for one too many
	cancel()
	services.Wait()
	if n.count("load") != 1 || n.count("export") != 1 || inserted.Load() < 2 {
		t.Errorf("%v ran; %d ticks were handed over", n.lines, inserted.Load())
	}
}

// TestMain lets this binary be a worker that can be killed.
func TestMain(m *testing.M) {
	if dsn := os.Getenv("PASSERELLE_QUEUE_WORKER"); dsn != "" {
		if err := workerProcess(dsn, os.Getenv("PASSERELLE_QUEUE_TAKES")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// workerProcess works the queue of a database until it is killed: each task is told
// as it begins, takes some time, and leaves its effect in a table.
func workerProcess(dsn, takes string) error {
	long, err := time.ParseDuration(takes)
	if err != nil {
		return err
	}
	q, err := queue.Open(context.Background(), dsn, effect(dsn, long, os.Stdout), queue.Options{Workers: 2, Lease: lease, Policy: quickly(100)})
	if err != nil {
		return err
	}
	return q.Work(context.Background())
}

const lease = time.Second

// effect does what a task of ours does: some work, then one transaction that may be
// done again without harm.
func effect(dsn string, takes time.Duration, tell io.Writer) queue.Handler {
	return func(ctx context.Context, task queue.Task) (queue.Outcome, error) {
		fmt.Fprintf(tell, "began %s\n", task.File)
		select {
		case <-ctx.Done():
			return queue.Outcome{}, ctx.Err()
		case <-time.After(takes):
		}
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return queue.Outcome{}, err
		}
		defer conn.Close(context.WithoutCancel(ctx))
		_, err = conn.Exec(ctx, "INSERT INTO effet (tache, par) VALUES ($1, $2) ON CONFLICT (tache) DO UPDATE SET fois = effet.fois + 1", task.File, os.Getpid())
		return queue.Outcome{}, err
	}
}

// spawn starts a worker process, and gives what it prints.
func spawn(t testing.TB, dsn, takes string) (*exec.Cmd, <-chan string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PASSERELLE_QUEUE_WORKER="+dsn, "PASSERELLE_QUEUE_TAKES="+takes)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return cmd, lines
}

func database(t testing.TB, dsn string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func withEffects(t testing.TB, dsn string) *pgxpool.Pool {
	t.Helper()
	pool := database(t, dsn)
	if _, err := pool.Exec(t.Context(), "CREATE TABLE effet (tache text PRIMARY KEY, par int NOT NULL, fois int NOT NULL DEFAULT 1)"); err != nil {
		t.Fatal(err)
	}
	return pool
}

func TestATaskOfAWorkerThatIsKilledIsTakenOver(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	pool := withEffects(t, dsn)
	victim, said := spawn(t, dsn, "10m")
	q := open(t, dsn, effect(dsn, 0, io.Discard), queue.Options{Lease: lease})
	insert(t, q, load("a.xlsx"), true)
	if line := <-said; line != "began a.xlsx" {
		t.Fatalf("the worker said %q", line)
	}
	work(t, q)
	time.Sleep(3 * lease) // it lives: nobody takes its task
	if waiting, running, err := q.Depth(t.Context()); waiting != 0 || running != 1 || err != nil {
		t.Fatalf("while it lives %d wait and %d run, %v", waiting, running, err)
	}
	killed := time.Now()
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another completes its task", idle(t, q))
	t.Logf("taken over and completed %s after the worker was killed, with a lease of %s", time.Since(killed).Round(10*time.Millisecond), lease)
	var state, by string
	var attempt, times int
	err := pool.QueryRow(t.Context(), "SELECT state::text, attempt, errors[1] ->> 'error', (SELECT fois FROM effet) FROM river_job").Scan(&state, &attempt, &by, &times)
	if err != nil || state != "completed" || attempt != 2 || times != 1 || !strings.HasPrefix(by, "its worker is gone: passerelle_") {
		t.Errorf("%s after %d attempts (%s), done %d times, %v", state, attempt, by, times, err)
	}
}

// A file that kills whoever reads it does not kill for ever.
func TestATaskThatKillsItsWorkersIsGivenUp(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	pool := withEffects(t, dsn)
	seed := open(t, dsn, nil, queue.Options{})
	insert(t, seed, load("poison.xlsx"), true)
	var dead int
	for ; dead < 4; dead++ {
		victim, said := spawn(t, dsn, "10m")
		if line := <-said; line != "began poison.xlsx" {
			t.Fatalf("worker %d said %q", dead+1, line)
		}
		if err := victim.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	q := open(t, dsn, effect(dsn, 0, io.Discard), queue.Options{Lease: lease})
	work(t, q)
	eventually(t, "it is given up", idle(t, q))
	var state, why string
	err := pool.QueryRow(t.Context(), "SELECT state::text, errors[array_upper(errors, 1)] ->> 'error' FROM river_job WHERE NOT EXISTS (SELECT FROM effet)").Scan(&state, &why)
	if err != nil || state != "cancelled" || !strings.Contains(why, "4 workers died while they did it") {
		t.Errorf("%s: %s, %v", state, why, err)
	}
}

// A turn whose workers died is given up by its Runner, which records it: the journal
// would else have it running, and no other turn of the job could begin.
func TestATurnWhoseWorkersDiedIsHandedOver(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	var got atomic.Int32
	q := open(t, dsn, func(context.Context, queue.Task) (queue.Outcome, error) {
		got.Add(1)
		return queue.Outcome{}, nil
	}, queue.Options{Lease: lease})
	insert(t, q, queue.Task{Kind: queue.Turn, Job: "load", Due: due}, true)
	dead := `{"attempt": 1, "at": "2026-11-23T02:30:00Z", "error": "its worker is gone: passerelle_vm_1_A", "trace": ""}`
	if _, err := database(t, dsn).Exec(t.Context(), "UPDATE river_job SET attempt = 9, errors = array_fill($1::jsonb, ARRAY[9])", dead); err != nil {
		t.Fatal(err)
	}
	work(t, q)
	eventually(t, "it is done", idle(t, q))
	if got.Load() != 1 {
		t.Errorf("it was handed over %d times, want once", got.Load())
	}
}

// PostgreSQL stops as in a crash and starts again while a task runs, and another
// waits: both are done, once.
func TestPostgreSQLRestartsInMidTask(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Private(t)
	dsn := cluster.DSN()
	if _, err := queue.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	began, end := make(chan string, 10), make(chan struct{})
	var n notes
	q := open(t, dsn, func(_ context.Context, task queue.Task) (queue.Outcome, error) {
		began <- task.File
		<-end
		n.add("%s", task.File)
		return queue.Outcome{}, nil
	}, queue.Options{Lease: 5 * time.Second})
	insert(t, q, load("a.xlsx"), true)
	insert(t, q, load("b.xlsx"), true)
	stop := work(t, q)
	<-began
	cluster.Restart(t)
	close(end)
	eventually(t, "both are done", idle(t, q))
	eventually(t, "it takes new ones", func() bool {
		_, err := q.Insert(t.Context(), load("c.xlsx"))
		return err == nil
	})
	eventually(t, "and does them", idle(t, q))
	stop()
	if got := strings.Join(n.lines, ", "); got != "a.xlsx, b.xlsx, c.xlsx" {
		t.Errorf("did %s", got)
	}
}

// The end of a task comes while PostgreSQL is down: it is written once it is back,
// and the task is not done again.
func TestATaskThatEndsWhilePostgreSQLIsDown(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Private(t)
	dsn := cluster.DSN()
	if _, err := queue.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	began, end := make(chan string, 10), make(chan struct{})
	q := open(t, dsn, func(_ context.Context, task queue.Task) (queue.Outcome, error) {
		began <- task.File
		<-end
		return queue.Outcome{}, nil
	}, queue.Options{})
	insert(t, q, load("a.xlsx"), true)
	work(t, q)
	<-began
	cluster.Stop(t)
	close(end)
	time.Sleep(3 * time.Second)
	cluster.Start(t)
	eventually(t, "it is over", idle(t, q))
	if len(began) != 0 {
		t.Error("it was done again")
	}
}

// PostgreSQL may die between giving a task to a process and telling it: the process
// sees that the task is its own and that it does not do it.
func TestATaskThatWasGivenAndNotTold(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	var done atomic.Int32
	q := open(t, dsn, func(context.Context, queue.Task) (queue.Outcome, error) {
		done.Add(1)
		return queue.Outcome{}, nil
	}, queue.Options{Lease: lease})
	insert(t, q, load("a.xlsx"), true)
	given, err := database(t, dsn).Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() - interval '1 minute',
		attempted_by = (SELECT array_agg(DISTINCT application_name) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'passerelle\_%')`)
	if err != nil || given.RowsAffected() != 1 {
		t.Fatal(given, err)
	}
	work(t, q)
	eventually(t, "it is done", idle(t, q))
	if done.Load() != 1 {
		t.Errorf("it was done %d times", done.Load())
	}
}

// A worker that was cut off for a lease finds that another has its task: it is told
// to stop, and writes nothing on what is the other's.
func TestAWorkerThatWasCutOffLetsGo(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	pool := database(t, dsn)
	began, stopped := make(chan struct{}, 1), make(chan error, 1)
	first := open(t, dsn, func(ctx context.Context, _ queue.Task) (queue.Outcome, error) {
		began <- struct{}{}
		<-ctx.Done()
		stopped <- context.Cause(ctx)
		return queue.Outcome{}, nil // as if it had succeeded
	}, queue.Options{Lease: lease})
	insert(t, first, load("a.xlsx"), true)
	stopFirst := work(t, first)
	<-began
	// Another has it now, as if the first had not been seen for a lease.
	if _, err := pool.Exec(t.Context(), "UPDATE river_job SET attempt = 2, attempted_by = attempted_by || 'passerelle_other'::text, attempted_at = now() + interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
	if err := <-stopped; err == nil || err.Error() != "another worker took the task over" {
		t.Errorf("stopped for %v", err)
	}
	time.Sleep(lease)
	var state string
	if err := pool.QueryRow(t.Context(), "SELECT state::text FROM river_job").Scan(&state); err != nil || state != "running" {
		t.Errorf("the task is %s, %v: the first wrote on what is not its own", state, err)
	}
	if _, err := pool.Exec(t.Context(), "UPDATE river_job SET state = 'completed', finalized_at = now()"); err != nil {
		t.Fatal(err)
	}
	stopFirst()
}

// A service that stops hands over what does not end in time: nothing waits for a lease.
func TestWhatIsStoppedIsHandedOver(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	began := make(chan struct{}, 10)
	first := open(t, dsn, func(ctx context.Context, _ queue.Task) (queue.Outcome, error) {
		began <- struct{}{}
		<-ctx.Done()
		return queue.Outcome{}, fmt.Errorf("load a.xlsx: %w", ctx.Err())
	}, queue.Options{Grace: 100 * time.Millisecond})
	insert(t, first, load("a.xlsx"), true)
	stop := work(t, first)
	<-began
	stop()
	var done atomic.Int32
	second := open(t, dsn, func(context.Context, queue.Task) (queue.Outcome, error) {
		done.Add(1)
		return queue.Outcome{}, nil
	}, queue.Options{Lease: time.Hour})
	work(t, second)
	eventually(t, "the second does it", idle(t, second))
	var errors int
	if err := database(t, dsn).QueryRow(t.Context(), "SELECT coalesce(array_length(errors, 1), 0) FROM river_job").Scan(&errors); err != nil || errors != 0 || done.Load() != 1 {
		t.Errorf("done %d times, %d errors, %v", done.Load(), errors, err)
	}
}

// Splitting begun again, by the worker that takes a turn over, does again only what
// failed.
func TestSplittingAgain(t *testing.T) {
	t.Parallel()
	dsn := migrated(t)
	var n notes
	var mend atomic.Bool
	q := open(t, dsn, func(_ context.Context, task queue.Task) (queue.Outcome, error) {
		n.add("%s", task.File)
		if task.File == "b.xlsx" && !mend.Load() {
			return queue.Outcome{}, errors.New("the disk is full")
		}
		return queue.Outcome{}, nil
	}, queue.Options{})
	work(t, q)
	parts := []queue.Task{load("a.xlsx"), load("b.xlsx"), load("c.xlsx")}
	if err := q.Split(t.Context(), parts); err == nil || !strings.Contains(err.Error(), "b.xlsx: the disk is full") {
		t.Errorf("the first time: %v", err)
	}
	mend.Store(true)
	if err := q.Split(t.Context(), parts); err != nil {
		t.Errorf("the second time: %v", err)
	}
	for file, want := range map[string]int{"a.xlsx": 1, "b.xlsx": 2, "c.xlsx": 1} {
		if got := n.count(file); got != want {
			t.Errorf("%s: %d times, want %d", file, got, want)
		}
	}
	if err := q.Split(t.Context(), nil); err != nil {
		t.Errorf("nothing to split: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	idle := open(t, dsn, nil, queue.Options{})
	if err := idle.Split(ctx, []queue.Task{load("a.xlsx"), {Kind: queue.Export, Job: "nuit", Due: due, Target: "aude"}}); !errors.Is(err, context.DeadlineExceeded) && err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

// Workers are killed at random and PostgreSQL restarts while they work: each task is
// done, and its effect is there once.
func TestManyDeaths(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("skipped: takes twenty seconds")
	}
	cluster := pgtest.Private(t)
	dsn := cluster.DSN()
	if _, err := queue.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	pool := withEffects(t, dsn)
	q := open(t, dsn, nil, queue.Options{})
	const tasks = 90
	for n := range tasks {
		insert(t, q, load(fmt.Sprintf("%03d.xlsx", n)), true)
	}
	random := rand.New(rand.NewPCG(7, 7))
	var workers []*exec.Cmd
	fill := func() {
		for len(workers) < 3 {
			worker, _ := spawn(t, dsn, "400ms")
			workers = append(workers, worker)
		}
	}
	var deaths int
	for ; deaths < 8; deaths++ {
		fill()
		time.Sleep(time.Duration(300+random.IntN(900)) * time.Millisecond)
		if deaths%4 == 2 {
			cluster.Restart(t)
		}
		victim := random.IntN(len(workers))
		_ = workers[victim].Process.Kill()
		_ = workers[victim].Wait() // says that it was killed
		workers = slices.Delete(workers, victim, victim+1)
	}
	fill()
	eventually(t, "all is done", idle(t, q))
	var done, again, attempts int
	err := pool.QueryRow(t.Context(), "SELECT count(*), count(*) FILTER (WHERE fois > 1), (SELECT sum(attempt) FROM river_job WHERE state = 'completed') FROM effet").Scan(&done, &again, &attempts)
	if err != nil || done != tasks {
		t.Errorf("%d tasks of %d are done, %v", done, tasks, err)
	}
	t.Logf("%d tasks done in %d attempts, through %d deaths of workers; %d were done again without effect", done, attempts, deaths, again)
}
