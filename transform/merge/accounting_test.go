package merge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/transform/normalise"
)

var everyOption = []Options{
	{Trusted: true, Date: today}, {Date: today}, {Trusted: true, Complete: true, Date: today.AddDate(1, 0, 0)}, {Complete: true, Date: today.AddDate(1, 0, 0)}, {},
}

// randomRows spoils rows of the good deliveries: what is usual happens often, what
// is odd sometimes.
func randomRows(r *rand.Rand) (rows []normalise.Row) {
	base := append(good(), flat(2), flat(3, "session.identifiant=28_9"))
	for n := range 1 + r.IntN(30) {
		from := base[r.IntN(len(base))]
		row := normalise.Row{File: from.File, Sheet: from.Sheet, Number: n + 2, Refused: r.IntN(12) == 0, Values: maps.Clone(from.Values)}
		for range r.IntN(4) {
			row.Values[everyField[r.IntN(len(everyField))]] = someValues[r.IntN(len(someValues))]
		}
		if r.IntN(4) == 0 {
			row.Values[layout.OrganismeID] = normalise.Value{Text: "04_O" + siege}
		}
		rows = append(rows, row)
	}
	return rows
}

// TestEveryRowIsAccountedFor loads random deliveries one after the other, under
// each option, and counts the rows on its own.
func TestEveryRowIsAccountedFor(t *testing.T) {
	sum := journal.Counts{}
	for i, o := range everyOption {
		t.Run(fmt.Sprintf("trusted %v complete %v", o.Trusted, o.Complete), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 4))
			for range 25 {
				c := listing{answering{newAwkward()}}
				for range 4 {
					rows := randomRows(r)
					sum = sum.Plus(accounted(t, o, c, rows))
				}
			}
		})
	}
	if sum.Added == 0 || sum.Changed == 0 || sum.Unchanged == 0 || sum.Refused == 0 || sum.SetAside != 0 {
		t.Errorf("some outcome never came, or one that merging does not have: %+v", sum)
	}
}

func accounted(t *testing.T, o Options, c Catalogue, rows []normalise.Row) journal.Counts {
	t.Helper()
	read := map[string]int{}
	for _, r := range rows {
		read[r.Sheet]++
	}
	result := applyAs(t, o, c, rows...)
	for sheet, n := range read {
		got := result.Sheets[sheet]
		if got.Read != n || got.Added+got.Changed+got.Unchanged+got.Refused != n {
			t.Errorf("sheet %s of %d rows: %+v", sheet, n, got)
		}
	}
	if len(result.Sheets) != len(read) {
		t.Errorf("sheets %v of %v", result.Sheets, read)
	}
	if o.Trusted && len(result.Requests) > 0 || !o.Complete && (result.Seen != nil || result.Responsables != nil) {
		t.Errorf("not asked for: %+v %v", result.Requests, result.Responsables)
	}
	return total(result)
}

// TestStrangersChangeNoOrganisme holds what requests are for, on random rows.
func TestStrangersChangeNoOrganisme(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 100 {
		c := known(t)
		before := c.organisme(t, siege)
		applyAs(t, stranger, c, randomRows(r)...)
		after := c.organisme(t, siege)
		if len(c.organismes) != 1 || after.ID != before.ID || after.SIRET != before.SIRET || after.NDA != before.NDA || after.Siege != before.Siege ||
			asJSON(t, after.Rattachements) != asJSON(t, before.Rattachements) || asJSON(t, after.Interlocuteurs) != asJSON(t, before.Interlocuteurs) {
			t.Fatalf("from %s\nto %s (%d organismes)", asJSON(t, before), asJSON(t, after), len(c.organismes))
		}
	}
}

func TestCompleteDelivery(t *testing.T) {
	spoiled := func(sheet string, number int, cells ...string) normalise.Row {
		r := line(sheet, number, cells...)
		r.Refused = true
		return r
	}
	formation := []string{"formation.responsable=" + siege, "formation.reference=NAU-02", "formation.intitule=Nœuds", "formation.identifiant=28_2"}
	session := []string{"formation.responsable=" + siege, "formation.reference=NAU-01"}
	for _, tc := range []struct {
		name   string
		more   rowSet
		speaks string
		seen   int // beyond a formation and two sessions
	}{
		{"as it is", nil, siege, 0},
		{"refused row that gives its number", rowSet{spoiled("Formations", 9, formation...)}, siege, 1},
		{"refused session that gives its reference", rowSet{spoiled("Sessions", 9, append(session, "session.reference=2026-09", "session.places=x")...)}, siege, 0},
		{"refused session of an unknown reference", rowSet{spoiled("Sessions", 9, append(session, "session.reference=2031")...)}, "", 0},
		{"refused session known by dates", rowSet{spoiled("Sessions", 9, append(session, "session.debut=20300101")...)}, "", 0},
		{"refused formation of another organisme", rowSet{spoiled("Formations", 9, "formation.responsable="+antenne, "formation.reference=A")}, siege, 0},
		{"refused formation of nobody", rowSet{spoiled("Formations", 9, "formation.intitule=Nœuds")}, "", 0},
		{"refused organisme", rowSet{spoiled("Organismes", 9, "organisme.nom=Cap")}, siege, 0},
		{"organisme without formation", rowSet{line("Organismes", 9, "organisme.siret="+antenne, "organisme.nom=Cap")}, siege, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			result := applyAs(t, Options{Complete: true, Trusted: true}, listing{answering{newAwkward()}}, append(good(), tc.more...)...)
			if got := strings.Join(result.Responsables, " "); got != tc.speaks {
				t.Errorf("speaks for %q, want %q", got, tc.speaks)
			}
			seen := slices.Sorted(maps.Keys(result.Seen))
			if len(seen) != 3+tc.seen || !slices.Contains(seen, result.Formations[0]) || !slices.Contains(seen, result.Sessions[0]) {
				t.Errorf("seen %v", seen)
			}
		})
	}
}

// TestRefusedRowsAreFound: what rules say of a record that the catalogue holds is
// placed in the row that names it, though that row be refused.
func TestRefusedRowsAreFound(t *testing.T) {
	c := newAwkward()
	before := apply(t, c, good()...)
	again := good()
	var want []Origin
	for i, r := range again {
		if r.Text(layout.SessionReference) == "" {
			continue
		}
		again[i].Refused = true
		for _, o := range before.Origins {
			if o.Kind == KindSession && o.Place.Sheet == r.Sheet && o.Place.Row == r.Number {
				want = append(want, o)
			}
		}
	}
	var got []Origin
	for _, o := range apply(t, c, again...).Refused {
		if o.Kind == KindSession {
			got = append(got, o)
		}
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("refused rows name %+v; want %+v", got, want)
	}
}
