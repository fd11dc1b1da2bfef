package push

import (
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// What type may be.
const (
	TypeFolder = "folder" // a folder of this machine, or one that is mounted on it
	TypeSFTP   = "sftp"
)

// Destination is a place where a partner wants feeds to be put.
type Destination struct {
	Name    string   `yaml:"name"` // in the journal and in the alarms
	Type    string   `yaml:"type"`
	Targets []string `yaml:"targets"` // whose publications go there
	Partner string   `yaml:"partner"` // whom a feed that arrived there has reached; name when empty
	// Folder may hold {target} and {date}: the folders from the first that does are
	// made, the ones above must be there. Without them a mount that failed would be
	// filled beside.
	Folder   string   `yaml:"folder"`
	Files    []string `yaml:"files"` // patterns of names; *.xml when empty
	Done     string   `yaml:"done"`  // name, with {target} and {date}, of an empty file that appears last
	Attempts int      `yaml:"attempts"`

	// Of a folder.
	MinFreeMiB int `yaml:"min_free_mib"` // that stay free once the files are there

	// Of a server of SFTP.
	Host           string          `yaml:"host"`
	Port           int             `yaml:"port"`
	User           string          `yaml:"user"`
	Password       yamlfile.Secret `yaml:"password"`
	PasswordFile   string          `yaml:"password_file"`
	KeyFile        string          `yaml:"key_file"` // private key
	Passphrase     yamlfile.Secret `yaml:"passphrase"`
	PassphraseFile string          `yaml:"passphrase_file"`
	HostKey        string          `yaml:"host_key"`        // « ssh-ed25519 AAAA… » or « SHA256:… »
	KnownHosts     string          `yaml:"known_hosts"`     // a file as ssh has, instead of host_key
	ConnectSeconds int             `yaml:"connect_seconds"` // to be connected
	IdleSeconds    int             `yaml:"idle_seconds"`    // without a byte
}

// Values taken for what is zero in a Destination.
const (
	defaultAttempts       = 6
	defaultMinFreeMiB     = 64
	defaultPort           = 22
	defaultConnectSeconds = 20
	defaultIdleSeconds    = 60
)

// For lists the destinations of the publications of a target.
func For(destinations []Destination, target string) (list []Destination) {
	for _, d := range destinations {
		if slices.Contains(d.Targets, target) {
			list = append(list, d)
		}
	}
	return list
}

// Paths are the settings that name a file of this machine, for whoever makes them
// relative to the folder of the configuration.
func (d *Destination) Paths() []*string {
	paths := []*string{&d.PasswordFile, &d.KeyFile, &d.PassphraseFile, &d.KnownHosts}
	if d.Type == TypeFolder {
		paths = append(paths, &d.Folder)
	}
	return paths
}

func (d Destination) partner() string {
	if d.Partner == "" {
		return d.Name
	}
	return d.Partner
}

func (d Destination) attempts() int { return orDefault(d.Attempts, defaultAttempts) }

func (d Destination) address() string {
	return net.JoinHostPort(d.Host, strconv.Itoa(orDefault(d.Port, defaultPort)))
}

func (d Destination) connectTime() time.Duration {
	return time.Duration(orDefault(d.ConnectSeconds, defaultConnectSeconds)) * time.Second
}

func (d Destination) idleTime() time.Duration {
	return time.Duration(orDefault(d.IdleSeconds, defaultIdleSeconds)) * time.Second
}

func (d Destination) minFree() int64 { return int64(orDefault(d.MinFreeMiB, defaultMinFreeMiB)) << 20 }

func (d Destination) patterns() []string {
	if len(d.Files) == 0 {
		return []string{"*.xml"}
	}
	return d.Files
}

// folders splits the folder: the part that must be there, and the part that is made.
func (d Destination) folders(p Publication) (base, made string) {
	segments := strings.Split(d.Folder, "/")
	n := 0
	for n < len(segments) && !strings.Contains(segments[n], "{") {
		n++
	}
	base = strings.Join(segments[:n], "/")
	if base == "" && strings.HasPrefix(d.Folder, "/") {
		base = "/"
	}
	if base == "" {
		base = "."
	}
	return base, p.fill(strings.Join(segments[n:], "/"))
}

// secret is a word, or what its file holds.
func secret(word yamlfile.Secret, path string) (string, error) {
	if path == "" {
		return string(word), nil
	}
	text, err := os.ReadFile(path)
	return strings.TrimRight(string(text), "\r\n"), err
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
