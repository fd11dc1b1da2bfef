package metrics

import (
	"fmt"
	"io"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
)

// Handler answers Prometheus: what the collector reads, the requests of partners
// unless nil, and this process itself. It asks for no token and names partners: it is
// not for the address that they use.
func Handler(c *Collector, requests *Requests) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(c, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if requests != nil {
		registry.MustRegister(requests.all()...)
	}
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, EnableOpenMetrics: true})
}

// Write writes what the collector reads as text. This process, which does not last, is
// left out.
func Write(w io.Writer, c *Collector) error {
	gathered, err := alone(c).Gather()
	if err != nil {
		return fmt.Errorf("write the metrics: %w", err)
	}
	for _, family := range gathered {
		if _, err := expfmt.MetricFamilyToText(w, family); err != nil {
			return fmt.Errorf("write the metrics: %w", err)
		}
	}
	return nil
}

// WriteFile is Write into a file that appears whole, for the textfile collector of
// node_exporter: its name ends in .prom.
func WriteFile(path string, c *Collector) error {
	if err := prometheus.WriteToTextfile(path, alone(c)); err != nil {
		return fmt.Errorf("write the metrics into %s: %w", path, err)
	}
	return nil
}

func alone(c *Collector) *prometheus.Registry {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(c)
	return registry
}
