package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeCommands runs every command that the README shows, as a person would
// after `make run`, in the folder of the sample.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: builds and runs the program")
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir, _ := sample(t)
	bin := filepath.Dir(build(t))
	ran := 0
	for _, line := range shellLines(string(readme)) {
		if target, ok := strings.CutPrefix(line, "make "); ok {
			checkMakeTarget(t, strings.Fields(target)[0])
			continue
		}
		ran++
		line = strings.ReplaceAll(line, "/srv/passerelle/", dir+"/")
		cmd := exec.Command("bash", "-c", line)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		// 3 is the sample's own refusals; 2 is init's, which finds the sample's configuration.
		if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitRefused && !(code == exitMisused && line == "passerelle init") {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
	if ran < 8 {
		t.Errorf("only %d commands were found in the README", ran)
	}
}

var (
	fence   = regexp.MustCompile("(?s)```(sh|crontab)\n(.*?)```")
	comment = regexp.MustCompile(`\s+#.*$`)
	cron    = regexp.MustCompile(`^[0-9*]+ [0-9*]+ \* \* \*\s+`)
)

// shellLines are the commands in the fenced blocks of a page.
func shellLines(page string) (lines []string) {
	for _, block := range fence.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[2]) {
			line = comment.ReplaceAllString(strings.TrimSpace(line), "")
			if line = cron.ReplaceAllString(line, ""); line != "" {
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
