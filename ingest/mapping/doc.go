// Package mapping makes records of raw rows: it recognises the layout of a
// sheet, finds its header, and gives each cell the field that it fills.
//
// Our own workbook is defined in schemas/layout. A foreign layout is a YAML file
// (layouts/ has those that ship; an operator may add a folder of others):
//
//	name: apprentissage          # letters, digits and dashes; unique
//	tables:                      # value → value, named for the columns below
//	  region: {"28": "04"}
//	sheets:
//	  - name: Apprentissage      # for messages
//	    recognise: [numeroFO, numeroAf]   # headers that must all be there
//	    constants:
//	      - {field: formation.certifiante, value: oui}
//	    columns:
//	      - header: numeroFO
//	        required: true       # a sheet without it is refused
//	        prefix: {by: code-region, table: region}
//	        to: [formation.identifiant]
//	      - header: CAS
//	        ignore: "ne décrit pas l'offre"   # a column known and left out, with the reason
//
// Headers match whatever their case, accents, punctuation and spaces. What a
// column may do to its values before they fill its fields, in this order:
//
//	blank:  ["-", "0"]     these values say nothing: the cell is blank
//	first:  ","            of several values so separated, the first; a finding says so
//	digits: true           digits alone
//	table:  region         the value that the table gives for it; a finding when it gives none
//	add:    10             a whole number plus so much; a finding when it is none
//	prefix: {by, table}    before it, what the table gives for another column, and an underscore;
//	                       a value that already begins with two digits and an underscore is left
//
// What a column says where its cell is blank, or where the file has no such
// column; the columns named stand above it in the layout:
//
//	or:        [A, B]      what these columns hold, one after the other; a finding when the cell was there
//	reference: [A, B]      the same as a reference, which case, accents and lost zeros do not change
//	siret-of:  A           the SIRET that the national list gives for the UAI of this column (see
//	                       Binding.ByUAI); the row is refused when it gives none, or several
//
// A sheet may hold several tables one below the other: where a row has the
// headers of a layout, the rows below it are read by that layout.
//
// Every row of a sheet has a kind, and each row that gives no record has a
// finding that says why.
package mapping
