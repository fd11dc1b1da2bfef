package referentials

import "fmt"

// Stats accounts for the rows of the files of one referential, their headers and
// blank lines apart. It is complete once the stream has ended without error.
type Stats struct {
	Rows    int // rows read
	Kept    int // values given
	Merged  int // rows that were told before, whole or in part: joined to the first; or rows that complete a value
	Refused int // rows that could not be read or used, each with a finding
}

// add counts the rows of one more file.
func (s *Stats) add(more Stats) {
	s.Rows, s.Kept, s.Merged, s.Refused = s.Rows+more.Rows, s.Kept+more.Kept, s.Merged+more.Merged, s.Refused+more.Refused
}

// Check reports an error when the rows do not add up; what names the file.
func (s Stats) Check(what string) error {
	if sum := s.Kept + s.Merged + s.Refused; sum != s.Rows {
		return fmt.Errorf("account for %s: %d rows read but %d accounted for (%d kept, %d merged, %d refused)",
			what, s.Rows, sum, s.Kept, s.Merged, s.Refused)
	}
	return nil
}
