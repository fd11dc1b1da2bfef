package metrics

import (
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
)

// family is one metric.
type family struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
}

var goVersion = runtime.Version()

func gauge(name, help string, labels ...string) *family {
	return &family{prometheus.NewDesc("passerelle_"+name, help, labels, nil), prometheus.GaugeValue}
}

func counter(name, help string, labels ...string) *family {
	return &family{prometheus.NewDesc("passerelle_"+name, help, labels, nil), prometheus.CounterValue}
}

var (
	up          = gauge("up", "Whether the store and the shelf could be read whole (1) or not (0).")
	readSeconds = gauge("collect_duration_seconds", "Time that reading the store and the shelf took.")
	buildInfo   = gauge("build_info", "Always 1; its labels say what is running.", "version", "goversion")

	runsTotal       = counter("runs_total", "Runs that ended, by how.", "state")
	runsInProgress  = gauge("runs_in_progress", "Runs recorded as under way.")
	lastRunStart    = gauge("last_run_start_timestamp_seconds", "When the last run began.")
	lastRunDuration = gauge("last_run_duration_seconds", "How long the last run that ended took.")
	lastRunState    = gauge("last_run_state", "1 for the state of the last run, 0 for the others.", "state")
	lastSuccess     = gauge("last_success_timestamp_seconds", "When the last run that did its work ended, whatever data it refused.")
	rowsTotal       = counter("rows_total", "Rows of deliveries read, by what became of them.", "outcome")
	lastRunFindings = gauge("last_run_findings", "What the last run found in the data, by rule.", "rule", "severity")

	catalogueRecords = gauge("catalogue_records", "Records of the catalogue.", "kind")
	recordsAwaiting  = gauge("records_awaiting", "Records that wait for staff to validate them.", "kind")
	requestsWaiting  = gauge("requests_waiting", "Requests of organisations that wait for staff.")
	questions        = gauge("worklist_questions", "Questions about codes that wait for staff.")

	feedSize       = gauge("feed_size_bytes", "Size of the feed in place, uncompressed.", "target")
	feedFormations = gauge("feed_formations", "Formations of the feed in place.", "target")
	feedSessions   = gauge("feed_sessions", "Sessions of the feed in place.", "target")
	feedPublished  = gauge("feed_published_timestamp_seconds", "When the bytes of the feed in place were published.", "target")
	feedMade       = gauge("feed_made_timestamp_seconds", "When a run last made the feed of a target, whatever became of it.", "target")
	feedState      = gauge("feed_state", "1 for what became of the last feed made for a target, 0 for the rest.", "target", "state")

	fetchesTotal = counter("fetches_total", "Times that a partner took a feed, to its last byte (complete) or not (partial).", "partner", "target", "outcome")
	fetchedBytes = counter("fetched_bytes_total", "Bytes of feeds sent to a partner.", "partner", "target")
	lastFetch    = gauge("last_fetch_timestamp_seconds", "When a partner last took a feed, or part of it.", "partner", "target")
	pushStates   = gauge("pushes", "Where the last sending of a feed to each destination stands.", "target", "state")

	jobFirings   = gauge("job_firings", "Turns of a job of the schedule, by their state.", "job", "state")
	jobLastDue   = gauge("job_last_due_timestamp_seconds", "When the last turn of a job was due.", "job")
	jobLastDelay = gauge("job_last_delay_seconds", "How long after it was due the last attempt of a job began.", "job")
	jobLastTime  = gauge("job_last_duration_seconds", "How long the last attempt of a job that ended took.", "job")
	jobLastState = gauge("job_last_state", "1 for the state of the last turn of a job, 0 for the others.", "job", "state")

	referentialFresh = gauge("referential_fresh_timestamp_seconds", "When a referential was last found to be up to date.", "referential")
	referentialRows  = gauge("referential_rows", "Entries of a referential.", "referential")
	referentialStale = gauge("referential_stale", "Whether a referential is older than the configuration allows (1) or not (0).", "referential")

	mails      = gauge("mails", "Mails that are not sent: waiting their first try, late after some, or given up.", "state")
	mailsSent  = counter("mails_sent_total", "Mails sent.")
	oldestMail = gauge("oldest_waiting_mail_timestamp_seconds", "When the oldest of the mails that wait was written.")
)

var families = []*family{
	up, readSeconds, buildInfo, runsTotal, runsInProgress, lastRunStart, lastRunDuration, lastRunState, lastSuccess, rowsTotal, lastRunFindings,
	catalogueRecords, recordsAwaiting, requestsWaiting, questions, feedSize, feedFormations, feedSessions, feedPublished, feedMade, feedState,
	fetchesTotal, fetchedBytes, lastFetch, pushStates, jobFirings, jobLastDue, jobLastDelay, jobLastTime, jobLastState,
	referentialFresh, referentialRows, referentialStale, mails, mailsSent, oldestMail,
}
