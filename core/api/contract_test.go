package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/spochub/spochub/core/api"
)

var contract = struct {
	sync.Mutex
	by map[*api.API]routers.Router
}{by: map[*api.API]routers.Router{}}

// served reads the document that the interface serves.
func served(t *testing.T, a *api.API) routers.Router {
	t.Helper()
	contract.Lock()
	defer contract.Unlock()
	if r := contract.by[a]; r != nil {
		return r
	}
	out := httptest.NewRecorder()
	a.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), "GET", "/api/v1/openapi.json", nil))
	if out.Code != http.StatusOK {
		t.Fatalf("openapi.json: %d %s", out.Code, out.Body)
	}
	doc, err := openapi3.NewLoader().LoadFromData(out.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	contract.by[a] = r
	return r
}

// checkContract checks an answer against the served document: its status, its
// content type and its body.
func checkContract(t *testing.T, a *api.API, r *http.Request, out *httptest.ResponseRecorder) {
	t.Helper()
	route, params, err := served(t, a).FindRoute(r)
	if err != nil {
		return // an address that is none
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	err = openapi3filter.ValidateResponse(context.WithoutCancel(r.Context()), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: out.Code, Header: out.Header(), Body: http.NoBody,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if out.Body.Len() > 0 {
		answer := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: out.Code, Header: out.Header(),
			Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
		}
		answer.SetBodyBytes(out.Body.Bytes())
		err = openapi3filter.ValidateResponse(context.WithoutCancel(r.Context()), answer)
	}
	if err != nil {
		t.Errorf("%s %s: the answer breaks the contract: %v\n%s", r.Method, r.URL, err, out.Body)
	}
}
