package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
)

// writeParts writes the last header and the body: text and HTML as alternatives,
// then the attachments. Boundaries come from seed, with signs that no encoded part
// can hold.
//
// The parts are written here and not by go-mail, which draws boundaries at random
// and encodes names of files as no standard says; it does the transport.
func writeParts(out *bytes.Buffer, seed, text, html string, attachments []Attachment) error {
	if len(attachments) == 0 {
		fmt.Fprintf(out, "Content-Type: %s\r\n\r\n", partsType("alternative", seed))
		return writeAlternatives(out, seed, text, html)
	}
	fmt.Fprintf(out, "Content-Type: %s\r\n\r\n", partsType("mixed", seed))
	mixed := multipart.NewWriter(out)
	if err := mixed.SetBoundary(boundary("mixed", seed)); err != nil {
		return err
	}
	letter, err := mixed.CreatePart(textproto.MIMEHeader{"Content-Type": {partsType("alternative", seed)}})
	if err != nil {
		return err
	}
	if err := writeAlternatives(letter, seed, text, html); err != nil {
		return err
	}
	for _, a := range attachments {
		if err := a.write(mixed); err != nil {
			return err
		}
	}
	return mixed.Close()
}

func boundary(kind, seed string) string { return "=_" + kind + "_" + seed }

func partsType(kind, seed string) string {
	return fmt.Sprintf("multipart/%s;\r\n boundary=%q", kind, boundary(kind, seed))
}

// writeAlternatives writes the letter twice, what is to be preferred last.
func writeAlternatives(out io.Writer, seed, text, html string) error {
	parts := multipart.NewWriter(out)
	if err := parts.SetBoundary(boundary("alternative", seed)); err != nil {
		return err
	}
	for _, p := range []struct{ kind, body string }{{"plain", text}, {"html", html}} {
		part, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {"text/" + p.kind + "; charset=utf-8"},
			"Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return err
		}
		encoder := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(encoder, p.body); err != nil {
			return err
		}
		if err := encoder.Close(); err != nil {
			return err
		}
	}
	return parts.Close()
}

func (a Attachment) write(parts *multipart.Writer) error {
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {a.contentType()},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": a.fileName()})},
		"Content-Transfer-Encoding": {"base64"},
	})
	if err != nil {
		return err
	}
	return writeBase64(part, a.Data)
}

// writeBase64 writes lines of 76 signs, which hold 57 bytes each.
func writeBase64(out io.Writer, data []byte) error {
	var line []byte
	for len(data) > 0 {
		n := min(len(data), 57)
		line = append(base64.StdEncoding.AppendEncode(line[:0], data[:n]), '\r', '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}
