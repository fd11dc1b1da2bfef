package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"
)

// record counts the attempts at one file. It is written before each: one that kills
// the program counts too.
type record struct {
	Path    string    `json:"path"`
	Size    int64     `json:"size"`
	ModTime time.Time `json:"mtime"`
	Inode   uint64    `json:"inode"`
	Count   int       `json:"count"`
	Error   string    `json:"error,omitempty"` // of the last that ended; empty: it never ended
}

// Attempt has a file loaded, and files it away with the answers that this gives. When
// loading fails the file stays, and its error is given back; once Attempts have
// failed, panicked or killed the program, the file is set aside and nothing is given
// back. A Refusal sets it aside at once. An error that is ErrNotNow, or an end of the
// context, is no fault of the file and does not count.
func (b *Box) Attempt(ctx context.Context, f File, load func(context.Context, File) (answers []string, err error)) error {
	r := b.attempts(f)
	if r.Count >= b.Attempts { // the last one killed the program
		return b.setPoisonAside(f, r)
	}
	before := r
	r.Count, r.Error = r.Count+1, ""
	if err := b.keep(r); err != nil {
		return fmt.Errorf("count an attempt at %s: %w", f.Path, err)
	}
	answers, err := b.safely(ctx, f, load)
	var refused *Refusal
	switch {
	case err == nil:
		return b.Done(f, answers...)
	case errors.As(err, &refused):
		return b.SetAside(f, refused.Reason, refused.Answers...)
	case errors.Is(err, ErrNotNow) || ctx.Err() != nil:
		return errors.Join(err, b.keep(before))
	}
	b.Log.Warn("a file of the inbox cannot be loaded", "file", f.Path, "attempt", r.Count, "of", b.Attempts, "error", err)
	r.Error = err.Error()
	if r.Count < b.Attempts {
		return errors.Join(err, b.keep(r))
	}
	return b.setPoisonAside(f, r)
}

func (b *Box) setPoisonAside(f File, r record) error {
	why := Reason{
		Why: fmt.Sprintf("sa lecture a échoué %d fois ; la dernière fois : %s", r.Count, r.Error),
		Do:  "Ouvrez le fichier, enregistrez-le sous un nouveau nom et déposez-le à nouveau. S’il est écarté encore, envoyez ce dossier à l’équipe technique : la faute est peut-être celle du programme.",
	}
	if r.Error == "" {
		why.Why = fmt.Sprintf("le programme s’est arrêté net chaque fois qu’il l’a lu, %d fois", r.Count)
	}
	return b.SetAside(f, why)
}

// safely makes an error of a panic: what is in one file does not stop the others.
func (b *Box) safely(ctx context.Context, f File, load func(context.Context, File) ([]string, error)) (answers []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("loading a file panicked", "file", f.Path, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("load %s: the program is wrong: %v; report this with the log", f.Path, p)
		}
	}()
	return load(ctx, f)
}

// attempts is what is counted of a file. What was counted of another that had its
// name does not count.
func (b *Box) attempts(f File) record {
	none := record{Path: f.Path, Size: f.Size, ModTime: f.ModTime, Inode: f.inode}
	data, err := os.ReadFile(b.recordPath(f.Path))
	var r record
	if err != nil || json.Unmarshal(data, &r) != nil || r.Path != f.Path || r.Size != f.Size || !r.ModTime.Equal(f.ModTime) || r.Inode != f.inode {
		return none
	}
	return r
}

func (b *Box) recordPath(path string) string {
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(b.dir, stateDir, hex.EncodeToString(sum[:16])+".json")
}

// keep writes a count so that a power cut leaves the old one or the new one.
func (b *Box) keep(r record) error {
	path := b.recordPath(r.Path)
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.Remove(path + ".new"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeFile(path+".new", data); err != nil {
		return err
	}
	return errors.Join(os.Rename(path+".new", path), syncDir(filepath.Dir(path)))
}

func (b *Box) forgetAttempts(f File) error {
	if err := os.Remove(b.recordPath(f.Path)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// sweepAttempts forgets the counts of files that are gone.
func (b *Box) sweepAttempts() error {
	entries, err := os.ReadDir(filepath.Join(b.dir, stateDir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := filepath.Join(b.dir, stateDir, e.Name())
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var r record
		if json.Unmarshal(data, &r) == nil {
			if _, err := os.Lstat(r.Path); err == nil {
				continue
			}
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}
