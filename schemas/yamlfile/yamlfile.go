// Package yamlfile reads the YAML files of the house (configuration, layouts,
// targets) strictly: a key that is not known, or a value of the wrong kind, is
// refused with its file and line.
package yamlfile

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxSize is how large a YAML file may be, in bytes: no file of the house comes
// near, and a larger one is a mistake or an attack.
const MaxSize = 1 << 20

// Decode reads data into the struct that into points to, over the values that it
// has: a file that says nothing changes nothing. name is the file, for errors, which
// read « name:line: what is wrong », or « name:line:column: » of a value that is
// understood otherwise than it is written.
func Decode(name string, data []byte, into any) error {
	if len(data) > MaxSize {
		return fmt.Errorf("%s: %d bytes: larger than any file of this kind (%d)", name, len(data), MaxSize)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors of Windows begin with it
	root, err := read(data, into)
	if err != nil {
		return explain(name, root, err, into)
	}
	return nil
}

// read decodes the one document of a file, if it holds any, and gives it. The library
// panics on some of what no file of the house has, such as tags of another kind.
func read(data []byte, into any) (root ast.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("no YAML that is understood: %v; write it without tags (!) and anchors (&)", p)
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, err
	}
	all := roots(file)
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
			return all[0], err
		}
		return all[0], misreadIn(spot{node: all[0], kind: bare(reflect.TypeOf(into))})
	}
	return nil, &yaml.SyntaxError{Message: "a second document begins: one is due, without a line ---", Token: all[1].GetToken()}
}

// roots are the documents of a file that hold something.
func roots(file *ast.File) (all []ast.Node) {
	for _, document := range file.Docs {
		switch document.Body.(type) {
		case nil, *ast.DirectiveNode, *ast.CommentGroupNode:
		default:
			all = append(all, document.Body)
		}
	}
	return all
}
