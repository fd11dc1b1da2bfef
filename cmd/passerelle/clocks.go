package main

import "time"

// clocks tell people the time: they are those of the configuration, wherever the
// machine is.
type clocks struct{ zone *time.Location }

func (c config) clocks() clocks { return clocks{c.zone()} }

// minute is a moment as sentences tell it.
func (k clocks) minute(t time.Time) string { return t.In(k.zone).Format("02/01/2006 à 15:04") }

// instant is a moment as lists tell it.
func (k clocks) instant(t time.Time) string { return t.In(k.zone).Format("02/01/2006 15:04") }

// date is the day of a moment.
func (k clocks) date(t time.Time) string { return t.In(k.zone).Format("02/01/2006") }
