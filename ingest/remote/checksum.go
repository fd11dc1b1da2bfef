package remote

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

var hexSHA256 = regexp.MustCompile(`(?i)(?:^|[^0-9a-f])([0-9a-f]{64})(?:[^0-9a-f]|$)`)

// expected is the checksum that the file must have; empty when nobody says.
func (j *job) expected(ctx context.Context) (sum string, err error) {
	if text := strings.ToLower(strings.TrimSpace(j.src.SHA256)); text != "" {
		if m := hexSHA256.FindStringSubmatch(text); m == nil || m[1] != text {
			return "", fmt.Errorf("%w: the one in the configuration is no SHA-256, which has 64 hexadecimal digits", ErrChecksum)
		}
		return text, nil
	}
	if j.src.ChecksumURL == "" {
		return "", nil
	}
	u, err := j.checksumURL()
	if err != nil {
		return "", err
	}
	err = j.persist(ctx, func(ctx context.Context) error {
		sum, err = j.stated(ctx, u)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("get its checksum at %s: %w", shown(u), err)
	}
	return sum, nil
}

func (j *job) checksumURL() (*url.URL, error) {
	if ref := j.src.ChecksumURL; strings.HasPrefix(ref, ".") && !strings.Contains(ref, "/") {
		u := *j.url
		u.Path, u.RawPath = u.Path+ref, ""
		return &u, nil
	}
	u, err := j.url.Parse(j.src.ChecksumURL)
	if err != nil {
		return nil, fmt.Errorf("%w: that of the checksum cannot be read", ErrAddress)
	}
	if u.Host == j.url.Host && u.Scheme == j.url.Scheme && u.User == nil {
		u.User = j.url.User
	}
	return u, nil
}

// stated asks for the text that states the checksum.
func (j *job) stated(ctx context.Context, u *url.URL) (string, error) {
	resp, _, err := j.get(ctx, u, nil)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", j.refusal(resp)
	}
	text, err := io.ReadAll(io.LimitReader(awake{resp.Body, j}, maxRecord))
	if err != nil {
		return "", network(ctx, err)
	}
	if sum := checksumIn(string(text), path.Base(j.url.Path)); sum != "" {
		return sum, nil
	}
	return "", fmt.Errorf("%w: none is stated there for the file", ErrChecksum)
}

// checksumIn finds the SHA-256 in a text: the only one, or that of the line which
// names the file.
func checksumIn(text, file string) (sum string) {
	var all []string
	for line := range strings.Lines(text) {
		m := hexSHA256.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		all = append(all, strings.ToLower(m[1]))
		if names := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n*()=/", r) }); sum == "" && slices.Contains(names, file) {
			sum = strings.ToLower(m[1])
		}
	}
	if sum == "" && len(all) == 1 {
		return all[0]
	}
	return sum
}
