package answer

import (
	"bytes"
	"io"
	"strings"
)

// copier copies markup from a scanner to a writer, leaving out what is not
// allowed. Elements lose their prefixes: what is written has one namespace.
type copier struct {
	*scanner
	w   io.Writer
	out []byte
	err error // first one met in writing
}

func newCopier(r io.Reader, w io.Writer) *copier { return &copier{scanner: newScanner(r), w: w} }

// allowed gives the attributes that an element keeps, separated by spaces; an
// element that is not there is left out with all that it holds.
type allowed map[string]string

func (c *copier) write(texts ...string) {
	for _, t := range texts {
		c.out = append(c.out, t...)
	}
}

// spill writes what is waiting, when it is worth it.
func (c *copier) spill() error {
	if len(c.out) < 32<<10 {
		return c.err
	}
	return c.flush()
}

func (c *copier) flush() error {
	if c.err == nil {
		_, c.err = c.w.Write(c.out)
	}
	c.out = c.out[:0]
	return c.err
}

// element copies the element whose tag was just read.
func (c *copier) element(keep allowed) error {
	attrs, ok := keep[string(c.name)]
	if !ok {
		return c.skip()
	}
	c.start(attrs)
	if c.kind == single {
		c.write("/>")
		return nil
	}
	name := string(c.name)
	c.write(">")
	if err := c.children(func() error { return c.element(keep) }, true); err != nil {
		return err
	}
	c.write("</", name, ">")
	return nil
}

// start writes the beginning of the current tag, without its end.
func (c *copier) start(attrs string) {
	begin := len(c.out)
	c.out = append(append(c.out, '<'), c.name...)
	c.attrs(func(name, value []byte) bool {
		if listed(attrs, name) && !bytes.Contains(c.out[begin:], append(append([]byte(" "), name...), '=')) {
			c.attribute(string(name), value)
		}
		return true
	})
}

// attribute writes a value that is already escaped; what is not sound is left out.
func (c *copier) attribute(name string, value []byte) {
	if !sound(value) {
		return
	}
	c.out = append(append(append(c.out, ' '), name...), '=', '"')
	if bytes.IndexByte(value, '"') >= 0 {
		value = bytes.ReplaceAll(value, []byte(`"`), []byte("&quot;"))
	}
	c.out = append(append(c.out, value...), '"')
}

func listed(list string, name []byte) bool {
	for len(list) > 0 {
		word, rest, _ := strings.Cut(list, " ")
		if word == string(name) {
			return true
		}
		list = rest
	}
	return false
}

// children visits the elements inside the one whose tag was just read, and copies
// the text between them when told to.
func (c *copier) children(visit func() error, texts bool) error {
	if c.kind != opening {
		return nil
	}
	for inside := c.depth; ; {
		if err := c.next(); err != nil {
			return cutShort(err)
		}
		switch {
		case c.kind == closing && c.depth < inside:
			return nil
		case c.kind == text && texts:
			if !sound(c.text) {
				return unsuitable("a text is not what XML allows")
			}
			c.out = append(c.out, c.text...)
		case c.kind == opening || c.kind == single:
			if err := visit(); err != nil {
				return err
			}
		}
	}
}
