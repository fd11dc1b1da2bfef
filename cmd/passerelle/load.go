package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/ingest/inbox"
	"github.com/carif-oref/passerelle/ingest/landing"
	"github.com/carif-oref/passerelle/schemas/delivery"
	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/transform/merge"
)

// inboxFiles lists the files waiting in the inbox and in the folders of senders
// right below it, by name: files being written (.part), lock files of office
// programs (~$) and hidden ones are left alone.
func (h *house) inboxFiles() (files []string, err error) {
	if _, err := os.Stat(h.Inbox); errors.Is(err, fs.ErrNotExist) {
		h.log.Warn("no inbox: nothing to load", "folder", h.Inbox)
		return nil, nil
	}
	return inboxFiles(h.Inbox)
}

func inboxFiles(dir string) (files []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look into the inbox: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if !e.IsDir() {
			files = append(files, path)
			continue
		}
		below, err := os.ReadDir(path)
		if err != nil {
			return nil, fmt.Errorf("look into the inbox: %w", err)
		}
		for _, b := range below {
			if !b.IsDir() {
				files = append(files, filepath.Join(path, b.Name()))
			}
		}
	}
	files = slices.DeleteFunc(files, notADelivery)
	slices.Sort(files)
	return files, nil
}

// notADelivery tells a file that is not there to be loaded.
func notADelivery(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, ".part") || strings.HasPrefix(filepath.Base(filepath.Dir(path)), ".") ||
		slices.Contains([]string{inbox.DoneDir, inbox.AsideDir}, filepath.Base(filepath.Dir(path)))
}

// load loads each file as one transaction. A file that cannot be read is refused
// and the others still load.
func (h *house) load(ctx context.Context, files []string) error {
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := h.loadFile(ctx, file); err != nil {
			return fmt.Errorf("load %s: %w", file, err)
		}
	}
	return nil
}

// incoming is a delivery on its way in.
type incoming struct {
	journal.Delivery
	sender string
}

// loadFile loads one file. It was there when the run that finds it began, which is
// also the instant at which the run judges what it holds.
func (h *house) loadFile(ctx context.Context, path string) error {
	kept, err := h.landing.Keep(ctx, path)
	if errors.Is(err, landing.ErrRefused) {
		return h.refuseFile(ctx, path, err)
	}
	if err != nil {
		return err
	}
	d := incoming{journal.Delivery{SHA256: kept.SHA256, Name: kept.Name, Size: kept.Size, ReceivedAt: h.run.StartedAt}, h.sender(path)}
	run, known, err := h.store.DeliveryLoaded(ctx, kept.SHA256)
	if err != nil {
		return err
	}
	if known && !h.again {
		h.log.Info("delivery already loaded", "file", kept.Name, "sha256", kept.SHA256, "loaded_by", run)
		h.report.Known = append(h.report.Known, d.Delivery)
		return h.answerLate(ctx, d, kept, run)
	}
	read, err := h.read(ctx, kept, merge.Options{Date: h.run.Date, Trusted: h.trusts(d.sender), Complete: h.complete, Delivery: kept.SHA256})
	var unreadable *delivery.Unreadable
	if errors.As(err, &unreadable) {
		return h.refuseDelivery(ctx, d, unreadable.Finding)
	}
	if err != nil {
		return err
	}
	return errors.Join(h.keep(ctx, d, read), read.findings.close())
}

// refuseFile records a file that cannot even be kept: there is no delivery of it.
func (h *house) refuseFile(ctx context.Context, path string, cause error) error {
	why := refusedDelivery(path, cause)
	h.refuse(why)
	h.report.Refused = append(h.report.Refused, journal.Delivery{Name: filepath.Base(path), ReceivedAt: h.run.StartedAt})
	return h.inLoad(ctx, func(tx *store.Load) error {
		return tx.KeepFindings(ctx, h.run.ID, "", []finding.Finding{why})
	})
}

// sender is who sent a file: as the command line says, or by where it stands.
func (h *house) sender(path string) string { return cmp.Or(h.sentBy, h.senderOf(path)) }

// refuseDelivery records a delivery of which nothing can be read; it will be read
// again if it is still there the next night.
func (h *house) refuseDelivery(ctx context.Context, d incoming, why finding.Finding) error {
	h.refuse(why)
	h.report.Refused = append(h.report.Refused, d.Delivery)
	err := h.inLoad(ctx, func(tx *store.Load) error {
		return errors.Join(tx.KeepDelivery(ctx, d.Delivery), tx.KeepFindings(ctx, h.run.ID, d.SHA256, []finding.Finding{why}))
	})
	if err != nil {
		return err
	}
	return h.answerUnreadable(ctx, d, why)
}

// keep merges what was read into the catalogue and codes it: all of it, or none.
func (h *house) keep(ctx context.Context, d incoming, read *reading) error {
	var loads []journal.Load
	found := deliveryFindings{before: read.before, read: read.findings}
	var requests []journal.Request
	err := h.inLoad(ctx, func(tx *store.Load) error {
		if err := tx.KeepDelivery(ctx, d.Delivery); err != nil {
			return err
		}
		merged, err := read.merge.Apply(ctx, h.run.ID, tx)
		if err != nil {
			return err
		}
		if err := repoint(ctx, tx, h.run.ID, merged.Renamed); err != nil {
			return err
		}
		noticed, err := h.codeTouched(ctx, tx, merged)
		if err != nil {
			return err
		}
		found.since = slices.Concat(merged.Findings, noticed)
		if loads, err = h.account(d.Delivery, read, merged); err != nil {
			return err
		}
		withdrawn, err := h.withdrawAbsent(ctx, tx, d, read, merged)
		if err != nil {
			return err
		}
		requests = h.signed(merged.Requests)
		found.since = append(found.since, withdrawn...)
		found.since = append(found.since, nothingTaken(d.Name, loads, found)...)
		return errors.Join(
			h.validate(ctx, tx, d, found, merged),
			tx.KeepRequests(ctx, requests),
			tx.KeepLoads(ctx, loads),
			tx.KeepEachFinding(ctx, h.run.ID, d.SHA256, found.all()),
			tx.KeepOrigins(ctx, h.run.ID, origins(d.Delivery, merged.Origins)))
	})
	if err != nil {
		return err
	}
	if err := h.tell(loads, found); err != nil {
		return err
	}
	if len(loads) == 0 {
		h.report.Refused = append(h.report.Refused, d.Delivery)
	}
	return h.answerTo(ctx, d, read, loads, found, requests)
}

// inLoad does work in one transaction, which a rehearsal undoes.
func (h *house) inLoad(ctx context.Context, work func(*store.Load) error) error {
	if h.dryRun {
		return h.store.Rehearse(ctx, h.run, work)
	}
	return h.store.InLoad(ctx, work)
}

// signed gives requests the run that files them.
func (h *house) signed(requests []journal.Request) []journal.Request {
	for i := range requests {
		requests[i].Run, requests[i].AskedAt = h.run.ID, h.now()
	}
	return requests
}

// tell adds a load that was committed to the report.
func (h *house) tell(loads []journal.Load, found deliveryFindings) error {
	h.report.Loads = append(h.report.Loads, loads...)
	for f, err := range found.all() {
		if err != nil {
			return err
		}
		h.findings.Add(f)
		h.refused = h.refused || f.Severity == finding.Error
	}
	for _, l := range loads {
		h.refused = h.refused || l.Refused > 0
		h.log.Info("loaded", "file", l.File, "sheet", l.Sheet, "read", l.Read, "added", l.Added,
			"changed", l.Changed, "unchanged", l.Unchanged, "refused", l.Refused, "set_aside", l.SetAside)
	}
	return nil
}

// refuse adds a finding that refuses a whole file.
func (h *house) refuse(f finding.Finding) {
	h.refused = true
	h.findings.Add(f)
	h.log.Warn("refused", "place", f.Place.String(), "rule", f.Rule, "message", f.Message)
}
