package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

func TestReceive(t *testing.T) {
	t.Parallel()
	w := open(t)
	draft := request.Request{Client: "nordwind", Title: "Loss", ExternalIDs: []request.ExternalID{{Owner: "nordwind", Type: "ticket", ID: "N-1"}}}
	first, err := w.Receive(t.Context(), jana, desk.Received{Draft: draft, Once: "call1"})
	if err != nil || first.Key == "" || first.Version != 1 {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, err := w.Receive(t.Context(), jana, desk.Received{Draft: draft, Once: "call1"})
	if err != nil || again.Key != first.Key {
		t.Fatalf("the same call made %v, %v", again, err)
	}
	if ids := desk.ExternalIDs(again); len(ids) != 1 || ids[0].ID != "N-1" {
		t.Errorf("external ids %v", ids)
	}
	_, err = w.Receive(t.Context(), jana, desk.Received{Draft: draft, Once: "call2"})
	var known *desk.KnownError
	if !errors.As(err, &known) || known.Key != first.Key {
		t.Fatalf("a known external id: %v", err)
	}
	_, err = w.Receive(t.Context(), jana, desk.Received{Draft: request.Request{Client: "nobody", Service: "FRA9"}})
	var faults request.FieldErrors
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("faults: %v", err)
	}
}

func TestTriageKeepsWhatSomebodyElseChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	title := "Loss in Frankfurt"
	r, err := w.Triage(t.Context(), jana, desk.Target{Key: key, Version: 1}, request.Edit{Title: &title}, &request.Move{To: request.InProgress})
	if err != nil || r.Version != 2 || r.Status != request.InProgress || r.Title != title {
		t.Fatalf("got %+v, %v", r, err)
	}
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key, Version: 1}, request.Edit{Title: &title}, nil); !errors.Is(err, desk.ErrVersion) {
		t.Fatalf("an old version: %v", err)
	}
	other := "half"
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, request.Edit{Title: &other}, &request.Move{To: request.Closed}); err == nil {
		t.Fatal("an illegal move went through")
	}
	if got := w.item(t, key).Request.Title; got != title {
		t.Errorf("half of a refused change was stored: %q", got)
	}
}

func TestDelegateOnceWhileOpen(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	link := w.delegated(t, key, "core")
	if w.delegated(t, key, "core") != link {
		t.Fatal("the team got it twice")
	}
	if due := w.due(t, t.Context()); !due[link] || len(due) != 1 {
		t.Fatalf("due: %v", due)
	}
	_, id, err := w.Delegate(t.Context(), jana, desk.Target{Key: key}, request.Delegate{ID: "second", Team: "core"}, true)
	if err != nil || id != "second" {
		t.Fatalf("a second one: %s, %v", id, err)
	}
	r, _, err := w.Delegate(t.Context(), jana, desk.Target{Key: key}, request.Delegate{ID: "second", Team: "core"}, true)
	if err != nil || len(r.Delegations) != 2 {
		t.Fatalf("the same call again: %d delegations, %v", len(r.Delegations), err)
	}
	w.delegated(t, key, "field")
	if due := w.due(t, t.Context()); len(due) != 1 {
		t.Fatalf("work by hand became due: %v", due)
	}
}

func TestAnotherTaskIsNotLost(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	to := desk.Target{Key: key}
	first := request.Delegate{Team: "core", Task: &request.Task{Title: "Look ", Body: "at it"}, DueAt: noon.Add(time.Hour), Lead: true}
	_, id, err := w.Delegate(t.Context(), jana, to, first, false)
	if err != nil {
		t.Fatal(err)
	}
	for name, same := range map[string]request.Delegate{"the same": first, "the team alone": {Team: "core"}} {
		if _, got, err := w.Delegate(t.Context(), jana, to, same, false); err != nil || got != id {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for name, other := range map[string]request.Delegate{
		"task": {Team: "core", Task: &request.Task{Title: "Look", Body: "elsewhere"}}, "due": {Team: "core", DueAt: noon.Add(2 * time.Hour)},
		"after": {Team: "core", After: []request.DelegationID{"x"}},
	} {
		var stands *request.StandingError
		if _, _, err := w.Delegate(t.Context(), jana, to, other, false); !errors.As(err, &stands) || !strings.Contains(stands.Text, string(id)) {
			t.Errorf("another %s: %v", name, err)
		}
	}
}

func TestGuardsOfDelegation(t *testing.T) {
	t.Parallel()
	w := open(t)
	for client, team := range map[request.ClientID]request.TeamID{"argent": "dc", "nordwind": "open"} {
		_, _, err := w.Delegate(t.Context(), jana, desk.Target{Key: w.received(t, client)}, request.Delegate{Team: team}, false)
		var f *request.FieldError
		if !errors.As(err, &f) || f.Field != "team" {
			t.Errorf("%s for %s: %v", team, client, err)
		}
	}
}

func TestThreeDoorsThreeAudiences(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	link := w.delegated(t, key, "core")
	w.due(t, t.Context())
	to := desk.Target{Key: key}
	_, reply, err := w.Reply(t.Context(), jana, to, desk.Answer{Text: desk.Text{Body: "we look"}, Via: request.ByPhone, At: noon.Add(-time.Minute)})
	if err != nil || reply.Audience != request.ToClient || len(reply.Copies) != 0 || !reply.CreatedAt.Equal(noon.Add(-time.Minute)) {
		t.Fatalf("reply %+v, %v", reply, err)
	}
	if _, note, err := w.Note(t.Context(), jana, to, "", "careful"); err != nil || note.Audience != request.Internal || len(note.Copies) != 0 {
		t.Fatalf("note %+v, %v", note, err)
	}
	if due := w.due(t, t.Context()); len(due) != 0 {
		t.Fatalf("due after words for others: %v", due)
	}
	_, message, err := w.Message(t.Context(), jana, to, desk.Text{ID: "m1", Body: "which port?"})
	if err != nil || len(message.Copies) != 1 || message.Copies[0].Link != link {
		t.Fatalf("message %+v, %v", message, err)
	}
	if _, again, err := w.Message(t.Context(), jana, to, desk.Text{ID: "m1", Body: "which port?"}); err != nil || again.ID != "m1" {
		t.Fatalf("the same call again: %+v, %v", again, err)
	}
	if notes := w.item(t, key).Notes; len(notes) != 3 {
		t.Errorf("%d notes", len(notes))
	}
	if due := w.due(t, t.Context()); !due[link] {
		t.Fatalf("due: %v", due)
	}
}

func TestNotesChangeWhereTheyWereWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	to := desk.Target{Key: w.received(t, "nordwind")}
	_, note, _ := w.Note(t.Context(), jana, to, "", "first")
	if _, n, err := w.EditNote(t.Context(), jana, to, note.ID, "second"); err != nil || n.Version != 2 || n.Body != "second" {
		t.Fatalf("edited %+v, %v", n, err)
	}
	_, shared, err := w.Share(t.Context(), jana, to, note.ID, request.Share{Audience: request.ToClient})
	if err != nil || shared.SharedFrom != note.ID || shared.Body != "second" || shared.Audience != request.ToClient {
		t.Fatalf("shared %+v, %v", shared, err)
	}
	if _, _, err := w.EditNote(t.Context(), jana, to, shared.ID, "third"); err == nil {
		t.Error("what was said to the client was changed")
	}
	if _, n, err := w.DeleteNote(t.Context(), jana, to, note.ID); err != nil || !n.Deleted {
		t.Fatalf("deleted %+v, %v", n, err)
	}
	if _, _, err := w.EditNote(t.Context(), jana, desk.Target{Key: w.received(t, "argent")}, note.ID, "x"); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("another request's note: %v", err)
	}
}

func TestMergeMovesEverythingAndBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into := w.received(t, "nordwind"), w.received(t, "nordwind")
	link := w.delegated(t, dup, "core")
	w.Message(t.Context(), jana, desk.Target{Key: dup}, desk.Text{Body: "hello"})
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: dup}, into); err != nil {
		t.Fatal(err)
	}
	if kept := w.item(t, into); kept.Request.Link(link) == nil || len(kept.Notes) != 1 || len(w.item(t, dup).Notes) != 0 {
		t.Fatalf("survivor %+v", kept)
	}
	if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: dup}); err != nil {
		t.Fatal(err)
	}
	if back := w.item(t, dup); back.Request.Link(link) == nil || len(back.Notes) != 1 || len(w.item(t, into).Request.Links) != 0 {
		t.Fatalf("given back %+v", back)
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: dup}, w.received(t, "argent")); err == nil {
		t.Fatal("two clients were merged")
	}
}

// What a merge gave is further on when its survivor is merged, too: the last merge is
// undone first.
func TestTheLastMergeIsUndoneFirst(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second, third := w.received(t, "nordwind"), w.received(t, "nordwind"), w.received(t, "nordwind")
	link := w.delegated(t, first, "core")
	for _, pair := range [][2]request.Key{{first, second}, {second, third}} {
		if _, err := w.Merge(t.Context(), jana, desk.Target{Key: pair[0]}, pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: first}); err == nil || !strings.Contains(err.Error(), "undo that first") {
		t.Fatalf("undone in between: %v", err)
	}
	for _, key := range []request.Key{second, first} {
		if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: key}); err != nil {
			t.Fatal(err)
		}
	}
	if back := w.item(t, first); back.Request.Link(link) == nil {
		t.Fatalf("given back %+v", back)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	to := desk.Target{Key: key}
	r, id, err := w.Relink(t.Context(), jana, to, request.Relink{Team: "core", Ticket: " NET-7 "})
	if err != nil || !r.Link(id).Imported || r.Link(id).Ticket.Key != "NET-7" {
		t.Fatalf("relinked %+v, %v", r, err)
	}
	w.due(t, t.Context())
	if _, err := w.Retry(t.Context(), jana, to, id); err != nil || !w.due(t, t.Context())[id] {
		t.Fatalf("retry: %v", err)
	}
	w.fails(t, id)
	r, made, err := w.Recreate(t.Context(), jana, to, id)
	if err != nil || r.Link(id).Health != request.Detached || r.Link(made).Imported || !w.due(t, t.Context())[made] {
		t.Fatalf("recreated %+v, %v", r, err)
	}
	if r, err = w.Unlink(t.Context(), jana, to, made); err != nil || r.Delegations[0].State != request.DelegateEnded {
		t.Fatalf("unlinked %+v, %v", r, err)
	}
}

// backedOff is a request whose only link has failed and is tried again in an hour.
func (w *world) backedOff(t *testing.T) (desk.Target, request.LinkID) {
	t.Helper()
	to := desk.Target{Key: w.received(t, "nordwind")}
	link := w.delegated(t, to.Key, "core")
	claims, err := w.store.Claim(t.Context(), store.LinkWork, 1, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	if err := w.store.Finish(t.Context(), claims[0], store.Outcome{Failed: true, Again: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	return to, link
}

// What people do is tried at once, however often the link has failed.
func TestAnEditDoesNotWaitForTheBackOff(t *testing.T) {
	t.Parallel()
	w := open(t)
	to, link := w.backedOff(t)
	if _, _, err := w.Message(t.Context(), jana, to, desk.Text{Body: "and now?"}); err != nil || !w.due(t, t.Context())[link] {
		t.Fatalf("not due after a message: %v", err)
	}
}

func TestRetryDoesNotWaitForTheBackOff(t *testing.T) {
	t.Parallel()
	w := open(t)
	to, link := w.backedOff(t)
	if len(w.due(t, t.Context())) > 0 {
		t.Fatal("due before its time")
	}
	if _, err := w.Retry(t.Context(), jana, to, link); err != nil || !w.due(t, t.Context())[link] {
		t.Fatalf("not due after a retry: %v", err)
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	viewer := auth.Actor{Login: "vera", Role: auth.Viewer}
	if _, err := w.Get(t.Context(), viewer, key); err != nil {
		t.Errorf("a viewer cannot read: %v", err)
	}
	if _, _, err := w.Note(t.Context(), viewer, desk.Target{Key: key}, "", "x"); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("a viewer writes: %v", err)
	}
	names := []string{"jana"}
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, request.Edit{Restricted: &names}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Get(t.Context(), viewer, key); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("a restricted request: %v", err)
	}
	if _, _, err := w.Note(t.Context(), auth.Actor{Login: "tom", Role: auth.Admin}, desk.Target{Key: key}, "", "x"); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("a restricted request: %v", err)
	}
}

func TestPortalShowsTheClientsOwnAlone(t *testing.T) {
	t.Parallel()
	w := open(t)
	brandt := auth.Actor{Login: "brandt", Name: "Mareike Brandt", Role: auth.Client, Client: "nordwind"}
	other := w.received(t, "argent")
	if _, err := w.PortalGet(t.Context(), brandt, other); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("another client's request: %v", err)
	}
	r, err := w.PortalReceive(t.Context(), brandt, desk.Received{Draft: request.Request{Client: "argent", Title: "Loss"}})
	if err != nil || r.Client != "nordwind" || r.Channel != request.Portal {
		t.Fatalf("opened %+v, %v", r, err)
	}
	to := desk.Target{Key: r.Key}
	w.delegated(t, r.Key, "core")
	w.Note(t.Context(), jana, to, "", "internal")
	w.Message(t.Context(), jana, to, desk.Text{Body: "to teams"})
	w.Reply(t.Context(), jana, to, desk.Answer{Text: desk.Text{Body: "to you"}})
	item, err := w.PortalGet(t.Context(), brandt, r.Key)
	if err != nil || len(item.Notes) != 1 || item.Notes[0].Body != "to you" || len(item.Request.Links) > 0 || len(item.Request.Delegations) > 0 {
		t.Fatalf("sees %+v, %v", item, err)
	}
	page, err := w.PortalList(t.Context(), brandt, true, desk.Query{})
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("lists %+v, %v", page, err)
	}
	if _, err := w.PortalWrite(t.Context(), jana, r.Key, "", "x"); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("the desk speaks for the client: %v", err)
	}
}

func TestClientGoesOnWithWhatIsLongClosed(t *testing.T) {
	t.Parallel()
	w := open(t)
	brandt := auth.Actor{Login: "brandt", Role: auth.Client, Client: "nordwind"}
	key := w.received(t, "nordwind")
	for _, to := range []request.Status{request.Resolved, request.Closed} {
		if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, request.Edit{}, &request.Move{To: to}); err != nil {
			t.Fatal(err)
		}
	}
	w.at(noon.Add(48 * time.Hour))
	if _, err := w.PortalWrite(t.Context(), brandt, key, "", "it is back"); err != nil {
		t.Fatal(err)
	}
	page, err := w.List(t.Context(), jana, desk.Query{Text: "is:new"})
	if err != nil || len(page.Items) != 1 || page.Items[0].Parent != w.item(t, key).Request.ID {
		t.Fatalf("opened %+v, %v", page, err)
	}
}

func TestListPagesAndFaults(t *testing.T) {
	t.Parallel()
	w := open(t)
	keys := []request.Key{w.received(t, "nordwind"), w.received(t, "nordwind"), w.received(t, "argent")}
	var seen []request.Key
	for cursor := ""; ; {
		page, err := w.List(t.Context(), jana, desk.Query{Text: "is:open", Order: request.ByCreation, Limit: 2, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Items {
			seen = append(seen, r.Key)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	slices.Reverse(keys)
	if !slices.Equal(seen, keys) {
		t.Errorf("listed %v, want %v", seen, keys)
	}
	for text, want := range map[string]int{"-client:argent": 2, "-client:argent -p:3": 0, "-client:argent -is:new": 0, "-team:core -client:nordwind": 1} {
		page, err := w.List(t.Context(), jana, desk.Query{Text: text})
		if err != nil || len(page.Items) != want {
			t.Errorf("%s: %d, %v", text, len(page.Items), err)
		}
	}
	for field, q := range map[string]desk.Query{"q": {Text: "colour:red"}, "limit": {Limit: 201}, "cursor": {Cursor: "x"}} {
		_, err := w.List(t.Context(), jana, q)
		var f *request.FieldError
		if !errors.As(err, &f) || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestATicketBelongsToOneRequest(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second := w.received(t, "nordwind"), w.received(t, "nordwind")
	link := func(key request.Key, ticket string) error {
		_, _, err := w.Relink(t.Context(), jana, desk.Target{Key: key}, request.Relink{Team: "core", Ticket: ticket})
		return err
	}
	for range 2 { // the same again is the same link
		if err := link(first, "NET-7"); err != nil {
			t.Fatal(err)
		}
	}
	var standing *request.StandingError
	if err := link(second, "net-7"); !errors.As(err, &standing) || standing.Key != first || !strings.Contains(standing.Text, string(first)) {
		t.Errorf("another's ticket: %v", err)
	}
	if r := w.item(t, second).Request; len(r.Links) > 0 || len(r.Delegations) > 0 || r.Version != 1 {
		t.Errorf("something was stored: %+v", r)
	}
	err := w.store.Update(t.Context(), first, func(d *store.Doc) error {
		d.Request.Restricted = []string{"eve"}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := link(second, "NET-7"); !errors.As(err, &standing) || standing.Key != "" || strings.Contains(err.Error(), string(first)) {
		t.Errorf("a restricted request's ticket: %v", err)
	}
}

func TestKeysAreFoundInAnyCase(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	small := request.Key(" " + strings.ToLower(string(key)))
	if got := w.item(t, small).Request.Key; got != key {
		t.Errorf("found %s", got)
	}
	if r, _, err := w.Note(t.Context(), jana, desk.Target{Key: small}, "", "hello"); err != nil || r.Key != key {
		t.Errorf("written to %v, %v", r, err)
	}
	if lines, err := w.History(t.Context(), jana, small, 0, 10); err != nil || len(lines) != 2 {
		t.Errorf("history %v, %v", lines, err)
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: request.Key(strings.ToLower(string(w.received(t, "nordwind"))))}, small); err != nil {
		t.Errorf("merged: %v", err)
	}
}
