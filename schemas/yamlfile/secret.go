package yamlfile

import "log/slog"

// Secret is a word of a configuration that nothing prints: not fmt, not a log, not
// JSON, not YAML. string(s) is the word itself.
type Secret string

const hidden = "(secret)"

// String tells only whether there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString is String: %#v prints no more.
func (s Secret) GoString() string { return s.String() }

// LogValue is String, for logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String, for JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
