package lheo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

var formations = flag.Int("formations", 200_000, "formations in the feed of BenchmarkFeed")

// typical is an offer of the size of most: 2 to 4 KB once written.
func typical(i int) Offer {
	o := cuisine()
	f := &o.Formation
	f.ID = fmt.Sprintf("28_F%06d", i)
	f.Objectif = strings.Repeat("Préparer, cuire et dresser des mets selon les règles d'hygiène. ", 1+i%5)
	f.Contenu = strings.Repeat("Cuissons, hygiène & sécurité ; gestion des stocks (niveau 1).\n", 1+i%7)
	o.Responsable.Interlocuteurs, o.Responsable.PotentielFormacodes = nil, nil
	o.Responsable.Coordonnees = offre.Contact{Telephone: "02 31 00 00 00"}
	m := offre.Modalites{Rythme: "Temps plein", Alternance: "Sans alternance", Enseignement: "0", NiveauEntreeObligatoire: "0", ConditionsSpecifiques: "Savoir lire",
		PriseEnCharge: "1", EntreesSorties: "0", HeuresTotal: 35 + i%600, Lieu: o.Actions[0].Lieu}
	a := offre.Action{ID: fmt.Sprintf("28_A%06d", i), Modalites: m}
	for k := range 1 + i%5/4 {
		s := o.Actions[0].Sessions[0]
		s.AdresseInscription = offre.Adresse{Lignes: []string{"12 rue des Tilleuls"}, CodePostal: "14000", Ville: "Caen"}
		s.ID, s.Contact, s.Modalites = fmt.Sprintf("S%06d_%d", i, k), offre.Contact{}, m
		a.Sessions = append(a.Sessions, s)
	}
	o.Formateurs, o.Actions = nil, []offre.Action{a}
	return o
}

func BenchmarkAppendOffer(b *testing.B) {
	o := typical(7)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = defaults.AppendOffer(dst[:0], o)
	}
	b.SetBytes(int64(len(dst)))
}

func BenchmarkValidateFormation(b *testing.B) {
	fragment, _ := defaults.AppendOffer(nil, typical(7))
	b.SetBytes(int64(len(fragment)))
	b.ReportAllocs()
	for b.Loop() {
		if len(ValidateFormation(fragment)) > 0 {
			b.Fatal("not valid")
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	feed := smallFeed(1000)
	b.SetBytes(int64(len(feed)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Decode(bytes.NewReader(feed)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	feed := smallFeed(1000)
	for name, o := range map[string]Options{"schema": {NoWarnings: true}, "all": {}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(feed)))
			b.ReportAllocs()
			for b.Loop() {
				if r, err := Validate(context.Background(), bytes.NewReader(feed), o); !r.Valid || err != nil {
					b.Fatal(r, err)
				}
			}
		})
	}
}

func smallFeed(n int) []byte {
	h := Header{}
	out := h.AppendHeader(nil)
	for i := range n {
		out, _ = defaults.AppendOffer(out, typical(i))
	}
	return h.AppendFooter(out, false)
}

// BenchmarkFeed measures on one feed what the project promises: to write it
// twice as fast as encoding/xml, to judge it three times as fast as
// xmllint --stream --schema and in less than 32 MB. It counts seconds of
// processor, which other work on the machine disturbs less than the clock.
func BenchmarkFeed(b *testing.B) {
	file := filepath.Join(b.TempDir(), "feed.xml")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	size := writeFeed(b, f)
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	each := func(name string, job func(b *testing.B) time.Duration) {
		b.Run(name, func(b *testing.B) {
			var took time.Duration
			for b.Loop() {
				took += job(b)
			}
			b.ReportMetric(took.Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(size)*float64(b.N)/1e6/took.Seconds(), "MB/cpu-s")
		})
	}
	each("write", func(b *testing.B) time.Duration {
		start := cpu()
		writeFeed(b, io.Discard) // what the disk takes is the same for both
		return cpu() - start
	})
	each("write with encoding/xml", writeTokens)
	each("validate", func(b *testing.B) time.Duration {
		took, resident := validateApart(b, file)
		b.ReportMetric(float64(resident)/1024, "MB-resident")
		return took
	})
	each("validate with xmllint", func(b *testing.B) time.Duration {
		schema := sharedtest.Path(b, "data/lheo/lheo-2.3-officiel.xsd")
		cmd := exec.Command("xmllint", "--noout", "--stream", "--schema", schema, file)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	})
}

// cpu is the processor time that this process has taken.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func writeFeed(b *testing.B, out io.Writer) (size int64) {
	w := bufio.NewWriterSize(out, 1<<20)
	h := Header{}
	buf := h.AppendHeader(nil)
	offers := variants()
	for i := range *formations {
		buf, _ = defaults.AppendOffer(buf, offers[i%len(offers)])
		n, _ := w.Write(buf)
		size += int64(n)
		buf = buf[:0]
	}
	n, _ := w.Write(h.AppendFooter(buf, false))
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return size + int64(n)
}

// variants are the offers that a feed is made of, made beforehand.
func variants() (list []Offer) {
	for i := range 90 {
		list = append(list, typical(i))
	}
	return list
}

// writeTokens gives encoding/xml the tokens of the same formations, made
// beforehand, to write.
func writeTokens(b *testing.B) time.Duration {
	var offers [][]xml.Token
	for _, o := range variants() {
		doc, _ := defaults.AppendOffer(nil, o)
		var tokens []xml.Token
		for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
			t, err := d.Token()
			if err == io.EOF {
				break
			}
			tokens = append(tokens, xml.CopyToken(t))
		}
		offers = append(offers, tokens)
	}
	start := cpu()
	e := xml.NewEncoder(bufio.NewWriterSize(io.Discard, 1<<20))
	for i := range *formations {
		for _, t := range offers[i%len(offers)] {
			if err := e.EncodeToken(t); err != nil {
				b.Fatal(err)
			}
		}
	}
	_ = e.Flush()
	return cpu() - start
}

// validateApart validates in a process of its own, to know what memory it takes.
func validateApart(b *testing.B, file string) (user time.Duration, kilobytes int) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestValidateFile$", "-test.v")
	cmd.Env = append(os.Environ(), "LHEO_FILE="+file)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out)
	if m == nil {
		b.Fatalf("no VmHWM in %s", out)
	}
	_, _ = fmt.Sscan(string(m[1]), &kilobytes)
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), kilobytes
}

// TestValidateFile is the process that validateApart runs.
func TestValidateFile(t *testing.T) {
	name := os.Getenv("LHEO_FILE")
	if name == "" {
		t.Skip("it serves BenchmarkFeed")
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Validate(context.Background(), f, Options{}); err != nil || !r.Valid || r.Formations == 0 {
		t.Fatal(r, err)
	}
	status, _ := os.ReadFile("/proc/self/status")
	t.Logf("%s", status)
}
