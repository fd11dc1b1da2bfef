package lheo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

// TestConformance holds Validate, and our own schema, against xmllint with the
// official schema: on documents with every element and attribute, on real feeds,
// and on thousands of mutants of them.
func TestConformance(t *testing.T) {
	official := sharedtest.Path(t, "data/lheo/lheo-2.3-officiel.xsd")
	needXmllint(t)
	all := slices.Concat(wholes(), mutants(), illFormed(), feeds(t))
	if len(all) < 3000 {
		t.Fatalf("%d documents, want 3,000 at least", len(all))
	}
	dir := t.TempDir()
	files := make([]string, len(all))
	for i, m := range all {
		files[i] = filepath.Join(dir, fmt.Sprintf("%05d.xml", i))
		if err := os.WriteFile(files[i], []byte(m.doc), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var theirs, ours map[string]bool
	var wait sync.WaitGroup
	wait.Go(func() { theirs = verdicts(t, official, files) })
	wait.Go(func() { ours = verdicts(t, "lheo-2.3.xsd", files) })
	wait.Wait()
	valid := 0
	for i, m := range all {
		if theirs[files[i]] {
			valid++
		}
		if theirs[files[i]] != ours[files[i]] {
			t.Errorf("%s: the official schema says %v, lheo-2.3.xsd says %v\n%s", m.name, theirs[files[i]], ours[files[i]], excerpt(m.doc))
		}
		compare(t, m, theirs[files[i]])
	}
	t.Logf("%d documents, %d of them valid", len(all), valid)
}

// compare holds our verdict on a document against the official one.
func compare(t *testing.T, m mutant, official bool) {
	t.Helper()
	res, err := Validate(context.Background(), strings.NewReader(m.doc), Options{NoWarnings: true})
	if err != nil {
		t.Errorf("%s: %v", m.name, err)
	}
	if reason := onPurpose(m); reason != "" {
		if res.Valid == official {
			t.Errorf("%s: said to differ on purpose (%s), but both say %v", m.name, reason, official)
		}
		return
	}
	if res.Valid != official {
		t.Errorf("%s: xmllint says %v, we say %v %v\n%s", m.name, official, res.Valid, res.Faults, excerpt(m.doc))
	}
}

func excerpt(doc string) string {
	if len(doc) > 600 {
		return doc[:600] + "…"
	}
	return doc
}

// wholes are documents with everything in them.
func wholes() (list []mutant) {
	for _, root := range []string{"lheo", "lheo-index", "lheo-plus"} {
		list = append(list, mutant{root + ": all of it", (&specimen{full: true}).of(root).document()},
			mutant{root + ": the least", (&specimen{}).of(root).document()})
	}
	offer, _ := defaults.AppendOffer(nil, cuisine())
	return append(list, mutant{"encoded", string(asFeed(offer))})
}

var line = regexp.MustCompile(`(?m)^.*\n`)

// feeds are the real ones, put into 2.3, and each of them less one line or with
// one line twice.
func feeds(t *testing.T) (list []mutant) {
	for _, name := range []string{"exemple-bts-onisep.xml", "intercarif-centre.xml", "intercarif-data-test.xml", "bob_carif.xml"} {
		raw, err := os.ReadFile(sharedtest.Path(t, "data/lheo/"+name))
		if err != nil {
			t.Fatal(err)
		}
		doc := strings.Replace(string(raw), Namespace22, Namespace23, 1)
		doc = strings.ReplaceAll(doc, "coordonneFs", "coordonnees")
		list = append(list, mutant{name, doc})
		for i, at := range line.FindAllStringIndex(doc, -1) {
			if i%4 == 0 {
				list = append(list, mutant{fmt.Sprintf("%s less line %d", name, i+1), doc[:at[0]] + doc[at[1]:]})
			} else if i%4 == 2 {
				list = append(list, mutant{fmt.Sprintf("%s twice line %d", name, i+1), doc[:at[1]] + doc[at[0]:]})
			}
		}
	}
	return list
}

func needXmllint(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint is not installed, and CI must have it")
		}
		t.Skip("skipped: xmllint is not installed")
	}
}

// verdicts asks xmllint, which takes many files at once.
func verdicts(t *testing.T, schema string, files []string) map[string]bool {
	valid := map[string]bool{}
	for batch := range slices.Chunk(files, 500) {
		var out bytes.Buffer
		cmd := exec.Command("xmllint", append([]string{"--noout", "--nonet", "--schema", schema}, batch...)...)
		cmd.Stderr = &out
		_ = cmd.Run() // it fails when a file does
		if strings.Contains(out.String(), "failed to compile") {
			t.Errorf("xmllint: %s", out.String())
		}
		for said := range strings.SplitSeq(out.String(), "\n") {
			if f, ok := strings.CutSuffix(said, " validates"); ok {
				valid[f] = true
			}
		}
	}
	return valid
}

// onPurpose says why our verdict on a document differs from xmllint's.
func onPurpose(m mutant) string {
	if strings.HasPrefix(m.name, "encoding ISO-8859-2: ") && !strings.HasSuffix(m.name, "fifty-one accents") {
		return "no feed is in an encoding of other languages than French: refused rather than guessed at"
	}
	return differences[m.name]
}

// differences are the documents that xmllint admits and we refuse.
var differences = map[string]string{
	"xml: dangling idref": "XSD says that an IDREF needs its ID, and libxml2 does not look",

	"xml: unbound prefix in extra":        "Namespaces in XML makes it an error, and libxml2 goes on after saying so",
	"xml: unbound attribute in extra":     "the same",
	"xml: prefix bound to nothing":        "the same",
	"xml: same attribute by two prefixes": "the same",
	"xml: xml bound elsewhere":            "the same",
	"xml: xmlns as prefix":                "the same",
	"xml: two colons":                     "the same",

	"xml: doctype": "a DOCTYPE may hide anything, and no feed needs one",

	"xml: nul after":               "a NUL is no character; libxml2 takes it for the end of the file",
	"utf-16 le odd":                "half a character at the end is a file cut short",
	"utf-16 be odd":                "the same",
	"utf-16 undeclared le odd":     "the same",
	"utf-16 undeclared be odd":     "the same",
	"utf-16 declared utf-8 le odd": "the same",
	"utf-16 declared utf-8 be odd": "the same",
}
