package workbook

// Beyond gives what the library reads in the rows of the n-th sheet that Rows leaves
// unread, since the inspection found them blank.
func (b *Book) Beyond(n int) (cells []string, err error) {
	rows, err := b.file.Rows(slimName(n))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		row, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		for _, cell := range row {
			if number > b.facts[n].lastFilled && cell != "" {
				cells = append(cells, cell)
			}
		}
	}
	return cells, rows.Error()
}
