package yamlfile

import (
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// explain says what is wrong, at which line, under which key, and what is due there.
// root is the document, nil when it could not be read as YAML.
func explain(name string, root ast.Node, err error, into any) error {
	var other misread
	if errors.As(err, &other) {
		at := other.node.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s%w", name, at.Line, at.Column, other.prefix(), err)
	}
	top := spot{node: root, kind: bare(reflect.TypeOf(into))}
	var located yaml.Error
	if !errors.As(err, &located) || located.GetToken() == nil {
		at := top.refusing(err.Error())
		if due := spelled[at.kind]; due != "" {
			return fmt.Errorf("%s:%d: %s%s, not %s", name, at.line(), at.prefix(), due, at.said())
		}
		return fmt.Errorf("%s:%d: %s%w", name, at.line(), at.prefix(), err)
	}
	line := located.GetToken().Position.Line
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		at, _ := top.find(func(s spot) bool { return s.holdsKey(unknown.Token.Position.Offset) })
		return fmt.Errorf("%s:%d: %s%s", name, line, at.prefix(), unknownKey(unknown.Token.Value, ownKeys(at.kind)))
	}
	at, found := top.find(func(s spot) bool { return s.node.GetToken().Position.Offset == located.GetToken().Position.Offset })
	if due := dueOf(at.kind); found && due != "" && isMismatch(err) {
		return fmt.Errorf("%s:%d: %s%s, not %s", name, line, at.prefix(), due, at.said())
	}
	return fmt.Errorf("%s:%d: %s%s", name, line, at.prefix(), located.GetMessage())
}

func isMismatch(err error) bool {
	var other *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	var large *yaml.OverflowError
	return errors.As(err, &other) || errors.As(err, &node) || errors.As(err, &large)
}

func unknownKey(key string, known []string) string {
	if near := finding.Nearest(key, known); near != "" {
		return fmt.Sprintf("unknown key %q; did you mean %q?", key, near)
	}
	return fmt.Sprintf("unknown key %q; known keys are %s", key, strings.Join(known, ", "))
}

// due says what a value of each kind looks like.
var due = map[reflect.Kind]string{
	reflect.String: "a text is due", reflect.Bool: "true or false is due", reflect.Slice: "a list such as [a, b] is due",
	reflect.Map: "keys, each with its value, are due", reflect.Struct: "keys, each with its value, are due", reflect.Float64: "a number is due",
	reflect.Int: "a whole number is due", reflect.Int64: "a whole number is due", reflect.Uint64: "a whole number is due",
}

// spelled says what is due of types that read texts of their own.
var spelled = map[reflect.Type]string{
	reflect.TypeFor[time.Duration](): "a duration such as 90s or 2h is due",
	reflect.TypeFor[slog.Level]():    "debug, info, warn or error is due",
}

// dueOf is what is due in a place; empty where only the type that reads it knows.
func dueOf(t reflect.Type) string {
	switch {
	case t == nil:
		return ""
	case spelled[t] != "":
		return spelled[t]
	case t == reflect.TypeFor[Word]():
		return "a single value is due"
	}
	if _, reads := reflect.PointerTo(t).MethodByName("UnmarshalYAML"); reads {
		return ""
	}
	return due[t.Kind()]
}
