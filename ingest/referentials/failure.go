package referentials

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// broken are the ways in which a compressed file says that it is not whole.
var broken = []error{zip.ErrFormat, zip.ErrChecksum, gzip.ErrHeader, gzip.ErrChecksum, io.ErrUnexpectedEOF, io.EOF}

// failure wraps what went wrong with a file as such: damage where its bytes are
// at fault, else an error of the machine.
func failure(name string, most int64, err error) error {
	var known *Damaged
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, errTooBig):
		return damaged(name, 0, fmt.Sprintf("larger than %d bytes", most), "", "Le fichier est anormalement gros : il n'est pas lu.")
	case errors.Is(err, errBomb):
		return damaged(name, 0, errBomb.Error(), "", "Le fichier compressé se décompresse en un volume anormal : il n'est pas lu.")
	case errors.Is(err, zip.ErrAlgorithm):
		return damaged(name, 0, "compressed in a way that is not read", "", "Le fichier est compressé d'une façon qui n'est pas lue : compressez-le en zip ordinaire.")
	case errors.As(err, &corrupt) || among(broken, err):
		return damaged(name, 0, "compressed file cut short or damaged", "", "Le fichier compressé est tronqué ou abîmé : il n'est pas lu.")
	}
	return fmt.Errorf("read referential %s: %w", name, err)
}

func among(errs []error, err error) bool {
	for _, e := range errs {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
