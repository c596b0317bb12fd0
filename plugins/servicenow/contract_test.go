package servicenow_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// specs finds a third-party description, "" where there is none.
func specs(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SPECS")
	if dir == "" {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal("SPOCHUB_TEST_SPECS is not set")
		}
		return ""
	}
	return filepath.Join(dir, name)
}

// contract checks every request and every answer against the description of the
// API.
type contract struct {
	t      *testing.T
	router routers.Router
	next   http.RoundTripper
}

func newContract(t *testing.T, file string, next http.RoundTripper) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = nil
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{t, router, next}
}

func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	input := c.request(r, body)
	resp, err := c.next.RoundTrip(r)
	if err == nil && input != nil && strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		c.response(input, resp)
	}
	return resp, err
}

func (c *contract) request(r *http.Request, body []byte) *openapi3filter.RequestValidationInput {
	shape := r.Clone(r.Context())
	shape.URL = &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	shape.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := c.router.FindRoute(shape)
	if err != nil {
		c.t.Errorf("%s %s is not in the API: %v", r.Method, r.URL.Path, err)
		return nil
	}
	input := &openapi3filter.RequestValidationInput{
		Request: shape, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, ExcludeRequestBody: strings.HasSuffix(r.URL.Path, "/attachment/file")},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	for name := range r.URL.Query() {
		if route.Operation.Parameters.GetByInAndName("query", name) == nil {
			c.t.Errorf("%s %s: the API has no parameter %s", r.Method, r.URL.Path, name)
		}
	}
	return input
}

func (c *contract) response(input *openapi3filter.RequestValidationInput, resp *http.Response) {
	body, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var partial struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &partial) != nil {
		return // a broken answer on purpose
	}
	output := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header}
	output.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(input.Request.Context(), output); err != nil && resp.StatusCode < 500 {
		c.t.Errorf("answer to %s %s: %v", input.Request.Method, input.Request.URL.Path, err)
	}
}
