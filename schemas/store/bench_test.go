package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/storetest"
)

// size is a catalogue to measure with. The night is what the 4,262 rows of a
// workbook of apprenticeships come to; the region what a whole one holds.
type size struct {
	name                                       string
	organismes, formations, sessions, findings int
}

var sizes = []size{
	{"night", 700, 3_800, 4_200, 15_000},
	{"region", 3_000, 45_000, 100_000, 100_000},
}

// dialects are measured side by side.
var dialects = []struct {
	name string
	open storetest.Open
}{{"sqlite", open}, {"postgres", openPostgres}}

// onBoth runs a benchmark for each size and dialect.
func onBoth(b *testing.B, bench func(*testing.B, size, storetest.Open)) {
	for _, z := range sizes {
		for _, d := range dialects {
			b.Run(z.name+"/"+d.name, func(b *testing.B) { bench(b, z, d.open) })
		}
	}
}

var benchTargets = []string{"intercarif", "aude", "kairos", "imilo", "trouvermaformation", "informetiers"}

const benchSHA = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

func (z size) siret(i int) string { return fmt.Sprintf("%014d", i%z.organismes+1) }

func (z size) allOrganismes() (all []offre.Organisme) {
	for i := range z.organismes {
		all = append(all, offre.Organisme{ID: fmt.Sprintf("14_OF_%d", i), SIRET: z.siret(i), NDA: "25140012314", Nom: fmt.Sprintf("Organisme %d", i),
			Coordonnees: offre.Contact{Telephone: "0231000001", Courriel: "contact@exemple.fr", Adresse: offre.Adresse{CodePostal: "14150", Ville: "Ouistreham"}}})
	}
	return all
}

func (z size) allFormations() (all []offre.Formation) {
	for i := range z.formations {
		all = append(all, offre.Formation{ID: fmt.Sprintf("04_F%07d", i), Reference: fmt.Sprint(i), Responsable: z.siret(i),
			Intitule: fmt.Sprintf("CAP cuisine %d", i), Objectif: strings.Repeat("Préparer le CAP. ", 20), Contenu: strings.Repeat("Module d'enseignement. ", 40),
			Certifications: []offre.Certification{{CertifInfo: "84113", RNCP: "RNCP38430", Origine: offre.OrigineSaisie}},
			ROME:           []offre.Code{{Code: "G1602", Origine: offre.OrigineCertification, De: "84113"}},
			Formacodes:     []offre.Code{{Code: "42752", Origine: offre.OrigineCertification, De: "84113"}}})
	}
	return all
}

func (z size) allSessions() (all []offre.Session) {
	for i := range z.sessions {
		all = append(all, offre.Session{ID: fmt.Sprintf("S%07d", i), Formation: fmt.Sprintf("04_F%07d", i%z.formations), Debut: "20260901", Fin: "20270630",
			Contact: offre.Contact{Nom: "Lefèvre", Telephone: "0231000002"},
			Modalites: offre.Modalites{EntreesSorties: "0", Formateur: z.siret(i + 1), Dispositif: offre.Apprentissage, HeuresTotal: 800,
				Lieu: offre.Lieu{SIRET: z.siret(i), Adresse: offre.Adresse{Denomination: "Site", Lignes: []string{"3 quai Charcot"}, CodePostal: "14150", Ville: "Ouistreham"}}}})
	}
	return all
}

func (z size) allFindings() (all []finding.Finding) {
	for i := range z.findings {
		all = append(all, finding.Finding{Rule: "zeros-remis", Place: finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: i / 4, Column: "AB", Header: "UAI"},
			Value: "140001A", After: "0140001A", Message: "Un zéro que le tableur avait perdu a été remis."})
	}
	return all
}

func (z size) allOrigins() (all []store.Origin) {
	for i := range z.sessions {
		all = append(all, store.Origin{Kind: store.KindSession, Record: fmt.Sprintf("S%07d", i), Delivery: benchSHA, File: "a.xlsx", Sheet: "Sessions", Row: i},
			store.Origin{Kind: store.KindFormation, Record: fmt.Sprintf("04_F%07d", i%z.formations), Delivery: benchSHA, File: "a.xlsx", Sheet: "Sessions", Row: i})
	}
	return all
}

// verdicts are those of six targets, made as the offers are read. All give the same
// reason besides.
func verdicts(ctx context.Context, s *store.Store, because string) iter.Seq2[journal.Verdict, error] {
	return func(yield func(journal.Verdict, error) bool) {
		for o, err := range s.Offers(ctx) {
			for _, target := range benchTargets {
				v := journal.Verdict{Target: target, Kind: store.KindFormation, Record: o.Formation.ID, Formation: o.Formation.ID, Exported: true, Sentence: because,
					Defaulted: []string{"objectif-formation", "contenu-formation"}}
				if !yield(v, err) {
					return
				}
				for _, s := range o.Sessions {
					v := journal.Verdict{Target: target, Kind: store.KindSession, Record: s.ID, Formation: o.Formation.ID, Exported: target != "aude", Sentence: because}
					if !v.Exported {
						v.Reason, v.Sentence = "apprentissage", "AUDE ne prend pas les sessions en apprentissage. "+because
					}
					if !yield(v, nil) {
						return
					}
				}
			}
		}
	}
}

func begin(tb testing.TB, s *store.Store, run string) {
	tb.Helper()
	now := time.Date(2026, 11, 23, 2, 15, 0, 0, time.UTC)
	if err := s.BeginRun(tb.Context(), journal.Run{ID: run, Date: now, StartedAt: now}); err != nil {
		tb.Fatal(err)
	}
}

func (z size) prepare() func(testing.TB, *store.Store) {
	organismes, formations, sessions := z.allOrganismes(), z.allFormations(), z.allSessions()
	found, origins := z.allFindings(), z.allOrigins()
	return func(tb testing.TB, s *store.Store) {
		ctx := tb.Context()
		err := s.InLoad(ctx, func(l *store.Load) error {
			l.Validate("règle")
			return errors.Join(l.KeepDelivery(ctx, journal.Delivery{SHA256: benchSHA, Name: "a.xlsx", ReceivedAt: time.Unix(0, 0)}),
				l.KeepOrganismes(ctx, "r1", organismes), l.KeepFormations(ctx, "r1", formations), l.KeepSessions(ctx, "r1", sessions),
				l.KeepFindings(ctx, "r1", benchSHA, found), l.KeepOrigins(ctx, "r1", origins))
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	onBoth(b, func(b *testing.B, z size, open storetest.Open) {
		load := z.prepare()
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			s := open(b)
			begin(b, s, "r1")
			b.StartTimer()
			load(b, s)
		}
	})
}

func BenchmarkLookUp(b *testing.B) {
	onBoth(b, func(b *testing.B, z size, open storetest.Open) {
		s := loaded(b, z, open)
		ids := []string{}
		for i := range z.sessions {
			ids = append(ids, fmt.Sprintf("S%07d", i))
		}
		b.ReportAllocs()
		for b.Loop() {
			if err := s.InLoad(b.Context(), func(l *store.Load) error {
				found, err := l.Sessions(b.Context(), ids)
				if len(found) != len(ids) {
					b.Fatalf("%d found", len(found))
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func loaded(b *testing.B, z size, open storetest.Open) *store.Store {
	b.Helper()
	s := open(b)
	begin(b, s, "r1")
	z.prepare()(b, s)
	return s
}

func BenchmarkOffers(b *testing.B) {
	onBoth(b, func(b *testing.B, z size, open storetest.Open) {
		s := loaded(b, z, open)
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for o, err := range s.Offers(b.Context()) {
				if err != nil {
					b.Fatal(err)
				}
				n += len(o.Sessions)
			}
			if n != z.sessions {
				b.Fatalf("%d sessions", n)
			}
		}
	})
}

// BenchmarkLedger measures six targets: the first time, when every verdict is
// written, the nights when nothing changes, and one on which every verdict does.
// Reading the offers is in it.
func BenchmarkLedger(b *testing.B) {
	keep := func(b *testing.B, s *store.Store, run, because string) {
		if _, err := s.KeepLedger(b.Context(), run, benchTargets, verdicts(b.Context(), s, because)); err != nil {
			b.Fatal(err)
		}
	}
	onBoth(b, func(b *testing.B, z size, open storetest.Open) {
		b.Run("first", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				s := loaded(b, z, open)
				b.StartTimer()
				keep(b, s, "r1", "")
			}
		})
		s := loaded(b, z, open)
		keep(b, s, "r1", "")
		n := 0
		next := func() string {
			n++
			run := fmt.Sprintf("s%04d", n)
			begin(b, s, run)
			return run
		}
		b.Run("unchanged", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				keep(b, s, next(), "")
			}
		})
		b.Run("changed", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run := next()
				keep(b, s, run, run)
			}
		})
	})
}

// BenchmarkReview measures what staff do with all that one run brought: approve
// it, then, the approval being a run of its own, take both back.
func BenchmarkReview(b *testing.B) {
	onBoth(b, func(b *testing.B, z size, open storetest.Open) {
		load := z.proposed()
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			s := open(b)
			begin(b, s, "r1")
			load(b, s)
			begin(b, s, "r2")
			b.StartTimer()
			decided, err := s.DecideAll(b.Context(), "r1", journal.Decision{To: journal.Validated, Who: "Anne", Run: "r2", At: time.Unix(0, 0)})
			if err != nil || len(decided) != z.organismes+z.formations+z.sessions {
				b.Fatal(len(decided), err)
			}
			for _, run := range []string{"r2", "r1"} {
				start := time.Now()
				if _, err := s.Unload(b.Context(), run, "Anne", time.Unix(0, 0)); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s-unload-"+run)
			}
		}
	})
}

// proposed loads as prepare does, and validates nothing.
func (z size) proposed() func(testing.TB, *store.Store) {
	organismes, formations, sessions := z.allOrganismes(), z.allFormations(), z.allSessions()
	return func(tb testing.TB, s *store.Store) {
		ctx := tb.Context()
		if err := s.InLoad(ctx, func(l *store.Load) error {
			return errors.Join(l.KeepOrganismes(ctx, "r1", organismes), l.KeepFormations(ctx, "r1", formations), l.KeepSessions(ctx, "r1", sessions))
		}); err != nil {
			tb.Fatal(err)
		}
	}
}
