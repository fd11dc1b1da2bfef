package push

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Check says what is wrong in destinations. It does not go there: see Probe.
func Check(destinations []Destination) error {
	seen := map[string]bool{}
	for _, d := range destinations {
		if seen[d.Name] {
			return fmt.Errorf("check push settings: two destinations named %q: the journal would take one for the other", d.Name)
		}
		seen[d.Name] = true
		if err := d.Check(); err != nil {
			return err
		}
	}
	return nil
}

// Check says what is wrong in a destination.
func (d Destination) Check() error {
	checks := []func(Destination) error{checkNames, checkFolder, checkLimits}
	if d.Type == TypeSFTP {
		checks = append(checks, checkServer, checkSecrets)
	}
	for _, check := range checks {
		if err := check(d); err != nil {
			return fmt.Errorf("check push settings: destination %q: %w", d.Name, err)
		}
	}
	return nil
}

var destinationName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)

func checkNames(d Destination) error {
	switch {
	case !destinationName.MatchString(d.Name):
		return errors.New("name: letters, digits, - _ and . are due, 64 at most")
	case d.Type != TypeFolder && d.Type != TypeSFTP:
		return fmt.Errorf("type %q: %s or %s is due", d.Type, TypeFolder, TypeSFTP)
	case len(d.Targets) == 0:
		return errors.New("targets: name one at least")
	}
	for _, pattern := range d.Files {
		if _, err := path.Match(pattern, ""); err != nil || strings.Contains(pattern, "/") {
			return fmt.Errorf("files: %q is no pattern of names, such as *.xml.gz", pattern)
		}
	}
	if d.Done == "" {
		return nil
	}
	return safeName(Publication{Target: "t", Date: "2026-01-01"}.fill(d.Done), "done")
}

// safeName refuses what would leave the folder, or pass for a file under way.
func safeName(name, what string) error {
	if name == "" || strings.HasPrefix(name, ".") || strings.ContainsAny(name, "/\\\x00\r\n{}") || len(name) > 200 {
		return fmt.Errorf("%s %q: the plain name of a file is due; in the settings only {target} and {date} are filled in", what, name)
	}
	return nil
}

func checkFolder(d Destination) error {
	filled := Publication{Target: "t", Date: "2026-01-01"}.fill(d.Folder)
	switch {
	case d.Folder == "":
		return errors.New("folder: say where the files go")
	case strings.ContainsAny(filled, "{}\x00"):
		return fmt.Errorf("folder %q: only {target} and {date} are filled in", d.Folder)
	case slices.Contains(strings.Split(d.Folder, "/"), ".."):
		return fmt.Errorf("folder %q: give it without any .. in it", d.Folder)
	case d.Type == TypeFolder && !filepath.IsAbs(d.Folder):
		return fmt.Errorf("folder %q: a whole path is due", d.Folder)
	}
	return nil
}

func checkLimits(d Destination) error {
	for setting, value := range map[string]int{"attempts": d.Attempts, "min_free_mib": d.MinFreeMiB, "connect_seconds": d.ConnectSeconds, "idle_seconds": d.IdleSeconds} {
		if value < 0 {
			return fmt.Errorf("%s %d: a positive number is due, or 0 for the usual one", setting, value)
		}
	}
	return nil
}

func checkServer(d Destination) error {
	switch {
	case d.Host == "" || strings.ContainsAny(d.Host, " \t\r\n/@"):
		return fmt.Errorf("host %q: the name of a server alone is due", d.Host)
	case d.Port < 0 || d.Port > 65535:
		return fmt.Errorf("port %d: a number from 1 to 65535 is due, or 0 for 22", d.Port)
	case d.User == "":
		return errors.New("user: say under which name to connect")
	case (d.HostKey == "") == (d.KnownHosts == ""):
		return errors.New("host_key or known_hosts: give one of the two, for the server to be known; ssh-keyscan shows its keys, ask the partner whether they are right")
	}
	_, err := d.trust()
	return err
}

func checkSecrets(d Destination) error {
	switch {
	case d.Password == "" && d.PasswordFile == "" && d.KeyFile == "":
		return errors.New("password, password_file or key_file: give one")
	case d.Password != "" && d.PasswordFile != "":
		return errors.New("password and password_file: one of the two is due")
	case d.Passphrase != "" && d.PassphraseFile != "":
		return errors.New("passphrase and passphrase_file: one of the two is due")
	case d.KeyFile == "" && (d.Passphrase != "" || d.PassphraseFile != ""):
		return errors.New("a passphrase without key_file")
	}
	for setting, file := range map[string]string{"password_file": d.PasswordFile, "passphrase_file": d.PassphraseFile} {
		if file == "" {
			continue
		}
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("%s: %w", setting, err)
		}
	}
	_, err := d.signers()
	return err
}
