package store

import (
	"context"
	"errors"
)

// CopyTo copies all that the store holds, as it is, to another, which must be empty.
func (s *Store) CopyTo(ctx context.Context, other *Store) error { return errors.New("not kept yet") }
