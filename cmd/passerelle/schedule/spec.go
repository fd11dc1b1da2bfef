package schedule

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Spec says when a job is due. Its zero value is never due.
type Spec struct {
	text string
	cron *cron.SpecSchedule // of wall clocks: in UTC, whatever the zone
	zone *time.Location
}

// fields name those of an expression, in order.
var fields = []string{"minute", "hour", "day of month", "month", "day of week"}

// Parse reads a cron expression: five fields, or @hourly, @daily, @weekly, @monthly,
// @yearly. Its times are those of the clocks of zone.
func Parse(expression string, zone *time.Location) (Spec, error) {
	s, err := parse(strings.TrimSpace(expression), zone)
	if err != nil {
		return Spec{}, fmt.Errorf("read cron expression %q: %w", expression, err)
	}
	return s, nil
}

func parse(text string, zone *time.Location) (Spec, error) {
	switch {
	case zone == nil:
		return Spec{}, errors.New("it has no time zone; name one, such as Europe/Paris")
	case text == "":
		return Spec{}, errors.New(`it is empty; write "30 2 * * *" for every night at 02:30`)
	case strings.Contains(text, "TZ="):
		return Spec{}, errors.New("the time zone is said by the configuration, not by the expression; take TZ= away")
	case strings.HasPrefix(text, "@every"):
		return Spec{}, errors.New(`@every counts from the start of a process, and machines do not start together; write "*/15 * * * *" for every quarter of an hour`)
	case !strings.HasPrefix(text, "@"):
		if err := checkFields(strings.Fields(text)); err != nil {
			return Spec{}, err
		}
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Spec{}, fmt.Errorf("%w; those known are @hourly, @daily, @weekly, @monthly, @yearly", err)
	}
	s := Spec{text: text, cron: parsed.(*cron.SpecSchedule), zone: zone}
	s.cron.Location = time.UTC
	if s.Next(someDay).IsZero() {
		return Spec{}, errors.New("no day is such: it would never be due; look at the day of the month and the month")
	}
	return s, nil
}

// someDay is the start of the four years in which whatever has a day has one.
var someDay = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

// checkFields says which field is wrong, which the parser does not.
func checkFields(given []string) error {
	if len(given) != len(fields) {
		return fmt.Errorf(`%d fields where 5 are due: %s; write "30 2 * * *" for every night at 02:30`, len(given), strings.Join(fields, ", "))
	}
	for i, field := range given {
		alone := []string{"*", "*", "*", "*", "*"}
		alone[i] = field
		if _, err := cron.ParseStandard(strings.Join(alone, " ")); err != nil {
			return fmt.Errorf("%s %q: %w%s", fields[i], field, err, hint(i, field))
		}
		if strings.Trim(field, ",") != field || strings.Contains(field, ",,") {
			return fmt.Errorf("%s %q: a comma with nothing beside it", fields[i], field)
		}
	}
	return nil
}

func hint(field int, text string) string {
	switch {
	case field == 4 && strings.Contains(text, "7"):
		return "; Sunday is 0 or SUN"
	case field == 4:
		return "; days are 0 (Sunday) to 6, or SUN to SAT"
	case field == 3:
		return "; months are 1 to 12, or JAN to DEC"
	case field == 1:
		return "; hours are 0 to 23"
	}
	return ""
}

// String is the expression as it was written.
func (s Spec) String() string { return s.text }

// Zone is the place whose clocks count; nil for the zero value.
func (s Spec) Zone() *time.Location { return s.zone }

// everyHour tells a spec that names no hour: it follows the time that passes, and
// not the clock.
func (s Spec) everyHour() bool {
	return bits.OnesCount64(s.cron.Hour&(1<<24-1)) == 24
}
