package inbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Done files a delivery away, with copies of the files that answer it beside it. When
// the file changed meanwhile it stays, the answers are filed, and the error is
// ErrChanged.
func (b *Box) Done(f File, answers ...string) error {
	_, err := b.fileAway(DoneDir, f, false, func(stage string) error {
		return copyAnswers(answers, stage, map[string]bool{f.Name: true})
	})
	if err != nil {
		return fmt.Errorf("file away %s: %w", f.Path, err)
	}
	return nil
}

// copyAnswers puts copies of files beside those that are there.
func copyAnswers(answers []string, stage string, used map[string]bool) error {
	for _, answer := range answers {
		if err := copyFile(answer, filepath.Join(stage, unused("reponse-", filepath.Base(answer), used))); err != nil {
			return err
		}
	}
	return nil
}

// unused is a name that no file beside has, with as many prefixes as that takes.
func unused(prefix, name string, used map[string]bool) string {
	for used[name] {
		name = prefix + last(name, maxName-len(prefix))
	}
	used[name] = true
	return name
}

// SetAside puts a file that cannot be loaded away, with a page that says why and what
// to do, and with copies of the files that answer it. When the file changed meanwhile
// it stays, and the error is ErrChanged.
func (b *Box) SetAside(f File, r Reason, answers ...string) error {
	return b.aside(f, r, false, answers...)
}

// aside sets aside a file or, when it is no file, whatever has its name.
func (b *Box) aside(f File, r Reason, whatever bool, answers ...string) error {
	attempts := b.attempts(f)
	folder, err := b.fileAway(AsideDir, f, whatever, func(stage string) error {
		used := map[string]bool{f.Name: true}
		page := filepath.Join(stage, unused("passerelle-", notice, used))
		return errors.Join(writeFile(page, f.note(r, attempts.Count, b.Now())), copyAnswers(answers, stage, used))
	})
	if err != nil {
		return fmt.Errorf("set aside %s: %w", f.Path, err)
	}
	b.Log.Warn("a file of the inbox is set aside", "file", f.Path, "why", r.Why, "folder", folder)
	if b.OnAside != nil {
		b.OnAside(f, r, folder)
	}
	return nil
}

// fileAway makes a folder for a delivery below one of ours. It is made under a hidden
// name, in which the file comes last, and takes its own at once: whatever cuts this
// short, the file is in the inbox or in a folder that says all.
func (b *Box) fileAway(below string, f File, whatever bool, fill func(stage string) error) (folder string, err error) {
	day := filepath.Join(b.dir, below, b.Now().Format(time.DateOnly), f.Sender)
	stage, err := b.stage(below, filepath.Join(day, f.Name), fill)
	defer os.RemoveAll(stage) // does nothing once renamed
	if err != nil {
		return "", err
	}
	moved := take(f, stage, whatever)
	if moved != nil && (below == AsideDir || !errors.Is(moved, ErrChanged)) {
		return "", moved
	}
	if folder, err = unveil(stage, filepath.Join(day, f.Name)); err != nil {
		return "", err
	}
	if moved != nil {
		return folder, moved
	}
	b.unsee(f)
	return folder, errors.Join(b.forgetAttempts(f), syncDir(filepath.Dir(f.Path)))
}

// Names within a folder that is being made.
const (
	staging = ".en-cours-"
	goesTo  = ".destination" // where it goes, for who finds it unfinished
)

// stage makes a folder with all but its file.
func (b *Box) stage(below, wanted string, fill func(stage string) error) (stage string, err error) {
	if stage, err = os.MkdirTemp(filepath.Join(b.dir, below), staging); err != nil {
		return stage, err
	}
	return stage, errors.Join(os.Chmod(stage, 0o750), fill(stage), writeFile(filepath.Join(stage, goesTo), []byte(wanted)), syncDir(stage))
}

// take moves the file, if it is still the one that was seen.
func take(f File, stage string, whatever bool) error {
	info, err := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !whatever && !f.same(info):
		return ErrChanged
	case err != nil:
		return err
	}
	return os.Rename(f.Path, filepath.Join(stage, f.Name))
}

// unveil gives a folder that is complete the name that is wanted, or that name with
// the first number that is free.
func unveil(stage, wanted string) (folder string, err error) {
	if err := errors.Join(syncDir(stage), os.MkdirAll(filepath.Dir(wanted), 0o750)); err != nil {
		return "", err
	}
	for n := 1; n < 10_000; n++ {
		folder = numbered(wanted, n)
		if _, there := os.Lstat(folder); there == nil {
			continue // a rename would take the place of an empty folder
		}
		err = os.Rename(stage, folder)
		if err == nil {
			return folder, errors.Join(os.Remove(filepath.Join(folder, goesTo)), syncDir(filepath.Dir(folder)))
		}
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, syscall.ENOTEMPTY) && !errors.Is(err, syscall.ENOTDIR) {
			return "", err
		}
	}
	return "", fmt.Errorf("there are ten thousand named %s", wanted)
}

// numbered is a name for the nth delivery that has it.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	suffix := fmt.Sprintf(" (%d)", n)
	dir, name := filepath.Split(path)
	return dir + last(name, maxName-len(suffix)) + suffix
}

// maxName is how many bytes a name has at most.
const maxName = 255

// last is the end of a name, which tells what kind of file it is, in so many bytes.
func last(name string, most int) string {
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[len(name)-most:], "")
}

// sweep ends what was cut short: a folder that has its file takes its name, one that
// has not is dropped, and counts of files that are gone are forgotten.
func (b *Box) sweep() error {
	for _, below := range []string{DoneDir, AsideDir} {
		entries, err := os.ReadDir(filepath.Join(b.dir, below))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), staging) {
				continue
			}
			if err := finish(filepath.Join(b.dir, below, e.Name())); err != nil {
				return err
			}
		}
	}
	return b.sweepAttempts()
}

// finish ends a folder that was being made. Where it goes was written before its file
// came: without that, or without the file, the file is still in the inbox.
func finish(stage string) error {
	wanted, err := os.ReadFile(filepath.Join(stage, goesTo))
	if err == nil {
		_, err = os.Lstat(filepath.Join(stage, filepath.Base(string(wanted))))
	}
	if err != nil {
		return os.RemoveAll(stage)
	}
	_, err = unveil(stage, string(wanted))
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func writeFile(path string, data []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncDir has the disk keep the names of a folder.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
