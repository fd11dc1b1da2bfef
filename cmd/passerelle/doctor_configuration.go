package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"reflect"
	"strings"
	"syscall"

	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

// configFile is the file of the configuration, which need not exist when it is the
// default one.
func (a *app) configFile() string {
	return cmp.Or(a.configPath, lookup(a.environ, "PASSERELLE_CONFIG"), configName)
}

func (x *exam) checkConfiguration(context.Context) []diagnosis {
	if x.configErr != nil {
		return []diagnosis{ill(broken, x.path, x.configErr.Error(), "mend the file; `passerelle init DIR` writes one in which every key is explained")}
	}
	found := []diagnosis{x.configurationFile()}
	targets, err := readTargets(x.config)
	if err != nil {
		found = append(found, ill(broken, "targets", err.Error(), "mend targets in "+x.path+", or the files of targets_dir"))
	} else {
		found = append(found, well("targets", "%s", strings.Join(names(targets), ", ")))
	}
	if _, err := readLayouts(x.config); err != nil {
		found = append(found, ill(broken, "layouts", err.Error(), "mend the files of layouts_dir"))
	} else {
		found = append(found, well("layouts", "%s", cmp.Or(x.config.LayoutsDir, "the built-in ones")))
	}
	return found
}

func (x *exam) configurationFile() diagnosis {
	path := absolute(x.path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return well(path, "there is none: the defaults hold")
	case err != nil:
		return ill(broken, path, err.Error(), "let the user of the service read it")
	}
	if info.Mode().Perm()&0o044 != 0 && holdsSecret(path) {
		return ill(attention, path, fmt.Sprintf("others can read it (%s), and it holds a password", info.Mode().Perm()), "chmod 600 "+path+", or put the password in a file of its own")
	}
	return well(path, "every key is known and right")
}

// holdsSecret tells whether a file of configuration says a word that nobody else should
// read, or the address of a database with its password.
func holdsSecret(path string) bool {
	var said config
	text, err := os.ReadFile(path)
	if err != nil || yamlfile.Decode(path, text, &said) != nil {
		return false
	}
	if address, err := url.Parse(said.Store); err == nil && address.User != nil {
		if _, given := address.User.Password(); given {
			return true
		}
	}
	return anySecret(reflect.ValueOf(said))
}

// anySecret tells whether a secret is given somewhere in a value.
func anySecret(v reflect.Value) bool {
	switch {
	case v.Type() == reflect.TypeFor[yamlfile.Secret]():
		return v.Len() > 0
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			if anySecret(field) {
				return true
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if anySecret(v.Index(i)) {
				return true
			}
		}
	}
	return false
}

// checkUser tells when the checks are done by another user than the service's.
func (x *exam) checkUser(context.Context) []diagnosis {
	uid := os.Geteuid()
	who := fmt.Sprintf("user %d", uid)
	owner, ok := ownerOf(x.config.Store)
	if store.IsServer(x.config.Store) || !ok || int(owner) == uid {
		return []diagnosis{well(who, "owns the store, or there is none yet")}
	}
	return []diagnosis{ill(attention, who, fmt.Sprintf("the store belongs to user %d: what is said of permissions below may not hold for that one", owner), fmt.Sprintf("run it as that user: sudo -u '#%d' passerelle doctor", owner))}
}

func ownerOf(path string) (uid uint32, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return st.Uid, true
}
