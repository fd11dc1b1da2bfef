package merge

import "time"

// Options say how far a delivery is believed, and as of which day.
type Options struct {
	Date     time.Time // the day as of which sessions have begun; also that of the requests
	Trusted  bool      // staff's own delivery: all of it is applied. Of any other, what only staff may do becomes a request
	Complete bool      // the delivery declares that it holds the whole offer of its organismes
	Delivery string    // SHA-256, noted on requests
}
