package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/carif-oref/passerelle/export/push"
)

// checkPush goes to the places where feeds are put: folders always, servers when that
// is asked for, and then a small file is written in each, and removed.
func (x *exam) checkPush(ctx context.Context) (found []diagnosis) {
	if len(x.config.Push) == 0 {
		return []diagnosis{well("push", "no destination: partners come for their feeds")}
	}
	for _, d := range x.config.Push {
		switch {
		case x.network:
			found = append(found, writeThere(ctx, d, x.now)...)
		case d.Type == push.TypeSFTP:
			found = append(found, well(d.Name, "%s, not tried: --network", d.Host))
		default:
			found = append(found, lookAtDestination(ctx, d))
		}
	}
	return found
}

// feedsWait is what happens while a destination cannot be used.
const feedsWait = "; feeds wait, and are tried again by the next runs"

func lookAtDestination(ctx context.Context, d push.Destination) diagnosis {
	ctx, cancel := context.WithTimeout(ctx, sourceTime)
	defer cancel()
	if err := push.Probe(ctx, d); err != nil {
		return unreached(d, err)
	}
	return well(d.Name, "it can be reached; whether one may write there was not tried: --network")
}

func unreached(d push.Destination, err error) diagnosis {
	return ill(broken, d.Name, err.Error(), "mend what the message says, here or at the partner's"+feedsWait)
}

// writeThere writes a small file where feeds go, and says what came of it.
func writeThere(ctx context.Context, d push.Destination, now time.Time) (found []diagnosis) {
	ctx, cancel := context.WithTimeout(ctx, sourceTime)
	defer cancel()
	trials, err := push.TryWriting(ctx, d, now.Format(time.DateOnly))
	if err != nil && len(trials) == 0 {
		return []diagnosis{unreached(d, err)}
	}
	var done []string
	for _, t := range trials {
		switch {
		case t.Left != nil:
			found = append(found, leftThere(d, t))
		case t.Refused != nil:
			found = append(found, ill(broken, d.Name, fmt.Sprintf("it can be reached, but a small file could not be written in %s, and none is left there: %v", t.Folder, t.Refused),
				fmt.Sprintf("let %s make, rename and remove files in %s%s", accountOf(d), t.Folder, feedsWait)))
		default:
			done = append(done, t.Folder)
		}
	}
	if len(done) > 0 {
		found = append(found, well(d.Name, "one may write there: a small file was made, renamed and removed in %s", strings.Join(done, ", ")))
	}
	return found
}

// leftThere tells of a file that could not be taken away.
func leftThere(d push.Destination, t push.Trial) diagnosis {
	told := fmt.Sprintf("a small file was written in %s and could not be removed: it may still be there, %s: %v", t.Folder, t.File, t.Left)
	if t.Refused != nil {
		told = fmt.Sprintf("a small file could not be written whole in %s: %v; what there was of it could not be removed and may still be there, %s: %v", t.Folder, t.Refused, t.File, t.Left)
	}
	return ill(broken, d.Name, told, fmt.Sprintf("remove that file by hand, and let %s rename and remove files in %s%s", accountOf(d), t.Folder, feedsWait))
}

// accountOf is who writes at a destination.
func accountOf(d push.Destination) string {
	if d.Type == push.TypeSFTP {
		return fmt.Sprintf("the account %s of %s", d.User, d.Host)
	}
	return "the user of the service"
}
