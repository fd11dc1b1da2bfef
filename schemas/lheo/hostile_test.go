package lheo

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// endless repeats a piece of a document for as long as it is read, up to a
// length, between a head and a tail.
func endless(head, piece, tail string, length int64) io.Reader {
	return io.MultiReader(strings.NewReader(head), io.LimitReader(&repeater{piece: piece}, length), strings.NewReader(tail))
}

type repeater struct {
	piece string
	at    int
}

func (r *repeater) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		c := copy(p[n:], r.piece[r.at:])
		n += c
		r.at = (r.at + c) % len(r.piece)
	}
	return len(p), nil
}

const gigabyte = 1 << 30

// hostile are documents made to exhaust whoever reads them.
func hostile() map[string]func() io.Reader {
	const open = `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation>`
	const name = open + `<intitule-formation>`
	return map[string]func() io.Reader{
		"one text of 1 GB":               func() io.Reader { return endless(name, "abcdefgh ", "", gigabyte) },
		"one text of 1 GB of spaces":     func() io.Reader { return endless(open, " ", "", gigabyte) },
		"one text of 1 GB of references": func() io.Reader { return endless(name, "&amp;", "", gigabyte) },
		"one text of 1 GB of ampersands": func() io.Reader { return endless(name, "&", "", gigabyte) },
		"one text of 1 GB of brackets":   func() io.Reader { return endless(name, "]", "", gigabyte) },
		"one text of 1 GB without a character": func() io.Reader {
			return endless(name, "\x80", "", gigabyte)
		},
		"one CDATA section of 1 GB": func() io.Reader { return endless(name+"<![CDATA[", "x]", "", gigabyte) },
		"one comment of 1 GB":       func() io.Reader { return endless(open+"<!--", "x- ", "", gigabyte) },
		"one instruction of 1 GB":   func() io.Reader { return endless(open+"<?x ", "y?", "", gigabyte) },
		"one name of 1 GB":          func() io.Reader { return endless(open+"<", "a", "", gigabyte) },
		"one value of 1 GB":         func() io.Reader { return endless(open+`<action numero="`, "a", "", gigabyte) },
		"one end tag of 1 GB":       func() io.Reader { return endless(open+"</", "a", "", gigabyte) },
		"a million attributes":      func() io.Reader { return endless(open+"<action ", `a="1" `, "", 6_000_000) },
		"ten thousand levels":       func() io.Reader { return endless(open, "<action>", "", 80_000) },
		"ten thousand unknown levels": func() io.Reader {
			return endless(open, "<x>", "", 30_000)
		},
		"ten thousand levels around records": func() io.Reader { return endless(`<lheo xmlns="http://lheo.gouv.fr/2.3">`, "<offres>", "", 80_000) },
		"namespaces at every level": func() io.Reader {
			return endless(open, `<x xmlns:a="u" xmlns:b="u" xmlns:c="u" xmlns:d="u" xmlns:e="u" xmlns:f="u">`, "", 80_000)
		},
		"entities": func() io.Reader {
			return strings.NewReader(`<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + open + "&b;")
		},
		"zeros":        func() io.Reader { return endless("", "\x00", "", gigabyte) },
		"nothing good": func() io.Reader { return endless("", "\xff", "", gigabyte) },
		"less than":    func() io.Reader { return endless(open, "<", "", 20_000_000) },
		"half utf-16":  func() io.Reader { return endless("\xff\xfe<\x00", "\x00\xd8", "", gigabyte) },
		"one error":    func() io.Reader { return iotestErr{} },
	}
}

// iotestErr is a source that cannot be read.
type iotestErr struct{}

func (iotestErr) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestHostileDocumentsAreRefusedAtLittleCost(t *testing.T) {
	for name, open := range hostile() {
		t.Run(name, func(t *testing.T) {
			cheap(t, func() {
				if res, err := Validate(context.Background(), open(), Options{}); err == nil && res.Valid {
					t.Errorf("valid: %+v", res)
				}
			})
			cheap(t, func() {
				var last error
				for _, err := range Decode(open()) {
					last = err
				}
				if last == nil {
					t.Error("decoded to the end")
				}
			})
		})
	}
}

// cheap fails the test when what it runs takes long or much memory.
func cheap(t *testing.T, run func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	run()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if took > 20*time.Second { // far beyond what a loaded machine takes
		t.Errorf("took %v", took)
	}
	if grown := after.HeapSys - before.HeapSys; after.HeapSys > before.HeapSys && grown > 200<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	t.Logf("%v, %d MB allocated in all, heap %d MB", took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20, after.HeapSys>>20)
}

func TestValidateStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	one, _ := defaults.AppendOffer(nil, cuisine())
	res, err := Validate(ctx, endless(`<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>`, string(one), "</offres></lheo>", gigabyte), Options{})
	if err == nil || !res.Stopped {
		t.Errorf("%v, %+v", err, res)
	}
}

func TestManyFaultsMakeAShortResult(t *testing.T) {
	var doc bytes.Buffer
	doc.WriteString(`<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>`)
	for range 100_000 {
		doc.WriteString("<formation numero=\"x\"><inconnu/></formation>\n")
	}
	doc.WriteString(`</offres></lheo>`)
	told := 0
	res, err := Validate(context.Background(), &doc, Options{Samples: 3, OnFault: func(Fault) { told++ }})
	if err != nil || res.Formations != 100_000 {
		t.Fatalf("%v, %+v", err, res)
	}
	total, samples := 0, 0
	for _, c := range res.Counts {
		total += c.N
		samples += min(c.N, 3)
		if c.Code == "element-inconnu" && c.N != 100_000 {
			t.Errorf("%d unknown elements, want 100,000", c.N)
		}
	}
	if told != total || len(res.Faults) != samples {
		t.Errorf("%d faults told and %d kept of %d, want %d kept", told, len(res.Faults), total, samples)
	}
}
