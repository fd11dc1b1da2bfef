package referentials

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/nomenclature"
)

// Version describes the files of a referential, with the hash of their bytes:
// that of the file, or where there are several the hash of their names and
// hashes. The caller adds the time of the load and, once read, the rows.
func Version(file File) (nomenclature.Version, error) {
	p, err := publicationOf(file.Referential)
	if err != nil {
		return nomenclature.Version{}, err
	}
	v := nomenclature.Version{Referential: file.Referential, Publisher: p.publisher, Label: file.Label, Date: dayOf(file)}
	var names, sums []string
	for _, path := range file.paths() {
		sum, err := fileSource(path).sha256()
		if err != nil {
			return nomenclature.Version{}, err
		}
		names, sums = append(names, filepath.Base(path)), append(sums, sum+"  "+filepath.Base(path)+"\n")
	}
	v.File, v.SHA256 = listing(names), strings.TrimSuffix(sums[0], "  "+names[0]+"\n")
	if len(sums) > 1 {
		slices.Sort(sums)
		all := sha256.Sum256([]byte(strings.Join(sums, "")))
		v.SHA256 = hex.EncodeToString(all[:])
	}
	return v, nil
}

// listing names the files, the first of many.
func listing(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%s et %d autres fichiers", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}

var wholeDay = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})$`)

// dayOf is the day that the version states, else that which the name of a file bears.
func dayOf(file File) string {
	days := []string{file.Label}
	for _, path := range file.paths() {
		days = append(days, dated(fileSource(path), format{}, header{}))
	}
	for _, day := range days {
		if m := wholeDay.FindStringSubmatch(day); m != nil {
			return m[1] + m[2] + m[3]
		}
	}
	return ""
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
