package shelf

import "bufio"

// draft is a file of a publication to come. What is written to it is compressed,
// hashed and, for a feed, indexed on the way to the disk, in one pass and in
// memory that does not depend on its size, but for some 60 bytes a formation.
type draft struct {
	press  *press
	out    *bufio.Writer
	result result
}

func newDraft(dir, name string, feed bool, twins []Format) (*draft, error) {
	if feed && twins == nil {
		twins = formats
	}
	p, err := newPress(dir, name, feed, false, twins)
	if err != nil {
		return nil, err
	}
	return &draft{press: p, out: bufio.NewWriterSize(p, 256<<10)}, nil
}

// Write adds to the file.
func (d *draft) Write(p []byte) (int, error) {
	n, err := d.out.Write(p)
	if err != nil {
		err = advise(err)
	}
	return n, err
}

// Close ends the file.
func (d *draft) Close() (err error) {
	if err = d.out.Flush(); err == nil {
		d.result, err = d.press.finish()
	}
	if err != nil {
		d.press.abandon()
		return advise(err)
	}
	return nil
}
