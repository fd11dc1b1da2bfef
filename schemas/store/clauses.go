package store

import (
	"fmt"
	"strings"
)

// clauses are conditions of a query that hold together, with what is bound to
// them, from $1.
type clauses struct {
	conditions []string
	args       []any
}

// where adds a condition, in which $ stands for what is bound, when it is given.
func (c *clauses) where(condition string, given bool, bound any) {
	if !given {
		return
	}
	c.args = append(c.args, bound)
	c.conditions = append(c.conditions, strings.ReplaceAll(condition, "$", fmt.Sprintf("$%d", len(c.args))))
}

// only adds a condition to which nothing is bound, when it is wanted.
func (c *clauses) only(condition string, wanted bool) {
	if wanted {
		c.conditions = append(c.conditions, condition)
	}
}

func (c *clauses) String() string {
	if len(c.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.conditions, " AND ")
}

// limit is the clause that keeps the first n rows; none when n is 0.
func limit(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" LIMIT %d", n)
}
