package target_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/carif-oref/passerelle/export/target"
	"github.com/carif-oref/passerelle/schemas/offre"
)

func builtIn(t testing.TB) target.Set {
	t.Helper()
	set, err := target.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestBuiltInTargets changes only when what a recipient gets is changed on purpose.
func TestBuiltInTargets(t *testing.T) {
	want := map[string][]string{
		"intercarif":         {"au-moins-une-session", "intitule"},
		"aude":               {"au-moins-une-session", "intitule", "sans-dispositif", "session-terminee-depuis", "responsable-siret"},
		"kairos":             {"au-moins-une-session", "intitule", "sans-dispositif", "session-terminee-depuis", "responsable-siret", "responsable-nda", "dates-connues"},
		"imilo":              {"au-moins-une-session", "intitule", "responsable-siret", "responsable-connu", "dates-connues", "contenu"},
		"trouvermaformation": {"au-moins-une-session", "intitule", "sans-dispositif", "session-terminee-depuis"},
		"informetiers":       {"au-moins-une-session", "intitule", "session-terminee-depuis"},
		"lbf":                {"au-moins-une-session", "intitule", "numero-court", "session-a-venir-ou-commencee-depuis"},
		"edof":               {"au-moins-une-session", "sans-dispositif", "session-terminee-depuis", "certification-au", "responsable-siret", "responsable-nda"},
	}
	set := builtIn(t)
	if len(set) != len(want) {
		t.Errorf("%d targets ship, want %d: %v", len(set), len(want), set.Names())
	}
	for name, codes := range want {
		var got []string
		for _, c := range set[name].Selection {
			got = append(got, c.Code)
		}
		if !slices.Equal(got, codes) {
			t.Errorf("%s asks for %v, want %v", name, got, codes)
		}
	}
}

func TestBuiltInTargetsExplainThemselves(t *testing.T) {
	for name, tg := range builtIn(t) {
		if len(tg.Doubts) == 0 {
			t.Errorf("%s: nothing is known for certain of any of these systems, yet it states no doubt", name)
		}
		for _, c := range tg.Selection {
			if c.Source == "" || !strings.HasSuffix(c.Sentence, ".") {
				t.Errorf("%s, %s: a sentence and a source are due, got %q and %q", name, c.Code, c.Sentence, c.Source)
			}
			if tg.Labels()[c.Code] == "" {
				t.Errorf("%s, %s: no label", name, c.Code)
			}
		}
	}
}

func TestConditionsAreNamedOnceInKebabCase(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range target.Conditions {
		if seen[c.Name] || strings.Trim(c.Name, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("condition %q: stated twice or not in kebab case", c.Name)
		}
		seen[c.Name] = true
	}
}

func TestFolderAddsATarget(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"ptp.yaml": yaml(`
name: transitions-pro
extends: kairos
title: Transitions Pro Normandie
audience: Instructeurs des projets de transition professionnelle.
without: [session-terminee-depuis]
selection:
  - condition: lieu
    sentence: Le lieu est connu.
    excludes: sans lieu connu
defaults:
  objectif-formation: À demander à l'organisme.
refs:
  code-ROME: V3
`), "notes.txt": yaml("no target: {")})
	if err != nil {
		t.Fatal(err)
	}
	got, base := set["transitions-pro"], set["kairos"]
	if len(set) != 9 || len(got.Selection) != len(base.Selection) {
		t.Fatalf("%d targets; %d conditions, want as many as the target extended, one less and one more", len(set), len(got.Selection))
	}
	if last := got.Selection[len(got.Selection)-1].Code; last != "lieu" {
		t.Errorf("the last condition is %q, want its own after those of the target extended", last)
	}
	profile := got.Profile("")
	if profile.Defaults["objectif-formation"] != "À demander à l'organisme." || profile.Defaults["certifiante"] != "0" || profile.Refs["code-ROME"] != "V3" {
		t.Errorf("its defaults and refs are not laid over those of the target extended: %v", profile)
	}
	if base.Profile("").Refs["code-ROME"] != "V4" {
		t.Error("the target extended was changed")
	}
}

func TestFolderReplacesABuiltInTarget(t *testing.T) {
	set, err := target.Load(fstest.MapFS{"aude.yaml": yaml(`
name: aude
extends: aude
selection:
  - condition: session-terminee-depuis
    params: {jours: 15}
    sentence: La session n'est pas terminée depuis plus de 15 jours.
    excludes: terminées depuis plus de 15 jours
`)})
	if err != nil {
		t.Fatal(err)
	}
	aude := set["aude"]
	at := slices.IndexFunc(aude.Selection, func(c target.Criterion) bool { return c.Code == "session-terminee-depuis" })
	if len(set) != 8 || aude.Title != "AUDE Formation" || at != 3 || *aude.Selection[at].Params.Jours != 15 {
		t.Errorf("got %q with %d conditions, the changed one at %d", aude.Title, len(aude.Selection), at)
	}
}

func TestReplacedBaseIsThatOfTheFolder(t *testing.T) {
	set, err := target.Load(fstest.MapFS{
		"b.yaml": yaml("name: b\nextends: a\n"),
		"a.yaml": yaml("name: a\ntitle: A\naudience: Nous.\nwithout: []\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if set["b"].Title != "A" || len(set["b"].Selection) != 0 {
		t.Errorf("got %+v", set["b"])
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	files, err := os.ReadDir("testdata/bad")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(f.Name(), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile("testdata/bad/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(data), "\n")
			want, ok := strings.CutPrefix(first, "# want: ")
			if !ok {
				t.Fatal("the first line must say what the error says")
			}
			_, err = target.Load(fstest.MapFS{f.Name(): {Data: data}})
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), f.Name()) {
				t.Errorf("got %v\nwant it to name the file and say %s", err, want)
			}
		})
	}
}

func TestFoldersThatContradictThemselves(t *testing.T) {
	for name, c := range map[string]struct {
		folder fs.FS
		want   string
	}{
		"a circle":       {fstest.MapFS{"a.yaml": yaml("name: a\nextends: b\n"), "b.yaml": yaml("name: b\nextends: a\n")}, "extends itself through another target"},
		"one name twice": {fstest.MapFS{"a.yaml": yaml("name: a\n"), "b.yml": yaml("name: a\n")}, "b.yml: a.yaml is also the target \"a\""},
		"no such folder": {os.DirFS("testdata/absent"), "read targets"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := target.Load(c.folder); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	set := builtIn(t)
	got, err := set.Select([]string{"imilo", "aude"})
	if err != nil || len(got) != 2 || got[0].Name != "imilo" || got[1].Name != "aude" {
		t.Errorf("got %v, %v; want those asked for, in that order", got, err)
	}
	if _, err := set.Select([]string{"kaïros"}); err == nil || !strings.Contains(err.Error(), `did you mean "kairos"?`) {
		t.Errorf("got %v", err)
	}
	if _, err := set.Select([]string{"aude", "aude"}); err == nil || !strings.Contains(err.Error(), "named twice") {
		t.Errorf("got %v", err)
	}
}

func TestProfileOfAScheme(t *testing.T) {
	tg := builtIn(t)["informetiers"]
	for scheme, want := range map[offre.Dispositif]string{"": "83056", offre.POEC: "83056", offre.Apprentissage: "82027", offre.FormationInitiale: "81061"} {
		p := tg.Profile(scheme)
		if got := p.Defaults["action/code-public-vise"]; got != want || p.Defaults["certifiante"] != "0" {
			t.Errorf("public of %q is %s, want %s", scheme, got, want)
		}
	}
}

func yaml(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
