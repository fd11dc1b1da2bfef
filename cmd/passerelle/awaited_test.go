package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var theApproval = regexp.MustCompile("passerelle (approve .*)")

// A formation that is validated without its sessions nor its organisme is in no feed:
// who asks is told so, and the command that is shown mends it.
func TestApprovalNamesWhatMustBeWithIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	must(t, exitDone, "demo", dir)
	c := filepath.Join(dir, configName)
	must(t, exitRefused, "run", "--quiet", "--config", c)
	const formation = "04_F20QBQ2WVM7"
	out := must(t, exitDone, "approve", formation, "--config", c).stdout
	must(t, exitDone, "export", "--quiet", "aude", "--config", c)
	asked := must(t, exitRefused, "why", formation, "--target", "aude", "--config", c).stdout
	if first, _, _ := strings.Cut(asked, "session 04_"); !strings.Contains(first, "attend d'être validé, et manque aux cibles : organisme 04_O08194625700011") {
		t.Errorf("why does not say what is missing:\n%s", asked)
	}
	command := theApproval.FindStringSubmatch(out)
	if command == nil {
		t.Fatalf("approve does not say what must be validated too:\n%s", out)
	}
	if out = must(t, exitDone, append(strings.Fields(command[1]), "--config", c)...).stdout; strings.Contains(out, "passerelle approve") {
		t.Errorf("something still awaits:\n%s", out)
	}
	must(t, exitDone, "export", "--quiet", "aude", "--config", c)
	if asked = must(t, exitDone, "why", formation, "--target", "aude", "--config", c).stdout; strings.Contains(asked, "attend d'être validé") || !strings.Contains(asked, "dans le flux") {
		t.Errorf("once all is validated:\n%s", asked)
	}
}

// All the reasons are told in words, and not the principal one alone.
func TestOtherReasonsAreInFrench(t *testing.T) {
	_, c := sample(t)
	must(t, exitRefused, "run", "--quiet", "--config", c)
	if out := must(t, exitRefused, "why", "04_A829001", "--target", "imilo", "--config", c).stdout; !strings.Contains(out, "· et aussi : sans ") {
		t.Errorf("want the other reasons as « sans … »:\n%s", out)
	}
}
