package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FOLDER", Short: "Copy the store, what was received, the feeds and the configuration into a new folder",
		Long: `Copy all that Passerelle needs to go on elsewhere into FOLDER, which must not exist: the store as it is at one
moment, what was received, the feeds and their history, reports, answers, the inbox, the referentials, and the
configuration, with the SHA-256 of each file. A run may be under way. What is never modified is linked instead
of copied when FOLDER is on the same disk.

Not copied: certificates, keys and passwords that stand in files of their own. A store in PostgreSQL is for
pg_dump: the message then says what else to copy.

The names of people are in it: keep it as you keep the store. ` + "`passerelle restore`" + ` puts it back.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.backup(cmd.Context(), args[0]) },
	}
}

// savedNames are the names, in a backup, of the folders that the configuration names:
// those of the built-in configuration, where it has one.
var savedNames = map[string]string{
	"inbox": "inbox", "referentials": "referentials", "landing": "landing", "shelf": "feeds", "reports": "reports", "answers": "answers",
	"layouts_dir": "layouts", "targets_dir": "targets", "mappings_dir": "mappings", "work": "work",
}

// savedStore is the name of the store in a backup.
const savedStore = "catalogue.db"

func (a *app) backup(ctx context.Context, into string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if store.IsServer(c.Store) {
		return backupOfServer(c)
	}
	if err := mustHaveStore(c); err != nil {
		return err
	}
	if err := c.mustBeApart(into); err != nil {
		return err
	}
	saved, err := a.saveInto(ctx, c, into)
	if err != nil {
		return fmt.Errorf("back up into %s: %w", into, err)
	}
	if a.asJSON {
		return a.printJSON(saved)
	}
	if a.quiet {
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d files, %d MiB, of which %d linked\n%s", into, len(saved.Files), saved.size()/mib, saved.linked, c.keptApart())
	return err
}

// backupOfServer says how to back up what stands beside a store in PostgreSQL. The
// database comes first: what it names must be in the copy of the folders.
func backupOfServer(c config) error {
	var folders []string
	for _, f := range c.folders() {
		folders = append(folders, f.path)
	}
	return misused("the store is a database of PostgreSQL: run `pg_dump --format=custom --file=catalogue.dump %q`, then copy (rsync -a) %s and %s; to put it back, pg_restore into an empty database",
		store.Passwordless(c.Store), strings.Join(folders, ", "), configName)
}

// mustBeApart refuses a folder that exists, or that a backup would copy into itself.
func (c config) mustBeApart(into string) error {
	if _, err := os.Lstat(into); err == nil {
		return fmt.Errorf("back up into %s: it already exists; name a new folder, such as %s", into, filepath.Join(into, time.Now().Format(time.DateOnly)))
	}
	for _, f := range c.folders() {
		below, err := filepath.Rel(absolute(f.path), absolute(into))
		if err == nil && filepath.IsLocal(below) && f.key != "store" {
			return misused("back up into %s: it is in %s, which is copied; name a folder outside", into, f.path)
		}
	}
	return nil
}

// saveInto makes the backup beside its place, and gives it its name once it is whole.
func (a *app) saveInto(ctx context.Context, c config, into string) (saved *backup, err error) {
	if err := os.MkdirAll(filepath.Dir(into), 0o755); err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp(filepath.Dir(into), ".tmp-sauvegarde-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	saved = &backup{Schema: backupSchema, Version: version, At: a.now().In(c.zone()), dir: temp}
	if err := saved.store(ctx, c.Store); err != nil {
		return nil, err
	}
	for _, f := range c.folders() {
		if name, ours := savedNames[f.key]; ours {
			if err := saved.folder(ctx, f.path, name, f.key == "shelf"); err != nil {
				return nil, err
			}
		}
	}
	if err := saved.configuration(a.configFile(), c); err != nil {
		return nil, err
	}
	if err := saved.write(); err != nil {
		return nil, err
	}
	return saved, os.Rename(temp, into)
}

// keptApart names the secrets that a backup leaves out.
func (c config) keptApart() string {
	var apart []string
	for _, path := range []string{c.TLSCert, c.TLSKey, c.Mail.PasswordFile, c.Mail.CAFile} {
		if path != "" {
			apart = append(apart, path)
		}
	}
	for _, d := range c.Push {
		for _, path := range []string{d.PasswordFile, d.KeyFile, d.PassphraseFile, d.KnownHosts} {
			if path != "" {
				apart = append(apart, path)
			}
		}
	}
	if len(apart) == 0 {
		return ""
	}
	return "Not copied, keep them apart: " + strings.Join(apart, ", ") + "\n"
}
