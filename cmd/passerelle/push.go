package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/export/push"
	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/spf13/cobra"
)

func (a *app) pushCommand() *cobra.Command {
	return &cobra.Command{
		Use: "push [TARGET…]", Short: "Send the feeds in place to the partners who do not come for them",
		Long: "Send the publication in place of each target to the destinations of the configuration, once: what a destination\n" +
			"received last is not sent again; what waits for its next attempt, or was given up, is tried now. A night sends by itself.\n\nExit status: 0 all is sent, 3 some wait for another attempt or were given up.",
		Args: arity(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return a.push(cmd.Context(), args) },
	}
}

func (a *app) push(ctx context.Context, targets []string) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	for _, t := range targets {
		if err := knownTarget(c, t); err != nil {
			return err
		}
	}
	if len(c.Push) == 0 {
		return misused("push: the configuration names no destination; see `push` in it")
	}
	if len(targets) == 0 {
		targets = c.Targets
	}
	return a.changing(ctx, func(s *store.Store) error {
		pusher := push.Pusher{Journal: s, Now: a.now}
		sent, err := c.sendFeeds(ctx, s, pusher.TryNow, targets)
		if err != nil {
			return err
		}
		waits := slices.ContainsFunc(sent, func(p journal.Push) bool { return p.State != journal.PushSent })
		if a.asJSON {
			err = a.printJSON(sent)
			sent = nil
		}
		for _, p := range sent {
			if _, err := fmt.Fprintf(a.stdout, "%-20s %-20s %-10s %s\n", p.Target, p.Destination, p.State, p.Error); err != nil {
				return err
			}
		}
		if err == nil && waits {
			return reservation("some feeds wait for another attempt, or were given up: see what is said of each")
		}
		return err
	})
}

// sending makes an attempt at one destination: the pusher's Try, or TryNow.
type sending func(context.Context, push.Destination, push.Publication) (journal.Push, time.Time, error)

// sendFeeds makes one attempt at each destination of each target.
func (c config) sendFeeds(ctx context.Context, s *store.Store, try sending, targets []string) (sent []journal.Push, err error) {
	for _, target := range targets {
		for _, d := range push.For(c.Push, target) {
			pub, ok, err := inPlace(c.Shelf, target)
			if err == nil && ok {
				err = markRefused(ctx, s, pub)
			}
			if err != nil {
				return sent, err
			}
			if !ok {
				continue
			}
			state, _, err := try(ctx, d, pub)
			if err != nil {
				return sent, fmt.Errorf("send %s to %s: %w", target, d.Name, err)
			}
			sent = append(sent, state)
		}
	}
	return sent, nil
}

// inPlace is the publication in place of a target, in its own folder.
func inPlace(dir, target string) (p push.Publication, ok bool, err error) {
	if _, ok, err := shelf.Current(dir, target); err != nil || !ok {
		return p, false, err
	}
	m, err := shelf.Find(dir, target, "latest")
	if err != nil {
		return p, false, err
	}
	p = push.Publication{Target: target, Date: m.Date, SHA256: m.SHA256, Dir: filepath.Join(dir, target, m.Folder)}
	for _, f := range m.Files {
		p.Files = append(p.Files, push.File{Name: f.Name, Size: f.Size, SHA256: f.SHA256, Feed: f.Role == "flux" || f.Role == "gz" || f.Role == "zst"})
	}
	return p, true, nil
}

// pushFeeds sends what the run has published. What does not arrive is tried again
// by later runs, and told when it is given up.
func (h *house) pushFeeds(ctx context.Context) error {
	if len(h.Push) == 0 {
		return nil
	}
	pusher := push.Pusher{Journal: h.store, Now: h.now}
	sent, err := h.sendFeeds(ctx, h.store, pusher.Try, names(h.targets))
	for _, p := range sent {
		switch p.State {
		case journal.PushSent:
			h.arrived = append(h.arrived, p)
		case journal.PushFailed:
			h.givenUp = append(h.givenUp, p)
			h.refused = true
			h.log.Error("a feed was not sent, and is given up", "target", p.Target, "destination", p.Destination, "error", p.Error)
		case journal.PushWaiting:
			h.log.Warn("a feed waits to be sent", "target", p.Target, "destination", p.Destination, "error", p.Error)
		}
	}
	return errors.Join(err, ctx.Err())
}
