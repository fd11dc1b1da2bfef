package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/ingest/referentials"
	"github.com/carif-oref/passerelle/ingest/remote"
	"github.com/carif-oref/passerelle/schemas/finding"
)

// fetched is what became of one source of the configuration.
type fetched struct {
	name    string
	address string // without credentials
	path    string // of the file that came
	err     error  // why there is none, or none that is a referential
}

type fetchedSources []fetched

// of is the source that a file comes from; nil when it was put in the folder.
func (all fetchedSources) of(dir string, file referentials.File) *fetched {
	for i := range all {
		if below(filepath.Join(dir, all[i].name), file.Path) {
			return &all[i]
		}
	}
	return nil
}

// notReferential is what is told of a source whose file was fetched and holds none.
var notReferential = map[string]bool{"referentiel-inconnu": true, "referentiel-abime": true}

// judged passes on what a scan of the folder tells, and marks the sources whose file is
// no referential: an address that answers with an error in JSON must not pass for a
// referential that was found unchanged.
func (all fetchedSources) judged(dir string, report func(finding.Finding)) func(finding.Finding) {
	return func(f finding.Finding) {
		report(f)
		for i := range all {
			s := &all[i]
			if s.err != nil || !notReferential[f.Rule] || filepath.Join(dir, filepath.FromSlash(f.File)) != s.path {
				continue
			}
			s.err = errors.New(f.Message)
			if f.Severity != finding.Error {
				report(unfetched(s.name, s.err))
			}
		}
	}
}

// unfetched tells that a source gave no file that can be used.
func unfetched(name string, reason error) finding.Finding {
	return finding.Finding{Rule: referentielInjoignable.Code, Severity: referentielInjoignable.Severity, Place: finding.Place{File: name},
		Message: fmt.Sprintf("La source « %s » n'a pas pu être téléchargée : %s.", name, strings.TrimSuffix(reason.Error(), ".")),
		Remedy:  "Le dernier fichier valable reste en usage ; vérifiez l'adresse dans la configuration, puis relancez."}
}

// fetchSources fetches the files of the configured addresses into the folder of
// the referentials. One that cannot be fetched is a finding: the file that was
// fetched last stays in use.
func (h *house) fetchSources(ctx context.Context, report func(finding.Finding)) (all fetchedSources, err error) {
	fetcher := remote.Fetcher{Dir: h.Referentials, Timeout: time.Duration(h.FetchMinutes) * time.Minute}
	for _, s := range h.Sources {
		h.progress.step("Téléchargement "+s.Name, 0)
		got, err := fetcher.Fetch(ctx, remote.Source{Name: s.Name, URL: s.URL, SHA256: s.SHA256})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		all = append(all, fetched{name: s.Name, address: got.URL, path: got.Path, err: err})
		if err != nil {
			h.log.Error("source of a referential not fetched, the last file stays", "source", s.Name, "reason", err)
			report(unfetched(s.Name, err))
			continue
		}
		log := h.log.With("source", s.Name)
		log.Info("source fetched", "unchanged", got.Unchanged, "size", got.Size)
		for _, note := range got.Notes {
			log.Warn("a source has something to note", "note", note)
		}
	}
	return all, nil
}
