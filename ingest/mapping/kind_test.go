package mapping

// String is what the failures of the tests call a kind.
func (k RowKind) String() string {
	return [...]string{"data", "blank", "example", "heading", "refused"}[k]
}
