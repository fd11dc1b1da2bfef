package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// persist tries until it works, or fails for good, or nothing more comes.
// Attempts that bring more of the file do not count: a link that often breaks
// still gets a large file there, within the time allowed.
func (j *job) persist(ctx context.Context, try func(context.Context) error) error {
	for barren := 0; ; {
		j.attempts++
		had := j.furthest
		err := j.once(ctx, try)
		if err == nil || !errors.As(err, &again{}) {
			return err
		}
		if barren++; j.furthest > had {
			barren = 0
		}
		if barren > j.Retries || j.Retries == 0 {
			return err
		}
		if cause := j.Sleep(ctx, j.wait(max(barren-1, 0), err)); cause != nil {
			return fmt.Errorf("%w, and while waiting to try again: %w", err, cause)
		}
	}
}

// once gives one attempt a context that ends when no byte comes for too long.
func (j *job) once(ctx context.Context, try func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	j.idle = time.AfterFunc(j.Idle, func() { cancel(ErrIdle) })
	defer j.idle.Stop()
	return try(ctx)
}

// wait is how long before the next attempt: twice as long each time, from half of
// it to the whole at random so that all do not come back together, and no less
// than the server asks for, within reason.
func (j *job) wait(barren int, err error) time.Duration {
	d := j.MaxWait
	if barren < 30 {
		d = min(j.Backoff<<barren, j.MaxWait)
	}
	if d <= 0 { // the shift went over
		d = j.MaxWait
	}
	d = d/2 + time.Duration(j.Rand()*float64(d/2))
	if status := (*statusError)(nil); errors.As(err, &status) {
		d = max(d, min(status.after, j.MaxWait))
	}
	return d
}

// refusal is the error of an answer that is not the file.
func (j *job) refusal(resp *http.Response) error {
	err := &statusError{code: resp.StatusCode, after: retryAfter(resp.Header.Get("Retry-After"), j.Now())}
	switch {
	case resp.StatusCode == http.StatusRequestTimeout, resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode >= 500:
		return again{err}
	}
	return err
}

// retryAfter reads a number of seconds or a date.
func retryAfter(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
