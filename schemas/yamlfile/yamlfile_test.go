package yamlfile_test

import (
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

type file struct {
	Inbox  string         `yaml:"inbox"`
	Prefix string         `yaml:"prefix"`
	Floors map[string]int `yaml:"floors"`
	Log    struct {
		Level string `yaml:"level"`
	} `yaml:"log"`
}

func TestDecodeKeepsWhatTheFileDoesNotSay(t *testing.T) {
	got := file{Inbox: "inbox", Prefix: "04"}
	if err := yamlfile.Decode("p.yaml", []byte("prefix: \"13\"\nfloors: {rome: 1}\n"), &got); err != nil {
		t.Fatal(err)
	}
	if got.Inbox != "inbox" || got.Prefix != "13" || got.Floors["rome"] != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestDecodeAcceptsAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing but a comment\n"} {
		if err := yamlfile.Decode("p.yaml", []byte(text), &file{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a key that nearly is one": {"prefix: x\ninbx: y\n", `p.yaml:2: unknown key "inbx"; did you mean "inbox"?`},
		"a key below":              {"log:\n  levle: debug\n", `p.yaml:2: unknown key "levle"; did you mean "level"?`},
		"a key like no other":      {"zzzzzz: 1\n", `p.yaml:1: unknown key "zzzzzz"; known keys are floors, inbox, level, log, prefix`},
		"a value of another kind":  {"prefix: x\nfloors: 12\n", "p.yaml:2: "},
		"what is no YAML":          {"prefix: [", "p.yaml:1: "},
		"a key said twice":         {"prefix: x\nprefix: y\n", "p.yaml:2: "},
		"a huge file":              {strings.Repeat("# x\n", yamlfile.MaxSize), "larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			err := yamlfile.Decode("p.yaml", []byte(c.text), &file{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %s", err, c.want)
			}
		})
	}
}
