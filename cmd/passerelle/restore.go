package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) restoreCommand() *cobra.Command {
	var into string
	cmd := &cobra.Command{
		Use: "restore FOLDER [--into DIR]", Short: "Put a backup back into a new folder, or only check it",
		Long: `Check every file of a backup against its SHA-256 and, with --into, put it all into DIR, which must not exist, with a
configuration whose paths are those of DIR. Nothing is ever overwritten. A backup with a file that is missing or
not as it was is refused whole.

Do it as the user that the service runs as. Then look at the configuration (a run sends mails and feeds as before), put the certificates and keys back, and
let ` + "`passerelle doctor --config DIR/passerelle.yaml`" + ` say whether all is well.`,
		Args: arity(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.restore(cmd.Context(), args[0], into) },
	}
	cmd.Flags().StringVar(&into, "into", "", "folder to make; without it the backup is only checked")
	return cmd
}

func (a *app) restore(ctx context.Context, from, into string) error {
	b, err := readBackup(from)
	if err != nil {
		return fmt.Errorf("restore %s: %w", from, err)
	}
	if into != "" {
		if _, err := os.Lstat(into); err == nil {
			return fmt.Errorf("restore into %s: it already exists; name a new folder", into)
		}
		err = b.restoreInto(ctx, into)
	} else {
		err = b.check(ctx)
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", from, err)
	}
	if a.asJSON {
		return a.printJSON(b)
	}
	if a.quiet {
		return nil
	}
	_, err = fmt.Fprintf(a.stdout, "backup of %s by passerelle %s: %d files, %d MiB, %s\n", b.At.Format(time.DateTime), b.Version, len(b.Files), b.size()/mib,
		word(into == "", "as they were", "put back into "+into))
	return err
}

// readBackup reads the manifest of a backup. It may have been tampered with: nothing
// in it leads out of its folder.
func readBackup(dir string) (*backup, error) {
	text, err := os.ReadFile(filepath.Join(dir, backupManifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("it has no %s: it is no backup, or one that was never finished", backupManifest)
	}
	if err != nil {
		return nil, err
	}
	b := &backup{dir: dir}
	if err := json.Unmarshal(text, b); err != nil {
		return nil, fmt.Errorf("read %s: %w", backupManifest, err)
	}
	if b.Schema != backupSchema {
		return nil, fmt.Errorf("%s is of schema %q, and %q is due: use the passerelle %s that made it", backupManifest, b.Schema, backupSchema, b.Version)
	}
	return b, b.local()
}

func (b *backup) local() error {
	var paths []string
	for _, d := range b.Folders {
		paths = append(paths, d.Path)
	}
	for _, f := range b.Files {
		paths = append(paths, f.Path)
	}
	for _, l := range b.Links {
		if paths = append(paths, l.Path); !within(l.Path, l.Target) {
			return fmt.Errorf("%s leads to %s, outside: it was tampered with", l.Path, l.Target)
		}
	}
	for _, p := range paths {
		if !filepath.IsLocal(filepath.FromSlash(p)) {
			return fmt.Errorf("%s is outside: it was tampered with", p)
		}
	}
	return nil
}

// check reads every file.
func (b *backup) check(ctx context.Context) error {
	for _, f := range b.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		read := backup{dir: b.dir}
		if err := read.add(f.Path, filepath.Join(b.dir, filepath.FromSlash(f.Path))); err != nil {
			return err
		}
		if err := f.same(read.Files[0].Size, read.Files[0].SHA256); err != nil {
			return err
		}
	}
	return nil
}

func (f saved) same(size int64, sum string) error {
	if size != f.Size || sum != f.SHA256 {
		return fmt.Errorf("%s is not as it was saved (%d bytes, sha256 %s; %d and %s are due): take another backup", f.Path, size, short(sum), f.Size, short(f.SHA256))
	}
	return nil
}

// restoreInto puts all in a folder beside the one asked for, and gives it its name once
// it is whole.
func (b *backup) restoreInto(ctx context.Context, into string) (err error) {
	if err := os.MkdirAll(filepath.Dir(into), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(into), ".tmp-restauration-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	for _, d := range b.Folders {
		if err := os.Mkdir(filepath.Join(temp, filepath.FromSlash(d.Path)), 0o700); err != nil {
			return err
		}
	}
	for _, f := range b.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.putBack(b.dir, temp); err != nil {
			return err
		}
	}
	for _, l := range b.Links {
		if err := os.Symlink(filepath.FromSlash(l.Target), filepath.Join(temp, filepath.FromSlash(l.Path))); err != nil {
			return err
		}
	}
	if err := b.finish(ctx, temp); err != nil {
		return err
	}
	return os.Rename(temp, into)
}

func (f saved) putBack(from, to string) error {
	name := filepath.FromSlash(f.Path)
	path := filepath.Join(to, name)
	sum, size, err := copyFileTo(filepath.Join(from, name), path)
	if err != nil {
		return err
	}
	if err := f.same(size, hex.EncodeToString(sum)); err != nil {
		return err
	}
	return errors.Join(os.Chmod(path, f.Mode.Perm()), os.Chtimes(path, f.At, f.At))
}

// finish gives folders their modes, the deepest first, and holds that the store works.
func (b *backup) finish(ctx context.Context, dir string) error {
	for i := len(b.Folders) - 1; i >= 0; i-- {
		d := b.Folders[i]
		if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(d.Path)), d.Mode.Perm()); err != nil {
			return err
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	s, err := store.Open(ctx, filepath.Join(dir, savedStore))
	if err != nil {
		return err
	}
	return errors.Join(s.Integrity(ctx), s.Close())
}
