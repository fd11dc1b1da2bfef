package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// night is the day on which tests run the chain.
var night = time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)

// outcome is what one command line printed and how it ended.
type outcome struct {
	stdout, stderr string
	code           int
}

// command runs the program by its front door, in this process.
func command(t testing.TB, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr, now: func() time.Time { return night }}
	code := a.execute(context.Background(), args)
	return outcome{stdout.String(), stderr.String(), code}
}

// must runs a command that is expected to end with the given status.
func must(t testing.TB, code int, args ...string) outcome {
	t.Helper()
	out := command(t, args...)
	if out.code != code {
		t.Fatalf("passerelle %s: status %d, want %d\n%s%s", strings.Join(args, " "), out.code, code, out.stderr, out.stdout)
	}
	return out
}

// decode reads the JSON that a command printed.
func decode[T any](t testing.TB, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("the output is not the JSON expected: %v\n%.400s", err, text)
	}
	return v
}

// xmllint checks files against the official XSD. Where xmllint or the schema is
// absent the test is skipped; CI has both and fails instead.
func xmllint(t testing.TB, files ...string) {
	t.Helper()
	schema := sharedtest.Path(t, "data/lheo/lheo-2.3-officiel.xsd")
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint missing: CI must have libxml2-utils")
		}
		t.Skip("skipped: xmllint is not installed (Debian package libxml2-utils)")
	}
	out, err := exec.Command("xmllint", append([]string{"--noout", "--schema", schema}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("xmllint: %v\n%.2000s", err, out)
	}
}

// copyFile copies a file into a folder under its own name.
func copyFile(t testing.TB, from, dir string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(from)), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
