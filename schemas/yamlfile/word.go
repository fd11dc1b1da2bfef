package yamlfile

import (
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Word is a single value with the line it stands on, for files whose words are
// checked after they are read: a check can then say where.
type Word struct {
	Text string
	Line int
}

// UnmarshalYAML takes a text, a number or a truth as it is written.
func (w *Word) UnmarshalYAML(node ast.Node) error {
	w.Line = node.GetToken().Position.Line
	switch n := node.(type) {
	case *ast.StringNode:
		w.Text = n.Value
	case *ast.LiteralNode:
		w.Text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		w.Text = n.GetToken().Value
	default:
		return &yaml.UnexpectedNodeTypeError{Actual: node.Type(), Expected: ast.StringType, Token: node.GetToken()}
	}
	return nil
}
