package main

import (
	"path/filepath"

	"github.com/carif-oref/passerelle/schemas/store"
)

// folder is one that the configuration names.
type folder struct {
	key     string // of the configuration
	path    string
	written bool // we write in it
	must    bool // it holds what is due: its absence is worth a word
}

// folders lists those that the configuration names, in its order.
func (c config) folders() []folder {
	all := []folder{
		{"inbox", c.Inbox, true, true}, {"referentials", c.Referentials, true, true}, {"landing", c.Landing, true, false},
		{"store", filepath.Dir(c.Store), true, false}, {"shelf", c.Shelf, true, false}, {"reports", c.Reports, true, false},
		{"answers", c.Answers, true, false}, {"layouts_dir", c.LayoutsDir, false, true}, {"targets_dir", c.TargetsDir, false, true},
		{"mappings_dir", c.MappingsDir, false, true},
	}
	var named []folder
	for _, f := range all {
		if f.path != "" && (f.key != "store" || !store.IsServer(c.Store)) {
			named = append(named, f)
		}
	}
	return named
}

// reportPath is the report of the last run, for people.
func (c config) reportPath() string { return filepath.Join(c.Reports, "latest.html") }
