package api_test

import (
	"io"
	"net/url"
	"strings"
	"testing"
)

// The catalogue is kept over the interface: add, find, change, retire.
func TestTheCatalogueIsKept(t *testing.T) {
	t.Parallel()
	w := open(t)
	if a := w.want(t, 200, "GET", "/catalogue", nil); len(a.at(t, "items").([]any)) < 6 || a.at(t, "items.1.key.1") != "mail" {
		t.Error(a.text)
	}
	if a := w.want(t, 422, "POST", "/catalogue/clients", m{"values": m{"name": "Argent Pay"}}); a.at(t, "field") != "values.name" {
		t.Error(a.text)
	}
	if a := w.want(t, 422, "POST", "/catalogue/clients", m{"values": m{"name": "argent", "colour": "red"}}); a.at(t, "field") != "values.colour" {
		t.Error(a.text)
	}
	w.want(t, 422, "POST", "/catalogue/wishes", m{"values": m{}})
	a := w.want(t, 201, "POST", "/catalogue/clients", m{"values": m{"name": " argent", "title": "Argent"}})
	if a.at(t, "id") != "argent" || a.at(t, "values.title") != "Argent" {
		t.Error(a.text)
	}
	contact := m{"client": "argent", "mail": "a@argent.example", "name": "Ann", "phone": "+49 40 555"}
	one := "/catalogue/contacts/entry?id=" + url.QueryEscape(w.want(t, 201, "POST", "/catalogue/contacts", m{"values": contact}).at(t, "id").(string))
	seen := w.want(t, 200, "GET", one, nil).header.Get("ETag")
	if a := w.want(t, 200, "PATCH", one, m{"values": m{"phone": nil, "rights": "open; approve"}}, "If-Match", seen); a.at(t, "values.phone") != nil || a.at(t, "values.name") != "Ann" || a.at(t, "values.rights") != "open; approve" {
		t.Error(a.text)
	}
	w.want(t, 409, "PATCH", one, m{"values": m{"phone": "1"}}, "If-Match", seen)
	if a := w.want(t, 200, "PATCH", "/catalogue/clients/entry?id=argent", m{"values": m{"retired": "true"}}); a.at(t, "values.retired") != "true" {
		t.Error(a.text)
	}
	w.want(t, 409, "PATCH", "/catalogue/clients/entry?id=nordwind", m{"values": m{"title": "x"}})
	w.want(t, 404, "PATCH", "/catalogue/clients/entry?id=none", m{"values": m{"title": "x"}})
	if a := w.want(t, 200, "GET", "/catalogue/clients?limit=1", nil); a.at(t, "items.0.id") != "argent" || a.at(t, "next") == nil {
		t.Error(a.text)
	} else if a = w.want(t, 200, "GET", "/catalogue/clients?limit=1&cursor="+a.at(t, "next").(string), nil); a.at(t, "items.0.id") != "nordwind" || a.at(t, "items.0.file") != true || a.at(t, "next") != nil {
		t.Error(a.text)
	}
	if a := w.want(t, 200, "GET", "/catalogue/clients?find=ARGENT", nil); len(a.at(t, "items").([]any)) != 1 {
		t.Error(a.text)
	}
	w.want(t, 422, "GET", "/catalogue/clients?cursor=x", nil)
	if a := w.want(t, 200, "PATCH", one, m{"values": m{"pin": "480915"}}); a.at(t, "values.pin") != nil || a.at(t, "kept.0") != "pin" || strings.Contains(a.text, "480915") {
		t.Errorf("a PIN: %s", a.text)
	}
	if a := w.want(t, 200, "PATCH", one, m{"values": m{"phone": "1"}}); a.at(t, "kept.0") != "pin" {
		t.Errorf("a PIN that was not sent: %s", a.text)
	}
}

// A CSV file is shown line by line first, and then done as it was shown.
func TestImportOverTheInterface(t *testing.T) {
	t.Parallel()
	w := open(t)
	file := "name,title\nargent,Argent\nBad One,x\nnordwind,Nordwind\n"
	send := func(status int, query, text string) answer {
		return w.want(t, status, "POST", "/catalogue/clients/import"+query, io.Reader(strings.NewReader(text)), "Content-Type", "text/csv")
	}
	if a := send(422, "", "titel\nx\n"); a.at(t, "field") != "file" {
		t.Error(a.text)
	}
	plan := send(200, "", file)
	if plan.at(t, "added") != 1.0 || plan.at(t, "unchanged") != 1.0 || plan.at(t, "refused") != 1.0 || plan.at(t, "lines.1.faults.0.field") != "name" || plan.at(t, "done") != false {
		t.Error(plan.text)
	}
	w.want(t, 404, "GET", "/catalogue/clients/entry?id=argent", nil)
	stamp := "?stamp=" + plan.at(t, "stamp").(string)
	send(409, stamp, file+"gold,Gold\n")
	if a := send(200, stamp, file); a.at(t, "done") != true || a.at(t, "added") != 1.0 {
		t.Error(a.text)
	}
	send(409, stamp, file)
	if a := w.want(t, 200, "GET", "/catalogue/clients/export", nil); !strings.Contains(a.text, "\nargent,Argent,") || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
		t.Error(a.header, a.text)
	}
}
