package lheo

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// records gives the numbers of the formations that are read of a document, and why
// it is read no further.
func records(t *testing.T, doc string) (ids []string, broken *Broken) {
	t.Helper()
	for d, err := range Decode(strings.NewReader(doc)) {
		if err != nil && !errors.As(err, &broken) {
			t.Fatalf("%v is no *Broken", err)
		}
		if err == nil {
			ids = append(ids, d.Offer.Formation.ID)
		}
	}
	return ids, broken
}

const (
	opened = `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>` + "\n"
	shut   = `</offres></lheo>`
)

func formation(id, inside string) string {
	return `<formation numero="` + id + `"><intitule-formation>` + id + `</intitule-formation>` + inside + "</formation>\n"
}

func TestAnEndThatIsMissingCostsNoOtherRecord(t *testing.T) {
	a, b, c := formation("1", ""), formation("2", ""), formation("3", "")
	for name, doc := range map[string]string{
		"of a formation":                      a + strings.Replace(b, "</formation>", "", 1) + c,
		"of a formation and of what it holds": a + strings.TrimSuffix(formation("2", "<action><session>"), "</formation>\n") + c,
		"of a text":                           a + strings.Replace(formation("2", "<contenu-formation>x</contenu-formation>"), "</intitule-formation>", "", 1) + c,
		"of a text at the end":                a + strings.Replace(b, "</intitule-formation>", "", 1) + c,
	} {
		t.Run(name, func(t *testing.T) {
			ids, broken := records(t, opened+doc+shut)
			if got := strings.Join(ids, " "); got != "1 2 3" || broken != nil {
				t.Errorf("records %s, %v", got, broken)
			}
			for d := range Decode(strings.NewReader(opened + doc + shut)) {
				if said := len(d.Findings) > 0; said != (d.Offer.Formation.ID == "2") {
					t.Errorf("record %s: %+v", d.Offer.Formation.ID, d.Findings)
				}
			}
		})
	}
}

func TestAFormationWithinAnExtensionIsNoRecord(t *testing.T) {
	ids, _ := records(t, opened+formation("1", `<extras><extra><formation numero="2"/></extra></extras>`)+formation("3", "")+shut)
	if got := strings.Join(ids, " "); got != "1 3" {
		t.Errorf("records %s", got)
	}
}

func TestWhatIsReadNoFurtherSaysWhereAndWhy(t *testing.T) {
	good := formation("1", "")
	for name, c := range map[string]struct {
		doc       string
		line, ids int
		why       string
	}{
		"nothing":             {"", 0, 0, "aucun élément"},
		"another document":    {"<rss/>", 0, 0, "<rss>"},
		"a DTD":               {"<!DOCTYPE lheo>" + opened + good + shut, 1, 0, "DOCTYPE"},
		"an unknown encoding": {`<?xml version="1.0" encoding="klingon"?>` + opened + good + shut, 0, 0, "« klingon »"},
		"cut in a record":     {opened + good + `<formation numero="2"><action>`, 3, 1, "n'a pas de fin"},
		"cut after a record":  {opened + good, 3, 1, "n'est pas refermé"},
		"cut in a tag":        {opened + good + `<formation nu`, 3, 1, "au milieu d'une balise"},
		"too many elements":   {opened + good + formation("2", strings.Repeat("<action/>", maxElements)) + good + shut, 3, 1, "100000 éléments"},
		"too deep":            {opened + good + formation("2", strings.Repeat("<action>", 300)) + shut, 3, 1, "256 niveaux"},
	} {
		t.Run(name, func(t *testing.T) {
			ids, broken := records(t, c.doc)
			if len(ids) != c.ids || broken == nil || broken.Line != c.line || !strings.Contains(broken.Why, c.why) {
				t.Fatalf("records %q, %+v", ids, broken)
			}
			if !strings.HasSuffix(broken.Why, ".") || !strings.HasPrefix(broken.Error(), "decode LHEO: ") {
				t.Errorf("says %q, and %q to the log", broken.Why, broken)
			}
		})
	}
}

func TestASourceThatFailsIsNamed(t *testing.T) {
	for _, head := range []string{"", opened + formation("1", "") + strings.Repeat(" ", 2*sniffLen)} {
		for _, err := range Decode(failing{bytes.NewReader([]byte(head))}) {
			if err != nil && !errors.Is(err, errSource) {
				t.Errorf("after %d bytes: %v", len(head), err)
			}
		}
	}
}

var errSource = errors.New("the disk is gone")

// failing is a source that fails once it is read.
type failing struct{ *bytes.Reader }

func (e failing) Read(p []byte) (int, error) {
	if n, err := e.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, errSource
}
