package metrics

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Requests counts those of partners, in this process: it is what export/partners
// wants of a Metrics.
type Requests struct {
	count *prometheus.CounterVec
	bytes *prometheus.CounterVec
	took  *prometheus.HistogramVec
}

// NewRequests gives counters at zero.
func NewRequests() *Requests {
	return &Requests{
		count: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "passerelle_http_requests_total", Help: "Requests answered, by the class of the status."}, []string{"partner", "target", "code"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "passerelle_http_response_size_bytes_total", Help: "Bytes of answers sent."}, []string{"partner", "target"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "passerelle_http_request_duration_seconds", Help: "Time to answer a request to its last byte.",
			Buckets: []float64{.005, .025, .1, .5, 2, 10, 60, 300, 1800}}, []string{"target"}),
	}
}

func (r *Requests) all() []prometheus.Collector {
	return []prometheus.Collector{r.count, r.bytes, r.took}
}

// Observe counts a request. The partner is empty when it is not known, the target when
// it is none of the partner's; status is 0 when no answer began.
func (r *Requests) Observe(partner, target string, status int, bytes int64, duration time.Duration) {
	if partner == "" {
		partner = unknown
	}
	if target == "" {
		target = "aucune"
	}
	r.count.WithLabelValues(partner, target, class(status)).Inc()
	r.bytes.WithLabelValues(partner, target).Add(float64(max(0, bytes)))
	r.took.WithLabelValues(target).Observe(duration.Seconds())
}

// class is 2xx for 206. A status that is none is told apart.
func class(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return fmt.Sprintf("%dxx", status/100)
}
