package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/cmd/passerelle/schedule"
	"github.com/carif-oref/passerelle/export/mail"
	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// config is passerelle.yaml; the file beside this one documents each key.
type config struct {
	Inbox          string             `yaml:"inbox"`
	Referentials   string             `yaml:"referentials"`
	Landing        string             `yaml:"landing"`
	Store          string             `yaml:"store"`
	Shelf          string             `yaml:"shelf"`
	Reports        string             `yaml:"reports"`
	Answers        string             `yaml:"answers"`
	LayoutsDir     string             `yaml:"layouts_dir"`
	TargetsDir     string             `yaml:"targets_dir"`
	MappingsDir    string             `yaml:"mappings_dir"`
	Targets        []string           `yaml:"targets"`
	Prefix         string             `yaml:"prefix"`
	Floors         map[string]int     `yaml:"floors"`
	MaxChange      map[string]int     `yaml:"max_change_percent"`
	MaxAge         map[string]int     `yaml:"max_age_days"`
	Sources        []source           `yaml:"sources"`
	FetchMinutes   int                `yaml:"fetch_minutes"`
	CodifyText     string             `yaml:"codify_text"`
	Trusted        []string           `yaml:"trusted"`
	AutoValidate   string             `yaml:"auto_validate"`
	MaxDropPercent int                `yaml:"max_drop_percent"`
	KeepFeeds      int                `yaml:"keep_feeds"`
	KeepReports    int                `yaml:"keep_reports"`
	OrganismePages bool               `yaml:"organisation_pages"`
	MaxFileMiB     int                `yaml:"max_file_mib"`
	Jobs           []schedule.Config  `yaml:"jobs"`
	Timezone       string             `yaml:"timezone"`
	Workers        int                `yaml:"workers"`
	WorkerLease    time.Duration      `yaml:"worker_lease"`
	WatchInbox     time.Duration      `yaml:"watch_inbox"`
	Listen         string             `yaml:"listen"`
	PublicURL      string             `yaml:"public_url"`
	Publisher      string             `yaml:"publisher"`
	Work           string             `yaml:"work"`
	TLSCert        string             `yaml:"tls_cert"`
	TLSKey         string             `yaml:"tls_key"`
	Proxies        []string           `yaml:"proxies"`
	MetricsListen  string             `yaml:"metrics_listen"`
	Mail           mail.Config        `yaml:"mail"`
	Push           []push.Destination `yaml:"push"`

	LogLevel  slog.Level `yaml:"log_level"`
	LogFormat string     `yaml:"log_format"`
}

// source is an address from which a file of a referential is fetched.
type source struct {
	Name   string `yaml:"name"`
	URL    string `yaml:"url"`
	SHA256 string `yaml:"sha256"`
}

// What codify_text may be.
const (
	textAutomatic = "automatic"
	textPropose   = "propose"
	textOff       = "off"
)

// commentedConfig is the file that init writes: the defaults, explained.
//
//go:embed passerelle.yaml
var commentedConfig []byte

// configName is the file looked for in the current folder.
const configName = "passerelle.yaml"

// readConfig reads the configuration at path over the defaults, and the
// environment over both. An empty path means configName in the current folder,
// which need not exist: the defaults work.
func readConfig(path string, environ []string) (config, error) {
	var c config
	if err := yamlfile.Decode("built-in "+configName, commentedConfig, &c); err != nil {
		return c, err
	}
	given := path != ""
	if !given {
		path = configName
	}
	data, err := os.ReadFile(path)
	switch {
	case err == nil:
		if err := yamlfile.Decode(path, data, &c); err != nil {
			return c, fmt.Errorf("read configuration: %w", err)
		}
	case given || !errors.Is(err, fs.ErrNotExist):
		return c, fmt.Errorf("read configuration: %w; `passerelle init` writes one", err)
	}
	if err := c.override(environ); err != nil {
		return c, err
	}
	if err := c.checkStore(); err != nil {
		return c, fmt.Errorf("read configuration: %w", err)
	}
	c.anchor(filepath.Dir(path))
	return c, c.check()
}

// override takes PASSERELLE_KEY=value for each key; the value is YAML.
func (c *config) override(environ []string) error {
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		key, ours := strings.CutPrefix(name, "PASSERELLE_")
		if !ours || notConfiguration[name] {
			continue
		}
		key = strings.ToLower(key)
		line := key + ": " + value
		if isText[key] {
			line = fmt.Sprintf("%s: %q", key, value)
		}
		if err := yamlfile.Decode("environment variable "+name, []byte(line), c); err != nil {
			return fmt.Errorf("read configuration: %w", err)
		}
	}
	return nil
}

// notConfiguration names the variables of ours that other things read.
var notConfiguration = map[string]bool{"PASSERELLE_CONFIG": true, "PASSERELLE_TEST_DATABASE_URL": true}

// isText tells the keys whose value is taken as it stands: a path may hold what
// YAML gives a meaning to.
var isText = map[string]bool{
	"inbox": true, "referentials": true, "landing": true, "store": true, "shelf": true, "reports": true, "answers": true,
	"layouts_dir": true, "targets_dir": true, "mappings_dir": true, "work": true, "tls_cert": true, "tls_key": true, "listen": true, "metrics_listen": true, "public_url": true, "publisher": true, "timezone": true, "prefix": true,
}

// anchor makes every path relative to the folder of the configuration.
func (c *config) anchor(dir string) {
	paths := []*string{&c.Inbox, &c.Referentials, &c.Landing, &c.Store, &c.Shelf, &c.Reports, &c.Answers, &c.LayoutsDir, &c.TargetsDir, &c.MappingsDir, &c.Work, &c.TLSCert, &c.TLSKey}
	paths = append(paths, c.Mail.Paths()...)
	for i := range c.Push {
		paths = append(paths, c.Push[i].Paths()...)
	}
	for _, path := range paths {
		if *path != "" && !filepath.IsAbs(*path) && !store.IsServer(*path) {
			*path = filepath.Join(dir, *path)
		}
	}
}

var prefixShape = regexp.MustCompile(`^[0-9A-Z]{1,4}$`)

func (c *config) check() error {
	switch {
	case !prefixShape.MatchString(c.Prefix):
		return fmt.Errorf("read configuration: prefix %q: one to four digits or capitals are due, such as \"04\"", c.Prefix)
	case c.MaxDropPercent < 0 || c.MaxDropPercent > 100:
		return fmt.Errorf("read configuration: max_drop_percent %d: a share from 0 to 100 is due", c.MaxDropPercent)
	case c.KeepFeeds < 1 || c.KeepReports < 1:
		return errors.New("read configuration: keep_feeds and keep_reports are at least 1: the feed in place is one of them")
	case c.FetchMinutes < 1:
		return fmt.Errorf("read configuration: fetch_minutes %d: at least 1 is due", c.FetchMinutes)
	case c.MaxFileMiB < 1:
		return fmt.Errorf("read configuration: max_file_mib %d: at least 1 is due", c.MaxFileMiB)
	case c.WorkerLease < time.Second:
		return fmt.Errorf("read configuration: worker_lease %s: at least 1s is due", c.WorkerLease)
	case len(c.Targets) == 0:
		return errors.New("read configuration: targets: at least one is due")
	case !slices.Contains([]string{never, withoutErrors, always}, c.AutoValidate):
		return fmt.Errorf("read configuration: auto_validate %q: %s, %s or %s is due", c.AutoValidate, never, withoutErrors, always)
	case !slices.Contains([]string{textAutomatic, textPropose, textOff}, c.CodifyText):
		return fmt.Errorf("read configuration: codify_text %q: %s, %s or %s is due", c.CodifyText, textAutomatic, textPropose, textOff)
	case c.LogFormat != "text" && c.LogFormat != "json":
		return fmt.Errorf("read configuration: log_format %q: text or json is due", c.LogFormat)
	}
	if _, err := c.schedule(); err != nil {
		return err
	}
	if err := c.checkAddresses(); err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	if err := c.Mail.Check(); err != nil {
		return fmt.Errorf("read configuration: mail: %w", err)
	}
	if err := push.Check(c.Push); err != nil {
		return fmt.Errorf("read configuration: push: %w", err)
	}
	return c.checkReferentials()
}

// checkReferentials checks what is said of each referential.
func (c *config) checkReferentials() error {
	for key, of := range map[string]map[string]int{"floors": c.Floors, "max_change_percent": c.MaxChange, "max_age_days": c.MaxAge} {
		for name, n := range of {
			if err := checkReferential(name); err != nil {
				return fmt.Errorf("read configuration: %s: %w", key, err)
			}
			if n < 0 {
				return fmt.Errorf("read configuration: %s: %s: %d: a number from 0 is due", key, name, n)
			}
		}
	}
	for _, s := range c.Sources {
		if s.Name == "" || s.Name != filepath.Base(s.Name) || strings.HasPrefix(s.Name, ".") || !strings.HasPrefix(s.URL, "http://") && !strings.HasPrefix(s.URL, "https://") {
			return fmt.Errorf("read configuration: sources: %q from %q: the name of a folder and an http or https address are due", s.Name, s.URL)
		}
	}
	return nil
}

func checkReferential(name string) error {
	var known []string
	for _, r := range nomenclature.Referentials {
		if string(r) == name {
			return nil
		}
		known = append(known, string(r))
	}
	return fmt.Errorf("unknown referential %q; known ones are %s", name, strings.Join(known, ", "))
}

// maxAge is after how many days a referential is stale, 0 never.
func (c config) maxAge(ref nomenclature.Referential) int { return c.MaxAge[string(ref)] }
