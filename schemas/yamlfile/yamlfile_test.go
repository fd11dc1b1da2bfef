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

// measures is a file whose values may be written in ways that YAML has its own idea of.
type measures struct {
	Prefix string            `yaml:"prefix"`
	Codes  []string          `yaml:"codes"`
	Named  map[string]string `yaml:"named"`
	Keep   int               `yaml:"keep"`
	Share  float64           `yaml:"share"`
	Word   yamlfile.Word     `yaml:"word"`
	Key    yamlfile.Secret   `yaml:"key"`
	Level  slog.Level        `yaml:"level"`
	Wait   time.Duration     `yaml:"wait"`
	Most   *int              `yaml:"most"`
}

func TestDecodeRefusesWhatItWouldMisread(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a code in base 8":               {"# x\nprefix: 012\n", `p.yaml:2:9: prefix: a text is due, and 012 would be read as 10: write it between quotes, "012"`},
		"a code with a zero":             {"prefix: 04\n", `p.yaml:1:9: prefix: a text is due, and 04 would be read as 4: write it between quotes, "04"`},
		"a version":                      {"prefix: 1.10\n", `p.yaml:1:9: prefix: a text is due, and 1.10 would be read as 1.1: write it between quotes, "1.10"`},
		"a number in base 16":            {"prefix: 0x1F\n", `would be read as 31: write it between quotes`},
		"a truth with a capital":         {"prefix: True\n", `True would be read as true: write it between quotes`},
		"a code of a list":               {"codes:\n  - ok\n  - 014\n", `p.yaml:3:5: codes: a text is due, and 014 would be read as 12`},
		"a code in a list of one line":   {"codes: [ok, 014]\n", `p.yaml:1:13: codes: a text is due`},
		"a code under a name":            {"named: {a: 014}\n", `p.yaml:1:12: named: a: a text is due`},
		"a code as a name":               {"named: {014: a}\n", `p.yaml:1:9: named: a text is due, and 014 would be read as 12`},
		"a code as the only name":        {"named:\n  014: a\n", `p.yaml:2:3: named: a text is due`},
		"a code that is referred to":     {"keep: &k 12\ncodes: [&c 10, *c]\nprefix: &p '012'\nkey: *p\nnamed: {x: &n 017}\n", `p.yaml:5:15: named: x: a text is due`},
		"a number cut":                   {"keep: 1.5\n", `p.yaml:1:7: keep: a whole number is due, not "1.5"`},
		"a number cut, between quotes":   {"keep: \"1.5\"\n", `p.yaml:1:7: keep: a whole number is due, not "1.5"`},
		"a number referred to":           {"share: &s 1.5\nkeep: *s\n", `keep: a whole number is due, not "1.5"`},
		"a number as physicists write":   {"keep: 1e3\n", `p.yaml:1:7: keep: a whole number is due, not "1e3"`},
		"a number in base 8":             {"keep: 010\n", `p.yaml:1:7: keep: a number is due, and "010" could be read in base 8: write it without the zero in front`},
		"a number that nearly is":        {"keep: 08\n", `p.yaml:1:7: keep: a number is due, and "08" could be read in base 8`},
		"a number behind a pointer":      {"most: 2.5\n", `p.yaml:1:7: most: a whole number is due, not "2.5"`},
		"a share in base 8":              {"share: 010\n", `p.yaml:1:8: share: a number is due, and "010" could be read in base 8`},
		"a password, which is not shown": {"key: 0123456\n", "p.yaml:1:6: key: a text is due, and this would be read as a number: write it between quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			err := yamlfile.Decode("p.yaml", []byte(c.text), &measures{})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "123456") || strings.Contains(err.Error(), "42798") {
				t.Errorf("got %v, want it to say %s", err, c.want)
			}
		})
	}
}

func TestDecodeTakesNumbersThatAreWhatTheySay(t *testing.T) {
	var got measures
	text := "prefix: \"012\"\ncodes: [12, true, '08', 09, 1.5, 2026-11-23, 12:30, null]\nnamed: {12: \"04\"}\nkeep: 12\nshare: 0.5\nword: 012\nkey: \"0123\"\nlevel: warn\nwait: 90s\nmost: \"7\"\n"
	if err := yamlfile.Decode("p.yaml", []byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if codes := strings.Join(got.Codes, " "); got.Prefix != "012" || codes != "12 true 08 09 1.5 2026-11-23 12:30 " || got.Named["12"] != "04" || got.Keep != 12 || got.Share != 0.5 || got.Word.Text != "012" || string(got.Key) != "0123" || *got.Most != 7 {
		t.Errorf("%+v", got)
	}
	if err := yamlfile.Decode("p.yaml", []byte("keep:\nmost: null\nprefix: -5\nshare: -1\n"), &got); err != nil || got.Prefix != "-5" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnErrorDoesNotQuoteASecret(t *testing.T) {
	err := yamlfile.Decode("p.yaml", []byte("log: {key: [hunter2]}\n"), &file{})
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "log: key: a text is due") {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"inbox: x\n", "log: {levle: 1}\n", "jobs: [{name: x}, 3]\n", "a: &b c\n? *b\n: d\n", "wait: zz", "- - - {", "<<: {keep: a}\n", "prefix: 012", "keep: &k 1.5\nprefix: *k", "floors: {01: 1}", "a: &a *a"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := yamlfile.Decode("p.yaml", data, &file{}); err != nil && !strings.HasPrefix(err.Error(), "p.yaml:") {
			t.Errorf("%v", err)
		}
	})
}
