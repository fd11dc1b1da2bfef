package metrics

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/nomenclature"
	"github.com/carif-oref/passerelle/schemas/store"
	"github.com/prometheus/client_golang/prometheus"
)

// Store is what is asked of the journal and of the catalogue.
type Store interface {
	Counts(ctx context.Context) (store.Counts, error)
	FindingCounts(ctx context.Context, run string) ([]store.FindingCount, error)
	Runs(ctx context.Context, n int) ([]journal.Run, error)
	LastFirings(ctx context.Context) ([]journal.Firing, error)
	LastPublications(ctx context.Context, states ...journal.PublicationState) ([]journal.Publication, error)
	LookupVersions(ctx context.Context) ([]nomenclature.Standing, error)
	Partners(ctx context.Context) ([]journal.Partner, error)
	Pushes(ctx context.Context, target string, n int) ([]journal.Push, error)
	Summary(ctx context.Context) (store.Summary, error)
	Awaiting(ctx context.Context, kind string, n int) ([]store.Awaiting, int, error)
	Requests(ctx context.Context, state journal.RequestState) ([]journal.Request, error)
	Tasks(ctx context.Context, f store.TaskFilter) ([]journal.TaskGroup, int, error)
}

// Config says what is looked at.
type Config struct {
	Store   Store
	Shelf   string                             // folder of the feeds
	Targets []string                           // of the configuration
	Rules   []string                           // codes of the findings that there can be
	MaxAge  func(nomenclature.Referential) int // days after which one is stale, 0 never; nil: none is
	Version string                             // of the program
	Now     func() time.Time
	Keep    time.Duration // how long what was read serves again; 0: 15 seconds
	Log     *slog.Logger  // hears of what cannot be read; nobody when nil
}

const (
	defaultKeep = 15 * time.Second
	readTime    = 20 * time.Second // that reading all may take
)

// Collector reads the store and the shelf when Prometheus asks. It is safe for several
// at once.
type Collector struct {
	Config
	mutex   sync.Mutex
	samples []sample
	readAt  time.Time
}

// sample is one value of one family.
type sample struct {
	of     *family
	value  float64
	labels []string
}

// New gives a collector.
func New(c Config) *Collector {
	if c.Keep == 0 {
		c.Keep = defaultKeep
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Collector{Config: c}
}

// Describe lists the families, as prometheus.Collector asks.
func (c *Collector) Describe(out chan<- *prometheus.Desc) {
	for _, f := range families {
		out <- f.desc
	}
}

// Collect gives the values, as prometheus.Collector asks. What cannot be read is left
// out, and passerelle_up is 0.
func (c *Collector) Collect(out chan<- prometheus.Metric) {
	for _, s := range c.current() {
		metric, err := prometheus.NewConstMetric(s.of.desc, s.of.kind, s.value, s.labels...)
		if err != nil {
			metric = prometheus.NewInvalidMetric(s.of.desc, err)
		}
		out <- metric
	}
}

// current is what was read last, unless it is too old.
func (c *Collector) current() []sample {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	now := c.Now()
	if age := now.Sub(c.readAt); c.samples == nil || age < 0 || age >= c.Keep {
		c.samples, c.readAt = c.read(now), now
	}
	return c.samples
}

func (c *Collector) read(now time.Time) []sample {
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	began := time.Now()
	r := &reading{Config: c.Config, now: now}
	var errs []error
	for _, part := range []func(*reading, context.Context) error{
		(*reading).runs, (*reading).findings, (*reading).journal, (*reading).jobs, (*reading).feeds, (*reading).pushes, (*reading).referentials, (*reading).catalogue,
	} {
		errs = append(errs, part(r, ctx))
	}
	err := errors.Join(errs...)
	if err != nil {
		c.Log.Error("metrics are not whole", "error", err)
	}
	r.add(up, truth(err == nil))
	r.add(readSeconds, time.Since(began).Seconds())
	r.add(buildInfo, 1, c.Version, goVersion)
	return r.samples
}

// reading is one look at all.
type reading struct {
	Config
	now     time.Time
	samples []sample
}

func (r *reading) add(f *family, value float64, labels ...string) {
	for i, l := range labels {
		labels[i] = strings.ToValidUTF8(l, "�")
	}
	r.samples = append(r.samples, sample{f, value, labels})
}

// at adds a moment, unless it never was.
func (r *reading) at(f *family, t time.Time, labels ...string) {
	if !t.IsZero() {
		r.add(f, seconds(t), labels...)
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
