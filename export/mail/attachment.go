package mail

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// Attachment is a file that goes with a message.
type Attachment struct {
	Name string
	Data []byte
}

// Attach reads files to go with a message, in that order, as long as they have limit
// bytes together at most; the others are named in a sentence that says where they
// are. A path that is empty is no file.
func Attach(limit int64, where string, paths ...string) (attached []Attachment, left []string, err error) {
	for _, path := range paths {
		if path == "" {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, nil, fmt.Errorf("attach a file to a mail: %w", err)
		}
		if info.Size() > limit {
			left = append(left, tooLarge(filepath.Base(path), info.Size(), where))
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, fmt.Errorf("attach a file to a mail: %w", err)
		}
		limit -= int64(len(data))
		attached = append(attached, Attachment{filepath.Base(path), data})
	}
	return attached, left, nil
}

func tooLarge(name string, n int64, where string) string {
	sentence := fmt.Sprintf("Le fichier %s (%s) est trop lourd pour un message", quoted(name), size(n))
	if where = line(where, 300); where != "" {
		return sentence + " : vous le trouverez ici : " + where
	}
	return sentence + " : demandez-le-nous, il est conservé."
}

// maxFileName is how many characters the name of a file has, without what follows
// its last point: encoded, it stays on a line that SMTP allows.
const maxFileName = 70

// fileName is a name fit for any disk that receives it.
func (a Attachment) fileName() string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, line(a.Name, 4*maxFileName))
	end := filepath.Ext(name)
	if len(end) > 8 {
		end = ""
	}
	start := finding.Cut(strings.Trim(strings.TrimSuffix(name, end), ". "), maxFileName)
	if start == "" {
		start = "fichier"
	}
	return start + end
}

// contentTypes are those of the files that we attach; the machine's own table would
// differ from one to another.
var contentTypes = map[string]string{
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".csv":  "text/csv; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
	".json": "application/json",
	".xml":  "application/xml",
}

func (a Attachment) contentType() string {
	if known := contentTypes[strings.ToLower(filepath.Ext(a.Name))]; known != "" {
		return known
	}
	return "application/octet-stream"
}
