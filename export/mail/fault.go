package mail

import (
	"errors"
	"net/textproto"
)

// faultKind says whose fault a failure is, and so what to do.
type faultKind int

const (
	serverFault faultKind = iota // the server is down, or refuses us all mails: nothing is given up
	putOff                       // the server does not take this mail now
	refusal                      // the server will never take this mail
)

// fault is why a mail was not sent.
type fault struct {
	kind faultKind
	step string // what was being done
	err  error
}

func (f *fault) Error() string { return f.step + ": " + line(f.err.Error(), 500) + f.advice() }

func (f *fault) Unwrap() error { return f.err }

func (f *fault) advice() string {
	if f.kind != serverFault {
		return ""
	}
	switch code := replyCode(f.err); {
	case code == 530 || code == 534 || code == 535:
		return "; check user, password and auth in the mail settings"
	case code != 0:
		return "; mails wait in the spool"
	}
	return "; mails wait in the spool: check host, port and security, and that the server answers"
}

// judged sorts what the server said of one mail: 5xx is for ever, all else may pass;
// 421 says that the server itself is leaving.
func judged(step string, err error) *fault {
	kind := putOff
	switch code := replyCode(err); {
	case code == 421:
		kind = serverFault
	case code >= 500 && code < 600:
		kind = refusal
	}
	return &fault{kind, step, err}
}

// replyCode is the number that begins a reply of the server, 0 for another error.
func replyCode(err error) int {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return reply.Code
	}
	return 0
}

func faulty(step string, err error) *fault { return &fault{serverFault, step, err} }
