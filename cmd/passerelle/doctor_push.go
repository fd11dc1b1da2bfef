package main

import (
	"context"

	"github.com/carif-oref/passerelle/export/push"
)

// checkPush goes to the places where feeds are put: folders always, servers when that
// is asked for. Nothing is sent.
func (x *exam) checkPush(ctx context.Context) (found []diagnosis) {
	if len(x.config.Push) == 0 {
		return []diagnosis{well("push", "no destination: partners come for their feeds")}
	}
	for _, d := range x.config.Push {
		if d.Type == push.TypeSFTP && !x.network {
			found = append(found, well(d.Name, "%s, not tried: --network", d.Host))
			continue
		}
		found = append(found, lookAtDestination(ctx, d))
	}
	return found
}

func lookAtDestination(ctx context.Context, d push.Destination) diagnosis {
	ctx, cancel := context.WithTimeout(ctx, sourceTime)
	defer cancel()
	if err := push.Probe(ctx, d); err != nil {
		return ill(broken, d.Name, err.Error(), "mend what the message says, here or at the partner's; feeds wait, and are tried again by the next runs")
	}
	return well(d.Name, "it can be reached")
}
