package translate

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// graph makes links of "1>2 2>3"; codes followed by * are listed.
func graph(text string) *Links {
	var entries []Entree
	var links []Lien
	for _, word := range strings.Fields(text) {
		if code, listed := strings.CutSuffix(word, "*"); listed {
			entries = append(entries, Entree{Code: code, Listed: true, Active: true})
			continue
		}
		old, newer, _ := strings.Cut(word, ">")
		links = append(links, Lien{old, newer})
	}
	return NewLinks(entries, links)
}

// paths writes successors with the way to each: "3:2,3 4:4".
func paths(all []Successeur) string {
	var out []string
	for _, s := range all {
		out = append(out, s.Code+":"+strings.Join(s.Path, ","))
	}
	return strings.Join(out, " ")
}

func TestClosure(t *testing.T) {
	for _, c := range []struct {
		name, graph, code, heads, onTheWay string
		ambiguous, cycle                   bool
	}{
		{"nothing replaced it", "1>2 2* 3*", "3", "", "", false, false},
		{"an unknown code", "1>2", "99", "", "", false, false},
		{"one link", "1>2 2*", "1", "2:2", "", false, false},
		{"a chain", "1>2 2>3 3*", "1", "3:2,3", "", false, false},
		{"a chain through a code that is still listed", "1>2 2>3 2* 3*", "1", "3:2,3", "2:2", false, false},
		{"one becomes several, in the order of numbers", "1>10 1>9 9* 10*", "1", "9:9 10:10", "", true, false},
		{"several become one", "1>3 2>3 3*", "2", "3:3", "", false, false},
		{"a lozenge is not ambiguous, and the shortest way is told", "1>2 1>3 2>4 3>5 5>4 4*", "1", "4:2,4", "", false, false},
		{"a code that says it replaces itself", "1>1 1>2 2*", "1", "2:2", "", false, false},
		{"a link stated twice", "1>2 1>2 2*", "1", "2:2", "", false, false},
		{"two that replace each other", "1>2 2>1 1* 2*", "1", "2:2", "", false, true},
		{"a circle at the end: the one that is listed", "1>2 2>3 3>2 3*", "1", "3:2,3", "", false, true},
		{"a circle at the end, none listed", "1>2 2>3 3>2", "1", "2:2 3:2,3", "", true, true},
		{"a circle on the way is left", "1>2 2>3 3>2 3>4 4* 2*", "1", "4:2,3,4", "2:2", false, true},
		{"a circle elsewhere does not matter", "1>2 2* 8>9 9>8", "1", "2:2", "", false, false},
		{"a head that the register does not list is still the end", "1>2", "1", "2:2", "", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := graph(c.graph).Closure(c.code)
			if paths(got.Heads) != c.heads || paths(got.OnTheWay) != c.onTheWay {
				t.Errorf("heads %q on the way %q, want %q and %q", paths(got.Heads), paths(got.OnTheWay), c.heads, c.onTheWay)
			}
			if got.Ambiguous != c.ambiguous || got.Cycle != c.cycle || got.TooLong {
				t.Errorf("ambiguous %t cycle %t too long %t", got.Ambiguous, got.Cycle, got.TooLong)
			}
		})
	}
}

func TestAnEndlessChainIsCutAndSaysSo(t *testing.T) {
	var links []Lien
	for i := range 100_000 {
		links = append(links, Lien{fmt.Sprint(i), fmt.Sprint(i + 1)})
	}
	l := NewLinks(nil, links)
	if c := l.Closure("0"); !c.TooLong || len(c.Heads) != 0 {
		t.Errorf("too long %t, heads %v", c.TooLong, paths(c.Heads))
	}
	if c := l.Closure("99940"); c.TooLong || len(c.Heads) != 1 || len(c.Heads[0].Path) != 60 {
		t.Errorf("60 links: too long %t, heads %v", c.TooLong, paths(c.Heads))
	}
}

func TestAHugeCircleIsOne(t *testing.T) {
	const n = 50_000
	var links []Lien
	for i := range n {
		links = append(links, Lien{fmt.Sprint(i), fmt.Sprint((i + 1) % n)})
	}
	all := circlesOf(NewLinks(nil, links))
	if len(all) != 1 || len(all[0]) != n || all[0][0] != "0" {
		t.Errorf("%d circles", len(all))
	}
}

// circlesOf are the sets of codes that replace one another in a circle, in order.
func circlesOf(l *Links) (circles [][]string) {
	groups := map[int][]string{}
	for code, group := range l.group {
		groups[group] = append(groups[group], code)
	}
	for _, members := range groups {
		if len(members) > 1 {
			circles = append(circles, slices.SortedFunc(slices.Values(members), byNumber))
		}
	}
	slices.SortFunc(circles, func(a, b []string) int { return byNumber(a[0], b[0]) })
	return circles
}

func TestOnADay(t *testing.T) {
	l := NewLinks([]Entree{
		{Code: "2", Listed: true, Active: true, Du: "20150101", Au: "20221231"},
		{Code: "3", Listed: true, Active: true, Du: "20200101", Au: "20251231"},
		{Code: "4", Listed: true, Active: true, Du: "20260101"},
		{Code: "5", Libelle: "not listed"},
		{Code: "6", Listed: true, Active: false},
	}, []Lien{{"1", "2"}, {"2", "3"}, {"3", "4"}, {"3", "5"}, {"3", "6"}})
	for _, c := range []struct{ name, day, want string }{
		{"before all", "20100101", ""},
		{"the first alone", "20160601", "2:2"},
		{"two in force: the later first", "20210601", "3:2,3 2:2"},
		{"its last day counts", "20251231", "3:2,3"},
		{"the head", "20260101", "4:2,3,4"},
		{"at the time of the export", "", "4:2,3,4 3:2,3 2:2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := paths(l.Closure("1").On(c.day)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCertifInfoLinks(t *testing.T) {
	l, err := CertifInfo(seq(
		nomenclature.Certification{Code: "20", Intitule: "BTS", PremiereSession: 2020, DerniereSession: 2024,
			Anciens: []nomenclature.Ancien{{Code: "10", Intitule: "BTS d'avant"}}},
		nomenclature.Certification{Code: "30", Intitule: "BTS nouveau", PremiereSession: 2025,
			Anciens: []nomenclature.Ancien{{Code: "20", Intitule: "BTS, autrement écrit"}}},
	))
	if err != nil {
		t.Fatal(err)
	}
	c := l.Closure("10")
	if paths(c.Heads) != "30:20,30" || paths(c.OnTheWay) != "20:20" {
		t.Errorf("%+v", c)
	}
	if got := l.Entree("20"); got != (Entree{"20", "BTS", true, true, "20200101", "20241231"}) {
		t.Errorf("an entry is what the register lists: %+v", got)
	}
	if got := l.Entree("10"); got.Listed || got.Libelle != "BTS d'avant" {
		t.Errorf("a former certification is only named: %+v", got)
	}
	if got := paths(c.On("20240630")); got != "20:20" {
		t.Errorf("a session of 2024: %q", got)
	}
}

func TestFranceCompetencesLinks(t *testing.T) {
	l, err := FranceCompetences(seq(
		nomenclature.Fiche{Numero: "RNCP9", Nouvelles: []string{"RNCP100"}},
		nomenclature.Fiche{Numero: "RNCP100", Active: true, FinLe: "20270831", Anciennes: []string{"RNCP9", "RNCP8"}},
		nomenclature.Fiche{Numero: "RS5", Nouvelles: []string{"RNCP100", "RS7"}},
	))
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Replaced(); !reflect.DeepEqual(got, []string{"RNCP8", "RNCP9", "RS5"}) {
		t.Errorf("replaced %v", got)
	}
	if c := l.Closure("RNCP8"); paths(c.Heads) != "RNCP100:RNCP100" || len(c.On("20270901")) != 0 || len(c.On("20270831")) != 1 {
		t.Errorf("stated by the new fiche alone: %+v", c)
	}
	if c := l.Closure("RS5"); !c.Ambiguous || paths(c.On("20260101")) != "RNCP100:RNCP100" {
		t.Errorf("one of the two is known to be in force: %+v", c)
	}
}

func TestClosuresAreTheSameWhateverTheOrder(t *testing.T) {
	a := graph("1>2 1>3 2>4 3>4 3>5 5>3 5>6 4* 6* 2*")
	b := graph("2* 6* 4* 5>6 5>3 3>5 3>4 2>4 1>3 1>2")
	for _, code := range a.Replaced() {
		if x, y := a.Closure(code), b.Closure(code); !reflect.DeepEqual(x, y) {
			t.Errorf("%s: %+v\n%+v", code, x, y)
		}
	}
	if got := circlesOf(a); !reflect.DeepEqual(got, [][]string{{"3", "5"}}) {
		t.Errorf("circles %v", got)
	}
}

// FuzzClosure holds what any graph must: it ends, no code is its own successor,
// and each path is made of links.
func FuzzClosure(f *testing.F) {
	f.Add([]byte("ab bc ca cd"))
	f.Add([]byte{1, 2, 2, 1, 3, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		var links []Lien
		for i := 0; i+1 < len(b); i += 2 {
			links = append(links, Lien{fmt.Sprint(b[i] % 32), fmt.Sprint(b[i+1] % 32)})
		}
		l := NewLinks([]Entree{{Code: "3", Listed: true}, {Code: "4", Listed: true}}, links)
		for code := range 32 {
			c := l.Closure(fmt.Sprint(code))
			if len(c.Heads) == 0 && len(l.next[c.Code]) > 0 && !c.Cycle {
				t.Errorf("%s leads nowhere: %+v", c.Code, links)
			}
			for _, s := range append(c.Heads, c.OnTheWay...) {
				checkPath(t, l, c.Code, s)
			}
		}
	})
}

func checkPath(t *testing.T, l *Links, from string, s Successeur) {
	t.Helper()
	if s.Code == from {
		t.Errorf("%s is its own successor", from)
	}
	at := from
	for _, to := range s.Path {
		if !strings.Contains(" "+strings.Join(l.next[at], " ")+" ", " "+to+" ") {
			t.Errorf("no link from %s to %s", at, to)
		}
		at = to
	}
	if at != s.Code {
		t.Errorf("the path %v does not lead to %s", s.Path, s.Code)
	}
}
