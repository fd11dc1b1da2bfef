package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// relocated is the text of a configuration with the paths that a backup has, below its
// own folder, in place of those of c. A key that the text does not have is added when
// its default is another.
func relocated(text string, c config) string {
	names := map[string]string{"store": savedStore}
	for _, f := range c.folders() {
		if name, ours := savedNames[f.key]; ours {
			names[f.key] = name
		}
	}
	for _, key := range slices.Sorted(maps.Keys(names)) {
		line := regexp.MustCompile(`(?m)^` + key + `[ \t]*:.*$`)
		own := key + ": " + names[key]
		switch {
		case line.MatchString(text):
			text = line.ReplaceAllLiteralString(text, own)
		case !line.Match(commentedConfig) || line.FindString(string(commentedConfig)) != own:
			text += fmt.Sprintf("\n%s\n", own)
		}
	}
	return text
}
