package yamlfile

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// misread is a value that the library takes for another than the file says, without a
// word: 012 for the text "10", 1.5 for the whole number 1.
type misread struct {
	spot
	why string
}

func (m misread) Error() string { return m.why }

// misreadIn is the first value of a document that would be misread, else nil.
func misreadIn(top spot) error {
	anchors := map[string]ast.Node{}
	top.walk(func(s spot) error {
		if n, ok := s.node.(*ast.AnchorNode); ok {
			anchors[n.Name.GetToken().Value] = n.Value
		}
		return nil
	})
	return top.walk(func(s spot) error {
		if n, ok := s.node.(*ast.AliasNode); ok {
			s.node = anchors[n.Value.GetToken().Value]
		}
		if s.kind == nil || readsItself(s.kind) || !isSingle(s.node) {
			return nil
		}
		if why := s.misread(); why != "" {
			return misread{s, why}
		}
		return nil
	})
}

// walk visits a value, then its keys and what it holds, until an error.
func (s spot) walk(visit func(spot) error) error {
	if s.node == nil {
		return nil
	}
	if err := visit(s); err != nil {
		return err
	}
	for _, b := range append(s.names(), s.below()...) {
		if err := b.walk(visit); err != nil {
			return err
		}
	}
	return nil
}

// names are the keys of a map, whose names the file chooses.
func (s spot) names() (all []spot) {
	kind, n := bare(s.kind), s.node
	if kind == nil || kind.Kind() != reflect.Map {
		return nil
	}
	if pair, alone := n.(*ast.MappingValueNode); alone {
		return []spot{{s.keys, pair.Key, kind.Key()}}
	}
	if m, ok := n.(*ast.MappingNode); ok {
		for _, pair := range m.Values {
			all = append(all, spot{s.keys, pair.Key, kind.Key()})
		}
	}
	return all
}

// isSingle tells a value that stands for itself from a list, keys or what leads to one.
func isSingle(n ast.Node) bool {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		return false
	}
	_, scalar := n.(ast.ScalarNode)
	return scalar
}

// readsItself tells the types that take the words of a file as they please.
func readsItself(t reflect.Type) bool {
	if t.Kind() == reflect.Interface || spelled[t] != "" {
		return true
	}
	_, yamlToo := reflect.PointerTo(t).MethodByName("UnmarshalYAML")
	return yamlToo || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// misread says why a single value would not be what the file says; empty when it is.
func (s spot) misread() string {
	switch kind := s.kind.Kind(); kind {
	case reflect.String:
		return s.misreadText()
	case reflect.Float32, reflect.Float64:
		if _, whole := s.node.(*ast.IntegerNode); whole && zeroInFront.MatchString(s.written()) {
			return s.zero()
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return s.misreadWhole()
	}
	return ""
}

// misreadText looks for a number or a truth that is due as a text: it is given anew,
// in another base or with other digits.
func (s spot) misreadText() string {
	switch s.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
	default:
		return ""
	}
	var read string
	if err := yaml.NodeToValue(s.node, &read); err != nil || read == s.written() {
		return ""
	}
	if s.kind == reflect.TypeFor[Secret]() {
		return "a text is due, and this would be read as a number: write it between quotes"
	}
	return fmt.Sprintf("a text is due, and %s would be read as %s: write it between quotes, %q", s.written(), read, s.written())
}

var (
	wholeNumber = regexp.MustCompile(`^[-+]?[0-9]+$`)
	zeroInFront = regexp.MustCompile(`^[-+]?0[0-9_]`) // a number of base 8, unless it has an 8 or a 9
)

func (s spot) misreadWhole() string {
	_, nothing := s.node.(*ast.NullNode)
	_, number := s.node.(*ast.IntegerNode)
	style := s.node.GetToken().Type
	quoted := style == token.SingleQuoteType || style == token.DoubleQuoteType
	switch {
	case !quoted && zeroInFront.MatchString(s.written()):
		return s.zero()
	case nothing || number || wholeNumber.MatchString(s.written()):
		return ""
	}
	return fmt.Sprintf("a whole number is due, not %s", s.said())
}

func (s spot) zero() string {
	return fmt.Sprintf("a number is due, and %s could be read in base 8: write it without the zero in front", s.said())
}

// written is the value as it stands in the file.
func (s spot) written() string { return strings.TrimSpace(s.node.GetToken().Value) }
