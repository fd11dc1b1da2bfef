package certify

import (
	"reflect"
	"sync"
	"testing"
)

// TestAnswersAreTheSameFromAnyGoroutineAndIndex asks the same of two indexes,
// one of which read its certifications backwards, from several goroutines.
func TestAnswersAreTheSameFromAnyGoroutineAndIndex(t *testing.T) {
	x := smallIndex(t)
	backwards := append(small[:0:0], small...)
	for i, j := 0, len(backwards)-1; i < j; i, j = i+1, j-1 {
		backwards[i], backwards[j] = backwards[j], backwards[i]
	}
	y, err := New(each(backwards))
	if err != nil {
		t.Fatal(err)
	}
	titles := []string{"CAP cuisine", "Cuisine", "BTS NDRC", "maintenance véhicules", "ostéopathe", "secretaire medico social", "notariat"}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, title := range titles {
				if a, b := x.Find(Query{Title: title}, 5), y.Find(Query{Title: title}, 5); !reflect.DeepEqual(a, b) {
					t.Errorf("%q: %+v and %+v", title, a, b)
				}
			}
		})
	}
	group.Wait()
}
