package shelf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// split splits a document written by pieces of a size.
func split(document []byte, size int) (*index, string) {
	s := newSplitter()
	for piece := range slices.Chunk(document, size) {
		s.Write(piece)
	}
	return s.index()
}

func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		want     string // head|records…|tail
		numbers  string
	}{
		"as our encoder writes it": {"<lheo>\n<offres>\n<formation numero=\"A\">\n<x/>\n</formation>\n<formation numero=\"B\">\n</formation>\n</offres>\n</lheo>\n",
			"<lheo>\n<offres>\n|<formation numero=\"A\">\n<x/>\n</formation>\n|<formation numero=\"B\">\n</formation>\n|</offres>\n</lheo>\n", "A B"},
		"on one line":     {`<o><formation numero="A"></formation><formation numero="B"></formation></o>`, `<o>|<formation numero="A"></formation>|<formation numero="B"></formation>|</o>`, "A B"},
		"indented (EDOF)": {"<o>\n\t\t<formation datemaj='1' numero='A'>\n\t\t</formation>\n\t\t<formation numero='B'/>\n</o>", "<o>\n\t\t|<formation datemaj='1' numero='A'>\n\t\t</formation>\n\t\t|<formation numero='B'/>\n|</o>", "A B"},
		"names that only begin alike": {`<o><formations/><formation numero="A"><formation-x></formation-x></formation></o>`,
			`<o><formations/>|<formation numero="A"><formation-x></formation-x></formation>|</o>`, "A"},
		"one within another, in an extension": {`<o><formation numero="A"><extras><formation numero="Z"><formation/></formation></extras></formation></o>`,
			`<o>|<formation numero="A"><extras><formation numero="Z"><formation/></formation></extras></formation>|</o>`, "A"},
		"what only looks like one in a comment or CDATA": {`<o><!-- <formation numero="X"> --><formation numero="A"><![CDATA[</formation><formation numero="Y">]]></formation></o>`,
			`<o><!-- <formation numero="X"> -->|<formation numero="A"><![CDATA[</formation><formation numero="Y">]]></formation>|</o>`, "A"},
		"a sign in a value":            {`<o><formation uri="a>b" numero="A&amp;1"></formation ></o>`, `<o>|<formation uri="a>b" numero="A&amp;1"></formation >|</o>`, "A&1"},
		"the word numero in a value":   {`<o><formation file="le numero='5'" numero="A"></formation></o>`, `<o>|<formation file="le numero='5'" numero="A"></formation>|</o>`, "A"},
		"no formation":                 {`<o></o>`, `<o></o>||`, ""},
		"nothing":                      {``, `||`, ""},
		"out of order":                 {`<o><formation numero="B"/><formation numero="A"/></o>`, `<o>|<formation numero="B"/>|<formation numero="A"/>|</o>`, "A B"},
		"nothing after the last":       {`<formation numero="A"></formation>` + "\n", `|<formation numero="A"></formation>` + "\n|", "A"},
		"extensions after the records": {`<o><formation numero="A"/><extras/></o>`, `<o>|<formation numero="A"/>|<extras/></o>`, "A"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1, 2, 7, 1000} {
				ix, problem := split([]byte(c.document), size)
				if problem != "" {
					t.Fatalf("by %d: %s", size, problem)
				}
				if got := pieces([]byte(c.document), ix); got != c.want {
					t.Errorf("by %d: got\n%s\nwant\n%s", size, got, c.want)
				}
				if got := numbers(ix); got != c.numbers {
					t.Errorf("by %d: numbers %q, want %q", size, got, c.numbers)
				}
				if ix.sorted != (name != "out of order") {
					t.Errorf("by %d: sorted is %v", size, ix.sorted)
				}
			}
		})
	}
}

// pieces cuts a document by its index: head|records in their order|tail.
func pieces(document []byte, ix *index) string {
	entries := slices.SortedFunc(slices.Values(ix.entries), byOffset)
	list := []string{string(document[:ix.head])}
	for _, e := range entries {
		list = append(list, string(document[e.Offset:e.Offset+e.Length]))
	}
	if len(entries) == 0 {
		list = append(list, "")
	}
	return strings.Join(append(list, string(document[ix.tail:])), "|")
}

func numbers(ix *index) string {
	var list []string
	for _, e := range ix.entries {
		list = append(list, e.Number)
	}
	return strings.Join(list, " ")
}

func TestSplitRefuses(t *testing.T) {
	for name, c := range map[string]struct{ document, want string }{
		"a formation without a number":   {`<o><formation/></o>`, "la formation no 1 n'a pas de numéro"},
		"a number twice":                 {`<o><formation numero="A"/><formation numero="A"/></o>`, "la formation A s'y trouve deux fois"},
		"a feed cut short":               {`<o><formation numero="A"><x>`, "la formation A n'est pas terminée"},
		"a document type":                {`<!DOCTYPE o [<!ENTITY e "x">]><o/>`, "DOCTYPE"},
		"something between formations":   {`<o><formation numero="A"/><x/><formation numero="B"/></o>`, "entre deux formations"},
		"a tag that does not end":        {`<o><formation numero="` + strings.Repeat("x", maxTag+1), "ne se termine pas"},
		"a tag that ends with the bytes": {`<o><formation numero="A`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1 + len(c.document)/100, 100_000} {
				if _, problem := split([]byte(c.document), size); !strings.Contains(problem, c.want) {
					t.Errorf("by %d: got %q, want %q", size, problem, c.want)
				}
			}
		})
	}
}

// TestAnIndexOfAnotherVersionIsNotRead, nor one whose sizes contradict one another.
func TestAnIndexOfAnotherVersionIsNotRead(t *testing.T) {
	for name, c := range map[string]struct {
		head string
		n    []uint64 // head, tail, size, sorted, records
		want string
	}{
		"this version":                 {indexMagic, []uint64{3, 5, 8, 1, 0}, ""},
		"another version":              {"passerelle-index-2\n", []uint64{3, 5, 8, 1, 0}, "not an index of this version"},
		"no index":                     {"<lheo>", nil, "not an index of this version"},
		"a tail before the head":       {indexMagic, []uint64{5, 3, 8, 1, 0}, "damaged"},
		"a feed shorter than its tail": {indexMagic, []uint64{3, 8, 5, 1, 0}, "damaged"},
		"a size of more than a disk":   {indexMagic, []uint64{1 << 63, 1<<63 + 1, 1<<63 + 2, 1, 0}, "damaged"},
		"a record that is not there":   {indexMagic, []uint64{3, 5, 8, 1, 1}, "unexpected EOF"},
		"a number that has no end":     {indexMagic, []uint64{3, 5, 8, 1, 1, maxNumber + 1}, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(c.head)
			for _, n := range c.n {
				data = binary.AppendUvarint(data, n)
			}
			path := filepath.Join(t.TempDir(), "x.index")
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := loadIndex(path); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestARecordTooLargeToBeReadIsKnownByItsHash: it changed, and that is all that is
// said.
func TestARecordTooLargeToBeReadIsKnownByItsHash(t *testing.T) {
	of := func(hash byte) portrait {
		p, err := (&feedFile{}).portrait(&Entry{Number: "04_F1", Length: maxRecord + 1, Hash: [sha256.Size]byte{1, 2, 3, 4, 5, 6, 7, hash}})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := of(8); p.title != "04_F1" {
		t.Errorf("title %q", p.title)
	}
	if fields, _ := of(8).diff(of(9)); !slices.Equal(fields, []string{fieldWords[other].word}) {
		t.Errorf("fields %q", fields)
	}
	if p := of(8).scopes[""][other]; p != 0x0807060504030201 {
		t.Errorf("hash %x", p)
	}
}

// TestPortraits reads records that say the same in other ways.
func TestPortraits(t *testing.T) {
	const plain = `<formation numero="A"><intitule-formation>CAP &amp; BEP</intitule-formation><action numero="1"><rythme-formation>soir</rythme-formation></action></formation>`
	for name, c := range map[string]struct {
		record, title string
		scopes        int
		words         string // what changed since the plain one
	}{
		"itself":                      {plain, "CAP & BEP", 2, "présentation"},
		"a title in CDATA":            {strings.Replace(plain, "CAP &amp; BEP", "<![CDATA[CAP & BEP]]>", 1), "CAP & BEP", 2, "intitulé"},
		"a comment in a title":        {strings.Replace(plain, " BEP", " BEP<!-- <x> -->", 1), "CAP & BEP", 2, "présentation"},
		"an instruction":              {strings.Replace(plain, "<action", "<?x <y?><action", 1), "CAP & BEP", 2, "présentation"},
		"an element without content":  {strings.Replace(plain, "<action", "<objectif-formation/><action", 1), "CAP & BEP", 2, "contenu"},
		"a second action of a number": {strings.Replace(plain, "</formation>", `<action numero="1"/></formation>`, 1), "CAP & BEP", 3, "1 action ajoutée"},
		"a tag that does not end":     {plain[:len(plain)-3], "CAP & BEP", 2, "date de mise à jour"},
		"closed once too often":       {plain + "</formation></formation>", "CAP & BEP", 2, "présentation"},
		"a long title":                {strings.Replace(plain, "CAP", strings.Repeat("C", 1000), 1), strings.Repeat("C", maxTitle-1) + "…", 2, "intitulé"},
	} {
		t.Run(name, func(t *testing.T) {
			p := portray([]byte(c.record))
			_, words := portray([]byte(plain)).diff(p)
			if p.title != c.title || len(p.scopes) != c.scopes || strings.Join(words, ", ") != c.words {
				t.Errorf("title %q, %d scopes, changed %q", p.title, len(p.scopes), words)
			}
		})
	}
}

// FuzzSplit: whatever the bytes and however they come, the pieces are the document,
// and the hashes are those of the pieces.
func FuzzSplit(f *testing.F) {
	f.Add([]byte(`<o><formation numero="A"><x/></formation><!-- c --></o>`), uint8(3))
	f.Add([]byte(`<formation numero='A'/><![CDATA[ <formation ]]><?pi ?>`), uint8(1))
	f.Fuzz(func(t *testing.T, document []byte, size uint8) {
		ix, problem := split(document, int(size)+1)
		again, problem2 := split(document, max(1, len(document)))
		if problem != problem2 {
			t.Fatalf("%q by %d bytes and %q at once", problem, int(size)+1, problem2)
		}
		if problem != "" {
			return
		}
		if !slices.Equal(ix.entries, again.entries) || ix.head != again.head || ix.tail != again.tail {
			t.Fatalf("%+v by %d bytes and %+v at once", ix, int(size)+1, again)
		}
		if got := strings.ReplaceAll(pieces(document, ix), "|", ""); got != strings.ReplaceAll(string(document), "|", "") {
			t.Fatalf("the pieces are %q", got)
		}
		for _, e := range ix.entries {
			if sha256.Sum256(document[e.Offset:e.Offset+e.Length]) != e.Hash {
				t.Fatalf("the hash of %s is not that of its bytes", e.Number)
			}
		}
	})
}

func TestIndexComesBackAsItWasWritten(t *testing.T) {
	var document bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&document, "<formation numero=\"04_%04d\">%s</formation>\n", i*7%1000, strings.Repeat("é", i))
	}
	want, problem := split(document.Bytes(), 4096)
	if problem != "" {
		t.Fatal(problem)
	}
	path := filepath.Join(t.TempDir(), "x.index")
	if err := writeIndex(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := loadIndex(path)
	if err != nil || !slices.Equal(got.entries, want.entries) || got.head != want.head || got.tail != want.tail || got.sorted != want.sorted {
		t.Errorf("got %d entries, %v (%v)", len(got.entries), got.sorted, err)
	}
}

func loadIndex(path string) (ix index, err error) {
	x, err := openIndex(path)
	if err != nil {
		return ix, err
	}
	defer x.close()
	ix = x.index
	for e, err := range x.all() {
		if err != nil {
			return ix, err
		}
		ix.entries = append(ix.entries, e)
	}
	return ix, nil
}

// TestDamagedIndex: whatever a failing disk does to an index, it is an error or
// other entries that stay within the feed; never a panic, never all the memory.
func TestDamagedIndex(t *testing.T) {
	ix, _ := split([]byte(`<o><formation numero="A"/><formation numero="B"/><formation numero="C"/></o>`), 100)
	path := filepath.Join(t.TempDir(), "x.index")
	if err := writeIndex(path, ix); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if err := os.WriteFile(path, whole[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := loadIndex(path); err == nil {
			t.Fatalf("an index cut at %d is read", n)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		damaged := bytes.Clone(whole)
		damaged[random.IntN(len(damaged))] = byte(random.Uint32())
		if err := os.WriteFile(path, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := loadIndex(path)
		for _, e := range got.entries {
			if err == nil && (e.Offset < 0 || e.Offset+e.Length > got.size) {
				t.Fatalf("entry %+v is outside the feed", e)
			}
		}
	}
}
