package target

import (
	"errors"
	"fmt"
	"time"
)

// Schedule is when a feed is sent, and when its records can be seen.
type Schedule struct {
	When        string `yaml:"when"`         // French: Chaque nuit, après validation.
	DisplayDays []int  `yaml:"display_days"` // fewest and most days from publication to display; empty when unknown
	WorkingDays []int  `yaml:"working_days"` // how many of display_days, the first ones, are working days; none when empty
	Source      string `yaml:"source"`       // where that is known from
}

func (s Schedule) over(base Schedule) Schedule {
	if s.When == "" && s.DisplayDays == nil && s.WorkingDays == nil && s.Source == "" {
		return base
	}
	return s
}

func (s Schedule) check() error {
	if len(s.DisplayDays) != 0 && !isSpan(s.DisplayDays) {
		return fmt.Errorf("schedule: display_days: %v: the fewest and the most days are due, such as [1, 5]", s.DisplayDays)
	}
	if len(s.WorkingDays) == 0 {
		return nil
	}
	if len(s.DisplayDays) == 0 {
		return errors.New("schedule: working_days: they are the first of display_days: say these too")
	}
	if !isSpan(s.WorkingDays) || !isSpan(s.calendarDays()) {
		return fmt.Errorf("schedule: working_days: %v: the fewest and the most are due, such as [1, 2], and no more than display_days, which are %v", s.WorkingDays, s.DisplayDays)
	}
	return nil
}

func isSpan(days []int) bool { return len(days) == 2 && days[0] >= 0 && days[0] <= days[1] }

// calendarDays are those of display_days that come after the working days.
func (s Schedule) calendarDays() []int {
	if len(s.WorkingDays) == 0 {
		return s.DisplayDays
	}
	return []int{s.DisplayDays[0] - s.WorkingDays[0], s.DisplayDays[1] - s.WorkingDays[1]}
}

// ShownBy is when what was published at a moment should be seen at the latest, on the
// clocks of that moment; known is false when nobody says.
func (s Schedule) ShownBy(published time.Time) (by time.Time, known bool) {
	if len(s.DisplayDays) == 0 {
		return by, false
	}
	if len(s.WorkingDays) > 0 {
		published = afterWorkdays(published, s.WorkingDays[1])
	}
	return published.AddDate(0, 0, s.calendarDays()[1]), true
}

// Delay says in French how long the display takes after a thing, such as « après le
// flux »; empty when nobody says.
func (s Schedule) Delay(after string) string {
	if len(s.DisplayDays) == 0 {
		return ""
	}
	rest := s.calendarDays()
	if len(s.WorkingDays) == 0 || s.WorkingDays[1] == 0 {
		return span(rest, "jour", "jours") + " " + after
	}
	told := span(s.WorkingDays, "jour ouvré", "jours ouvrés") + " " + after
	if rest[1] > 0 {
		told += ", puis " + span(rest, "jour", "jours")
	}
	return told
}

// span tells days, each of which is one or several of these.
func span(days []int, one, several string) string {
	unit := several
	if days[1] < 2 {
		unit = one
	}
	if days[0] == days[1] {
		return fmt.Sprintf("%d %s", days[0], unit)
	}
	return fmt.Sprintf("%d à %d %s", days[0], days[1], unit)
}
