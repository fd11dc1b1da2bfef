package main

import (
	"cmp"
	"runtime/debug"
	"strings"
	"time"
)

// unversioned is the version of a program that nobody can tell from another.
const unversioned = "unknown"

// versionOfBuild names a program that was built without make, by what the compiler
// noted: the version of the module, else the commit and its date. As in a version of Go,
// +dirty says that files were changed since.
func versionOfBuild(info *debug.BuildInfo, known bool) string {
	if !known {
		return unversioned
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	noted := map[string]string{}
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	parts := make([]string, 0, 2)
	if at, err := time.Parse(time.RFC3339, noted["vcs.time"]); err == nil {
		parts = append(parts, at.UTC().Format("20060102150405"))
	}
	if revision := noted["vcs.revision"]; revision != "" {
		parts = append(parts, revision[:min(12, len(revision))])
	}
	if len(parts) > 0 && noted["vcs.modified"] == "true" {
		parts[len(parts)-1] += "+dirty"
	}
	return cmp.Or(strings.Join(parts, "-"), unversioned)
}
