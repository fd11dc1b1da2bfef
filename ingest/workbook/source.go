package workbook

import "io"

// source gives the bytes of a stream one by one.
type source struct {
	r        io.Reader
	buf      []byte
	pos, end int
}

func (s *source) byte() (byte, error) {
	if s.pos == s.end {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	b := s.buf[s.pos]
	s.pos++
	return b, nil
}

func (s *source) peek() (byte, error) {
	if s.pos == s.end {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	return s.buf[s.pos], nil
}

// fill reads more; a reader that keeps giving nothing is given up.
func (s *source) fill() error {
	for range 100 {
		n, err := s.r.Read(s.buf)
		s.pos, s.end = 0, n
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}
