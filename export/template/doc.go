// Package template writes the workbook that an organisation fills in: one sheet
// for each sheet of schemas/layout, a page that explains them, and what the
// catalogue already knows of the organisation, so that loading it back unchanged
// changes nothing. From the same definition it writes the dictionary of the data.
package template
