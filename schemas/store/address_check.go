package store

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// serverAddress cuts an address into what stands before the @, the hosts, the database
// and the settings.
var serverAddress = regexp.MustCompile(`^postgres(?:ql)?://(?:([^@/]*)@)?([^@/?#]*)(?:/((?:[^@/?#&=%\s]|%[0-9A-Fa-f]{2})*))?(?:\?(.*))?$`)

// hostAndPort is one of the hosts of an address.
var hostAndPort = regexp.MustCompile(`^(\[[0-9A-Fa-f:.%]*\]|(?:[^:\[\]&=%\s]|%[0-9A-Fa-f]{2})*)(:[0-9]*)?$`)

// errAddress is all that is said of an address whose password cannot be told from the
// rest.
var errAddress = errors.New("it is not understood: postgres://user:password@host:port/name is due, in which a password writes @ as %40, / as %2F, : as %3A, ? as %3F, # as %23, & as %26, % as %25 and a space as %20")

// errSetting does not name the setting, which may be the end of a password.
var errSetting = errors.New("a setting after the ? is none that is known: if it is one of the server, set it for the user (ALTER ROLE … SET …); in a password, write ? as %3F and & as %26")

// CheckAddress refuses the address of a server whose password could be taken for
// something else, which would then be printed. Its errors hold nothing of the address.
func CheckAddress(path string) error {
	if !IsServer(path) {
		return nil
	}
	_, rest, _ := strings.Cut(path, "://")
	parts := serverAddress.FindStringSubmatch(path)
	if parts == nil {
		return cutAddress(rest)
	}
	user, hosts, settings := parts[1], parts[2], parts[4]
	if err := checkEscapes(user); err != nil {
		return err
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if !hostAndPort.MatchString(host) {
			return errAddress
		}
	}
	return checkSettings(settings, strings.Contains(user, ":"))
}

// cutAddress says why an address cannot be cut into its parts.
func cutAddress(rest string) error {
	user, _, _ := strings.Cut(rest, "@")
	name, password, has := strings.Cut(user, ":")
	switch {
	case strings.Count(rest, "@") > 1 && has && !strings.Contains(name, "/"):
		return errors.New("the password holds an @: write it %40")
	case strings.Count(rest, "@") > 1 && !has && !strings.Contains(name, "/"):
		return errors.New("the name of the user holds an @: write it %40")
	case strings.Count(rest, "@") == 1 && has && strings.Contains(password, "/"):
		return errors.New("the password holds a /: write it %2F")
	}
	return errAddress
}

// checkEscapes refuses a user or a password that holds a % which begins no character, or a
// space.
func checkEscapes(user string) error {
	if _, err := url.PathUnescape(user); err != nil {
		return errors.New("the user or the password holds a %: write it %25")
	}
	if strings.ContainsFunc(user, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return errors.New("the user or the password holds a space: write it %20")
	}
	return nil
}

// knownSettings are those that an address may have beside a password of its own. Others
// are settings of the server, any name of which could be the end of a password.
var knownSettings = []string{
	"user", "password", "host", "hostaddr", "port", "dbname", "passfile", "service", "servicefile", "connect_timeout", "application_name", "options",
	"search_path", "client_encoding", "target_session_attrs", "require_auth", "channel_binding", "krbspn", "krbsrvname", "gssencmode", "min_protocol_version", "max_protocol_version",
	"sslmode", "sslnegotiation", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslsni", "ssl_min_protocol_version", "ssl_max_protocol_version",
	"statement_timeout", "lock_timeout", "timezone", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "default_query_exec_mode", "statement_cache_capacity", "description_cache_capacity",
}

func checkSettings(settings string, password bool) error {
	if settings == "" {
		return nil
	}
	if password && strings.Contains(settings, "@") {
		return errors.New("the password holds an @: write it %40")
	}
	var names []string
	for setting := range strings.SplitSeq(settings, "&") {
		name, value, pair := strings.Cut(setting, "=")
		if _, err := url.QueryUnescape(value); err != nil || !pair || strings.ContainsAny(value, "#= \t") {
			return errAddress
		}
		names = append(names, name)
	}
	for _, secret := range secretSettings {
		password = password || slices.Contains(names, secret)
	}
	for _, name := range names {
		if password && !slices.Contains(knownSettings, strings.ToLower(name)) {
			return errSetting
		}
	}
	return nil
}
