package main

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/carif-oref/passerelle/schemas/finding"
)

// TestSpoolGivesBackWhatItWasGiven holds findings in memory, in the file, and over
// both: in their order, as often as they are asked for.
func TestSpoolGivesBackWhatItWasGiven(t *testing.T) {
	for _, n := range []int{0, 1, 4, 5, 6, 5000} {
		dir := t.TempDir()
		s := newSpool(dir)
		s.most = 5
		var want []finding.Finding
		for i := range n {
			f := finding.Finding{Rule: "date-inexistante", Severity: finding.Severity(i % 3), Message: "« 31/02 »\x00\xff n'existe pas",
				Place: finding.Place{File: "a.xlsx", Sheet: "Sessions", Row: i + 2, Column: "C", Header: "Début"}, Record: strconv.Itoa(i), Field: "debut", Value: "31/02", After: "", Remedy: "corriger"}
			want = append(want, f)
			s.add(f)
		}
		for range 2 {
			var got []finding.Finding
			for f, err := range s.all() {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, f)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d findings came back as %d, or others", n, len(got))
			}
		}
		for range s.all() { // left in the middle
			break
		}
		if s.refused != anyError(want) {
			t.Errorf("%d findings: refused is %v", n, s.refused)
		}
		if len(s.held) > 5 {
			t.Errorf("%d findings stay in memory", len(s.held))
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%d findings leave %v in the landing", n, left)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
}

// TestSpoolKeepsTheOrderOfAGroup adds groups that no longer fit in memory, then one
// that would.
func TestSpoolKeepsTheOrderOfAGroup(t *testing.T) {
	s := newSpool(t.TempDir())
	s.most = 3
	s.add(finding.Finding{Record: "1"}, finding.Finding{Record: "2"})
	s.add(finding.Finding{Record: "3"}, finding.Finding{Record: "4"})
	s.add(finding.Finding{Record: "5"})
	order := ""
	for f := range s.all() {
		order += f.Record
	}
	if order != "12345" {
		t.Errorf("they come back as %s", order)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// TestSpoolTellsThatItCannotWrite gives it a folder that is not there.
func TestSpoolTellsThatItCannotWrite(t *testing.T) {
	s := newSpool(t.TempDir() + "/nowhere")
	s.most = 0
	s.add(finding.Finding{Record: "1"})
	told := 0
	for _, err := range (deliveryFindings{before: []finding.Finding{{}}, read: s, since: []finding.Finding{{}}}).all() {
		if err != nil {
			told++
		}
	}
	if told != 1 {
		t.Errorf("%d errors told, want one", told)
	}
}
