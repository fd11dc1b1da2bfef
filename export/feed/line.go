package feed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/carif-oref/passerelle/schemas/offre"
)

// line is the way of offers through the writers. The caller's goroutine reads them
// into batches; workers decide, encode and judge whole batches, each for all
// targets; the caller's goroutine accounts for the batches in the order of the
// catalogue; then each target's own goroutine writes what the target takes. There
// are so many batches and no more: they bound the memory.
type line struct {
	writers []*writer
	options Options
	jobs    chan *batch
	free    chan *batch
	pending []*batch // given to workers and not accounted for, in order
	seen    totals   // what was read
	told    int      // formations accounted for
	broken  atomic.Bool
	busy    sync.WaitGroup
}

// batch is a run of offers.
type batch struct {
	records  []record
	arena    arena // of the texts made of them
	sessions int
	ready    chan struct{} // has a value once workers are done with it
	users    atomic.Int32  // writers that have yet to write it
}

// A batch holds so many formations, or sessions.
const (
	batchFormations = 16
	batchSessions   = 256
)

// totals counts what the catalogue holds, apart from what becomes of it.
type totals struct{ formations, sessions int }

func newLine(writers []*writer, o Options) *line {
	workers := runtime.GOMAXPROCS(0)
	batches := 2*workers + 2
	l := &line{writers: writers, options: o, jobs: make(chan *batch, batches), free: make(chan *batch, batches)}
	for range batches {
		l.free <- &batch{ready: make(chan struct{}, 1)}
	}
	for range workers {
		l.busy.Go(l.work)
	}
	for _, w := range writers {
		w.queue = make(chan *batch, batches)
		l.busy.Go(func() { l.write(w) })
	}
	return l
}

// stop lets all goroutines end, and waits until they have.
func (l *line) stop() {
	close(l.jobs)
	for _, w := range l.writers {
		close(w.queue)
	}
	l.busy.Wait()
}

// run passes the offers through the writers, which have written them all when it
// gives no error.
func (l *line) run(ctx context.Context, offers iter.Seq2[offre.Offre, error]) (totals, error) {
	err := l.pass(ctx, offers)
	for _, w := range l.writers {
		if w.failure != nil { // nothing more is to be said of it
			return l.seen, w.failure
		}
	}
	return l.seen, err
}

func (l *line) pass(ctx context.Context, offers iter.Seq2[offre.Offre, error]) error {
	defer l.stop()
	if err := l.read(ctx, offers); err != nil {
		return err
	}
	for len(l.pending) > 0 {
		<-l.pending[0].ready
		if err := l.account(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// read gives all offers to the workers.
func (l *line) read(ctx context.Context, offers iter.Seq2[offre.Offre, error]) error {
	b, last := <-l.free, ""
	for offer, err := range offers {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return fmt.Errorf("write feeds: read catalogue after formation %q: %w", last, err)
		}
		id := offer.Formation.ID
		if id <= last {
			return fmt.Errorf("write feeds: formation %q comes after %q: the catalogue must be read in the order of its numbers, each once", id, last)
		}
		last = id
		if b.full() {
			if b, err = l.submit(b); err != nil {
				return err
			}
		}
		b.add(offer, len(l.writers))
		l.seen.formations++
		l.seen.sessions += len(offer.Sessions)
	}
	_, err := l.submit(b)
	return err
}

func (b *batch) full() bool {
	return len(b.records) == batchFormations || b.sessions >= batchSessions
}

func (b *batch) add(o offre.Offre, writers int) {
	n := len(b.records)
	if n == cap(b.records) {
		b.records = append(b.records, record{})
	} else {
		b.records = b.records[:n+1]
	}
	b.records[n].hold(o, writers, &b.arena)
	b.sessions += len(o.Sessions)
}

// submit gives a batch to the workers, and an empty one to the caller. While there
// is none, it accounts for what the workers have done.
func (l *line) submit(b *batch) (*batch, error) {
	l.pending = append(l.pending, b)
	l.jobs <- b
	for {
		var ready chan struct{}
		if len(l.pending) > 0 {
			ready = l.pending[0].ready
		}
		select {
		case b := <-l.free:
			return b, nil
		case <-ready:
			if err := l.account(); err != nil {
				return nil, err
			}
		}
	}
}

// work decides and encodes batch after batch.
func (l *line) work() {
	for b := range l.jobs {
		for i := range b.records {
			r := &b.records[i]
			r.actions = actionsOf(r.offre.Sessions)
			date(r.actions, &r.offre)
			for _, w := range l.writers {
				if w.independent() {
					w.take(r)
				}
			}
		}
		b.ready <- struct{}{}
	}
}

// account gives the verdicts and findings of the oldest batch, and hands it to the
// writers.
func (l *line) account() error {
	b := l.pending[0]
	l.pending = l.pending[1:]
	for i := range b.records {
		for _, w := range l.writers {
			if err := w.settle(&b.records[i]); err != nil {
				return err
			}
		}
		if l.told++; l.options.Progress != nil {
			l.options.Progress(l.told)
		}
	}
	if l.broken.Load() {
		return errBroken
	}
	b.users.Store(int32(len(l.writers)))
	for _, w := range l.writers {
		w.queue <- b
	}
	if len(l.writers) == 0 {
		l.release(b)
	}
	return nil
}

// errBroken stops the reading of a catalogue that cannot be written; the writer
// that failed says why.
var errBroken = errors.New("write feeds: stopped")

// write writes for one target what was accounted for.
func (l *line) write(w *writer) {
	for b := range w.queue {
		if w.failure == nil {
			if w.failure = w.put(b); w.failure != nil {
				l.broken.Store(true)
			}
		}
		if b.users.Add(-1) == 0 {
			l.release(b)
		}
	}
}

// release makes a batch fit to be filled again, and lets go of what it held.
func (l *line) release(b *batch) {
	for i := range b.records {
		b.records[i].drop()
	}
	b.records, b.sessions = b.records[:0], 0
	b.arena.clear()
	l.free <- b
}
