package target

import (
	"errors"
	"fmt"
)

// Guard says what makes a feed wait for somebody to look at it. What is nil is
// left to the configuration.
type Guard struct {
	Floor          *int `yaml:"floor"`            // fewest formations
	MaxDropPercent *int `yaml:"max_drop_percent"` // share of its formations that it may lose from one feed to the next
	MaxRisePercent *int `yaml:"max_rise_percent"` // and gain; 0 is no limit
}

func (g Guard) over(base Guard) Guard {
	if g.Floor == nil {
		g.Floor = base.Floor
	}
	if g.MaxDropPercent == nil {
		g.MaxDropPercent = base.MaxDropPercent
	}
	if g.MaxRisePercent == nil {
		g.MaxRisePercent = base.MaxRisePercent
	}
	return g
}

func (g Guard) check() error {
	switch {
	case g.Floor != nil && *g.Floor < 0:
		return fmt.Errorf("guard: floor: %d: a number of formations from 0 is due", *g.Floor)
	case g.MaxDropPercent != nil && (*g.MaxDropPercent < 0 || *g.MaxDropPercent > 100):
		return fmt.Errorf("guard: max_drop_percent: %d: a share from 0 to 100 is due", *g.MaxDropPercent)
	case g.MaxRisePercent != nil && *g.MaxRisePercent < 0:
		return errors.New("guard: max_rise_percent: a share from 0 is due")
	}
	return nil
}
