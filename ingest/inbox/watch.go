package inbox

import (
	"context"
	"time"
)

// Watch looks into the inbox again and again, and has what is whole loaded, one file
// after the other, until the context ends. What fails is tried again at a later look, and told
// again when it fails otherwise.
func (b *Box) Watch(ctx context.Context, every time.Duration, load func(context.Context, File) (answers []string, err error)) error {
	told := map[string]string{} // what was last said of each file that waits
	for timer := time.NewTimer(0); ; timer.Reset(every) {
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		files, err := b.Settled(ctx)
		if err != nil && ctx.Err() == nil {
			b.Log.Error("the inbox cannot be looked into", "error", err)
		}
		for _, f := range files {
			if ctx.Err() != nil {
				break
			}
			err := b.Attempt(ctx, f, load)
			if err == nil {
				delete(told, f.Path)
			} else if ctx.Err() == nil && told[f.Path] != err.Error() {
				told[f.Path] = err.Error()
				b.Log.Error("a file of the inbox waits for the next look", "file", f.Path, "error", err)
			}
		}
	}
}
