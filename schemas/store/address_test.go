package store_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/store"
)

func TestAPasswordThatCutsTheAddressIsRefusedWithWhatToWrite(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://anne:se@cret@h/x":                     "the password holds an @: write it %40",
		"postgres://anne:@secret@h/x":                     "the password holds an @: write it %40",
		"postgres://anne:s@cr/et@h/x":                     "the password holds an @: write it %40",
		"postgres://anne:s/cr@et@h/x":                     "the password holds an @: write it %40",
		"postgres://anne:se@h/x?user=cret@h":              "the password holds an @: write it %40",
		"postgres://anne@corp@h/x":                        "the name of the user holds an @: write it %40",
		"postgres://anne:se/cret@h/x":                     "the password holds a /: write it %2F",
		"postgres://anne:se%cret@h/x":                     "holds a %: write it %25",
		"postgres://anne:se cret@h/x":                     "holds a space: write it %20",
		"postgres://anne:secret/x":                        "postgres://user:password@host:port/name is due",
		"postgres://anne:12#secret@h/x":                   "",
		"postgres://anne:12/34?5secret@h/x":               "is due",
		"postgres://anne@h/x?password=se&cret=1":          "a setting after the ? is none that is known",
		"postgres://anne@h/x?password=se&cret":            "is due",
		"postgres://anne:secret@h:port/x":                 "is due",
		"postgres://anne:secret@h1:1,h2:2/x?sslmode=no":   "",
		"postgres://anne:s%40cret@[::1]:5432/x":           "",
		"postgres://anne@h/x?password=s@cret":             "",
		"postgres:///x?host=/run/postgresql&work_mem=4MB": "",
		"postgresql://h":                                  "",
		"catalogue@secret.db":                             "",
	} {
		err := store.CheckAddress(address)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
}

// TestNoPartOfAPasswordIsPrinted opens addresses with passwords of all that cuts an
// address, at a port where nobody answers: no two letters of one are told.
func TestNoPartOfAPasswordIsPrinted(t *testing.T) {
	const secret, cuts = "ZQXJKVWY", "@/:?#%&= []\\'\"+1\t"
	chance := rand.New(rand.NewPCG(5, 9))
	for range 250 {
		var password strings.Builder
		for i := range secret {
			password.WriteByte(secret[i])
			for chance.IntN(3) == 0 {
				password.WriteByte(cuts[chance.IntN(len(cuts))])
			}
		}
		pw := password.String()
		if chance.IntN(2) == 0 {
			pw = "12" + pw[1:] // which passes for a port
		}
		for _, address := range []string{"postgres://anne:" + pw + "@127.0.0.1:1/x?connect_timeout=1", "postgres://anne@127.0.0.1:1/x?password=" + pw + "&sslmode=disable", "postgres://anne:" + strings.ReplaceAll(pw, "@", "") + "/x"} {
			told := store.Shown(address) + "\n" + store.Passwordless(address)
			_, err := store.Open(t.Context(), address)
			if err == nil {
				t.Fatal("it opens")
			}
			told += "\n" + err.Error()
			for i := range len(secret) - 1 {
				if part := secret[i : i+2]; strings.Contains(told, part) {
					t.Fatalf("%s of %s is told:\n%s", part, address, told)
				}
			}
		}
	}
}

func TestAnAddressIsShownWithoutItsPassword(t *testing.T) {
	for address, want := range map[string][2]string{
		"postgres://anne:s%40cret@h:5432/x?sslmode=require": {"postgres://anne:xxxxx@h:5432/x?sslmode=require", "postgres://anne@h:5432/x?sslmode=require"},
		"postgres://anne@h/x?password=secret":               {"postgres://anne@h/x?password=xxxxx", "postgres://anne@h/x"},
		"postgres://anne:se@cret@h/x":                       {"the server of PostgreSQL", "the server of PostgreSQL"},
		"a@b.db":                                            {"a@b.db", "a@b.db"},
	} {
		if got := [2]string{store.Shown(address), store.Passwordless(address)}; got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
