package main

import (
	"os"
	"path/filepath"
	"testing"
)

// answers lists the files that went back to senders, by name, with their bytes.
func answers(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "answers", "*", "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = string(data)
	}
	return all
}

// TestAnswerThatARunCouldNotWriteIsWrittenByTheNext stands for a run that was
// killed after a load and before its answer.
func TestAnswerThatARunCouldNotWriteIsWrittenByTheNext(t *testing.T) {
	dir, c := sample(t)
	must(t, exitRefused, "run", "--quiet", "--config", c)
	first := answers(t, dir)
	if len(first) != 4*5 {
		t.Fatalf("%d files of answers, want five for each of the four workbooks", len(first))
	}
	if err := os.RemoveAll(filepath.Join(dir, "answers")); err != nil {
		t.Fatal(err)
	}
	must(t, exitDone, "run", "--quiet", "--config", c)
	late := answers(t, dir)
	for file, text := range first {
		if late[file] != text {
			t.Errorf("%s: the late answer is not the first (%d bytes, %d)", file, len(late[file]), len(text))
		}
	}
}
