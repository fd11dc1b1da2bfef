package partners

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carif-oref/passerelle/export/shelf"
	"github.com/carif-oref/passerelle/schemas/journal"
	"github.com/carif-oref/passerelle/schemas/store"
)

// description is what the test reads of an OpenAPI document.
type description struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct {
		Responses map[string]response
		Schemas   map[string]map[string]any
	}
}

type operation struct {
	OperationID string
	Parameters  []map[string]any
	Responses   map[string]response
}

type response struct {
	Ref     string `json:"$ref"`
	Headers map[string]any
	Content map[string]struct{ Schema map[string]any }
}

func readDescription(t *testing.T) (d description) {
	t.Helper()
	if err := json.Unmarshal(openapiDocument, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEveryRouteIsDescribed: what is served is described, and the other way round.
func TestEveryRouteIsDescribed(t *testing.T) {
	d := readDescription(t)
	var are, described []string
	for _, r := range served() {
		for _, m := range r.methods {
			are = append(are, m+" "+strings.TrimSuffix(r.pattern, "{$}"))
		}
	}
	ids := map[string]bool{}
	for path, operations := range d.Paths {
		for method, o := range operations {
			described = append(described, strings.ToUpper(method)+" "+path)
			if ids[o.OperationID] || o.OperationID == "" {
				t.Errorf("%s %s: operationId %q", method, path, o.OperationID)
			}
			ids[o.OperationID] = true
		}
	}
	slices.Sort(are)
	slices.Sort(described)
	if !reflect.DeepEqual(are, described) {
		t.Errorf("served\n%s\ndescribed\n%s", strings.Join(are, "\n"), strings.Join(described, "\n"))
	}
	if !strings.HasPrefix(d.OpenAPI, "3.1.") {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
}

// TestReferencesLead: every $ref of the document leads to something.
func TestReferencesLead(t *testing.T) {
	var document map[string]any
	if err := json.Unmarshal(openapiDocument, &document); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, ref := range regexp.MustCompile(`"\$ref": "#/([^"]+)"`).FindAllStringSubmatch(string(openapiDocument), -1) {
		var at any = document
		for _, step := range strings.Split(ref[1], "/") {
			in, _ := at.(map[string]any)
			at = in[step]
		}
		if n++; at == nil {
			t.Errorf("%s leads nowhere", ref[1])
		}
	}
	if n < 100 {
		t.Errorf("%d references only", n)
	}
}

// elsewhere are the statuses that other tests bring about: they need a busy server, a
// full disk or a slow client.
var elsewhere = []string{"408", "429", "503", "507"}

// TestOpenAPI calls every operation, and holds each answer to its description.
func TestOpenAPI(t *testing.T) {
	h := newHouse(t, func(c *Config) { c.Limits.MaxDelivery = 1000 })
	h.locatable()
	token := h.partner(journal.Partner{Name: "ft", Targets: []string{"aude"}})
	sender := h.partner(journal.Partner{Name: "greta", Deposit: true})
	twin := shelf.Part{Name: "aude.jsonl", Write: func(_ testContext, w io.Writer) error { _, err := io.WriteString(w, "{}\n"); return err }}
	first := h.publish("aude", 3, "un", 0, twin)
	h.publish("aude", 4, "deux", 1, twin)
	last := h.publish("aude", 3, "deux", 2, twin)
	h.loaded("octets")
	received := h.send("POST", "/deliveries", sender, strings.NewReader("octets"), "X-Filename: b.csv").want(t, 202)
	d := readDescription(t)
	covered := map[string]map[string]bool{}
	call := func(template, path, who, body string, status int, headers ...string) {
		t.Helper()
		method := "GET"
		if template == "/deliveries" {
			method = "POST"
		}
		d.check(t, h, covered, template, method, path, who, body, status, headers...)
		if method == "GET" {
			d.check(t, h, covered, template, "HEAD", path, who, "", status, headers...)
		}
	}
	html := "Accept: text/html"
	for _, path := range []string{"/feeds", "/feeds/", "/feeds/{target}", "/feeds/{target}/"} {
		at := strings.ReplaceAll(path, "{target}", "aude")
		call(path, at, token, "", 200)
		call(path, at, token, "", 200, html)
		call(path, at, "", "", 401)
		if at != path {
			call(path, strings.ReplaceAll(path, "{target}", "kairos"), token, "", 404)
			call(path, strings.ReplaceAll(path, "{target}", "kairos"), token, "", 404, html)
		}
	}
	for template, path := range map[string]string{
		"latest.xml": "latest.xml", "latest.xml.gz": "latest.xml.gz", "latest.xml.zst": "latest.xml.zst", "manifest.json": "manifest.json", "SHA256SUMS": "SHA256SUMS",
		"changes.atom": "changes.atom", "delta.xml": "delta.xml?since=" + first.SHA256, "delta.xml.gz": "delta.xml.gz?since=2026-11-23", "delta.xml.zst": "delta.xml.zst?since=2026-11-23",
		"delta/{file}": "delta/aude.delta.xml?since=2026-11-23", "{publication}/{file}": last.SHA256 + "/aude.jsonl",
	} {
		template, at := "/feeds/{target}/"+template, "/feeds/aude/"+path
		call(template, at, token, "", 200)
		call(template, at, token, "", 206, "Range: bytes=0-4")
		call(template, at, token, "", 304, "If-None-Match: *")
		call(template, at, "", "", 401)
		call(template, strings.Replace(at, "aude", "kairos", 1), token, "", 404)
		call(template, at, token, "", 412, `If-Match: "x"`)
		call(template, at, token, "", 416, "Range: bytes=99999999-")
		if base, _, isDelta := strings.Cut(at, "?since="); isDelta {
			call(template, base, token, "", 400)
			call(template, base+"?since=00000000", token, "", 410)
			if !strings.Contains(template, "{file}") {
				call(template, base+"?since="+last.SHA256, token, "", 204)
			}
		}
	}
	call("/feeds/{target}/latest.xml", "/feeds/aude/latest.xml", token, "", 200, "Accept-Encoding: gzip")
	call("/feeds/{target}/delta/{file}", "/feeds/aude/delta/delta.json?since=2026-11-23", token, "", 200)
	call("/feeds/{target}/delta/{file}", "/feeds/aude/delta/withdrawn.csv?since=2026-11-23", token, "", 200)
	for _, name := range []string{"aude.xml", "aude.xml.gz", "aude.xml.zst", "aude.xml.index", "changes.json", "manifest.json", "SHA256SUMS"} {
		call("/feeds/{target}/{publication}/{file}", "/feeds/aude/latest/"+name, token, "", 200)
	}
	for template, paths := range map[string][3]string{"/sessions/{siret}": {"/sessions/" + siret, "/sessions/x", "/sessions/00000000000000"}, "/records/{id}": {"/records/S1", "/records/a%01", "/records/none"}} {
		call(template, paths[0], token, "", 200)
		call(template, paths[0], token, "", 200, html)
		call(template, paths[1], token, "", 400)
		call(template, paths[0], "", "", 401)
		call(template, paths[0], sender, "", 403)
		call(template, paths[2], token, "", 404)
	}
	named := "X-Filename: a.csv"
	call("/deliveries", "/deliveries", sender, "x", 202, named)
	call("/deliveries", "/deliveries", sender, "x", 200, named)
	call("/deliveries", "/deliveries", sender, "octets", 200, named)
	call("/deliveries", "/deliveries", sender, "", 400, named)
	call("/deliveries", "/deliveries", "", "x", 401, named)
	call("/deliveries", "/deliveries", token, "x", 403, named)
	call("/deliveries", "/deliveries", sender, strings.Repeat("x", 2000), 413, named)
	call("/deliveries", "/deliveries", sender, "x", 415)
	call("/deliveries/{sha256}", received.Header.Get("Location"), sender, "", 200)
	call("/deliveries/{sha256}", received.Header.Get("Location"), "", "", 401)
	call("/deliveries/{sha256}", received.Header.Get("Location"), token, "", 404)
	call("/healthz", "/healthz", "", "", 200)
	call("/readyz", "/readyz", "", "", 200)
	call("/openapi.json", "/openapi.json", "", "", 200)
	call("/openapi.json", "/openapi.json", "", "", 206, "Range: bytes=0-9")
	call("/openapi.json", "/openapi.json", "", "", 304, "If-None-Match: *")
	call("/openapi.json", "/openapi.json", "", "", 412, `If-Match: "x"`)
	call("/openapi.json", "/openapi.json", "", "", 416, "Range: bytes=99999999-")
	for path, operations := range d.Paths {
		for method, o := range operations {
			for status := range o.Responses {
				if !covered[method+" "+path][status] && !slices.Contains(elsewhere, status) {
					t.Errorf("%s %s: status %s is described and never seen", method, path, status)
				}
			}
		}
	}
}

// check makes a call, and holds its answer to what is described.
func (d description) check(t *testing.T, h *house, covered map[string]map[string]bool, template, method, path, who, body string, status int, headers ...string) {
	t.Helper()
	a := h.send(method, path, who, strings.NewReader(body), headers...)
	name := method + " " + path + " " + strings.Join(headers, ", ")
	if a.StatusCode != status {
		t.Errorf("%s: status %d, want %d: %.200s", name, a.StatusCode, status, a.body)
		return
	}
	key := strings.ToLower(method) + " " + template
	r, described := d.Paths[template][strings.ToLower(method)].Responses[fmt.Sprint(status)]
	if !described {
		t.Errorf("%s: status %d is not described", name, status)
		return
	}
	if covered[key] == nil {
		covered[key] = map[string]bool{}
	}
	covered[key][fmt.Sprint(status)] = true
	if ref := strings.TrimPrefix(r.Ref, "#/components/responses/"); ref != "" {
		r = d.Components.Responses[ref]
	}
	for header := range r.Headers {
		if a.Header.Get(header) == "" && header != "Content-Encoding" && (header != "Content-Location" || !strings.Contains(template, "delta") && !strings.HasSuffix(template, ".atom")) {
			t.Errorf("%s: no %s in %v", name, header, a.Header)
		}
	}
	if len(a.body) == 0 {
		return
	}
	kind, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	content, described := r.Content[kind]
	if err != nil || !described {
		t.Errorf("%s: type %q is not described for %d (%v)", name, a.Header.Get("Content-Type"), status, err)
		return
	}
	if strings.HasSuffix(kind, "json") && kind != "application/x-ndjson" && status != 206 {
		var document any
		if err := json.Unmarshal(a.body, &document); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, fault := range d.faults(content.Schema, document, "") {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// faults holds a value to the part of JSON Schema that the document uses.
func (d description) faults(schema map[string]any, value any, at string) (list []string) {
	if ref, ok := schema["$ref"].(string); ok {
		return d.faults(d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")], value, at)
	}
	if among, ok := schema["anyOf"].([]any); ok {
		for _, one := range among {
			if list = d.faults(one.(map[string]any), value, at); len(list) == 0 {
				return nil
			}
		}
		return list
	}
	if is, ok := schema["const"]; ok && is != value {
		list = append(list, fmt.Sprintf("%s: %v is not %v", at, value, is))
	}
	if among, ok := schema["enum"].([]any); ok && !slices.Contains(among, value) {
		list = append(list, fmt.Sprintf("%s: %v is not among %v", at, value, among))
	}
	switch schema["type"] {
	case "null":
		if value != nil {
			list = append(list, at+": not null")
		}
	case "string":
		text, ok := value.(string)
		pattern, _ := schema["pattern"].(string)
		if !ok || !regexp.MustCompile(pattern).MatchString(text) {
			list = append(list, fmt.Sprintf("%s: %v is no string of the shape %q", at, value, pattern))
		}
	case "integer":
		if n, ok := value.(float64); !ok || n != float64(int64(n)) {
			list = append(list, fmt.Sprintf("%s: %v is no integer", at, value))
		}
	case "boolean":
		if _, ok := value.(bool); !ok {
			list = append(list, fmt.Sprintf("%s: %v is no boolean", at, value))
		}
	case "array":
		all, ok := value.([]any)
		if !ok {
			return append(list, at+": no array")
		}
		for i, one := range all {
			list = append(list, d.faults(schema["items"].(map[string]any), one, fmt.Sprintf("%s/%d", at, i))...)
		}
	case "object":
		list = append(list, d.objectFaults(schema, value, at)...)
	}
	return list
}

func (d description) objectFaults(schema map[string]any, value any, at string) (list []string) {
	object, ok := value.(map[string]any)
	if !ok {
		return []string{at + ": no object"}
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, there := object[name.(string)]; !there {
			list = append(list, fmt.Sprintf("%s: no %v", at, name))
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, v := range object {
		of, known := properties[name].(map[string]any)
		if !known {
			if schema["additionalProperties"] == false {
				list = append(list, fmt.Sprintf("%s: %s is not described", at, name))
			}
			continue
		}
		list = append(list, d.faults(of, v, at+"/"+name)...)
	}
	return list
}

// loaded makes a delivery of those bytes one that was loaded.
func (h *house) loaded(content string) {
	h.Helper()
	ctx := h.Context()
	sha := sumOf([]byte(content))
	if err := h.store.InLoad(ctx, func(l *store.Load) error {
		if err := l.KeepDelivery(ctx, journal.Delivery{SHA256: sha, Name: "b.csv", Size: 6, ReceivedAt: night}); err != nil {
			return err
		}
		return l.KeepLoads(ctx, []journal.Load{{Run: "r1", Delivery: sha, File: "b.csv", Sheet: "Sessions", Layout: "sessions", Counts: journal.Counts{Read: 1, Added: 1}}})
	}); err != nil {
		h.Fatal(err)
	}
}
