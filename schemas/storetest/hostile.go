package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// hostile are texts that strangers type in an address or write in a file.
var hostile = []string{"", "\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", `\u0000`, `\ud800`, "' OR 1=1 --", `{"a"}`, `\N`, "a\tb\r\n\\.\n", "{NULL}", "NULL", "$1", "%s", "\u2028🚢"}

// Look-ups take any text, and find nothing under it.
func hostileLookUps(t *testing.T, s *store.Store) {
	ctx := t.Context()
	catalogue(t, s, "r1", 1, 1)
	for _, text := range hostile {
		_, err1 := s.Trace(ctx, text)
		_, err2 := s.Whereabouts(ctx, text)
		_, err3 := s.Request(ctx, text)
		for what, err := range map[string]error{"trace": err1, "whereabouts": err2, "request": err3, "touch": s.TouchPartner(ctx, text, monday),
			"forget": s.ForgetChoice(ctx, text, "Anne", monday), "mail": s.MarkSent(ctx, text, monday)} {
			if !errors.Is(err, store.ErrUnknown) {
				t.Errorf("%s %q: %v", what, text, err)
			}
		}
		_, known, err1 := s.PartnerByHash(ctx, text)
		_, _, err2 = s.Tasks(ctx, store.TaskFilter{Key: text, Formation: text + "x"})
		_, err3 = s.Fetches(ctx, store.FetchFilter{Target: text, Partner: text, Publication: text})
		_, err4 := s.Decisions(ctx, text, text)
		load(t, s, func(l *store.Load) error {
			found, err := l.Formations(ctx, []string{text})
			if len(found) > 0 {
				t.Errorf("%q is a formation: %v", text, found)
			}
			return err
		})
		if err := errors.Join(err1, err2, err3, err4); known || err != nil {
			t.Errorf("%q: %v, %v", text, known, err)
		}
	}
}

// What strangers write is kept as far as it can be, and comes back the same from every
// dialect.
func hostileTexts(t *testing.T, s, same *store.Store) {
	ctx := t.Context()
	for _, s := range []*store.Store{s, same} {
		begin(t, s, "r1")
		for i, text := range hostile {
			load(t, s, func(l *store.Load) error {
				f := formation("F1")
				f.Intitule, f.Contenu = text, text
				session := session("S1", "F1")
				session.Reference, session.Formateur = text, text
				return errors.Join(l.KeepDelivery(ctx, delivered(shaA, text)), l.KeepFormations(ctx, "r1", pick(f)), l.KeepSessions(ctx, "r1", pick(session)),
					l.KeepFindings(ctx, "r1", shaA, []finding.Finding{{Rule: "x", Record: text, Field: text, Value: text, After: text, Message: text, Remedy: text,
						Place: finding.Place{File: text, Sheet: text, Row: i, Column: text, Header: text}}}),
					l.KeepOrigins(ctx, "r1", []store.Origin{{Kind: store.KindFormation, Record: "F" + text, Delivery: shaA, File: text, Sheet: text, Row: i}}),
					l.KeepRequests(ctx, []journal.Request{{ID: fmt.Sprint("q", i), Kind: journal.ChangeNDA, Organisme: text, Name: text, Run: "r1", Delivery: shaA, AskedAt: monday}}),
					l.KeepTasks(ctx, "r1", []string{"F1"}, []journal.Task{{Key: fmt.Sprint("k", i) + text, Kind: journal.TaskNSF, Formation: "F1", Text: text, Why: text}}))
			})
			must(t, s.KeepFetches(ctx, []journal.Fetch{{Target: text, Partner: text, Publication: text, File: text, Via: journal.ViaHTTP, At: monday}}))
			must(t, s.KeepAcknowledgements(ctx, []journal.Acknowledgement{{Target: text, Kind: store.KindFormation, Record: text, File: text, Message: text, At: monday, Run: "r1"}}))
			_, err := s.QueueMail(ctx, journal.Mail{Key: "m" + text, Kind: "accuse", To: []string{text}, Subject: text, Body: []byte(text), QueuedAt: monday})
			must(t, err)
		}
	}
	Same(t, s, same)
	for o := range s.Offers(ctx) {
		if got := o.Formation.Intitule; got != hostile[len(hostile)-1] {
			t.Errorf("got %q", got)
		}
	}
}

// Names that are longer than an entry of an index stop nothing, and those that differ
// at their end alone are told apart.
func longNames(t *testing.T, s, same *store.Store) {
	ctx := t.Context()
	name := strings.Repeat("é", 10)
	for i := range 200 {
		name += fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i)})) // nothing compresses it
	}
	for _, s := range []*store.Store{s, same} {
		begin(t, s, "r1")
		load(t, s, func(l *store.Load) error {
			err := l.KeepDelivery(ctx, delivered(shaA, "a.xlsx"))
			for _, sheet := range []string{name + "1", name + "2"} {
				err = errors.Join(err, l.KeepLoads(ctx, []journal.Load{{Run: "r1", Delivery: shaA, File: "a.xlsx", Sheet: sheet, Layout: "passerelle"}}),
					l.KeepFindings(ctx, "r1", shaA, []finding.Finding{{Rule: "x", Record: sheet, Place: finding.Place{File: sheet, Sheet: sheet, Row: 2}}}),
					l.KeepOrigins(ctx, "r1", []store.Origin{{Kind: store.KindFormation, Record: "F1", Delivery: shaA, File: sheet, Sheet: sheet, Row: 2}}))
			}
			return err
		})
		loads, err := s.Loads(ctx, "r1")
		must(t, err)
		if len(loads) != 2 || !utf8.ValidString(loads[0].Sheet) || !strings.HasPrefix(loads[0].Sheet, name[:300]) || loads[0].Sheet == loads[1].Sheet {
			t.Errorf("got %+v", loads)
		}
	}
	Same(t, s, same)
}

func pick[T any](one T) []T { return []T{one} }
