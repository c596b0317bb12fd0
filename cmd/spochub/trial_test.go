package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk/ticket"
)

// What is held back is read from the database of a hub, but for restricted
// requests.
func TestWouldWriteShowsWhatIsHeldBack(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "hub.db")
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: url, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for id, people := range map[string][]string{"a": nil, "b": {"mara"}} {
		link := request.Link{ID: request.LinkID(id), Connection: "noc", Team: "core", Ticket: ticket.Ref{ID: id, Container: "NET", Key: "NET-" + id}}
		r := &request.Request{ID: request.ID(id), Title: "Loss in " + id + "\x1b[31m", Links: []request.Link{link}, Restricted: people}
		held := []reconcile.Withheld{
			{Effect: reconcile.SetField, Field: ticket.State, From: "To Do", To: "done", Code: "31", Since: at},
			{Effect: reconcile.EditComment, Note: "n", From: "one\ntwo", To: "one\nthree", Since: at},
		}
		err := s.Create(t.Context(), store.New{Request: r, Links: []store.NewLink{{Link: link.ID, State: reconcile.State{Held: held}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(config.Options{Environ: []string{"SPOCHUB_DATABASE__URL=" + url}})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := wouldWrite(t.Context(), c, "noc", &out); err != nil {
		t.Fatal(err)
	}
	want := `SP-1001	NET-a	core	Loss in a[31m
  set state, since 2026-03-02 12:00 UTC: To Do -> done (31)
  edit comment, since 2026-03-02 12:00 UTC
     one
    -two
    +three
noc: 2 writes to 1 tickets are held back
noc: 1 tickets of restricted requests are not shown
`
	if key, _, _ := strings.Cut(out.String(), "\t"); out.String() != strings.Replace(want, "SP-1001", key, 1) {
		t.Errorf("shows\n%s\nwant\n%s", out.String(), want)
	}
}

func TestATrialIsShown(t *testing.T) {
	links := []desk.HeldLink{}
	for _, key := range []request.Key{"SP-1", "SP-2"} {
		links = append(links, desk.HeldLink{Request: &request.Request{Key: key, Title: "Loss"}, Link: &request.Link{Team: "core", Ticket: ticket.Ref{Key: "NET-1"}}})
	}
	found := []sync.DryTicket{{
		Reads: []sync.Difference{{Field: ticket.State, Value: "QA", From: "", To: "in_progress"}},
		Sends: []reconcile.Withheld{{Effect: reconcile.SetField, Field: ticket.Priority, To: "P1", Code: "10"}},
	}, {}}
	var out strings.Builder
	if err := showTrial(&out, links, found); err != nil {
		t.Fatal(err)
	}
	want := "SP-1\tNET-1\tcore\tLoss\n  would be read: state \"QA\" as in_progress, now nothing\n  would be written at once:  set priority: nothing -> P1 (10)\n1 tickets would be treated as they are now\n"
	if out.String() != want {
		t.Errorf("shows\n%s\nwant\n%s", out.String(), want)
	}
}
