package merge

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"

	"github.com/carif-oref/passerelle/schemas/layout"
)

// cells are the values of a row, one after the other in one string: a large
// delivery is held whole, and two million values apart would take ten times the
// room of their text.
type cells struct {
	fields []layout.Field // sorted; rows that state the same columns share them
	packed string
}

// pack appends a value: its text, the number of its items, then each of them,
// every text after its length.
func pack(to []byte, v value) []byte {
	to = packText(to, v.text)
	to = binary.AppendUvarint(to, uint64(len(v.list)))
	for _, item := range v.list {
		to = packText(to, item)
	}
	return to
}

func packText(to []byte, s string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(s))), s...)
}

// all gives each field with its value. The texts share the string of the row.
func (c cells) all() iter.Seq2[layout.Field, value] {
	return func(yield func(layout.Field, value) bool) {
		rest := unpacker(c.packed)
		for _, f := range c.fields {
			if !yield(f, rest.value()) {
				return
			}
		}
	}
}

// from is what is packed from the n-th value on.
func (c cells) from(n int) unpacker {
	rest := unpacker(c.packed)
	for range n {
		rest.skip()
	}
	return rest
}

// at gives the n-th value.
func (c cells) at(n int) value {
	rest := c.from(n)
	return rest.value()
}

// with gives the cells with one more value, of the field that makes the n-th of
// fields.
func (c cells) with(n int, v value, fields []layout.Field) cells {
	before := len(c.packed) - len(c.from(n))
	packed := pack([]byte(c.packed[:before]), v)
	return cells{fields, string(append(packed, c.packed[before:]...))}
}

// replaced gives the cells with the value that change makes of each.
func (c cells) replaced(change func(layout.Field, value) value) cells {
	packed := make([]byte, 0, len(c.packed))
	for f, v := range c.all() {
		packed = pack(packed, change(f, v))
	}
	return cells{c.fields, string(packed)}
}

// sum tells cells that state the same from others.
func (c cells) sum() [sha256.Size]byte {
	stated := make([]byte, 0, len(c.packed)+32*len(c.fields))
	for _, f := range c.fields {
		stated = packText(stated, string(f))
	}
	return sha256.Sum256(append(stated, c.packed...))
}

// unpacker is what remains to be read of packed values.
type unpacker string

func (u *unpacker) value() value {
	v := value{text: u.text()}
	if n := u.length(); n > 0 {
		v.list = make([]string, n)
		for i := range v.list {
			v.list[i] = u.text()
		}
	}
	return v
}

func (u *unpacker) skip() {
	u.text()
	for range u.length() {
		u.text()
	}
}

func (u *unpacker) text() string {
	n := u.length()
	s := string((*u)[:n])
	*u = (*u)[n:]
	return s
}

// length reads a number as binary.AppendUvarint writes it.
func (u *unpacker) length() int {
	n, shift := 0, 0
	for i := range len(*u) {
		b := (*u)[i]
		n |= int(b&0x7f) << shift
		if shift += 7; b < 0x80 {
			*u = (*u)[i+1:]
			return n
		}
	}
	return 0
}
