// Package yamlfile reads the YAML files of the house (configuration, layouts,
// targets) strictly: a key that is not known, or a value of the wrong kind, is
// refused with its file and line.
package yamlfile

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
	"github.com/goccy/go-yaml"
)

// MaxSize is how large a YAML file may be, in bytes: no file of the house comes
// near, and a larger one is a mistake or an attack.
const MaxSize = 1 << 20

// Decode reads data into the struct that into points to, over the values that it
// has. name is the file, for errors, which read « name:line: what is wrong ».
func Decode(name string, data []byte, into any) error {
	if len(data) > MaxSize {
		return fmt.Errorf("%s: %d bytes: larger than any file of this kind (%d)", name, len(data), MaxSize)
	}
	err := yaml.UnmarshalWithOptions(data, into, yaml.Strict())
	if err == nil {
		return nil
	}
	var located yaml.Error
	if !errors.As(err, &located) || located.GetToken() == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	line := located.GetToken().Position.Line
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		return fmt.Errorf("%s:%d: %s", name, line, unknownKey(unknown.Token.Value, into))
	}
	return fmt.Errorf("%s:%d: %s", name, line, located.GetMessage())
}

func unknownKey(key string, into any) string {
	known := Keys(into)
	if near := finding.Nearest(key, known); near != "" {
		return fmt.Sprintf("unknown key %q; did you mean %q?", key, near)
	}
	return fmt.Sprintf("unknown key %q; known keys are %s", key, strings.Join(known, ", "))
}

// Keys lists the keys that a struct takes, those of the structs within it too,
// sorted and without doubles.
func Keys(of any) []string {
	set := map[string]bool{}
	collect(reflect.TypeOf(of), set, map[reflect.Type]bool{})
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func collect(t reflect.Type, keys map[string]bool, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			keys[name] = true
		}
		collect(field.Type, keys, seen)
	}
}
