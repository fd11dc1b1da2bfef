package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestWhatGivesNothingIsSetAside drops, into an inbox that is watched, a file that
// cannot be read and one that gives nothing: both go where the configuration says,
// with a page and the answer to their sender.
func TestWhatGivesNothingIsSetAside(t *testing.T) {
	dir, c := onlyClean(t, "")
	inbox := filepath.Join(dir, "inbox")
	if err := os.Remove(filepath.Join(inbox, cleanWorkbook)); err != nil {
		t.Fatal(err)
	}
	serving(t, c, "watch_inbox: 200ms\n")
	if err := os.WriteFile(filepath.Join(inbox, "ancien.xls"), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600)), 0o600); err != nil {
		t.Fatal(err)
	}
	workbookOf(t, filepath.Join(inbox, "vide.xlsx"), func(*excelize.File, string) error { return nil })
	for name, why := range map[string]string{"ancien.xls": "", "vide.xlsx": "Rien n'a été repris de ce fichier"} {
		pages := awaitFile(t, filepath.Join(inbox, "ecartes", "*", name, "LISEZ-MOI.txt"), 1)
		if len(pages) != 1 {
			t.Fatalf("%s is not set aside", name)
		}
		if page := string(content(t, pages[0])); !strings.Contains(page, "Raison  : "+why) || !strings.Contains(page, "Que faire ?") {
			t.Errorf("the page of %s says:\n%s", name, page)
		}
		for _, beside := range []string{name, "*-resultat.txt"} {
			if found, _ := filepath.Glob(filepath.Join(filepath.Dir(pages[0]), beside)); len(found) != 1 {
				all, _ := filepath.Glob(filepath.Join(filepath.Dir(pages[0]), "*"))
				t.Errorf("beside the page stand %q, not %s", all, beside)
			}
		}
	}
	if done, _ := filepath.Glob(filepath.Join(inbox, "traites", "*", "*")); len(done) > 0 {
		t.Errorf("%q are among the files dealt with", done)
	}
}
