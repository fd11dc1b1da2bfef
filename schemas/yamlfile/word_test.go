package yamlfile_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

func TestWordsKeepTheirLines(t *testing.T) {
	var got struct {
		Title yamlfile.Word            `yaml:"title"`
		List  []yamlfile.Word          `yaml:"list"`
		Table map[string]yamlfile.Word `yaml:"table"`
	}
	text := "# comment\ntitle: \"été\"\nlist:\n  - 052\n  - |\n    deux\n    lignes\n  - oui\ntable: {\"52\": 21}\n"
	if err := yamlfile.Decode("p.yaml", []byte(text), &got); err != nil {
		t.Fatal(err)
	}
	words := append([]yamlfile.Word{got.Title}, append(got.List, got.Table["52"])...)
	want := []yamlfile.Word{{"été", 2}, {"052", 4}, {"deux\nlignes\n", 5}, {"oui", 8}, {"21", 9}}
	for i, w := range want {
		if words[i] != w {
			t.Errorf("word %d: got %+v, want %+v", i, words[i], w)
		}
	}
}

func TestWordsRefuseWhatIsNoWord(t *testing.T) {
	for name, text := range map[string]string{"a list": "title: ok\nlist:\n  - [a]\n", "a mapping": "title: ok\nlist:\n  - {a: b}\n"} {
		t.Run(name, func(t *testing.T) {
			var got struct {
				Title yamlfile.Word   `yaml:"title"`
				List  []yamlfile.Word `yaml:"list"`
			}
			err := yamlfile.Decode("p.yaml", []byte(text), &got)
			if err == nil || !strings.HasPrefix(err.Error(), "p.yaml:3: ") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAWordThatIsNotThereIsEmpty(t *testing.T) {
	var got struct {
		List []yamlfile.Word `yaml:"list"`
	}
	if err := yamlfile.Decode("p.yaml", []byte("list:\n  -\n  - a\n"), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.List) != 2 || got.List[0].Text != "" || got.List[1].Text != "a" {
		t.Errorf("got %+v", got.List)
	}
}
