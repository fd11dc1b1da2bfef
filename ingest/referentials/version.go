package referentials

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Version describes a file that holds a referential, with the hash of its bytes.
// The caller adds the time of the load and, once read, the rows.
func Version(path string, ref nomenclature.Referential, label string) (nomenclature.Version, error) {
	f, err := formatOf(ref)
	if err != nil {
		return nomenclature.Version{}, err
	}
	src := fileSource(path)
	sum, err := src.sha256()
	if err != nil {
		return nomenclature.Version{}, err
	}
	return nomenclature.Version{Referential: ref, Publisher: f.publisher, File: src.name, SHA256: sum, Label: label}, nil
}

func (s source) sha256() (string, error) {
	file, err := s.open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("hash referential %s: %w", s.name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
