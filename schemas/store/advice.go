package store

import "errors"

// advised is an error of the database with what to try.
type advised struct {
	error
	advice string
}

func (e advised) Error() string { return e.error.Error() + ": " + e.advice }

func (e advised) Unwrap() error { return e.error }

// advise adds to an error what to try, once.
func advise(err error, advice string) error {
	var already advised
	if errors.As(err, &already) {
		return err
	}
	return advised{err, advice}
}
