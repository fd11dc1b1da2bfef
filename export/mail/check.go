package mail

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"os"
	"slices"
	"strings"
)

// Check says what is wrong in a configuration; one without a host is right. It does
// not speak to the server: see Probe.
func (c Config) Check() error {
	if !c.Enabled() {
		return nil
	}
	for _, check := range []func(Config) error{checkServer, checkSecret, checkPeople, checkLimits} {
		if err := check(c); err != nil {
			return fmt.Errorf("check mail settings: %w", err)
		}
	}
	return nil
}

func checkServer(c Config) error {
	securities := []string{SecuritySTARTTLS, SecurityTLS, SecurityOpportunistic, SecurityNone}
	switch {
	case strings.ContainsAny(c.Host, " \t\r\n/:@") && net.ParseIP(c.Host) == nil:
		return fmt.Errorf("host %q: the name of a server alone is due, such as smtp.exemple.fr; its port goes in port", c.Host)
	case c.Port < 0 || c.Port > 65535:
		return fmt.Errorf("port %d: a number from 1 to 65535 is due, or 0 for the usual one", c.Port)
	case !slices.Contains(securities, c.security()):
		return fmt.Errorf("security %q: one of %s is due", c.Security, strings.Join(securities, ", "))
	case strings.ContainsAny(c.Hello, " \t\r\n"):
		return fmt.Errorf("hello %q: the name of this machine is due", c.Hello)
	}
	return nil
}

func checkSecret(c Config) error {
	switch {
	case !slices.Contains([]string{"", AuthPlain, AuthLogin}, c.Auth):
		return fmt.Errorf("auth %q: %s or %s is due", c.Auth, AuthPlain, AuthLogin)
	case c.User == "" && (c.Password != "" || c.PasswordFile != ""):
		return errors.New("a password without a user: give user")
	case c.User != "" && c.Password != "" && c.PasswordFile != "":
		return errors.New("password and password_file: one of the two is due")
	case c.User != "" && c.Password == "" && c.PasswordFile == "":
		return fmt.Errorf("user %q without password: give password or password_file", c.User)
	case c.User != "" && c.security() == SecurityNone && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, c.Host):
		return errors.New("security none would send the password in clear: choose starttls or tls, or no user")
	}
	for setting, path := range map[string]string{"password_file": c.PasswordFile, "ca_file": c.CAFile} {
		if path == "" {
			continue
		}
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("%s: %w", setting, err)
		}
	}
	return nil
}

func checkPeople(c Config) error {
	if _, err := address(c.From); err != nil {
		return fmt.Errorf("from %q: %w", c.From, err)
	}
	if c.ReplyTo != "" {
		if _, err := address(c.ReplyTo); err != nil {
			return fmt.Errorf("reply_to %q: %w", c.ReplyTo, err)
		}
	}
	for _, to := range slices.Concat(c.Staff, c.Operators) {
		if _, err := address(to); err != nil {
			return fmt.Errorf("staff and operators: %q: %w", to, err)
		}
	}
	if len(c.Operators) == 0 {
		return errors.New("operators: nobody would hear an alarm: give one address at least")
	}
	return nil
}

func checkLimits(c Config) error {
	switch {
	case c.MaxAttachmentMiB < 0 || c.MaxAttachmentMiB > 100:
		return fmt.Errorf("max_attachment_mib %d: from 1 to 100 is due, or 0 for %d", c.MaxAttachmentMiB, defaultMaxAttachmentMiB)
	case c.TimeoutSeconds < 0 || c.TimeoutSeconds > 300:
		return fmt.Errorf("timeout_seconds %d: from 1 to 300 is due, or 0 for %d", c.TimeoutSeconds, defaultTimeoutSeconds)
	case c.GiveUpDays < 0 || c.GiveUpDays > 60:
		return fmt.Errorf("give_up_days %d: from 1 to 60 is due, or 0 for %d", c.GiveUpDays, defaultGiveUpDays)
	}
	return nil
}

var errAddress = errors.New("an address such as catalogue@exemple.fr, or Le catalogue <catalogue@exemple.fr>, is due")

// address reads an address, of which what goes to the server is plain ASCII without
// a sign that SMTP or a header gives a meaning to.
func address(text string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(text)
	if err != nil || strings.ContainsFunc(text, isControl) {
		return nil, errAddress
	}
	local, domain, _ := strings.Cut(a.Address, "@")
	if local == "" || domain == "" || len(a.Address) > 254 || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>()[],;:\@`, r) && r != '@' }) ||
		strings.Contains(domain, "@") {
		return nil, errAddress
	}
	return a, nil
}
