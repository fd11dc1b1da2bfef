package storetest

import (
	"context"
	"slices"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

func (g *generator) choose() operation {
	t := g.task("")
	c := journal.Choice{Key: t.Key, Kind: t.Kind, Text: g.words(), Codes: some(g, 3, g.words), Who: one(g, "Anne", "Anne", "Luc", ""), Why: g.words(), At: g.at()}
	g.chosen = append(g.chosen, c.Key)
	return operation{"choose", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepChoice(ctx, c) }}
}

func (g *generator) forget() operation {
	key, at := one(g, append(slices.Clone(g.chosen), "absent")...), g.at()
	return operation{"forget a choice", func(ctx context.Context, s *store.Store) (any, error) {
		return nil, s.ForgetChoice(ctx, key, "Anne", at)
	}}
}

func (g *generator) partner() operation {
	p := journal.Partner{Name: g.name("P", 2), TokenHash: g.sha(20), Targets: some(g, 2, func() string { return one(g, randomTargets...) }), Deposit: g.chance(2), Basic: g.chance(2), Courriel: g.words(),
		CreatedAt: g.at(), ExpiresAt: one(g, time.Time{}, g.at().AddDate(1, 0, 0)), RevokedAt: one(g, time.Time{}, g.at())}
	return operation{"keep a partner", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.KeepPartner(ctx, p) }}
}

func (g *generator) touch() operation {
	name, at := g.name("P", 2), g.at()
	return operation{"touch a partner", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.TouchPartner(ctx, name, at) }}
}

func (g *generator) firing() journal.Firing {
	return journal.Firing{Job: one(g, "nuit", "Jour"), Due: daysAfter(g.step / 50), Attempt: 1 + g.random.IntN(3), Worker: one(g, "a:1", "a:1", "b:1")}
}

func (g *generator) claim() operation {
	f := g.firing()
	f.StartedAt, f.Run = g.at(), one(g, "", g.run())
	return operation{"claim a firing", func(ctx context.Context, s *store.Store) (any, error) { return s.ClaimFiring(ctx, f) }}
}

func (g *generator) finish() operation {
	f := g.firing()
	f.FinishedAt, f.Error, f.State = g.at(), g.words(), one(g, journal.Done, journal.DoneHeld, journal.Failed, journal.Abandoned)
	return operation{"finish a firing", func(ctx context.Context, s *store.Store) (any, error) { return nil, s.FinishFiring(ctx, f) }}
}

func (g *generator) queue() operation {
	m := journal.Mail{Key: g.name("m", 9), Kind: "accuse", To: some(g, 2, g.words), Subject: g.words(), Run: one(g, "", g.run()), Body: []byte(one(g, "", "MIME\x00\xff")), QueuedAt: g.at()}
	return operation{"queue a mail", func(ctx context.Context, s *store.Store) (any, error) { return s.QueueMail(ctx, m) }}
}

func (g *generator) sent() operation {
	key, at, claims, hastens := g.name("m", 9), g.at(), g.chance(2), g.step%5 == 0
	return operation{"send a mail", func(ctx context.Context, s *store.Store) (any, error) {
		if hastens {
			return s.HastenMails(ctx, at)
		}
		if claims {
			return s.ClaimMail(ctx, key, at, at.Add(10*time.Minute))
		}
		return nil, s.MarkSent(ctx, key, at)
	}}
}

func (g *generator) failed() operation {
	key, cause, next := g.name("m", 9), g.words(), one(g, time.Time{}, g.at().Add(time.Hour))
	return operation{"fail to send a mail", func(ctx context.Context, s *store.Store) (any, error) {
		return nil, s.MarkFailed(ctx, key, cause, next)
	}}
}
