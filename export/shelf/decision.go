package shelf

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// DecisionKind is what a person decided of a feed that was held.
type DecisionKind string

// What a person may decide.
const (
	Released DecisionKind = "libere" // it is published as it was prepared
	Rejected DecisionKind = "refuse" // it is dropped, and the same bytes are not held again
)

// Decision is what a person decided, as decisions.jsonl keeps it.
type Decision struct {
	Kind       DecisionKind `json:"decision"`
	Target     string       `json:"cible"`
	Who        string       `json:"qui"`
	Why        string       `json:"pourquoi,omitempty"`
	At         time.Time    `json:"le"`
	Digest     string       `json:"empreinte"` // of the publication: its very bytes
	SHA256     string       `json:"sha256"`
	Date       string       `json:"date,omitempty"` // AAAA-MM-JJ: the day that the feed bears
	Run        string       `json:"run"`            // that prepared the feed
	Formations int          `json:"formations"`
	Sessions   int          `json:"sessions"`
	Cause      Cause        `json:"retenu_motif"`
	Held       string       `json:"retenu"` // why it had been held, in French
}

// sentence tells staff that nothing is to be decided again.
func (d Decision) sentence() string {
	text := fmt.Sprintf("ce flux, octet pour octet, a été refusé par %s le %s", d.Who, d.At.Format("02/01/2006"))
	if d.Why != "" {
		text += " (" + d.Why + ")"
	}
	return text + " : il n'est pas publié"
}

func (d Decision) detail() string {
	return fmt.Sprintf("these very bytes were refused by %s on %s; mend the data, or publish with the guard released", d.Who, d.At.Format(time.DateOnly))
}

// Judgement is who decides, why and when.
type Judgement struct {
	Who string // needed
	Why string
	At  time.Time
}

// Decisions lists what people decided for a target, the oldest first.
func Decisions(dir, target string) ([]Decision, error) { return decisions(filepath.Join(dir, target)) }

func decisions(dir string) (list []Decision, err error) {
	path := filepath.Join(dir, decisionsName)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	defer f.Close()
	for in, line := bufio.NewReader(f), 1; ; line++ {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) { // what a killed program wrote of its last line was never promised to anyone
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read decisions: %w", err)
		}
		var d Decision
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if err := json.Unmarshal(text, &d); err != nil {
			continue // half a line, closed by the decision that came after it
		}
		list = append(list, d)
	}
}

// refusalOf is the refusal of these bytes, when that is the last word on them.
func refusalOf(dir, digest string) (*Decision, error) {
	list, err := decisions(dir)
	if err != nil {
		return nil, err
	}
	var last *Decision
	for i, d := range list {
		if d.Digest == digest {
			last = &list[i]
		}
	}
	if last == nil || last.Kind != Rejected {
		return nil, nil
	}
	return last, nil
}

// record adds a decision, and makes it survive a power cut.
func record(dir string, d Decision) error {
	line, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("record decision: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, decisionsName), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	err = startLine(f)
	if err == nil {
		_, err = f.Write(append(line, '\n'))
	}
	return errors.Join(err, f.Sync(), f.Close(), syncPath(dir))
}

// startLine ends the line that a killed program left unfinished.
func startLine(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil {
		return err
	}
	if last[0] != '\n' {
		_, err = f.Write([]byte{'\n'})
	}
	return err
}
