package yamlfile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// spot is a value of a file, the keys that lead to it, and the type that it is read
// into, nil when that is not known.
type spot struct {
	keys []string
	node ast.Node
	kind reflect.Type
}

// below are the values that a value holds.
func (s spot) below() (all []spot) {
	kind := bare(s.kind)
	switch n := s.node.(type) {
	case *ast.AnchorNode:
		return []spot{{s.keys, n.Value, s.kind}}
	case *ast.MappingNode:
		for _, pair := range n.Values {
			key := pair.Key.GetToken().Value
			all = append(all, spot{append(slices.Clone(s.keys), key), pair.Value, memberOf(kind, key)})
		}
	case *ast.MappingValueNode:
		key := n.Key.GetToken().Value
		return []spot{{append(slices.Clone(s.keys), key), n.Value, memberOf(kind, key)}}
	case *ast.SequenceNode:
		for _, item := range n.Values {
			all = append(all, spot{s.keys, item, elementOf(kind)})
		}
	}
	return all
}

// find is the first value, from the outside to the inside, that fits; else s itself.
func (s spot) find(fits func(spot) bool) (found spot, ok bool) {
	if s.node == nil || fits(s) {
		return s, s.node != nil
	}
	for _, b := range s.below() {
		if found, ok := b.find(fits); ok {
			return found, true
		}
	}
	return s, false
}

// refusing is the innermost value that alone gives this error; else s itself.
func (s spot) refusing(message string) spot {
	for _, b := range s.below() {
		if b.kind == nil || b.node == nil {
			continue
		}
		if err := yaml.NodeToValue(b.node, reflect.New(b.kind).Interface()); err != nil && err.Error() == message {
			return b.refusing(message)
		}
	}
	return s
}

// holdsKey tells whether a key of this value begins at a place of the file.
func (s spot) holdsKey(offset int) bool {
	switch n := s.node.(type) {
	case *ast.MappingNode:
		return slices.ContainsFunc(n.Values, func(pair *ast.MappingValueNode) bool { return pair.Key.GetToken().Position.Offset == offset })
	case *ast.MappingValueNode:
		return n.Key.GetToken().Position.Offset == offset
	}
	return false
}

// line is that of the key, or of the value where there is none.
func (s spot) line() int {
	if s.node == nil {
		return 1
	}
	return s.node.GetToken().Position.Line
}

// prefix names the keys that lead to a value, for an error to begin with.
func (s spot) prefix() string {
	if len(s.keys) == 0 {
		return ""
	}
	return strings.Join(s.keys, ": ") + ": "
}

// longest is how much of a value an error quotes, in letters.
const longest = 40

// said is the value as the file says it.
func (s spot) said() string {
	switch s.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	}
	text := s.node.GetToken().Value
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	if s.kind == reflect.TypeFor[Secret]() {
		text = hidden
	}
	return fmt.Sprintf("%q", text)
}

// bare is a type without its pointers.
func bare(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// elementOf is the type of what a list holds.
func elementOf(t reflect.Type) reflect.Type {
	if t == nil || t.Kind() != reflect.Slice && t.Kind() != reflect.Array {
		return nil
	}
	return bare(t.Elem())
}

// memberOf is the type of what a struct, or a map, holds under a key.
func memberOf(t reflect.Type, key string) reflect.Type {
	if t == nil || t.Kind() == reflect.Map {
		return mapped(t)
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for field := range t.Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("yaml"), ","); name == key {
			return bare(field.Type)
		}
	}
	return nil
}

func mapped(t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	return bare(t.Elem())
}

// ownKeys are the keys that a struct takes itself, sorted.
func ownKeys(t reflect.Type) (keys []string) {
	t = bare(t)
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	for field := range t.Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("yaml"), ","); name != "" && name != "-" {
			keys = append(keys, name)
		}
	}
	slices.Sort(keys)
	return keys
}
