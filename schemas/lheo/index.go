package lheo

import "fmt"

// index fills in what makes the table quick to consult.
func (s *Schema) index() {
	for i := range s.elements {
		s.elements[i].index(s.tables)
	}
}

func (e *Element) index(tables map[string][]Entry) {
	e.place, e.need, e.codes = [numElems]uint8{}, nil, 0
	for i, c := range e.Children {
		e.place[c.id] = uint8(i + 1)
		if c.Min > 0 && e.Content == Sequence {
			e.need = append(e.need, uint8(i))
		}
	}
	for _, entry := range tables[e.Table] {
		e.codes.add(entry.Code)
	}
}

// complete reports what of the schema the table cannot hold.
func (s *Schema) complete() error {
	for i := range s.elements {
		e := &s.elements[i]
		if e.Name == "" {
			return fmt.Errorf("parse the LHEO schema: element %q is not declared", elem(i))
		}
		if e.Content == Code && e.codes.len() != len(s.tables[e.Table]) {
			return fmt.Errorf("parse the LHEO schema: table %q: codes must be numbers below 64, each once", e.Table)
		}
	}
	return nil
}

// codeSet is a set of codes, each the decimal form of a number below 64.
type codeSet uint64

func (c *codeSet) add(code string) {
	if n := codeNumber([]byte(code)); n >= 0 {
		*c |= 1 << n
	}
}

func (c codeSet) has(code []byte) bool {
	n := codeNumber(code)
	return n >= 0 && c&(1<<n) != 0
}

func (c codeSet) len() (n int) {
	for ; c != 0; c &= c - 1 {
		n++
	}
	return n
}

// codeNumber is the number that a code writes, or -1.
func codeNumber(code []byte) int {
	switch {
	case len(code) == 1 && isDigit(code[0]):
		return int(code[0] - '0')
	case len(code) == 2 && isDigit(code[0]) && isDigit(code[1]) && code[0] != '0' && code[0] < '6':
		return int(code[0]-'0')*10 + int(code[1]-'0')
	}
	return -1
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// matchDay is dayPattern.
func matchDay(v []byte) bool {
	if len(v) != 8 {
		return false
	}
	for _, c := range v {
		if !isDigit(c) {
			return false
		}
	}
	return (v[4] <= '1' || v[4] == '9') && (v[6] <= '3' || v[6] == '9')
}

// nameTable gives an element by the hash of its name. The factors of hashName
// were searched for so that no two names share a hash, which a test checks.
var nameTable = func() (table [1 << nameBits]elem) {
	for h := range table {
		table[h] = noElem
	}
	for i, name := range elemNames {
		table[hashName([]byte(name))] = elem(i)
	}
	return table
}()

const nameBits = 11

func hashName(name []byte) uint32 {
	n := len(name)
	k := uint32(name[0]) | uint32(name[n/3])<<8 | uint32(name[n*3/4])<<16 | uint32(name[n-1])<<24
	return (k*0x494697af + uint32(n)*0xf637826b) >> (32 - nameBits)
}

// lookup finds an element by its name, noElem for one that LHEO 2.3 has not.
func lookup(name []byte) elem {
	if len(name) == 0 {
		return noElem
	}
	if e := nameTable[hashName(name)]; e != noElem && elemNames[e] == string(name) {
		return e
	}
	return noElem
}
