package desk_test

import (
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// A list selects by a service whatever anybody calls it.
func TestAQueryTakesAnyID(t *testing.T) {
	d := directory()
	d.Services["FRA3"] = request.Service{ID: "FRA3", Client: "nordwind", ExternalIDs: []request.ExternalID{{Owner: "carrier", Type: "circuit", ID: "GN-DE-88120"}}}
	w := openWith(t, d, func(s desk.Store) desk.Store { return s })
	if _, err := w.Receive(t.Context(), jana, desk.Received{Draft: request.Request{Client: "nordwind", Title: "Loss", Service: "FRA3"}}); err != nil {
		t.Fatal(err)
	}
	w.received(t, "nordwind")
	for query, want := range map[string]int{"service:FRA3": 1, "service:gnde88120": 1, `service:"gn de 88120"`: 1, "-service:GN-DE-88120": 1, "service:nowhere": 0} {
		page, err := w.List(t.Context(), jana, desk.Query{Text: query})
		if err != nil || len(page.Items) != want {
			t.Errorf("%s: %d, %v, want %d", query, len(page.Items), err, want)
		}
	}
}
