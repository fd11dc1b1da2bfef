package push

import (
	"fmt"
	"os"

	"golang.org/x/crypto/ssh"
)

// login lists the ways to prove who we are: the key first, then the password.
func (d Destination) login() (ways []ssh.AuthMethod, err error) {
	signers, err := d.signers()
	if err != nil {
		return nil, err
	}
	if len(signers) > 0 {
		ways = append(ways, ssh.PublicKeys(signers...))
	}
	password, err := secret(d.Password, d.PasswordFile)
	if err != nil {
		return nil, fmt.Errorf("read the password: %w", err)
	}
	if password != "" {
		ways = append(ways, ssh.Password(password), ssh.KeyboardInteractive(answering(password)))
	}
	return ways, nil
}

// answering gives the password to servers that ask for it as a question: the only
// one, and one whose answer is not shown.
func answering(password string) ssh.KeyboardInteractiveChallenge {
	return func(_, _ string, questions []string, echos []bool) ([]string, error) {
		switch {
		case len(questions) == 0:
			return nil, nil
		case len(questions) > 1 || echos[0]:
			return nil, fmt.Errorf("the server asks for more than a password")
		}
		return []string{password}, nil
	}
}

// signers reads the private key, if there is one.
func (d Destination) signers() ([]ssh.Signer, error) {
	if d.KeyFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(d.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("key_file: %w", err)
	}
	passphrase, err := secret(d.Passphrase, d.PassphraseFile)
	if err != nil {
		return nil, fmt.Errorf("read the passphrase: %w", err)
	}
	signer, err := parseKey(pem, passphrase)
	if err != nil {
		return nil, fmt.Errorf("key_file %s: %w", d.KeyFile, err)
	}
	return []ssh.Signer{signer}, nil
}

func parseKey(pem []byte, passphrase string) (ssh.Signer, error) {
	if passphrase == "" {
		return ssh.ParsePrivateKey(pem)
	}
	return ssh.ParsePrivateKeyWithPassphrase(pem, []byte(passphrase))
}
