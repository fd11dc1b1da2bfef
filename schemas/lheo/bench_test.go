package lheo

import (
	"bytes"
	"context"
	"testing"
)

func BenchmarkAppendOffer(b *testing.B) {
	o := cuisine()
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = defaults.AppendOffer(dst[:0], o)
	}
	b.SetBytes(int64(len(dst)))
}

func BenchmarkValidateFormation(b *testing.B) {
	fragment, _ := defaults.AppendOffer(nil, cuisine())
	b.SetBytes(int64(len(fragment)))
	b.ReportAllocs()
	for b.Loop() {
		if len(ValidateFormation(fragment)) > 0 {
			b.Fatal("not valid")
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	one, _ := defaults.AppendOffer(nil, cuisine())
	feed := asFeed(bytes.Repeat(one, 2000))
	b.SetBytes(int64(len(feed)))
	b.ReportAllocs()
	for b.Loop() {
		if r, err := Validate(context.Background(), bytes.NewReader(feed), Options{}); !r.Valid || err != nil {
			b.Fatal(r, err)
		}
	}
}
