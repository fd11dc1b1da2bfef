package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// What a process needs at least.
const (
	fewFiles   = 1024      // open at once: partners, readers of the store, files being written
	leastFiles = 128       // with fewer a run may stop
	leastRoom  = 400 * mib // of memory: a night on the largest workbooks takes 300 MiB
)

// checkLimits looks at what the system grants a process.
func (x *exam) checkLimits(context.Context) []diagnosis {
	return []diagnosis{openFiles(), memory()}
}

func openFiles() diagnosis {
	const what, remedy = "open files", "LimitNOFILE=65536 in the unit of systemd, or `ulimit -n 65536`"
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return well(what, "the system does not tell")
	}
	told := fmt.Sprintf("%d at once, %d at most", limit.Cur, limit.Max)
	switch {
	case limit.Cur < leastFiles:
		return ill(broken, what, told, remedy)
	case limit.Cur < fewFiles:
		return ill(attention, what, told, remedy)
	}
	return well(what, "%s", told)
}

func memory() diagnosis {
	const what = "memory"
	room, ok := availableMemory()
	switch {
	case !ok:
		return well(what, "the system does not tell")
	case room < leastRoom:
		return ill(attention, what, fmt.Sprintf("%d MiB can be had", room/mib), "a night on large workbooks takes 300 MiB: stop other programs, or raise the limit of the container")
	}
	return well(what, "%d MiB can be had", room/mib)
}

// availableMemory is what the machine has left, or less when the container has a
// limit.
func availableMemory() (bytes uint64, ok bool) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "MemAvailable:" {
			n, err := strconv.ParseUint(f[1], 10, 64)
			bytes, ok = n*1024, err == nil
		}
	}
	if limit, limited := containerMemory(); ok && limited {
		bytes = min(bytes, limit)
	}
	return bytes, ok
}

// containerMemory is the limit of our control group, where it has one.
func containerMemory() (bytes uint64, ok bool) {
	text, err := os.ReadFile("/sys/fs/cgroup/memory.max")
	if err != nil {
		return 0, false
	}
	bytes, err = strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	return bytes, err == nil // « max » is no limit
}
