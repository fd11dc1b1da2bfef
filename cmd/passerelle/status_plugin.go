package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/carif-oref/passerelle/schemas/journal"
)

// pluginUnknown is the exit status of a plug-in that cannot tell. Those of the others
// are the levels: 0, 1 and 2. They are not ours, but programs that call plug-ins read
// them so.
const pluginUnknown = 3

var pluginWords = map[level]string{fine: "OK", attention: "WARNING", broken: "CRITICAL"}

// plugin prints the one line of a monitoring plug-in, and ends as one: 0, 1, 2 or 3.
func (a *app) plugin(ctx context.Context, wait patience) error {
	st, err := a.readStatus(ctx, wait)
	var wrong misuse
	switch {
	case errors.As(err, &wrong):
		fmt.Fprintf(a.stdout, "PASSERELLE UNKNOWN - %s\n", oneLine(err.Error()))
		return ended{pluginUnknown}
	case err != nil:
		fmt.Fprintf(a.stdout, "PASSERELLE CRITICAL - %s\n", oneLine(err.Error()))
		return ended{int(broken)}
	}
	if _, err := fmt.Fprintf(a.stdout, "PASSERELLE %s - %s | %s\n", pluginWords[st.Level], oneLine(st.inShort()), strings.Join(st.measures(), " ")); err != nil {
		return err
	}
	if st.Level == fine {
		return nil
	}
	return ended{int(st.Level)}
}

// inShort is the status in one line: all the remarks, or what is well.
func (st status) inShort() string {
	if len(st.Remarks) == 0 {
		return fmt.Sprintf("dernier run %s, %s, %d flux en place", since(st.Runs[0].StartedAt, st.At), runWords[st.Runs[0].State], len(st.Feeds))
	}
	var told []string
	for _, r := range st.Remarks {
		told = append(told, r.Sentence)
	}
	return strings.Join(told, " ")
}

// oneLine takes out what has a meaning in the line of a plug-in.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "|", "/")), " ")
}

// measures are what the plug-in hands over to be drawn: label=value and its unit.
func (st status) measures() (all []string) {
	add := func(label string, value int64, unit string) {
		all = append(all, fmt.Sprintf("%s=%d%s;;;0", label, value, unit))
	}
	if len(st.Runs) > 0 {
		last := st.Runs[0]
		add("run_age", int64(st.At.Sub(last.StartedAt).Seconds()), "s")
		if last.State != journal.Running && !last.FinishedAt.IsZero() {
			add("run_duration", int64(last.FinishedAt.Sub(last.StartedAt).Seconds()), "s")
		}
	}
	add("rows_read", int64(st.Loads.Read), "")
	add("rows_refused", int64(st.Loads.Refused), "")
	add("feeds", int64(len(st.Feeds)), "")
	add("feeds_held", int64(len(st.Held)), "")
	add("records_awaiting", int64(st.Awaiting), "")
	add("requests_waiting", int64(st.Requests), "")
	add("questions", int64(st.Questions), "")
	add("mails_waiting", int64(st.Mails.Waiting), "")
	for i, d := range st.Disks {
		add(fmt.Sprintf("disk%d_free", i), int64(d.Free), "B")
	}
	return all
}
