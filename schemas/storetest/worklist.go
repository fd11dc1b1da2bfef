package storetest

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/offre"
	"github.com/carif-oref/passerelle/schemas/store"
)

// task asks for the ROME codes of a text, which is its key.
func task(formation, text string, codes ...string) journal.Task {
	t := journal.Task{Key: text, Kind: journal.TaskROME, Formation: formation, Text: "« " + text + " » <&>", Why: "Deux codes se valent."}
	for i, c := range codes {
		t.Proposals = append(t.Proposals, journal.Proposal{Code: c, Libelle: "métier " + c, Confiance: 0.5 / float64(1+i), Preuve: "12 certifications voisines"})
	}
	return t
}

// asking keeps the tasks of formations, in a run that has begun.
func asking(t *testing.T, s *store.Store, run string, formations []string, tasks ...journal.Task) {
	t.Helper()
	propose(t, s, func(l *store.Load) error { return l.KeepTasks(t.Context(), run, formations, tasks) })
}

// worklist gives what staff have to decide: « key×formations », in order.
func worklist(t *testing.T, s *store.Store, f store.TaskFilter) (list []string) {
	t.Helper()
	groups, total, err := s.Tasks(t.Context(), f)
	if err != nil || f.Limit == 0 && total != len(groups) {
		t.Fatalf("%d groups of %d, %v", len(groups), total, err)
	}
	for _, g := range groups {
		list = append(list, g.Key+"×"+strings.Join(g.Examples, "+"))
	}
	return list
}

func tasksGrouped(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 8, 0)
	ids := []string{"F00000", "F00001", "F00002", "F00003", "F00004", "F00005", "F00006", "F00007"}
	var tasks []journal.Task
	for _, id := range ids {
		tasks = append(tasks, task(id, "soudage", "H2902", "H2903"))
	}
	nsf := task("F00001", "arc")
	nsf.Kind = journal.TaskNSF
	tasks = append(tasks, nsf, task("F00003", "zinc"), task("F00002", "zinc", "F1610"))
	asking(t, s, "r1", ids, tasks...)
	want := task("F00000", "soudage", "H2902", "H2903")
	want.Run = "r1"
	groups, total, err := s.Tasks(t.Context(), store.TaskFilter{Limit: 1})
	if err != nil || total != 3 || !reflect.DeepEqual(groups, []journal.TaskGroup{{Task: want, Formations: 8, Examples: ids[:5]}}) {
		t.Errorf("got %+v of %d, %v", groups, total, err)
	}
	for _, c := range []struct {
		name   string
		filter store.TaskFilter
		want   []string
	}{
		{"all, most asked first", store.TaskFilter{}, []string{"soudage×F00000+F00001+F00002+F00003+F00004", "zinc×F00002+F00003", "arc×F00001"}},
		{"of a kind", store.TaskFilter{Kind: journal.TaskNSF}, []string{"arc×F00001"}},
		{"of a key", store.TaskFilter{Key: "zinc"}, []string{"zinc×F00002+F00003"}},
		{"of a formation, with those that ask the same", store.TaskFilter{Formation: "F00003"}, []string{"soudage×F00000+F00001+F00002+F00003+F00004", "zinc×F00002+F00003"}},
		{"none", store.TaskFilter{Kind: journal.TaskOrphan}, nil},
	} {
		if got := worklist(t, s, c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	must(t, s.Decide(t.Context(), []journal.Decision{{Kind: "formation", Record: "F00002", To: journal.Archived, Who: "Anne", At: monday}}))
	if got := worklist(t, s, store.TaskFilter{Key: "zinc"}); !slices.Equal(got, []string{"zinc×F00003"}) {
		t.Errorf("an archived formation asks: %v", got)
	}
}

func tasksReplaced(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 3, 0)
	begin(t, s, "r2")
	asking(t, s, "r1", []string{"F00000", "F00001"}, task("F00000", "a", "A1101"), task("F00000", "b"), task("F00001", "a", "A1101"))
	asking(t, s, "r2", []string{"F00000"}, task("F00000", "a", "A1102"), task("F00000", "c"), task("F00000", "c", "Z"))
	if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"a×F00000+F00001", "c×F00000"}) {
		t.Errorf("the worklist is %v", got)
	}
	groups, _, err := s.Tasks(t.Context(), store.TaskFilter{})
	if err != nil || groups[0].Run != "r1" || groups[0].Proposals[0].Code != "A1102" || groups[1].Run != "r2" || len(groups[1].Proposals) != 1 {
		t.Errorf("groups %+v, %v", groups, err)
	}
	for range 2 { // the same again changes nothing; asked again in one run, it is open again
		asking(t, s, "r2", []string{"F00000"})
		asking(t, s, "r2", []string{"F00000"}, task("F00000", "a", "A1102"), task("F00000", "c"))
		if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"a×F00000+F00001", "c×F00000"}) {
			t.Errorf("the worklist is %v", got)
		}
	}
	for name, bad := range map[string]func(l *store.Load) error{
		"of another formation": func(l *store.Load) error {
			return l.KeepTasks(t.Context(), "r2", []string{"F00000"}, []journal.Task{task("F00001", "d")})
		},
		"of no run": func(l *store.Load) error {
			return l.KeepTasks(t.Context(), "r9", []string{"F00002"}, []journal.Task{task("F00002", "d")})
		},
		"of no kind": func(l *store.Load) error {
			return l.KeepTasks(t.Context(), "r2", []string{"F00002"}, []journal.Task{{Key: "d", Formation: "F00002"}})
		},
		"of no key": func(l *store.Load) error {
			return l.KeepTasks(t.Context(), "r2", []string{"F00002"}, []journal.Task{task("F00002", "")})
		},
		"given up": func(l *store.Load) error {
			return errors.Join(l.KeepTasks(t.Context(), "r2", []string{"F00001"}, []journal.Task{task("F00001", "d")}), errStop)
		},
	} {
		if err := s.InLoad(t.Context(), bad); err == nil {
			t.Errorf("%s: it is kept", name)
		}
		if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"a×F00000+F00001", "c×F00000"}) {
			t.Errorf("%s: the worklist is %v", name, got)
		}
	}
}

// Taking a run back opens what it closed, and takes away what it asked.
func tasksUnloaded(t *testing.T, s *store.Store) {
	catalogue(t, s, "r1", 2, 0)
	asking(t, s, "r1", []string{"F00000", "F00001"}, task("F00000", "a"), task("F00001", "a"))
	begin(t, s, "r2")
	changed := formation("F00000")
	changed.Intitule = "changed"
	propose(t, s, func(l *store.Load) error {
		return l.KeepFormations(t.Context(), "r2", []offre.Formation{changed, formation("F9")})
	})
	asking(t, s, "r2", []string{"F00000", "F9"}, task("F00000", "b"), task("F9", "b"))
	if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"b×F00000+F9", "a×F00001"}) {
		t.Errorf("before: %v", got)
	}
	begin(t, s, "r3")
	asking(t, s, "r3", []string{"F9"}, task("F9", "c")) // asks of a formation that it did not bring
	_, err := s.Unload(t.Context(), "r2", "Anne", monday)
	must(t, err)
	if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"a×F00000+F00001"}) {
		t.Errorf("after: %v", got)
	}
}

func choices(t *testing.T, s *store.Store) {
	ctx := t.Context()
	catalogue(t, s, "r1", 1, 0)
	asking(t, s, "r1", []string{"F00000"}, task("F00000", "a"), task("F00000", "b"))
	choice := func(key, who string, codes ...string) journal.Choice {
		return journal.Choice{Key: key, Kind: journal.TaskROME, Text: "« " + key + " »", Codes: codes, Who: who, Why: "vu", At: monday}
	}
	first, second, nothing := choice("a", "Anne", "A1101", "A1102"), choice("a", "Luc", "A1103"), choice("0", "Anne")
	must(t, s.KeepChoice(ctx, first))
	if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"b×F00000"}) {
		t.Errorf("what has its answer is asked: %v", got)
	}
	must(t, s.KeepChoice(ctx, second))
	must(t, s.KeepChoice(ctx, nothing))
	if err := s.InLoad(ctx, func(l *store.Load) error { return errors.Join(l.KeepChoice(ctx, choice("b", "Luc", "B")), errStop) }); !errors.Is(err, errStop) {
		t.Error(err)
	}
	if got := all(t, s.Choices(ctx)); !reflect.DeepEqual(got, []journal.Choice{nothing, second}) {
		t.Errorf("choices %+v", got)
	}
	if got, err := s.ChoiceHistory(ctx, "a"); err != nil || !reflect.DeepEqual(got, []journal.Choice{first, second}) {
		t.Errorf("history %+v, %v", got, err)
	}
	must(t, s.ForgetChoice(ctx, "a", "Anne", monday.Add(time.Hour)))
	if err := s.ForgetChoice(ctx, "a", "Anne", monday); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("forgotten twice: %v", err)
	}
	if got := all(t, s.Choices(ctx)); !reflect.DeepEqual(got, []journal.Choice{nothing}) {
		t.Errorf("choices %+v", got)
	}
	if got := worklist(t, s, store.TaskFilter{}); !slices.Equal(got, []string{"a×F00000", "b×F00000"}) {
		t.Errorf("what was forgotten is not asked: %v", got)
	}
	for name, c := range map[string]journal.Choice{"by nobody": choice("b", ""), "of no kind": {Key: "b", Who: "Anne", At: monday}, "at no time": {Key: "b", Kind: journal.TaskNSF, Who: "Anne"}, "of no key": choice("", "Anne")} {
		if err := s.KeepChoice(ctx, c); err == nil {
			t.Errorf("%s: it is kept", name)
		}
	}
	_, err := s.Unload(ctx, "r1", "Anne", monday)
	must(t, err)
	if got := all(t, s.Choices(ctx)); len(got) != 1 {
		t.Errorf("what a person chose went with the run: %+v", got)
	}
}
