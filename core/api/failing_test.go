package api_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Links that failed are listed by connection and tried again at once.
func TestFailingLinks(t *testing.T) {
	t.Parallel()
	w := open(t)
	fail := func(h request.Health) func(*store.LinkDoc) {
		return func(d *store.LinkDoc) { d.Link.Health, d.Link.Error = h, "jira: unavailable" }
	}
	first, _ := w.linked(t, fail(request.Failed))
	second, _ := w.linked(t, fail(request.Parked))
	hidden, _ := w.linked(t, fail(request.Failed))
	w.linked(t, fail(request.InSync))
	w.restrict(t, hidden, "mara")
	list := w.want(t, 200, "GET", "/connections/jira/links/failing", nil)
	if len(list.at(t, "items").([]any)) != 2 || list.at(t, "items.0.request") != second || list.at(t, "items.1.request") != first || list.at(t, "items.1.link.error") != "jira: unavailable" {
		t.Fatal(list.text)
	}
	w.want(t, 404, "GET", "/connections/none/links/failing", nil)
	if a := w.want(t, 200, "POST", "/connections/jira/links/retry", nil); a.at(t, "links") != 2.0 {
		t.Error(a.text)
	}
	if a := w.want(t, 200, "GET", "/connections/jira/links/failing", nil); len(a.at(t, "items").([]any)) != 0 {
		t.Errorf("they are not on their way: %s", a.text)
	}
}
