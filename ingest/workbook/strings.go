package workbook

import "io"

// shared is what the shared strings of a workbook are found to be.
type shared struct {
	lengths []uint32  // bytes of each, as written
	texts   spellings // those that a number could be taken for
}

// inspectStrings reads the part of the shared strings as a stream.
func inspectStrings(r io.Reader, limits Limits, into *shared) error {
	m := newMarkup(r)
	item := textItem{}
	for {
		err := m.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return asDefect(err, "la liste de ses textes")
		case !m.is("si"):
			item.see(m)
			continue
		case m.depth() != 1:
			return damaged(nil, "ses textes partagés sont mal rangés")
		case len(into.lengths) >= limits.Strings:
			return oversized("plus de %d textes", limits.Strings)
		case m.kind != closing:
			item = textItem{}
		}
		if m.kind != opening {
			into.lengths = append(into.lengths, uint32(item.length))
			into.texts.add(item.start)
		}
	}
}

// textItem gathers the text of one shared or inline string: its <t>, or those of
// its runs, but not its phonetic guide <rPh>.
type textItem struct {
	length   int
	start    []byte // the text as written, up to keptText bytes
	phonetic bool
}

func (i *textItem) see(m *markup) {
	switch {
	case m.is("rPh"):
		i.phonetic = m.kind == opening
	case m.is("t") && m.kind == closing && !i.phonetic:
		i.length += m.textLen
		if len(i.start) < keptText {
			i.start = append(i.start, m.text...)
		}
	}
}
