package acknowledge

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// pattern says what a partner's refusal means, and what to do about it.
type pattern struct {
	Code     []string `yaml:"code"`
	Match    string   `yaml:"match"`
	Sentence string   `yaml:"sentence"`
	Action   string   `yaml:"action"`
	By       string   `yaml:"by"`

	codes      map[string]bool // by key
	expression *regexp.Regexp  // nil when there is none
}

// doers say who is to act, before what is to be done.
var doers = map[string]string{
	"organisme":  "Organisme de formation : ",
	"carif":      "Carif-Oref : ",
	"partenaire": "Partenaire : ",
}

// maxExpression bounds a regular expression, in bytes.
const maxExpression = 1000

//go:embed patterns.yaml
var builtInPatterns []byte

// shipped gives the patterns that hold for every mapping.
func shipped() ([]pattern, error) {
	var f struct {
		Patterns []pattern `yaml:"patterns"`
	}
	if err := yamlfile.Decode("patterns.yaml", builtInPatterns, &f); err != nil {
		return nil, err
	}
	return compile(f.Patterns)
}

func compile(patterns []pattern) ([]pattern, error) {
	for i := range patterns {
		if err := patterns[i].compile(); err != nil {
			return nil, fmt.Errorf("pattern %d (%s): %w", i+1, patterns[i].Sentence, err)
		}
	}
	return patterns, nil
}

// reference is a group named in a sentence.
var reference = regexp.MustCompile(`\$\{([^}]*)\}`)

func (p *pattern) compile() error {
	p.codes = map[string]bool{}
	for _, code := range p.Code {
		p.codes[key(code)] = true
	}
	switch {
	case p.Sentence == "" || p.Action == "":
		return errors.New("a sentence and an action are due")
	case doers[p.By] == "":
		return fmt.Errorf("by %q: organisme, carif or partenaire is due", p.By)
	case len(p.Code) == 0 && p.Match == "":
		return errors.New("a code or an expression to match is due")
	case len(p.Match) > maxExpression:
		return fmt.Errorf("an expression of %d bytes: %d are enough", len(p.Match), maxExpression)
	}
	if p.Match != "" {
		var err error
		if p.expression, err = regexp.Compile("(?i)" + p.Match); err != nil {
			return err
		}
	}
	return p.checkGroups()
}

// checkGroups refuses a sentence that names what the expression does not give, or
// may not give because a code is enough.
func (p *pattern) checkGroups() error {
	for _, m := range reference.FindAllStringSubmatch(p.Sentence+p.Action, -1) {
		if p.expression == nil || !slices.Contains(p.expression.SubexpNames(), m[1]) {
			return fmt.Errorf("the expression has no group named %s; write (?P<%s>…)", m[1], m[1])
		}
		if len(p.Code) > 0 {
			return fmt.Errorf("${%s} has no value when the code is enough: write two patterns", m[1])
		}
	}
	return nil
}

// explain gives the sentence and the action of a refusal, whose code is a key and
// whose message has no accents; ok is false when the pattern is not about it.
func (p *pattern) explain(code, message string) (sentence, action string, ok bool) {
	if p.codes[code] && code != "" {
		return p.Sentence, doers[p.By] + p.Action, true
	}
	if p.expression == nil {
		return "", "", false
	}
	m := p.expression.FindStringSubmatch(message)
	if m == nil {
		return "", "", false
	}
	return p.fill(p.Sentence, m), doers[p.By] + p.fill(p.Action, m), true
}

// fill puts what the groups matched in the place of their names.
func (p *pattern) fill(text string, groups []string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	return os.Expand(text, func(name string) string {
		if i := p.expression.SubexpIndex(name); i >= 0 && groups[i] != "" {
			return tidy(groups[i], maxValue)
		}
		return "…"
	})
}
