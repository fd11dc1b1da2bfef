package shelf

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
)

// invalid says in French why a file is not a valid feed, and in which record;
// empty when it is.
func invalid(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	d := xml.NewDecoder(&interruptible{ctx, f})
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return fmt.Sprintf("le flux n'est pas du XML bien formé : %v", err), ctx.Err()
		}
	}
}
