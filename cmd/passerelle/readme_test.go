package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestReadmeCommands runs every command that the README shows, as a person would
// after `make run`, in the folder of the sample.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: builds and runs the program")
	}
	r := reader{t: t, bin: build(t)}
	r.dir, _ = sample(t)
	r.run("passerelle run") // as make does
	for _, line := range shellLines(readme(t)) {
		if target, ok := strings.CutPrefix(line, "make "); ok {
			checkMakeTarget(t, strings.Fields(target)[0])
			continue
		}
		r.ran++
		switch {
		case strings.HasPrefix(line, "curl "):
			r.asPartner(line)
		case strings.Contains(line, " serve"):
			r.serve(line, freeAddress(t), func() {})
		default:
			r.run(line)
		}
	}
	if r.ran < 35 {
		t.Errorf("only %d commands were found in the README", r.ran)
	}
}

// reader is a person who follows the README.
type reader struct {
	t        *testing.T
	bin, dir string
	ran      int
}

func (r *reader) command(line string, env ...string) *exec.Cmd {
	cmd := exec.Command("bash", "-c", strings.ReplaceAll(line, "/srv/passerelle/", r.dir+"/"))
	cmd.Dir = r.dir
	cmd.Env = append(append(os.Environ(), "PATH="+filepath.Dir(r.bin)+":"+os.Getenv("PATH")), env...)
	return cmd
}

// mayRefuse are the commands that say 3 of the sample: its data have faults, and grow old.
var mayRefuse = regexp.MustCompile(`^passerelle (run|load|export|why|status|doctor|referentials)\b`)

// silent are the lines that print nothing when all is well.
var silent = regexp.MustCompile(`--quiet|^curl .* -o |^passerelle mail$`)

func (r *reader) run(line string, env ...string) {
	r.t.Helper()
	cmd := r.command(line, env...)
	out, err := cmd.CombinedOutput()
	code := cmd.ProcessState.ExitCode()
	switch {
	case code == exitFailed && line == "passerelle init": // it finds the sample's configuration
	case code != exitDone && !(code == exitRefused && mayRefuse.MatchString(line)):
		r.t.Errorf("%s: %v\n%s", line, err, out)
	case !silent.MatchString(line) && (len(out) == 0 || strings.HasPrefix(string(out), "Aucun")):
		r.t.Errorf("%s: it has nothing to show:\n%s", line, out)
	}
}

// asPartner runs a command against a server of this test, with a token.
func (r *reader) asPartner(line string) {
	r.t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") != "" {
			r.t.Fatal("curl is not installed")
		}
		r.t.Skip("skipped: curl is not installed")
	}
	out, err := r.command("passerelle partner add lecteur --target aude,intercarif || passerelle partner rotate lecteur").Output()
	if err != nil {
		r.t.Fatalf("a token for the README's commands: %v", err)
	}
	address := freeAddress(r.t)
	r.serve("exec passerelle serve", address, func() {
		r.run(strings.ReplaceAll(line, "127.0.0.1:8080", address), "TOKEN="+strings.TrimSpace(string(out)))
	})
}

// serve runs a service until work is done, and holds that it stops when it is told to.
func (r *reader) serve(line, address string, work func()) {
	r.t.Helper()
	cmd := r.command("exec "+strings.TrimPrefix(line, "exec "), "PASSERELLE_LISTEN="+address)
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	awaitAddress(r.t, address)
	work()
	_ = cmd.Process.Signal(syscall.SIGTERM)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			r.t.Errorf("%s: ended with %v when told to stop, want status 0", line, err)
		}
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		r.t.Errorf("%s: still there a minute after it was told to stop", line)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func awaitAddress(t *testing.T, address string) {
	t.Helper()
	for range 200 {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nobody answers on %s", address)
}

var (
	fence      = regexp.MustCompile("(?s)```(sh|crontab|ini)\n(.*?)```")
	comment    = regexp.MustCompile(`\s+#.*$`)
	cron       = regexp.MustCompile(`^[0-9*]+ [0-9*]+ \* \* \*\s+`)
	assignment = regexp.MustCompile(`^[A-Z]+=\S+$`) // of a crontab
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shellLines are the commands in the fenced blocks of a page; of a unit file, what
// it starts.
func shellLines(page string) (lines []string) {
	for _, block := range fence.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[2]) {
			line = strings.TrimSpace(line)
			start, starts := strings.CutPrefix(line, "ExecStart=")
			if block[1] == "ini" && !starts {
				continue
			}
			line = comment.ReplaceAllString(start, "")
			if line = cron.ReplaceAllString(line, ""); line != "" && !assignment.MatchString(line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

func checkMakeTarget(t *testing.T, target string) {
	t.Helper()
	if out, err := exec.Command("make", "-n", "-C", filepath.Join("..", ".."), target).CombinedOutput(); err != nil {
		t.Errorf("make %s: %v\n%s", target, err, out)
	}
}

// build compiles the program and gives its path.
func build(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "passerelle")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}
