package partners

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/shelf"
)

// deltaDocument sends the LHEO file of what was added or changed since a
// publication; there is none when nothing was.
func (s *Server) deltaDocument(v *visit) error {
	suffix := strings.TrimPrefix(path.Base(v.r.URL.Path), "delta.xml")
	return s.withDelta(v, func(d found) error {
		switch documents := d.documents(); len(documents) {
		case 0:
			v.WriteHeader(http.StatusNoContent)
			return nil
		case 1:
			return s.sendDelta(v, d, documents[0]+suffix)
		default:
			return refusal(http.StatusNotFound, "Ce delta a plusieurs documents : prenez chacun par son nom, que donne delta/delta.json.",
				"This delta has several documents: take each by its name, which delta/delta.json gives.")
		}
	})
}

// deltaFile sends any file of a delta by its name.
func (s *Server) deltaFile(v *visit) error {
	return s.withDelta(v, func(d found) error { return s.sendDelta(v, d, v.r.PathValue("file")) })
}

// found is a delta, and the publications that it is between.
type found struct {
	dir       string
	since, to shelf.Shelved
	shelf.DeltaInfo
}

func (d found) documents() (names []string) {
	for _, f := range d.Feeds {
		if f.Document != "" {
			names = append(names, f.Document)
		}
	}
	return names
}

func (d found) withdrawn() (n int) {
	for _, f := range d.Feeds {
		n += len(f.Withdrawn)
	}
	return n
}

// withDelta finds the delta that a request asks for, tells what it is between, and
// sends something of it; once more, should another be published meanwhile.
func (s *Server) withDelta(v *visit, send func(found) error) (err error) {
	for range 3 {
		var d found
		if d, err = s.delta(v); err == nil {
			h := v.Header()
			h.Set("Passerelle-Depuis", d.since.SHA256)
			h.Set("Passerelle-Vers", d.to.SHA256)
			h.Set("Passerelle-Retirees", strconv.Itoa(d.withdrawn()))
			h.Set("Link", "</feeds/"+v.target+"/delta/"+deltaName+"?since="+d.since.SHA256+`>; rel="describedby"`)
			v.taken = d.to.SHA256
			err = send(d)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if errors.Is(err, errNoPublication) {
		return s.unpublished(v)
	}
	return err
}

// delta finds the delta between the publication that since names and the one in place.
func (s *Server) delta(v *visit) (d found, err error) {
	since, err := sinceOf(v.r)
	if err != nil {
		return d, err
	}
	if d.to, err = s.shelf.latest(v.target); err != nil {
		return d, err
	}
	d.since, err = s.shelf.find(v.target, since, true)
	if errors.Is(err, errNoPublication) {
		return d, refusal(http.StatusGone, "La publication de départ n'est plus conservée : prenez le flux entier (latest.xml).",
			"The publication to start from is no longer kept: take the full feed (latest.xml).")
	}
	if err != nil {
		return d, err
	}
	if d.dir = filepath.Join(s.Shelf, v.target, d.to.Folder); d.to.DeltaSince != d.since.SHA256 {
		if d.dir, err = s.deltas.folder(v.r.Context(), d.since, d.to); err != nil {
			return d, err
		}
	}
	d.DeltaInfo, err = readDelta(d.dir)
	return d, err
}

// sinceOf reads the publication to start from.
func sinceOf(r *http.Request) (string, error) {
	since := strings.ToLower(r.URL.Query().Get("since"))
	_, notDay := time.Parse(time.DateOnly, since)
	hexadecimal := len(since) >= shortest && len(since) <= 64 && strings.Trim(since, "0123456789abcdef") == ""
	if notDay == nil || hexadecimal {
		return since, nil
	}
	return "", refusal(http.StatusBadRequest, "Le paramètre « since » est attendu : la date (AAAA-MM-JJ) ou le SHA-256 de la publication que vous avez.",
		"The parameter \"since\" is due: the date (YYYY-MM-DD) or the SHA-256 of the publication that you have.")
}

// sendDelta sends a file of a delta. Its document brings the publication in place to
// a partner that took the one to start from.
func (s *Server) sendDelta(v *visit, d found, name string) error {
	if name == deltaName {
		data, err := os.ReadFile(filepath.Join(d.dir, deltaName))
		if err != nil {
			return err
		}
		return s.send(v, representation{File: made(name, data), content: bytes.NewReader(data), modified: d.to.At, saved: name})
	}
	i := slices.IndexFunc(d.Files, func(f shelf.File) bool { return f.Name == name })
	if i < 0 {
		return refusal(http.StatusNotFound, "Ce delta n'a pas de fichier de ce nom : delta/delta.json donne ceux qu'il a.",
			"This delta has no file of that name: delta/delta.json gives those that it has.")
	}
	file, err := openFile(d.dir, d.Files[i])
	if err != nil {
		return err
	}
	defer file.Close()
	rep := representation{File: d.Files[i], content: file, modified: d.to.At, saved: name}
	if err := s.send(v, rep); err != nil {
		return err
	}
	if len(d.documents()) == 1 && strings.HasPrefix(name, d.documents()[0]) {
		s.account(v, rep, func(v *visit) bool { return s.holdings.has(v, d.since.SHA256) })
	}
	return nil
}
