package yamlfile_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

type file struct {
	Inbox  string         `yaml:"inbox"`
	Prefix string         `yaml:"prefix"`
	Floors map[string]int `yaml:"floors"`
	Log    struct {
		Level slog.Level      `yaml:"level"`
		Key   yamlfile.Secret `yaml:"key"`
	} `yaml:"log"`
	Targets []string      `yaml:"targets"`
	Wait    time.Duration `yaml:"wait"`
	Keep    int           `yaml:"keep"`
	Jobs    []struct {
		Name string `yaml:"name"`
		Late bool   `yaml:"late"`
	} `yaml:"jobs"`
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

func TestAFileThatSaysNothingChangesNothing(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing but a comment\n", "---\n", "---\n# later\n", "...\n", "%YAML 1.2\n---\n", "\ufeff", "\ufeff# from Windows\r\n"} {
		got := file{Inbox: "inbox", Floors: map[string]int{"rome": 1}}
		if err := yamlfile.Decode("p.yaml", []byte(text), &got); err != nil || got.Inbox != "inbox" || got.Floors["rome"] != 1 {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestAFileMayBeginAsEditorsOfWindowsDo(t *testing.T) {
	var got file
	if err := yamlfile.Decode("p.yaml", []byte("\ufeffinbox: courrier\r\n"), &got); err != nil || got.Inbox != "courrier" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a key that nearly is one": {"prefix: x\ninbx: y\n", `p.yaml:2: unknown key "inbx"; did you mean "inbox"?`},
		"a key below":              {"log:\n  levle: debug\n", `p.yaml:2: log: unknown key "levle"; did you mean "level"?`},
		"a key like none below":    {"log:\n  zzzzzz: debug\n", `p.yaml:2: log: unknown key "zzzzzz"; known keys are key, level`},
		"a key of an item":         {"jobs:\n  - {name: x, lat: true}\n", `p.yaml:2: jobs: unknown key "lat"; did you mean "late"?`},
		"a key like no other":      {"zzzzzz: 1\n", `p.yaml:1: unknown key "zzzzzz"; known keys are floors, inbox, jobs, keep, log, prefix, targets, wait`},
		"a text for a number":      {"keep: abc\n", `p.yaml:1: keep: a whole number is due, not "abc"`},
		"a number beyond all":      {"keep: 99999999999999999999\n", `p.yaml:1: keep: a whole number is due, not "99999999999999999999"`},
		"a text for a list":        {"prefix: x\ntargets: aude\n", `p.yaml:2: targets: a list such as [a, b] is due, not "aude"`},
		"a number for keys":        {"prefix: x\nfloors: 12\n", `p.yaml:2: floors: keys, each with its value, are due, not "12"`},
		"a text in a map":          {"floors: {rome: beaucoup}\n", `p.yaml:1: floors: rome: a whole number is due, not "beaucoup"`},
		"a list for a text":        {"inbox: [a]\n", `p.yaml:1: inbox: a text is due, not a list`},
		"keys for a text":          {"inbox: {a: b}\n", `p.yaml:1: inbox: a text is due, not keys`},
		"a truth in words":         {"jobs:\n  - name: x\n    late: oui\n", `p.yaml:3: jobs: late: true or false is due, not "oui"`},
		"a number for a duration":  {"wait: 3\n", `p.yaml:1: wait: a duration such as 90s or 2h is due, not "3"`},
		"a duration in words":      {"prefix: x\nwait: zz\n", `p.yaml:2: wait: a duration such as 90s or 2h is due, not "zz"`},
		"a level of no log":        {"prefix: x\nlog:\n  level: zz\n", `p.yaml:3: log: level: debug, info, warn or error is due, not "zz"`},
		"no keys at all":           {"inbox\n", `p.yaml:1: keys, each with its value, are due, not "inbox"`},
		"a list of no file":        {"- a\n", "p.yaml:1: keys, each with its value, are due, not a list"},
		"what is no YAML":          {"prefix: [", "p.yaml:1: "},
		"a key said twice":         {"prefix: x\nprefix: y\n", "p.yaml:2: "},
		"a second document":        {"prefix: x\n---\nprefix: y\n", "p.yaml:3: a second document begins"},
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

func TestAnErrorDoesNotQuoteASecret(t *testing.T) {
	err := yamlfile.Decode("p.yaml", []byte("log: {key: [hunter2]}\n"), &file{})
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "log: key: a text is due") {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"inbox: x\n", "log: {levle: 1}\n", "jobs: [{name: x}, 3]\n", "a: &b c\n? *b\n: d\n", "wait: zz", "- - - {", "<<: {keep: a}\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := yamlfile.Decode("p.yaml", data, &file{}); err != nil && !strings.HasPrefix(err.Error(), "p.yaml:") {
			t.Errorf("%v", err)
		}
	})
}
