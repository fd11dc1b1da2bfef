package lheo

import (
	"html"
	"strings"
)

// How an HTML tag shows in plain text.
type htmlTag uint8

const (
	notHTML htmlTag = iota
	inline          // nothing
	block           // a line break before and after
	item            // a line break and a dash
	list            // a line break after
	cell            // a space
	hidden          // its content is not text
)

var htmlTags = func() map[string]htmlTag {
	tags := map[string]htmlTag{"li": item, "ul": list, "ol": list, "td": cell, "th": cell, "script": hidden, "style": hidden, "head": hidden}
	for _, name := range strings.Fields("p div br hr dl dt dd table tbody thead tr h1 h2 h3 h4 h5 h6 blockquote pre section article header footer body html center") {
		tags[name] = block
	}
	for _, name := range strings.Fields("a b i u s em strong span font small big sub sup img abbr acronym cite code del ins strike tt o:p st1:personname") {
		tags[name] = inline
	}
	return tags
}()

// plainText is s without its HTML: tags become line breaks, dashes or nothing,
// entities become characters. Text that only looks like HTML (« a < b »,
// « <nom> ») stays as it is, so that plain text is returned unchanged.
func plainText(s string) string {
	if !hasTag(s) {
		decoded := decodeEntities(s)
		if !hasTag(decoded) {
			return decoded
		}
		s = decoded // HTML that was escaped once more
	}
	return tidy(decodeEntities(withoutTags(s)))
}

func hasTag(s string) bool {
	for i := strings.IndexByte(s, '<'); i >= 0; {
		if kind, _, _ := tagAt(s[i:]); kind != notHTML {
			return true
		}
		next := strings.IndexByte(s[i+1:], '<')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// maxHTMLTag is how far the end of a tag is looked for.
const maxHTMLTag = 8192

// tagAt reads the tag that s, which begins with <, may begin with: what kind it
// is, its name and its length.
func tagAt(s string) (kind htmlTag, name string, length int) {
	if s = s[:min(len(s), maxHTMLTag)]; strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s, "-->"); end >= 0 {
			return inline, "!--", end + 3
		}
		return notHTML, "", 0
	}
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return notHTML, "", 0
	}
	name = strings.TrimPrefix(s[1:end], "/")
	if i := strings.IndexAny(name, " \t\n\r/"); i >= 0 {
		name = name[:i]
	}
	if len(name) > 20 {
		return notHTML, "", 0
	}
	name = strings.ToLower(name)
	return htmlTags[name], name, end + 1
}

func withoutTags(s string) string {
	var out strings.Builder
	flow := hasBlock(s)
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			i = len(s)
		}
		out.WriteString(lineBreaks(s[:i], flow))
		if s = s[i:]; s == "" {
			break
		}
		s = s[writeTag(&out, s):]
	}
	return out.String()
}

// lineBreaks makes spaces of the line breaks of a text whose HTML says where
// lines end.
func lineBreaks(s string, flow bool) string {
	if !flow {
		return s
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(s)
}

func hasBlock(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '<' {
			if kind, _, _ := tagAt(s[i:]); kind == block || kind == item {
				return true
			}
		}
	}
	return false
}

// writeTag writes what the tag that s begins with shows as, and gives how much
// of s it took.
func writeTag(out *strings.Builder, s string) int {
	kind, name, length := tagAt(s)
	switch kind {
	case notHTML:
		out.WriteByte('<')
		return 1
	case block:
		out.WriteByte('\n')
	case item:
		if s[1] != '/' {
			out.WriteString("\n- ")
		}
	case list:
		if s[1] == '/' {
			out.WriteByte('\n')
		}
	case cell:
		out.WriteByte(' ')
	case hidden:
		if end := strings.Index(strings.ToLower(s[length:]), "</"+name); end >= 0 && s[1] != '/' {
			return length + end
		}
	}
	return length
}

// decodeEntities replaces the entities of HTML that end with a semicolon.
func decodeEntities(s string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		n := entityLength(s[i:])
		out.WriteString(strings.ReplaceAll(html.UnescapeString(s[i:i+n]), "\u00a0", " "))
		s = s[i+n:]
	}
	if out.Len() == 0 {
		return s
	}
	out.WriteString(s)
	return out.String()
}

// entityLength is how much of s, which begins with &, is an entity: 1 when none is.
func entityLength(s string) int {
	for i := 1; i < len(s) && i < 32; i++ {
		switch c := s[i]; {
		case c == ';' && i > 1:
			return i + 1
		case isDigit(c), c|0x20 >= 'a' && c|0x20 <= 'z', c == '#' && i == 1:
		default:
			return 1
		}
	}
	return 1
}

// tidy removes the spaces around lines and all but one of the empty lines
// between them.
func tidy(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "-" || line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// PlainText is a text without the HTML that it may hold: tags become line breaks,
// dashes or nothing, entities become characters. A text that holds none is
// returned as it is.
func PlainText(s string) string {
	if needs(s)&mayBeHTML == 0 {
		return s
	}
	return plainText(s)
}
