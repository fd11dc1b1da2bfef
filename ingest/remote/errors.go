package remote

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What can be wrong with what a source answers, or with its address.
var (
	ErrPage     = errors.New("a page of HTML came where data was due")
	ErrEmpty    = errors.New("the file is empty")
	ErrTooLarge = errors.New("the file is larger than allowed")
	ErrChecksum = errors.New("the file has not the checksum that was expected")
	ErrAddress  = errors.New("address refused")
	ErrEncoding = errors.New("the file came in an encoding that was not asked for")
	ErrTimeout  = errors.New("the time allowed for the whole fetch is over")
	ErrIdle     = errors.New("the server sent nothing for too long")
	ErrInUse    = errors.New("another process is fetching it")
)

// Error is a fetch that brought nothing.
type Error struct {
	Source   string
	URL      string // without credentials
	Status   int    // HTTP status of the last answer, when it is what was wrong
	Attempts int
	Try      string // what to try
	Err      error
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "fetch %s from %s: %v", e.Source, e.URL, e.Err)
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (after %d attempts)", e.Attempts)
	}
	if e.Try != "" {
		b.WriteString(": " + e.Try)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// told says what a fetch was doing when it went wrong.
func told(src Source, j *job, err error) error {
	e := &Error{Source: src.Name, URL: shownText(src.URL), Err: err, Try: advice(err)}
	if j != nil {
		e.Attempts = j.attempts
	}
	if status := (*statusError)(nil); errors.As(err, &status) {
		e.Status = status.code
	}
	return e
}

// statusError is an answer that is not the file.
type statusError struct {
	code  int
	after time.Duration // what the server asks to wait
}

func (e *statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %d %s", e.code, http.StatusText(e.code)))
}

// again marks an error that another attempt may not meet.
type again struct{ error }

func (e again) Unwrap() error { return e.error }

// disk marks an error of the folder, which no other attempt would mend.
type disk struct{ error }

func (e disk) Unwrap() error { return e.error }

// network says whether an error of a request is worth another attempt: any is,
// but for a refusal of ours and a certificate that is not good.
func network(ctx context.Context, err error) error {
	var (
		certificate *tls.CertificateVerificationError
		of          *url.Error
	)
	if errors.As(err, &of) {
		err = of.Err // without the address, which may hold credentials
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, ErrIdle):
		return again{ErrIdle}
	case cause != nil:
		return cause
	case errors.Is(err, ErrAddress), errors.As(err, &certificate), errors.As(err, &disk{}):
		return err
	case strings.Contains(err.Error(), "Location header"):
		return fmt.Errorf("%w: it redirects to nothing that can be read", ErrAddress) // and repeats nothing of it
	}
	return again{err}
}

// advice is what to try, by what went wrong.
func advice(err error) string {
	var (
		status      *statusError
		certificate *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &status):
		return statusAdvice(status.code)
	case errors.As(err, &certificate):
		return "check the certificates of this machine and its clock, or tell the publisher"
	case errors.As(err, &disk{}):
		return "check the folder, its rights and the space left"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return ""
	}
	for _, known := range advices {
		if errors.Is(err, known.err) {
			return known.try
		}
	}
	if errors.As(err, &again{}) {
		return "check the network and the proxy, then try again"
	}
	return ""
}

var advices = []struct {
	err error
	try string
}{
	{ErrPage, "open the address in a browser: it may have moved, or want a login"},
	{ErrEmpty, "try again later, or tell the publisher"},
	{ErrTooLarge, "check the address, or raise the size allowed for the source"},
	{ErrChecksum, "try again later; if it lasts, check the expected checksum with the publisher"},
	{ErrAddress, "correct the address in the configuration"},
	{ErrEncoding, "download the file by hand and put it in the folder"},
	{ErrTimeout, "raise the time allowed, or try again: what came is kept and the download goes on from there"},
	{ErrIdle, "try again later"},
	{ErrInUse, "wait for it to end"},
}

func statusAdvice(code int) string {
	switch {
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return "check the credentials, and whether the publisher still lets it be downloaded"
	case code == http.StatusNotFound || code == http.StatusGone:
		return "look for the new address on the publisher's site and put it in the configuration"
	case code == http.StatusTooManyRequests:
		return "fetch it less often"
	case code >= 500 || code == http.StatusRequestTimeout:
		return "the publisher's server is in trouble: try again later"
	}
	return "check the address in the configuration"
}
