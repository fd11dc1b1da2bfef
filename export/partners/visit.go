package partners

import (
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// visit is one request and its answer. It is the http.ResponseWriter of its
// handler: it counts what goes out, and cuts a client that reads too slowly.
type visit struct {
	s     *Server
	w     http.ResponseWriter
	under *http.ResponseController
	r     *http.Request

	id      string
	from    netip.Addr
	began   time.Time
	quiet   bool            // one of a flood, of which the log has told
	partner journal.Partner // once it is known
	target  string          // that is the partner's
	taken   string          // SHA-256 of the publication that was taken

	status int
	sent   int64 // bytes of the body
	failed error // of writing
	cause  error // of a refusal, for the log
}

// Header is that of the answer.
func (v *visit) Header() http.Header { return v.w.Header() }

// Unwrap lets an http.ResponseController find what is beneath.
func (v *visit) Unwrap() http.ResponseWriter { return v.w }

// WriteHeader begins the answer.
func (v *visit) WriteHeader(status int) {
	if v.status == 0 && status >= http.StatusOK {
		v.status = status
	}
	if status == http.StatusPreconditionFailed { // ServeContent sends no body then
		for _, name := range []string{"Content-Length", "Content-Encoding", "Content-Type", "Content-Disposition"} {
			v.Header().Del(name)
		}
	}
	v.extend(0)
	v.w.WriteHeader(status)
}

// Write sends bytes, in the time that a client at the lowest rate needs.
func (v *visit) Write(b []byte) (n int, err error) {
	if v.status == 0 {
		v.WriteHeader(http.StatusOK)
	}
	v.extend(int64(len(b)))
	n, err = v.w.Write(b)
	v.count(int64(n), err)
	return n, err
}

// stride is how many bytes are sent under one deadline: few enough for a client at
// the lowest rate to be told from one that stands still, enough for the system to send
// them from the file at one stroke.
const stride = 1 << 20

// ReadFrom sends what it reads, a stride at a time. It hands files down as they are, so
// that the system sends them without this program reading a byte (sendfile).
func (v *visit) ReadFrom(src io.Reader) (n int64, err error) {
	if v.status == 0 {
		v.WriteHeader(http.StatusOK)
	}
	for limit, left := bounded(src); left > 0; {
		step := min(left, stride)
		v.extend(step)
		sent, err := copySome(v.w, &io.LimitedReader{R: limit, N: step})
		v.count(sent, err)
		n, left = n+sent, left-sent
		if err != nil || sent < step {
			return n, err
		}
	}
	return n, nil
}

// bounded is what a reader reads, and how many bytes at most. Only one limit may
// stand around a file for the system to send it.
func bounded(src io.Reader) (io.Reader, int64) {
	if l, ok := src.(*io.LimitedReader); ok {
		return l.R, l.N
	}
	return src, 1<<63 - 1
}

func copySome(w http.ResponseWriter, src *io.LimitedReader) (int64, error) {
	if direct, ok := w.(io.ReaderFrom); ok {
		return direct.ReadFrom(src)
	}
	return io.Copy(w, src) // HTTP/2
}

func (v *visit) count(n int64, err error) {
	if v.r.Method != http.MethodHead {
		v.sent += n
	}
	if err != nil {
		v.failed = err
	}
}

// extend gives the client the time that n bytes take at the lowest rate. It is the
// clock of the network, whatever that of the server says.
func (v *visit) extend(n int64) {
	_ = v.under.SetWriteDeadline(time.Now().Add(v.s.limits.allowance(n))) // a test's recorder has none
}

// await gives the client until then to send what is being read.
func (v *visit) await(until time.Time) {
	_ = v.under.SetReadDeadline(until)
}

func (l Limits) allowance(n int64) time.Duration {
	return l.Stall + time.Duration(float64(n)/float64(l.MinRate)*float64(time.Second))
}
