package shelf

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// Schemas of the JSON documents of the shelf. A change that a reader could trip
// over is another number.
const (
	ManifestSchema = "passerelle/publication/1" // of manifest.json
	DeltaSchema    = "passerelle/delta/1"       // of delta.json
	ChangesSchema  = "passerelle/changements/1" // of changes.json
)

// Manifest is what is known of a publication, beside its files. Its keys come in
// this order, whatever the publication.
type Manifest struct {
	Schema        string                   `json:"schema"` // ManifestSchema
	Target        string                   `json:"cible"`
	Title         string                   `json:"titre,omitempty"`
	Run           string                   `json:"run"`
	Date          string                   `json:"date"` // AAAA-MM-JJ: the day as of which the target decided
	At            time.Time                `json:"publie_le"`
	Sequence      int                      `json:"rang"` // of the publications of the target, from 1: their order, whatever the clock said
	State         journal.PublicationState `json:"etat"`
	SHA256        string                   `json:"sha256"`    // of the feed; of the sums of the feeds when there are several
	Digest        string                   `json:"empreinte"` // of the sums of all that was handed over: the same bytes have the same one
	Formations    int                      `json:"formations"`
	Actions       int                      `json:"actions"`
	Sessions      int                      `json:"sessions"`
	Tallies       []journal.Tally          `json:"comptes"`                 // exported and excluded by reason, formations then sessions
	Defaulted     map[string]int           `json:"defauts,omitempty"`       // LHEO element → how many times it was written from a default
	Nomenclatures map[string]string        `json:"nomenclatures,omitempty"` // version of each that codes come from
	Generator     string                   `json:"generateur,omitempty"`    // version of the program
	Files         []File                   `json:"fichiers"`                // all but this one and SHA256SUMS, by name
	Previous      string                   `json:"precedent,omitempty"`     // SHA256 of the publication that this one replaces
	Changes       *Summary                 `json:"changements,omitempty"`   // since the previous one
	DeltaSince    string                   `json:"delta_depuis,omitempty"`  // SHA256 of the publication that the delta in this folder applies to
	Held          string                   `json:"retenu,omitempty"`        // why it was not let through, in French; empty on a published feed
	Cause         Cause                    `json:"retenu_motif,omitempty"`  // the same, as a word
	Detail        string                   `json:"retenu_detail,omitempty"` // the same, in English, for operators
	Released      *Decision                `json:"libere_par,omitempty"`    // who let it through
}

// Roles of files.
const (
	feedRole    = "flux"
	twinRole    = "jumeau"
	indexRole   = "index"
	changesRole = "changements"
	deltaRole   = "delta"
)

// File is one file of a publication.
type File struct {
	Name   string `json:"nom"`
	Role   string `json:"role"` // flux, gz, zst, index, jumeau, changements, delta
	Size   int64  `json:"octets"`
	SHA256 string `json:"sha256"`
}

// File gives a file by its name.
func (m Manifest) File(name string) (File, bool) {
	i := slices.IndexFunc(m.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return File{}, false
	}
	return m.Files[i], true
}

// Feeds lists the LHEO files of a publication, by name.
func (m Manifest) Feeds() (feeds []File) {
	for _, f := range m.Files {
		if f.Role == feedRole {
			feeds = append(feeds, f)
		}
	}
	return feeds
}

// Current is the manifest of the feed in place, or of none: ok is then false.
func Current(dir, target string) (m Manifest, ok bool, err error) {
	return readManifest(filepath.Join(dir, target, latestName, manifestName))
}

// Held is the manifest of the feed that waits for somebody to look at it, if any.
// One that a later feed has superseded waits for nobody.
func Held(dir, target string) (m Manifest, ok bool, err error) {
	m, ok, err = readManifest(filepath.Join(dir, target, heldName, manifestName))
	if err != nil || !ok {
		return Manifest{}, false, err
	}
	current, _, err := Current(dir, target)
	if err != nil || m.Previous != current.SHA256 {
		return Manifest{}, false, err
	}
	return m, true, nil
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

// writeJSON writes a document that people may read, too, as a new file.
func writeJSON(path string, document any) error {
	data, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return writeFile(path, append(data, '\n'))
}

// seal writes what comes last in the folder of a publication: its manifest and the
// sums of all the rest, as sha256sum reads them.
func seal(dir string, m Manifest) error {
	if err := writeJSON(filepath.Join(dir, manifestName), m); err != nil {
		return err
	}
	own, err := fileOf(filepath.Join(dir, manifestName), "")
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, sumsName), sums(append(slices.Clone(m.Files), own))); err != nil {
		return err
	}
	return syncPath(dir)
}

// sums lists files as sha256sum does, by name.
func sums(files []File) (text []byte) {
	slices.SortFunc(files, byName)
	for _, f := range files {
		text = fmt.Appendf(text, "%s  %s\n", f.SHA256, f.Name)
	}
	return text
}
