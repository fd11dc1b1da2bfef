package referentials

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// guarded is a strict XML decoder that strangers' files cannot exhaust: no
// document type, no entity but XML's own, no text or tag beyond measure, no
// nesting beyond measure.
type guarded struct {
	name   string
	limits limits
	src    io.ReadCloser
	budget *budget
	xml    *xml.Decoder
	depth  int
	tokens int
}

// errMarkup comes from a text or a tag that is longer than allowed.
var errMarkup = errors.New("text or tag longer than allowed")

// budget lets through so many bytes from one token to the next.
type budget struct {
	src  io.Reader
	most int64
	left int64
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errMarkup
	}
	n, err := b.src.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func openXML(src source, limits limits) (*guarded, error) {
	file, err := src.open()
	if err != nil {
		return nil, failure(src.name, limits.xml, err)
	}
	b := &budget{src: &capped{src: file, left: limits.xml}, most: limits.markup, left: limits.markup}
	return &guarded{name: src.name, limits: limits, src: file, budget: b, xml: xml.NewDecoder(b)}, nil
}

// next gives the next token; io.EOF comes after the end of the document alone.
func (g *guarded) next(ctx context.Context) (xml.Token, error) {
	if g.tokens++; g.tokens&0xFFF == 0 && ctx.Err() != nil {
		return nil, fmt.Errorf("read referential %s: %w", g.name, ctx.Err())
	}
	g.budget.left = g.budget.most
	token, err := g.xml.Token()
	if err != nil {
		return nil, g.failed(err)
	}
	switch token.(type) {
	case xml.Directive:
		return nil, g.damaged("a document type", "Le fichier XML déclare un type de document (DOCTYPE) : il n'est pas lu.")
	case xml.StartElement:
		if g.depth++; g.depth > g.limits.depth {
			return nil, g.damaged("elements nested too deep", "Les éléments du fichier XML s'emboîtent anormalement : il n'est pas lu.")
		}
	case xml.EndElement:
		g.depth--
	}
	return token, nil
}

// line is where the decoder stands.
func (g *guarded) line() int {
	line, _ := g.xml.InputPos()
	return line
}

func (g *guarded) damaged(reason, message string) *Damaged {
	return damaged(g.name, g.line(), reason, "", message)
}

// failed tells what is wrong with the XML.
func (g *guarded) failed(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, errMarkup):
		return g.damaged(errMarkup.Error(), "Un texte du fichier XML est anormalement long : il n'est pas lu.")
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return g.damaged("cut short: its root element is not closed", "Le fichier XML est tronqué : ses derniers éléments manquent.")
	case errors.As(err, &syntax):
		return g.damaged("malformed XML: "+syntax.Msg, "Le fichier XML est mal formé : il n'est pas lu.")
	case strings.Contains(err.Error(), "encoding"):
		return g.damaged("XML in an encoding that is not UTF-8", "Le fichier XML n'est pas en UTF-8 : il n'est pas lu.")
	}
	return failure(g.name, g.limits.xml, err)
}

// looksXML reports whether a text begins as XML does: by a declaration, or by
// the root element of the registers.
func looksXML(src source, limits limits) (bool, error) {
	file, err := src.open()
	if err != nil {
		return false, failure(src.name, limits.bytes, err)
	}
	defer file.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !(errors.Is(err, io.ErrUnexpectedEOF) && n < len(head)) {
		return false, failure(src.name, limits.bytes, err)
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\xEF\xBB\xBF")))
	return bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<FICHES")), nil
}
