package lheo

import "bytes"

// isAnyURI reports whether p is an xs:anyURI: a URI reference by RFC 3986, in
// which the characters that a URI would have to escape, even a space, stand as
// they are. Where the norms leave room, it follows libxml2.
func isAnyURI(p []byte) bool {
	if i := bytes.IndexByte(p, '#'); i >= 0 {
		if !isURIPart(p[i+1:], "/?[]") {
			return false
		}
		p = p[:i]
	}
	if i := bytes.IndexByte(p, '?'); i >= 0 {
		if !isURIPart(p[i+1:], "/?") {
			return false
		}
		p = p[:i]
	}
	if i := schemeLength(p); i > 0 {
		return isHierarchy(p[i+1:], true)
	}
	return isHierarchy(p, false)
}

// schemeLength is the length of the scheme that p begins with, 0 when it has none.
func schemeLength(p []byte) int {
	for i, c := range p {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return i
		default:
			return 0
		}
	}
	return 0
}

// isHierarchy reports whether p can be an authority and a path, or a path; the
// first segment of one without a scheme holds no colon.
func isHierarchy(p []byte, scheme bool) bool {
	if bytes.HasPrefix(p, []byte("//")) {
		p = p[2:]
		i := bytes.IndexByte(p, '/')
		if i < 0 {
			i = len(p)
		}
		return isAuthority(p[:i]) && isURIPart(p[i:], "/")
	}
	first, _, _ := bytes.Cut(p, []byte("/"))
	if !scheme && bytes.IndexByte(first, ':') >= 0 {
		return false
	}
	return isURIPart(p, "/")
}

func isAuthority(p []byte) bool {
	if i := bytes.IndexByte(p, '@'); i >= 0 {
		if !isURIPart(p[:i], "") {
			return false
		}
		p = p[i+1:]
	}
	if bytes.HasPrefix(p, []byte("[")) {
		i := bytes.IndexByte(p, ']')
		return i >= 0 && isPort(p[i+1:])
	}
	if i := bytes.IndexByte(p, ':'); i >= 0 {
		return isHost(p[:i]) && isPort(p[i:])
	}
	return isHost(p)
}

func isHost(p []byte) bool {
	return bytes.IndexByte(p, ':') < 0 && bytes.IndexByte(p, '@') < 0 && isURIPart(p, "")
}

func isPort(p []byte) bool {
	if len(p) == 0 {
		return true
	}
	for _, c := range p[1:] {
		if !isDigit(c) {
			return false
		}
	}
	return p[0] == ':' && len(p) > 1 && len(p) < 10
}

// isURIPart reports whether p is made of the characters of a path segment and of
// those of extra.
func isURIPart(p []byte, extra string) bool {
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case c == '%':
			if i+2 >= len(p) || digitValue(p[i+1]) > 15 || digitValue(p[i+2]) > 15 {
				return false
			}
		case isDigit(c), c|0x20 >= 'a' && c|0x20 <= 'z', c >= 0x7F, c <= 0x20:
		case bytes.IndexByte([]byte("-._~!$&'()*+,;=:@<>\"{}|\\^`"), c) >= 0:
		case bytes.IndexByte([]byte(extra), c) >= 0:
		default:
			return false
		}
	}
	return true
}
