package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

type object = map[string]any

// answer is what an HTTP call brought.
type answer struct {
	status int
	header http.Header
	text   string
}

// into decodes an answer that must have a status.
func (a answer) into(t *testing.T, status int, out any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %.2000s", a.status, status, a.text)
	}
	if out != nil {
		must(t, json.Unmarshal([]byte(a.text), out))
	}
}

// send makes one HTTP call; headers are names and values.
func send(t *testing.T, method, url string, body any, headers ...string) answer {
	t.Helper()
	got, err := try(t, method, url, body, headers...)
	must(t, err)
	return got
}

// try is send where nobody may answer.
func try(t *testing.T, method, url string, body any, headers ...string) (answer, error) {
	t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		in = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		must(t, err)
		in = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, url, in)
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(text)}, err
}

// hub is the hub's REST interface as an outsider uses it.
type hub struct {
	t          *testing.T
	url, token string
}

func (h hub) with(t *testing.T) hub { h.t = t; return h }

// call waits while there were too many.
func (h hub) call(method, path string, body any, headers ...string) (got answer) {
	h.t.Helper()
	within(h.t, 20*time.Second, func() string {
		got = send(h.t, method, h.url+"/api/v1"+path, body, append([]string{"Authorization", "Bearer " + h.token}, headers...)...)
		if got.status == http.StatusTooManyRequests {
			return got.text
		}
		return ""
	})
	return got
}

// record is a request.
type record struct {
	Key         string       `json:"key"`
	Version     int64        `json:"version"`
	Status      string       `json:"status"`
	Priority    string       `json:"priority"`
	Title       string       `json:"title"`
	Attention   []string     `json:"attention"`
	Delegations []delegation `json:"delegations"`
	Links       []link       `json:"links"`
	Notes       []note       `json:"notes"`
	Files       []file       `json:"files"`
	MergedInto  string       `json:"merged_into"`
	Conflicts   []conflict   `json:"conflicts"`
}

type delegation struct {
	ID, Team, State, Link string
}

type link struct {
	ID         string `json:"id"`
	Team       string `json:"team"`
	Connection string `json:"connection"`
	Plugin     string `json:"plugin"`
	Side       string `json:"side"`
	TicketID   string `json:"ticket_id"`
	TicketKey  string `json:"ticket_key"`
	State      string `json:"state"`
	Assignee   string `json:"assignee"`
	Health     string `json:"health"`
	Error      string `json:"error"`
}

type note struct {
	ID       string `json:"id"`
	Audience string `json:"audience"`
	Author   struct{ Name, Origin string }
	Body     string `json:"body"`
	Copies   []noteCopy
}

// noteCopy is a note at a ticket.
type noteCopy struct {
	Link  string `json:"link"`
	ID    string `json:"ticket_comment_id"`
	State string `json:"state"`
}

type conflict struct {
	ID, Link, Field, Base, Hub, Tool string
	Version                          int64
}

type event struct {
	Type, Field, From, To, Verdict, Reason string
	Actor                                  struct{ Name, Origin string }
}

func (h hub) create(fields object) record {
	h.t.Helper()
	body := object{
		"kind": "incident", "title": "Link down " + h.t.Name(), "description": "The circuit is **dark**.",
		"client": "nordwind", "service": "FRA3-10G-014", "priority": "P2",
	}
	maps.Copy(body, fields)
	var r record
	h.call("POST", "/requests", body).into(h.t, http.StatusCreated, &r)
	return r
}

func (h hub) get(key string) record {
	h.t.Helper()
	var r record
	h.call("GET", "/requests/"+key, nil).into(h.t, http.StatusOK, &r)
	return r
}

func (h hub) patch(key string, fields object) record {
	h.t.Helper()
	var r record
	h.call("PATCH", "/requests/"+key, fields).into(h.t, http.StatusOK, &r)
	return r
}

// delegate gives a request to teams and waits for their tickets.
func (h hub) delegate(key string, teams ...string) record {
	h.t.Helper()
	for _, team := range teams {
		h.call("POST", "/requests/"+key+"/delegations", object{"team": team}).into(h.t, http.StatusAccepted, nil)
	}
	return h.settled(key, 10*time.Second)
}

// write uses one of the three doors for notes.
func (h hub) write(key, door, body string, links ...string) note {
	h.t.Helper()
	in := object{"body": body}
	if len(links) > 0 {
		in["links"] = links
	}
	var n note
	h.call("POST", "/requests/"+key+"/"+door, in).into(h.t, http.StatusCreated, &n)
	return n
}

// settled waits until all that a request's links have to carry has arrived.
func (h hub) settled(key string, limit time.Duration) (r record) {
	h.t.Helper()
	within(h.t, limit, func() string {
		r = h.get(key)
		return r.restless()
	})
	return r
}

// restless says what of a request is still on its way, "" if nothing is.
func (r record) restless() string {
	for _, l := range r.Links {
		if l.TicketID == "" || l.Health != "in_sync" {
			return fmt.Sprintf("%s: link to %s is %s: %s", r.Key, l.Team, l.Health, l.Error)
		}
	}
	for _, n := range r.Notes {
		for _, c := range n.Copies {
			if c.State != "delivered" && c.State != "deleted" {
				return fmt.Sprintf("%s: note %q is %s", r.Key, n.Body, c.State)
			}
		}
	}
	return r.unfiled()
}

// link is a request's link to a team.
func (r record) link(t *testing.T, team string) link {
	t.Helper()
	i := slices.IndexFunc(r.Links, func(l link) bool { return l.Team == team })
	if i < 0 {
		t.Fatalf("%s has no link to %s", r.Key, team)
	}
	return r.Links[i]
}

// notes counts the notes that hold a text.
func (r record) says(text string) (n int) {
	for _, x := range r.Notes {
		if strings.Contains(x.Body, text) {
			n++
		}
	}
	return n
}

// history reads all pages.
func (h hub) history(key string) (all []event) {
	h.t.Helper()
	for cursor := ""; ; {
		var page struct {
			Items []event
			Next  string
		}
		h.call("GET", "/requests/"+key+"/history?limit=200&cursor="+cursor, nil).into(h.t, http.StatusOK, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			return all
		}
	}
}

// tells reports whether a history holds a value.
func tells(history []event, value string) bool {
	return slices.ContainsFunc(history, func(e event) bool { return e.From == value || e.To == value })
}

// connection is how one fares.
type connection struct {
	Name, State string
	Queue       int
	SyncedAt    time.Time `json:"synced_at"`
	LastError   string    `json:"last_error"`
}

func (h hub) connections() map[string]connection {
	h.t.Helper()
	var list struct{ Items []connection }
	h.call("GET", "/connections", nil).into(h.t, http.StatusOK, &list)
	all := map[string]connection{}
	for _, c := range list.Items {
		all[c.Name] = c
	}
	return all
}
