package normalise

import (
	"html"
	"strings"
)

// markup says what html was found in a text.
type markup struct {
	entities bool // &eacute; and the like
	tags     bool // <p>, <br>…
	tangled  bool // nested so deep that it is left alone
}

// maxUnnesting is how many times a text may have been escaped over again; real
// feeds show two.
const maxUnnesting = 5

// plainText gives the text of s without entities and tags. A text that keeps
// yielding new ones is hostile: it is given back as it is.
func plainText(s string) (string, markup) {
	if !strings.ContainsAny(s, "&<") {
		return s, markup{}
	}
	var found markup
	text := s
	for range maxUnnesting {
		decoded, entities := decodeEntities(text)
		stripped, tags := stripTags(decoded)
		found.entities = found.entities || entities
		found.tags = found.tags || tags
		if !entities && !tags {
			return text, found
		}
		text = scrub(stripped)
	}
	return s, markup{tangled: true}
}

// decodeEntities decodes the entities of s that end with a semicolon: without
// one, « ?a=1&copy=2 » is an address and no copyright.
func decodeEntities(s string) (string, bool) {
	var b strings.Builder
	rest, found := s, false
	for {
		i := strings.IndexByte(rest, '&')
		if i < 0 {
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		name := entity(rest)
		decoded := html.UnescapeString(name)
		if name == "" || decoded == name {
			name, decoded = "&", "&"
		} else {
			found = true
		}
		b.WriteString(decoded)
		rest = rest[len(name):]
	}
	if !found {
		return s, false
	}
	b.WriteString(rest)
	return b.String(), true
}

// entity is the entity that s begins with, its & and ; included, or nothing.
func entity(s string) string {
	for i := 1; i < len(s) && i < 34; i++ {
		c := s[i]
		switch {
		case c == ';' && i > 2:
			return s[:i+1]
		case c == '#' && i == 1, c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return ""
		}
	}
	return ""
}

// tagText is what the tags of formatted text become: a line break, a bullet or
// nothing. Other things between < and > are not tags: « < 26 ans ».
var tagText = map[string]string{
	"p": "\n", "br": "\n", "div": "\n", "ul": "\n", "ol": "\n", "tr": "\n", "table": "\n", "tbody": "\n",
	"h1": "\n", "h2": "\n", "h3": "\n", "h4": "\n", "h5": "\n", "h6": "\n", "li": "\n- ",
	"td": " ", "th": " ", "span": "", "b": "", "strong": "", "i": "", "em": "", "u": "", "a": "", "font": "", "sup": "", "sub": "", "small": "",
}

// stripTags replaces the tags of s by what they mean for a plain text.
func stripTags(s string) (string, bool) {
	var b strings.Builder
	rest, found := s, false
	for {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		text, length := tag(rest[i:])
		if length == 0 {
			text, length = "<", 1
		} else {
			found = true
		}
		b.WriteString(rest[:i])
		b.WriteString(text)
		rest = rest[i+length:]
	}
	if !found {
		return s, false
	}
	b.WriteString(rest)
	return b.String(), true
}

// maxTag is the length of a tag with its attributes beyond which it is none.
const maxTag = 400

// tag reads the tag at the start of s: what it becomes and its length, 0 when
// there is none.
func tag(s string) (text string, length int) {
	end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
	if end < 0 {
		return "", 0
	}
	inside := strings.TrimPrefix(s[1:end], "/")
	inside = strings.TrimSuffix(inside, "/")
	if space := strings.IndexAny(inside, " \n"); space >= 0 { // a tag may be written over lines
		inside = inside[:space]
	}
	text, ok := tagText[strings.ToLower(inside)]
	if !ok {
		return "", 0
	}
	if strings.HasPrefix(s[1:], "/") && strings.HasPrefix(text, "\n") {
		text = "\n"
	}
	return text, end + 1
}
