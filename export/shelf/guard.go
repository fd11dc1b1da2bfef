package shelf

import (
	"context"
	"fmt"
)

// Guard says what makes a feed wait for somebody to look at it. Shares are of the
// formations, and of the sessions, of the last good publication; the first one has
// only the floor to reach.
type Guard struct {
	Floor          int  // fewest formations; 0 is none
	MaxDropPercent int  // share that a target may lose from one feed to the next; 0 is nothing at all
	MaxRisePercent int  // share that it may gain; 0 is no limit
	Release        bool // a person has looked: let any volume through but an empty one
}

// Cause is why a feed is held, as a word that never changes.
type Cause string

// Why feeds are held.
const (
	Empty   Cause = "vide"     // it has no formation
	Invalid Cause = "invalide" // it does not follow the schema
	Floor   Cause = "plancher" // it has fewer formations than the floor of its target
	Drop    Cause = "baisse"   // it lost a larger share than the guard lets through
	Rise    Cause = "hausse"   // it gained a larger share than the guard lets through
)

// Releasable reports whether a person may let the feed through all the same.
func (c Cause) Releasable() bool { return c == Floor || c == Drop || c == Rise }

// Objection is why a feed must be held.
type Objection struct {
	Cause    Cause
	Sentence string // in French, for staff
	Detail   string // in English, for operators
}

// objection is why the staged feed must be held; nil when it may go.
func (w *work) objection(ctx context.Context) (*Objection, error) {
	if w.Publication.Formations == 0 {
		return &Objection{Empty, "aucune formation n'est retenue pour cette cible : un flux vide n'est pas publié" + w.stays(),
			"the target takes no formation: an empty feed is not published; see the ledger for the reasons"}, nil
	}
	fault, err := w.invalid(ctx)
	if err != nil {
		return nil, err
	}
	if fault != "" {
		return &Objection{Invalid, fault, "the feed is not valid; look at the files in held/ and mend the record named"}, nil
	}
	if w.guard.Release {
		return nil, nil
	}
	return w.guard.Volume(w.Publication.Formations, w.Publication.Sessions, w.current), nil
}

// stays says what partners read meanwhile.
func (w *work) stays() string {
	if w.current.Formations == 0 {
		return ""
	}
	return ", le dernier flux reste en place"
}

// Volume objects to counts that the last good publication does not explain; nil
// when they may go. The zero Manifest says that there was none.
func (g Guard) Volume(formations, sessions int, last Manifest) *Objection {
	if formations < g.Floor {
		return &Objection{Floor,
			fmt.Sprintf("le flux ne compte que %d formations, moins que le plancher de %d : à vérifier avant publication", formations, g.Floor),
			fmt.Sprintf("%d formations are fewer than the floor of %d; release or refuse it", formations, g.Floor)}
	}
	if o := g.change("formations", last.Formations, formations); o != nil {
		return o
	}
	return g.change("sessions", last.Sessions, sessions)
}

// change objects to one count.
func (g Guard) change(what string, last, now int) *Objection {
	cause, word, limit := Drop, "baisse", g.MaxDropPercent
	over := (last-now)*100 > g.MaxDropPercent*last
	if now > last {
		cause, word, limit = Rise, "hausse", g.MaxRisePercent
		over = g.MaxRisePercent > 0 && last > 0 && (now-last)*100 > g.MaxRisePercent*last
	}
	if !over {
		return nil
	}
	return &Objection{cause,
		fmt.Sprintf("le flux passerait de %d à %d %s, une %s de plus de %d %% : à vérifier avant publication", last, now, what, word, limit),
		fmt.Sprintf("%s would go from %d to %d, more than %d %% apart; release or refuse it", what, last, now, limit)}
}
