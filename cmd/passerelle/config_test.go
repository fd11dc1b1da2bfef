package main

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), configName)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigDefaultsWorkWithoutAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := readConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Store != "catalogue.db" || len(c.Targets) != 6 || c.Prefix != "04" {
		t.Errorf("got %+v", c)
	}
}

func TestCommentedConfigNamesEveryKeyAndIsTheDefault(t *testing.T) {
	for _, key := range keysOf(config{}) {
		if !regexp.MustCompile(`(?m)(^|^#.*[ {]|^ +- .*[ {])` + key + `:`).Match(commentedConfig) {
			t.Errorf("the file that init writes does not explain key %q", key)
		}
	}
	t.Chdir(t.TempDir())
	defaults, err := readConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(configName, commentedConfig, 0o600); err != nil {
		t.Fatal(err)
	}
	if written, err := readConfig("", nil); err != nil || !reflect.DeepEqual(written, defaults) {
		t.Errorf("the file that init writes is %+v, want the defaults %+v (%v)", written, defaults, err)
	}
}

// keysOf lists the keys that a struct takes, those of the structs within it too,
// sorted and without doubles.
func keysOf(of any) []string {
	set := map[string]bool{}
	collectKeys(reflect.TypeOf(of), set, map[reflect.Type]bool{})
	return slices.Sorted(maps.Keys(set))
}

func collectKeys(t reflect.Type, keys map[string]bool, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			keys[name] = true
		}
		collectKeys(field.Type, keys, seen)
	}
}

func TestConfigPathsAreRelativeToTheFile(t *testing.T) {
	path := writeConfig(t, "inbox: ../in\nstore: /var/lib/p.db\n")
	c, err := readConfig(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(filepath.Dir(filepath.Dir(path)), "in"); c.Inbox != want || c.Store != "/var/lib/p.db" {
		t.Errorf("inbox %q, store %q; want %q and the absolute path kept", c.Inbox, c.Store, want)
	}
}

func TestConfigEnvironmentWins(t *testing.T) {
	path := writeConfig(t, "inbox: in\nkeep_feeds: 3\n")
	c, err := readConfig(path, []string{
		"PASSERELLE_INBOX=/srv/a: b", "PASSERELLE_KEEP_FEEDS=9", "PASSERELLE_TARGETS=[aude, kairos]",
		"PASSERELLE_PREFIX=13", "PASSERELLE_FLOORS={rome: 1}", "PASSERELLE_CONFIG=x", "HOME=/root",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Inbox != "/srv/a: b" || c.KeepFeeds != 9 || !reflect.DeepEqual(c.Targets, []string{"aude", "kairos"}) || c.Prefix != "13" || c.Floors["rome"] != 1 {
		t.Errorf("got %+v", c)
	}
}

func TestConfigRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		environ []string
		want    string
	}{
		"an unknown key":             {text: "shlef: x\n", want: `passerelle.yaml:1: unknown key "shlef"; did you mean "shelf"?`},
		"an unknown variable":        {environ: []string{"PASSERELLE_INBX=x"}, want: `environment variable PASSERELLE_INBX:1: unknown key "inbx"; did you mean "inbox"?`},
		"a prefix too long":          {text: "prefix: \"12345\"\n", want: "prefix"},
		"a share over a hundred":     {text: "max_drop_percent: 101\n", want: "max_drop_percent"},
		"no feed kept":               {text: "keep_feeds: 0\n", want: "keep_feeds"},
		"no target":                  {text: "targets: []\n", want: "targets"},
		"a target that is no list":   {text: "targets: aude\n", want: `passerelle.yaml:1: targets: a list such as [a, b] is due, not "aude"`},
		"a number in letters":        {text: "keep_feeds: abc\n", want: `passerelle.yaml:1: keep_feeds: a whole number is due, not "abc"`},
		"a prefix in base 8":         {text: "# x\nprefix: 012\n", want: `passerelle.yaml:2:9: prefix: a text is due, and 012 would be read as 10: write it between quotes, "012"`},
		"a number that is not whole": {text: "keep_feeds: 1.5\n", want: `passerelle.yaml:1:13: keep_feeds: a whole number is due, not "1.5"`},
		"a password of digits":       {text: "mail: {host: h, password: 0471}\n", want: `passerelle.yaml:1:27: mail: password: a text is due, and this would be read as a number: write it between quotes`},
		"a variable that is cut":     {environ: []string{"PASSERELLE_KEEP_FEEDS=2.5"}, want: `environment variable PASSERELLE_KEEP_FEEDS:1:13: keep_feeds: a whole number is due, not "2.5"`},
		"an unknown key of mail":     {text: "mail: {hots: x}\n", want: `passerelle.yaml:1: mail: unknown key "hots"; known keys are auth, ca_file, from,`},
		"a store that is none":       {text: "store: mysql://u:hunter2@h/x\n", want: `store: mysql: is no kind of store`},
		"a password with an @":       {text: "store: postgres://anne:hun@ter2@h/x\n", want: `store: the password holds an @: write it %40`},
		"a password with a /":        {environ: []string{"PASSERELLE_STORE=postgres://anne:hun/ter2@h/x"}, want: `store: the password holds a /: write it %2F`},
		"a store between quotes":     {environ: []string{"PASSERELLE_STORE='postgres://anne:hunter2@h/x'"}, want: `without anything before or after`},
		"a store by variable":        {environ: []string{"PASSERELLE_STORE=sqlite:catalogue.db"}, want: `store: sqlite: is no kind of store`},
		"a store by keywords":        {text: "store: host=h password=hunter2\n", want: `store: keywords and values are no address: postgres://`},
		"nothing to listen on":       {text: "listen: abc\n", want: `listen "abc": an address and a port are due`},
		"a port that is none":        {text: "metrics_listen: \":99999\"\n", want: `metrics_listen ":99999": an address and a port are due`},
		"a floor of nothing we know": {text: "floors: {certifinfos: 1}\n", want: `unknown referential "certifinfos"`},
		"a log format":               {text: "log_format: xml\n", want: "log_format"},
		"a log level":                {text: "log_level: loud\n", want: "log_level"},
		"a file size of nothing":     {text: "max_file_mib: 0\n", want: "max_file_mib"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(writeConfig(t, c.text), c.environ)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "ter2") {
				t.Errorf("got %v, want it to say %s", err, c.want)
			}
		})
	}
	if _, err := readConfig(filepath.Join(t.TempDir(), "absent.yaml"), nil); err == nil {
		t.Error("a configuration that was named and is not there was accepted")
	}
}

func TestAConfigurationThatSaysNothingIsTheDefaults(t *testing.T) {
	for _, text := range []string{"", "# later\n", "---\n", "\ufeff"} {
		c, err := readConfig(writeConfig(t, text), nil)
		if err != nil || c.Prefix != "04" || len(c.Targets) == 0 {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}

func TestAStoreIsAFileOrAServer(t *testing.T) {
	for address, want := range map[string]string{
		"catalogue.db": "catalogue.db", "./a:b.db": "./a:b.db", "/srv/c:d/x.db": "/srv/c:d/x.db", "file:x.db": "x.db", "file:///srv/x.db": "/srv/x.db",
		"postgres://u@h/x": "postgres://u@h/x", "postgresql://u@h/x": "postgresql://u@h/x",
	} {
		if got, err := storePath(address); got != want || err != nil {
			t.Errorf("%s: %q, %v", address, got, err)
		}
	}
	for _, address := range []string{"mysql://u:hunter2@h/x", "sqlite:x.db", "https://h/x"} {
		if got, err := storePath(address); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %q, %v", address, got, err)
		}
	}
}
