package certify

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzFind(f *testing.F) {
	x := smallIndex(f)
	f.Add("CAP cuisine", "", "", 3, "")
	f.Add("BTS maintenance des véhicules option B - parcours (", "Brevet de technicien supérieur", "option A : voitures", 9, "École")
	f.Add("DE - \xff é", ")", "[|]", -1, "\x00")
	f.Fuzz(func(t *testing.T, title, kind, diploma string, level int, certifier string) {
		q := Query{Title: title, Type: kind, Diploma: diploma, Level: level, Certifier: certifier, Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		got := x.Find(q, 3)
		if !reflect.DeepEqual(got, x.Find(q, 3)) {
			t.Fatalf("%+v: two answers", q)
		}
		for _, m := range got {
			if m.Confidence < 0 || m.Confidence > 1 || m.Confidence != m.Confidence || m.Code == "" || m.Famille == "" || !utf8.ValidString(m.Evidence) || strings.TrimSpace(m.Evidence) == "" {
				t.Fatalf("%+v: %+v", q, m)
			}
		}
	})
}
