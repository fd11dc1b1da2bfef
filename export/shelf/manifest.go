package shelf

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Manifest is what is known of a feed, beside it on the shelf.
type Manifest struct {
	Target     string          `json:"cible"`
	Title      string          `json:"titre,omitempty"`
	Run        string          `json:"run"`
	Date       string          `json:"date"` // AAAA-MM-JJ: the day as of which the target decided
	At         time.Time       `json:"publie_le"`
	File       File            `json:"fichier"`
	Gzip       File            `json:"fichier_gz"`
	Formations int             `json:"formations"`
	Actions    int             `json:"actions"`
	Sessions   int             `json:"sessions"`
	Tallies    []journal.Tally `json:"comptes"`           // exported and excluded by reason, formations then sessions
	Defaulted  map[string]int  `json:"defauts,omitempty"` // LHEO element → how many times it was written from a default
	Previous   string          `json:"precedent,omitempty"`
	Held       string          `json:"retenu,omitempty"` // why it was not let through; empty on a published feed
}

// File is one file of a feed.
type File struct {
	Name   string `json:"nom"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"octets"`
}

// Current is the manifest of the feed in place, or of none: ok is then false.
func Current(dir, target string) (m Manifest, ok bool, err error) {
	return readManifest(filepath.Join(dir, target, latestName, manifestName))
}

// Held is the manifest of the feed that waits for somebody to look at it, if any.
func Held(dir, target string) (m Manifest, ok bool, err error) {
	return readManifest(filepath.Join(dir, target, heldName, manifestName))
}

func readManifest(path string) (m Manifest, ok bool, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		return Manifest{}, false, fmt.Errorf("read manifest %s: %w", path, err)
	}
	return m, true, nil
}

func writeManifest(dir string, m Manifest) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return writeFile(filepath.Join(dir, manifestName), append(data, '\n'))
}
