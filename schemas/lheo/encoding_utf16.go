package lheo

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader reads UTF-16.
type utf16Reader struct {
	src  io.Reader
	be   bool
	raw  []byte
	n    int // bytes in raw that are not decoded
	high rune
	out  []byte
}

func newUTF16Reader(src io.Reader, c charset) *utf16Reader {
	return &utf16Reader{src: src, be: c == utf16BE, raw: make([]byte, windowLen/4)}
}

func (r *utf16Reader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		n, err := r.src.Read(r.raw[r.n:])
		r.n += n
		r.out = r.out[:0]
		r.decode()
		if n == 0 && err != nil {
			if r.n > 0 || r.high != 0 { // half a character
				r.n, r.high = 0, 0
				r.out = append(r.out, noCharacter)
				continue
			}
			return 0, err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

func (r *utf16Reader) decode() {
	i := 0
	for ; i+1 < r.n; i += 2 {
		u := rune(r.raw[i]) | rune(r.raw[i+1])<<8
		if r.be {
			u = rune(r.raw[i])<<8 | rune(r.raw[i+1])
		}
		r.unit(u)
	}
	r.n = copy(r.raw, r.raw[i:r.n])
}

// unit decodes one half of a character, or a whole one. A lone half becomes a
// byte that is refused where it stands.
func (r *utf16Reader) unit(u rune) {
	if r.high != 0 {
		if c := utf16.DecodeRune(r.high, u); c != utf8.RuneError {
			r.out, r.high = utf8.AppendRune(r.out, c), 0
			return
		}
		r.out, r.high = append(r.out, noCharacter), 0
	}
	switch {
	case u >= 0xD800 && u < 0xDC00:
		r.high = u
	case u >= 0xDC00 && u < 0xE000:
		r.out = append(r.out, noCharacter)
	default:
		r.out = utf8.AppendRune(r.out, u)
	}
}
