package partners

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// A delivery on its way in has such a name, which whoever watches the inbox leaves
// alone.
const (
	partPrefix = ".depot-"
	partSuffix = ".part"
)

// deposits keeps deliveries in the inbox, and beside it who left what.
type deposits struct {
	inbox string // empty: none is accepted
	dir   string // of receipts: one folder for each sender, one file for each delivery

	mu sync.Mutex // one delivery is given its name at a time
}

// receipt is what is known of a delivery from the moment it is in.
type receipt struct {
	SHA256 string    `json:"sha256"`
	Sender string    `json:"expediteur"`
	Name   string    `json:"nom"`     // as stated, made safe
	File   string    `json:"fichier"` // in the sender's folder: the name, with a number when it was taken
	Size   int64     `json:"octets"`
	At     time.Time `json:"recu_le"`
}

// newDeposits removes what a killed server left half written.
func newDeposits(c Config) (*deposits, error) {
	d := &deposits{inbox: c.Inbox, dir: cmp.Or(c.Receipts, filepath.Join(c.Work, "deposits"))}
	if d.inbox == "" {
		return d, nil
	}
	senders, err := os.ReadDir(d.inbox)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look into the inbox: %w", err)
	}
	for _, sender := range senders {
		if !sender.IsDir() || !ValidName(sender.Name()) {
			continue
		}
		left, err := filepath.Glob(filepath.Join(escape(d.inbox), sender.Name(), partPrefix+"*"+partSuffix))
		for _, path := range left {
			err = errors.Join(err, os.Remove(path))
		}
		if err != nil {
			return nil, fmt.Errorf("remove what was half received: %w", err)
		}
	}
	return d, nil
}

// escape keeps the signs of a path from being read as a pattern.
func escape(path string) string {
	var b []rune
	for _, r := range path {
		if r == '\\' || r == '*' || r == '?' || r == '[' {
			b = append(b, '\\')
		}
		b = append(b, r)
	}
	return string(b)
}

// keep gives an upload its name in the inbox, unless the same bytes of the same
// sender are still there or were loaded: known is then true and nothing is written.
func (d *deposits) keep(ctx context.Context, up *upload, now time.Time, loaded func(context.Context, string) (bool, error)) (r receipt, known bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, err = d.find(up.sender, up.sha256())
	if err == nil {
		known = d.waits(r)
		if !known {
			known, err = loaded(ctx, r.SHA256)
		}
		if known || err != nil {
			return r, known, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return r, false, err
	}
	r = receipt{SHA256: up.sha256(), Sender: up.sender, Name: up.name, Size: up.size, At: now.UTC()}
	if r.File, err = place(up.file.Name(), filepath.Join(d.inbox, up.sender), up.name); err != nil {
		return r, false, fmt.Errorf("put a delivery of %s in the inbox: %w", up.sender, err)
	}
	return r, false, d.write(r)
}

// place gives a whole file the first name that is free: nothing is ever overwritten.
func place(part, folder, name string) (file string, err error) {
	stem, ending := splitName(name)
	for file, n := name, 2; n < 10_000; n++ {
		err := os.Link(part, filepath.Join(folder, file))
		if err == nil {
			return file, syncFolder(folder)
		}
		if !errors.Is(err, fs.ErrExist) {
			return placeWithoutLinks(part, folder, name)
		}
		file = stem + " (" + strconv.Itoa(n) + ")" + ending
	}
	return "", fmt.Errorf("too many files are called %s there", name)
}

// placeWithoutLinks is for disks that have none: nobody else but people writes there.
func placeWithoutLinks(part, folder, name string) (file string, err error) {
	stem, ending := splitName(name)
	for file, n := name, 2; n < 10_000; n++ {
		to := filepath.Join(folder, file)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return file, errors.Join(os.Rename(part, to), syncFolder(folder))
		}
		file = stem + " (" + strconv.Itoa(n) + ")" + ending
	}
	return "", fmt.Errorf("too many files are called %s there", name)
}

// syncFolder makes a new name last through a power cut.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// waits reports whether a delivery still stands in the inbox.
func (d *deposits) waits(r receipt) bool {
	info, err := os.Lstat(filepath.Join(d.inbox, r.Sender, r.File))
	return err == nil && info.Size() == r.Size
}

// find gives the receipt of what a sender left; it is fs.ErrNotExist when it did not.
func (d *deposits) find(sender, sha256 string) (r receipt, err error) {
	data, err := os.ReadFile(d.path(sender, sha256))
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	return r, err
}

func (d *deposits) path(sender, sha256 string) string {
	return filepath.Join(d.dir, sender, sha256+".json")
}

func (d *deposits) write(r receipt) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	path := d.path(r.Sender, r.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), partPrefix)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is left of it once renamed
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(f.Name(), path), syncFolder(filepath.Dir(path)))
}
