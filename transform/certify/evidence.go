package certify

func (x *Index) evidence(s *scratch, q *question, ranked []candidate, i int, chosen int32) string {
	return ""
}
