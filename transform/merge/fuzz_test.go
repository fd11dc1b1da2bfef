package merge

import (
	"testing"

	"github.com/carif-oref/passerelle/schemas/layout"
	"github.com/carif-oref/passerelle/transform/normalise"
)

// everyField is all that a row can have, in order.
var everyField = func() (all []layout.Field) {
	for _, s := range layout.Own {
		for _, c := range s.Columns {
			all = append(all, c.Field)
		}
	}
	return append(all, layout.SessionAction, layout.SessionMoisEntree, layout.FormationReste, layout.FormationBesides, layout.SessionBesides, layout.OrganismeBesides, layout.InterlocuteurBesides, layout.SessionReste, layout.SessionResteAction, "formation.inventee", "rien")
}()

var someValues = []normalise.Value{
	{}, {Text: siege}, {Text: antenne}, {Text: "NAU-01"}, {Text: "nau 01"}, {Text: "1"}, {Text: "20260907"}, {Text: "99"},
	{List: []string{"9", "10"}}, {List: []string{"100357 : en un an", ""}}, {Text: "14000"}, {Text: "2A"}, {Text: "é\x00"},
}

// delivered reads rows out of bytes: three for each cell, a zero in the first
// begins another row.
func delivered(data []byte) (rows []normalise.Row) {
	row := normalise.Row{Number: 1, Values: map[layout.Field]normalise.Value{}}
	for ; len(data) >= 3; data = data[3:] {
		if data[0] == 0 {
			rows = append(rows, row)
			row = normalise.Row{Sheet: string('A' + rune(data[1]%3)), Number: row.Number + 1, Refused: data[2] == 7, Values: map[layout.Field]normalise.Value{}}
			continue
		}
		row.Values[everyField[(int(data[0])+int(data[1])*255)%len(everyField)]] = someValues[int(data[2])%len(someValues)]
	}
	return append(rows, row)
}

// FuzzMerge holds, whatever the rows: each is accounted for, a second load
// changes nothing, and no session stands without its formation.
func FuzzMerge(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0, 1, 2, 0, 2, 40, 0, 1, 0, 1, 0, 40, 0, 1, 41, 0, 3, 120, 0, 6})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range []Options{{Trusted: true, Date: today, Complete: true}, {Date: today}} {
			holds(t, o, delivered(data))
		}
	})
}

func holds(t *testing.T, o Options, rows []normalise.Row) {
	c := newAwkward()
	first := applyAs(t, o, c, rows...)
	refused := total(first).Refused
	again := total(applyAs(t, o, answering{c}, rows...))
	if again.Refused != refused || again.Unchanged != again.Read-refused {
		t.Errorf("%+v: first %+v, again %+v", o, first.Sheets, again)
	}
	for id := range c.sessions {
		if _, held := c.formations[c.session(t, id).Formation]; !held {
			t.Errorf("%+v: session %s stands without its formation", o, id)
		}
	}
	if !o.Trusted && len(c.organismes) > 0 {
		t.Errorf("a stranger made %d organismes", len(c.organismes))
	}
}
