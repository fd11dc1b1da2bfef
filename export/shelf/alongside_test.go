package shelf_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
)

// TestACheckMayStopReading: what it says counts, and the feed is pressed whole, be
// it much larger than what is read at once.
func TestACheckMayStopReading(t *testing.T) {
	const formations = 1500
	feed := document(formations, "v1")
	if len(feed) < 1<<20 {
		t.Fatalf("the feed has only %d bytes", len(feed))
	}
	for name, c := range map[string]struct {
		reads int64
		fault string
		err   error
		state journal.PublicationState
	}{
		"it reads nothing and lets it through": {0, "", nil, journal.Published},
		"it reads some and lets it through":    {300_000, "", nil, journal.Published},
		"it reads nothing and objects":         {0, "non", nil, journal.Held},
		"it reads some and objects":            {300_000, "non", nil, journal.Held},
		"it reads all and objects":             {1 << 40, "non", nil, journal.Held},
		"it fails":                             {300_000, "", errors.New("no table"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			x := candidate(t, s, formations, feed)
			x.Checks = []shelf.Check{func(_ context.Context, _ string, feed io.Reader) (string, error) {
				_, err := io.CopyN(io.Discard, feed, c.reads)
				if err != nil && err != io.EOF {
					t.Error(err)
				}
				return c.fault, c.err
			}}
			o, err := s.Publish(t.Context(), x, half)
			if !errors.Is(err, c.err) || err == nil && (o.State != c.state || o.Error != c.fault) {
				t.Fatalf("got %s %q, %v", o.State, o.Error, err)
			}
			if c.state == journal.Published && gunzip(t, filepath.Join(dir, "aude/latest/aude.xml.gz")) != string(feed) {
				t.Error("the compressed feed is not the feed")
			}
		})
	}
}

// gunzip is what a compressed file holds.
func gunzip(t *testing.T, path string) string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestACheckIsToldThatTheFeedBreaksOff: it ends with the publication.
func TestACheckIsToldThatTheFeedBreaksOff(t *testing.T) {
	s := open(t, t.TempDir())
	c := candidate(t, s, 1500, document(1500, "v1"))
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan error, 1)
	c.Checks = []shelf.Check{func(_ context.Context, _ string, feed io.Reader) (string, error) {
		_, err := feed.Read(make([]byte, 1))
		cancel()
		for err == nil {
			_, err = feed.Read(make([]byte, 64<<10))
		}
		told <- err
		return "", err
	}}
	if _, err := s.Publish(ctx, c, half); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := <-told; !errors.Is(err, context.Canceled) {
		t.Errorf("the check was told %v", err)
	}
}
