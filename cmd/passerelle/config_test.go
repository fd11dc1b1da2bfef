package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
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
	for _, key := range yamlfile.Keys(config{}) {
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
		"a floor of nothing we know": {text: "floors: {certifinfos: 1}\n", want: `unknown referential "certifinfos"`},
		"a log format":               {text: "log_format: xml\n", want: "log_format"},
		"a log level":                {text: "log_level: loud\n", want: "log_level"},
		"a file size of nothing":     {text: "max_file_mib: 0\n", want: "max_file_mib"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readConfig(writeConfig(t, c.text), c.environ)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to say %s", err, c.want)
			}
		})
	}
	if _, err := readConfig(filepath.Join(t.TempDir(), "absent.yaml"), nil); err == nil {
		t.Error("a configuration that was named and is not there was accepted")
	}
}
