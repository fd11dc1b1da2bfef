package answer

import "regexp"

var validationAttrs = "type errorStyle operator allowBlank showDropDown showInputMessage showErrorMessage errorTitle error promptTitle prompt sqref"

// choice is what a validation may refer to: a list written in it, a number, a
// range of cells of this workbook.
var choice = regexp.MustCompile(`^(?:"[^"]*"|&quot;[^"]*&quot;|-?[0-9.]+|` + rangePattern + `)$`)

const rangePattern = `(?:'(?:[^'\[\]:*?/\\|]|'')+'!|[\pL_][\pL\pN_.]*!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?`

var (
	cellRange = regexp.MustCompile(`^` + rangePattern + `$`)
	plainName = regexp.MustCompile(`^[\pL_][\pL\pN_.]*$`) // and no longer than maxName
)

// maxName is how many bytes the name of a range may have.
const maxName = 255

// validations copies the lists of choices and the bounds that compute nothing.
func (s *sheetCopy) validations() error {
	s.write("<dataValidations>")
	empty := len(s.out)
	err := s.children(s.validation, false)
	if len(s.out) == empty {
		s.out = s.out[:0]
		return err
	}
	s.write("</dataValidations>")
	return err
}

func (s *sheetCopy) validation() error {
	if string(s.name) != "dataValidation" {
		return s.skip()
	}
	begin, fit := len(s.out), s.kind == opening
	s.start(validationAttrs)
	s.write(">")
	err := s.children(func() error {
		ok, err := s.formula()
		fit = fit && ok
		return err
	}, false)
	if s.write("</dataValidation>"); !fit {
		s.out = s.out[:begin]
	}
	return err
}

// formula copies <formula1> or <formula2> and tells whether it is harmless.
func (s *sheetCopy) formula() (bool, error) {
	if name := string(s.name); name != "formula1" && name != "formula2" {
		return true, s.skip()
	}
	begin := len(s.out)
	err := s.element(allowed{"formula1": "", "formula2": ""})
	written := s.out[begin:]
	if len(written) < len("<formula1></formula1>") {
		return false, err
	}
	formula := written[len("<formula1>") : len(written)-len("</formula1>")]
	return choice.Match(formula) || s.lists != nil && s.lists(formula), err
}
