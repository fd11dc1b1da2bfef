// Package sharedtest finds the reference data that stands beside the project,
// in ../shared, for tests and benchmarks. The data are other people's and are
// never copied into the project.
package sharedtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is the path of a file or folder of the reference data, named as under
// shared/: "data/certifinfo/certif_info.csv". Where the data are absent the test
// is skipped, and says so; in CI, which has them, it fails instead.
func Path(tb testing.TB, name string) string {
	tb.Helper()
	path := filepath.Join(root(tb), "..", "shared", filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		tb.Fatalf("reference data missing: %s (CI must have ../shared)", path)
	}
	tb.Skipf("skipped: reference data not beside the project (%s)", path)
	return ""
}

func root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Fatal("no go.mod above the test's folder")
		}
		dir = up
	}
}
