package push_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/pkg/sftp"
)

const day = "2026-11-23"

func TestTryWritingLeavesNothing(t *testing.T) {
	for name, folder := range map[string]string{"the folder": "", "a folder to make": "/{target}/{date}", "a folder that is there": "/la/{target}"} {
		t.Run(name, func(t *testing.T) {
			s := newSFTP(t, sftpOptions{})
			must(t, os.MkdirAll(filepath.Join(s.Dir, "la", "aude"), 0o755))
			local := toFolder(s.Dir + folder)
			remote := s.destination()
			remote.Folder += folder
			want := s.Dir
			if strings.HasPrefix(folder, "/la") {
				want = filepath.Join(s.Dir, "la", "aude")
			}
			for _, d := range []push.Destination{local, remote} {
				trials, err := push.TryWriting(t.Context(), d, day)
				if err != nil || len(trials) != 1 || trials[0].Folder != want || trials[0].Refused != nil || trials[0].Left != nil || !strings.HasPrefix(trials[0].File, ".passerelle-essai-d-ecriture-") {
					t.Errorf("%s: %+v, %v, want %s", d.Type, trials, err, want)
				}
			}
			if got := listing(t, s.Dir); got != "" {
				t.Errorf("left %q", got)
			}
			if made, _ := filepath.Glob(filepath.Join(s.Dir, "aude")); len(made) > 0 {
				t.Error("a folder was made")
			}
		})
	}
}

// Each target has its own folder, and each is tried once.
func TestTryWritingGoesWhereEachFeedGoes(t *testing.T) {
	s := newSFTP(t, sftpOptions{})
	must(t, os.MkdirAll(filepath.Join(s.Dir, "kairos"), 0o755))
	d := s.destination()
	d.Targets, d.Folder = []string{"aude", "kairos", "lbf"}, s.Dir+"/{target}/"
	trials, err := push.TryWriting(t.Context(), d, day)
	if err != nil || len(trials) != 2 || trials[0].Folder != s.Dir || trials[1].Folder != filepath.Join(s.Dir, "kairos") {
		t.Errorf("%+v, %v", trials, err)
	}
}

func TestTryWritingSaysWhatWasRefused(t *testing.T) {
	for name, c := range map[string]struct {
		options sftpOptions
		refused string
	}{
		"read only":           {sftpOptions{readOnly: true}, "must be allowed to write"},
		"a disk that is full": {sftpOptions{disk: limited(10)}, "no space left"},
		"no renaming":         {sftpOptions{disk: stubborn("Rename", "PosixRename")}, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSFTP(t, c.options)
			d := s.destination()
			if c.options.disk != nil {
				d.Folder = "/"
			}
			trials, err := push.TryWriting(t.Context(), d, day)
			if err != nil || len(trials) != 1 || trials[0].Refused == nil || trials[0].Left != nil || !strings.Contains(trials[0].Refused.Error(), c.refused) {
				t.Errorf("%+v, %v", trials, err)
			}
			if got := listing(t, s.Dir); got != "" {
				t.Errorf("left %q", got)
			}
		})
	}
}

// A file that the partner does not let us remove is told of, by its name there.
func TestTryWritingTellsOfTheFileThatIsLeft(t *testing.T) {
	s := newSFTP(t, sftpOptions{disk: stubborn("Remove")})
	d := s.destination()
	d.Folder = "/"
	trials, err := push.TryWriting(t.Context(), d, day)
	if err != nil || len(trials) != 1 || trials[0].Refused != nil || trials[0].Left == nil {
		t.Fatalf("%+v, %v", trials, err)
	}
	if got := readBack(t, s, "/"+trials[0].File); !strings.Contains(string(got), "peut être supprimé") {
		t.Errorf("left %q", got)
	}
}

func TestTryWritingWhereNobodyIs(t *testing.T) {
	s := newSFTP(t, sftpOptions{})
	s.at.Close()
	if trials, err := push.TryWriting(t.Context(), s.destination(), day); err == nil || len(trials) > 0 {
		t.Errorf("%+v, %v", trials, err)
	}
}

// TestTryWritingComesBackForItsFile: the line is cut between the writing and the
// removal, wherever that falls, and the file is taken away over another.
func TestTryWritingComesBackForItsFile(t *testing.T) {
	for _, cut := range []int64{2600, 2900, 3200, 3500, 3800, 4100} {
		s := newSFTP(t, sftpOptions{cut: cut})
		trials, err := push.TryWriting(t.Context(), s.destination(), day)
		if got := listing(t, s.Dir); got != "" && (len(trials) == 0 || trials[0].Left == nil) {
			t.Errorf("cut at %d: left %q, and tells %+v, %v", cut, got, trials, err)
		}
	}
}

// stubborn is a disk in memory that refuses some operations.
func stubborn(methods ...string) *sftp.Handlers {
	disk := sftp.InMemHandler()
	disk.FileCmd = &refusing{disk.FileCmd, methods}
	return &disk
}

type refusing struct {
	sftp.FileCmder
	methods []string
}

var errRefusing = errors.New("no")

func (r *refusing) Filecmd(asked *sftp.Request) error {
	for _, m := range r.methods {
		if asked.Method == m {
			return errRefusing
		}
	}
	return r.FileCmder.Filecmd(asked)
}

func (r *refusing) PosixRename(asked *sftp.Request) error {
	for _, m := range r.methods {
		if m == "PosixRename" {
			return errRefusing
		}
	}
	return r.FileCmder.(sftp.PosixRenameFileCmder).PosixRename(asked)
}
