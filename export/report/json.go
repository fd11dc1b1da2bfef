package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// JSON writes the report for programs.
func (r Report) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
