package yamlfile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/schemas/yamlfile"
)

func TestASecretIsReadAndNeverPrinted(t *testing.T) {
	var c struct {
		User     string          `yaml:"user"`
		Password yamlfile.Secret `yaml:"password"`
	}
	if err := yamlfile.Decode("p.yaml", []byte("user: paul\npassword: \"hunter2 #é\"\n"), &c); err != nil {
		t.Fatal(err)
	}
	if string(c.Password) != "hunter2 #é" {
		t.Errorf("read as %q", string(c.Password))
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", c, "password", c.Password)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "config", c, "password", c.Password)
	written, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{log.String(), string(written), fmt.Sprint(c), fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.Password, c.Password)} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("printed: %s", text)
		}
	}
	if text := fmt.Sprint(yamlfile.Secret("")); text != "" {
		t.Errorf("no secret prints %q", text)
	}
}
