package shelf

import (
	"context"
	"io"
)

// alongside is a check that reads a feed while it is pressed, so that the file is
// read once.
type alongside struct {
	feed  *io.PipeWriter
	done  chan struct{} // closed once the check has said what it has to
	fault string
	err   error
}

func checkAlongside(ctx context.Context, check Check, name string) *alongside {
	out, in := io.Pipe()
	a := &alongside{feed: in, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.fault, a.err = check(ctx, name, out)
		out.Close() // it may have read enough of the feed: the rest goes nowhere
	}()
	return a
}

// end tells the check that the feed ends, or why it breaks off, and waits for what
// it says.
func (a *alongside) end(broken error) {
	a.feed.CloseWithError(broken)
	<-a.done
}
