package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStatusNamesTheFilesThatWereRefusedWhole: a night in which a file is a PDF is not
// only one in which « some data was refused ».
func TestStatusNamesTheFilesThatWereRefusedWhole(t *testing.T) {
	dir, c := onlyClean(t, "")
	path := filepath.Join(dir, "inbox", "offre-ifol.xlsx")
	if err := os.WriteFile(path, []byte("%PDF-1.7\n1 0 obj\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, exitRefused, "run", "--quiet", "--config", c)
	refused := func(at time.Time, code int) (all []remark) {
		t.Helper()
		for _, r := range statusAt(t, at, code, c).Remarks {
			if r.Code == "fichier-refuse" {
				all = append(all, r)
			}
		}
		return all
	}
	told := refused(night.Add(time.Hour), exitRefused)
	if len(told) != 1 || told[0].Level != attention {
		t.Fatalf("got %+v", told)
	}
	for _, want := range []string{"Le fichier offre-ifol.xlsx a été refusé en entier le 23/11 à ", "PDF"} {
		if !strings.Contains(told[0].Sentence, want) {
			t.Errorf("the status does not say %q: %+v", want, told[0])
		}
	}
	if !strings.HasPrefix(told[0].Do, "demander à l'expéditeur : « ") || len(told[0].Do) < 40 {
		t.Errorf("what to do: %q", told[0].Do)
	}
	out := commandAt(t, night.Add(time.Hour), "status", "--config", c)
	if !strings.Contains(out.stdout, "offre-ifol.xlsx a été refusé en entier") {
		t.Errorf("the page does not name it:\n%s", out.stdout)
	}

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	next := night.AddDate(0, 0, 1)
	if out := commandAt(t, next, "run", "--quiet", "--config", c); out.code != exitDone {
		t.Fatalf("the night after: %+v", out)
	}
	if told := refused(next.Add(time.Hour), exitDone); len(told) != 0 {
		t.Errorf("the night after, without it: %+v", told)
	}
}

// A file that is not even kept is named too: there is no delivery of it.
func TestStatusNamesAFileThatCannotBeKept(t *testing.T) {
	dir, c := onlyClean(t, "")
	if err := os.Symlink(c, filepath.Join(dir, "inbox", "lien.xlsx")); err != nil { // no regular file
		t.Fatal(err)
	}
	must(t, exitRefused, "run", "--quiet", "--config", c)
	for _, r := range statusAt(t, night.Add(time.Hour), exitRefused, c).Remarks {
		if r.Code == "fichier-refuse" && strings.Contains(r.Sentence, "lien.xlsx") && strings.Contains(r.Do, "puis passerelle run") {
			return
		}
	}
	t.Error("the file is not named")
}
