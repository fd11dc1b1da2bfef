package lheo

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/carif-oref/passerelle/schemas/sharedtest"
)

func TestWhatIsEncodedIsValid(t *testing.T) {
	out, _ := defaults.AppendOffer(nil, cuisine())
	if faults := ValidateFormation(out); len(faults) > 0 {
		t.Errorf("faults of an encoded formation: %+v", faults)
	}
	res, err := Validate(context.Background(), bytes.NewReader(asFeed(out)), Options{})
	if err != nil || !res.Valid || res.Formations != 1 || res.Sessions != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestRealFeeds(t *testing.T) {
	files, _ := filepath.Glob(sharedtest.Path(t, "data/lheo") + "/*.xml")
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		res, err := Validate(context.Background(), r, Options{})
		t.Logf("%s %v %v", filepath.Base(f), res.Valid, err)
		for _, c := range res.Counts {
			t.Logf("   %s %d", c.Code, c.N)
		}
		for _, c := range res.Faults {
			t.Logf("   %+v", c)
		}
	}
}
